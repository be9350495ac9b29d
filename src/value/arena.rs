//! The [`Arena`]: where values made during one render live.

use super::{Object, Value};
use crate::diagnostics::Error;
use crate::limits::{Budget, Cost, Limits};
use crate::table::Table;
use bumpalo::Bump;
use std::cell::OnceCell;

/// A list that grows in an arena.
pub(crate) type Growing<'a, T> = bumpalo::collections::Vec<'a, T>;

/// Bytes of an arena's first piece: enough for the variables of most pages, and no more than allocators have at hand.
const FIRST: usize = 960;

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
    /// An empty arena.
    pub(crate) fn new(limits: &Limits) -> Arena {
        Arena { bump: Bump::with_capacity(FIRST), owned: OnceCell::new(), budget: Budget::new(limits) }
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

    /// A list that grows in the arena, and does not count.
    pub(crate) fn growing<T: Copy>(&self, capacity: usize) -> Growing<'_, T> {
        Growing::with_capacity_in(capacity, &self.bump)
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
