//! [`Table`]: an append-only list whose entries never move, so that `&self` can add one
//! and hand out references that live as long as the table.

use once_cell::sync::OnceCell;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bucket `k` holds `2^k` entries: 32 buckets are more than any process can fill.
const BUCKETS: usize = 32;

/// An append-only table with stable references.
pub(crate) struct Table<T> {
    buckets: [OnceCell<Box<[OnceCell<T>]>>; BUCKETS],
    next: AtomicUsize,
}

impl<T> Table<T> {
    pub(crate) fn new() -> Table<T> {
        Table { buckets: [const { OnceCell::new() }; BUCKETS], next: AtomicUsize::new(0) }
    }

    /// Adds an entry and returns its index with a reference to it.
    pub(crate) fn push(&self, value: T) -> (usize, &T) {
        // Relaxed is enough: the index is only a ticket, `OnceCell` publishes the value.
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        let (bucket, at) = slot(index);
        let cells = self.buckets[bucket]
            .get_or_init(|| std::iter::repeat_with(OnceCell::new).take(1 << bucket).collect());
        (index, cells[at].get_or_init(|| value))
    }

    /// The entry at `index`, if it has been pushed.
    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        let (bucket, at) = slot(index);
        self.buckets.get(bucket)?.get()?.get(at)?.get()
    }
}

/// Index 0 is bucket 0; 1 and 2 are bucket 1; 3 to 6 are bucket 2 …
fn slot(index: usize) -> (usize, usize) {
    let bucket = (index + 1).ilog2() as usize;
    (bucket, index + 1 - (1 << bucket))
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn entries_keep_their_index_and_address() {
        let table = Table::new();
        let first: &String = table.push("first".to_owned()).1;
        let indices: Vec<usize> = (0..1000).map(|it| table.push(it.to_string()).0).collect();
        assert_eq!(indices, (1..=1000).collect::<Vec<_>>());
        assert!(std::ptr::eq(first, table.get(0).unwrap()));
        assert_eq!(table.get(1000).unwrap(), "999");
        assert!(table.get(1001).is_none());
    }
}
