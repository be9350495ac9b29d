//! The [`Arena`]: where values made during one render live.

use super::{Object, Value};
use crate::diagnostics::Error;
use crate::limits::{Budget, Cost, Limits};
use crate::table::Table;
use bumpalo::Bump;
use std::cell::OnceCell;

/// Memory of one render, freed as a whole when the render ends. Every allocation is charged
/// against [`Limits::memory`].
pub struct Arena {
    /// `Copy` data only: a bump arena runs no destructors.
    bump: Bump,
    /// Objects that need dropping. Most renders have none.
    owned: OnceCell<Box<Table<Box<dyn Object>>>>,
    budget: Budget,
}

impl Arena {
    /// An empty arena; it allocates nothing until it is used.
    pub(crate) fn new(limits: &Limits) -> Arena {
        Arena { bump: Bump::new(), owned: OnceCell::new(), budget: Budget::new(limits) }
    }

    /// What the render has spent.
    pub(crate) fn budget(&self) -> &Budget {
        &self.budget
    }

    /// Copies text into the arena.
    ///
    /// # Errors
    /// When [`Limits::memory`] is exceeded.
    pub fn str(&self, text: &str) -> Result<&str, Error> {
        self.budget.charge(Cost::Memory(text.len()))?;
        Ok(self.bump.alloc_str(text))
    }

    /// Copies a list of values into the arena.
    ///
    /// # Errors
    /// When [`Limits::memory`] is exceeded.
    pub fn list<'a>(&'a self, items: &[Value<'a>]) -> Result<&'a [Value<'a>], Error> {
        self.slice(items)
    }

    /// Copies any slice of `Copy` data into the arena.
    pub(crate) fn slice<T: Copy>(&self, items: &[T]) -> Result<&[T], Error> {
        self.budget.charge(Cost::Memory(size_of_val(items)))?;
        Ok(self.bump.alloc_slice_copy(items))
    }

    /// Moves a value without a destructor into the arena.
    pub(crate) fn put<T>(&self, value: T) -> Result<&T, Error> {
        const { assert!(!std::mem::needs_drop::<T>()) };
        self.budget.charge(Cost::Memory(size_of::<T>()))?;
        Ok(self.bump.alloc(value))
    }

    /// Moves a value into the arena that does not count.
    pub(super) fn keep<T: Copy>(&self, value: T) -> &T {
        self.bump.alloc(value)
    }

    /// Moves an object into the arena; it is dropped when the render ends.
    ///
    /// # Errors
    /// When [`Limits::memory`] is exceeded.
    pub fn own<T: Object + 'static>(&self, object: T) -> Result<&dyn Object, Error> {
        self.budget.charge(Cost::Memory(size_of::<T>()))?;
        let owned = self.owned.get_or_init(|| Box::new(Table::new()));
        Ok(owned.push(Box::new(object)).1.as_ref())
    }
}
