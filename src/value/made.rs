//! Lists that are made in the arena, where they stay.

use super::{Arena, Growing};
use crate::diagnostics::Error;
use crate::limits::Cost;

/// A list under way. It counts as it grows.
pub(super) struct Made<'a, T> {
    items: Growing<'a, T>,
    arena: &'a Arena,
}

impl<'a, T: Copy> Made<'a, T> {
    /// A list of so many items, as is expected.
    pub(super) fn new(arena: &'a Arena, expected: usize) -> Result<Made<'a, T>, Error> {
        arena.budget().charge(Cost::Memory(expected * size_of::<T>()))?;
        Ok(Made { items: arena.growing(expected), arena })
    }

    #[inline]
    pub(super) fn push(&mut self, item: T) -> Result<(), Error> {
        if self.items.len() == self.items.capacity() {
            self.grow()?;
        }
        self.items.push(item);
        Ok(())
    }

    /// Makes room for as many again, in another place: the arena takes nothing back.
    #[inline(never)]
    fn grow(&mut self) -> Result<(), Error> {
        let capacity = (2 * self.items.capacity()).max(4);
        self.arena.budget().charge(Cost::Memory(capacity * size_of::<T>()))?;
        self.items.reserve_exact(capacity - self.items.len());
        Ok(())
    }

    pub(super) fn done(self) -> &'a [T] {
        self.items.into_bump_slice()
    }
}
