//! [`Stamp`]: whether a template is still what it was.

use std::hash::{DefaultHasher, Hash, Hasher};

/// A mark of the text that a name stands for, which changes when the text does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp(u64);

impl Stamp {
    /// The stamp of a template that never changes while the program runs.
    pub const FIXED: Stamp = Stamp(0);

    /// The stamp of whatever changes with the text: a version, a time and a length.
    pub fn of(mark: &impl Hash) -> Stamp {
        let mut hasher = DefaultHasher::new();
        mark.hash(&mut hasher);
        Stamp(hasher.finish())
    }

    /// One stamp for several, in this order.
    pub(super) fn all(stamps: impl Iterator<Item = Stamp>) -> Stamp {
        let stamps: Vec<u64> = stamps.map(|it| it.0).collect();
        Stamp::of(&stamps)
    }
}
