//! [`MemoryCache`]: fragments in the memory of this process.

use super::FragmentStore;
use moka::Expiry;
use moka::sync::Cache;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Keeps fragments in memory, the most used ones, up to a number of bytes. Cheap to clone; clones share what
/// they keep.
///
/// ```
/// use palisade::Engine;
/// use palisade::fragment::MemoryCache;
///
/// let cache = MemoryCache::new(64 << 20);
/// let engine = Engine::builder().fragment_cache("default", cache.clone()).build()?;
/// // After a change to what the fragments show:
/// cache.clear();
/// # Ok::<(), palisade::Error>(())
/// ```
#[derive(Clone)]
pub struct MemoryCache {
    entries: Cache<String, Entry>,
}

#[derive(Clone)]
struct Entry {
    bytes: Arc<[u8]>,
    timeout: Option<Duration>,
}

/// Each entry has a time of its own.
struct Timeouts;

impl Expiry<String, Entry> for Timeouts {
    fn expire_after_create(&self, _: &String, entry: &Entry, _: Instant) -> Option<Duration> {
        entry.timeout
    }

    fn expire_after_update(
        &self,
        _: &String,
        entry: &Entry,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        entry.timeout
    }
}

/// Bytes that an entry takes beside its key and its text, about.
const OVERHEAD: usize = 128;

/// Longest time, about thirty years: beyond it an entry is kept for ever.
const LONGEST: Duration = Duration::from_secs(1_000_000_000);

impl MemoryCache {
    /// An empty cache of at most so many bytes, keys included.
    pub fn new(bytes: u64) -> MemoryCache {
        let weight = |key: &String, entry: &Entry| {
            u32::try_from(key.len() + entry.bytes.len() + OVERHEAD).unwrap_or(u32::MAX)
        };
        MemoryCache {
            entries: Cache::builder().max_capacity(bytes).weigher(weight).expire_after(Timeouts).build(),
        }
    }

    /// Forgets all fragments.
    pub fn clear(&self) {
        self.entries.invalidate_all();
    }

    /// Forgets the fragment of one key.
    pub fn remove(&self, key: &str) {
        self.entries.invalidate(key);
    }
}

impl fmt::Debug for MemoryCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryCache").finish_non_exhaustive()
    }
}

impl FragmentStore for MemoryCache {
    fn get(&self, key: &str) -> Option<Arc<[u8]>> {
        self.entries.get(key).map(|it| it.bytes)
    }

    fn set(&self, key: &str, bytes: Arc<[u8]>, timeout: Option<Duration>) {
        let timeout = timeout.filter(|it| *it < LONGEST);
        self.entries.insert(key.to_owned(), Entry { bytes, timeout });
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryCache;
    use crate::fragment::FragmentStore;
    use std::time::Duration;

    #[test]
    fn entries_end_with_their_time() {
        let cache = MemoryCache::new(1 << 20);
        cache.set("for ever", b"a"[..].into(), None);
        cache.set("long", b"b"[..].into(), Some(Duration::MAX));
        cache.set("short", b"c"[..].into(), Some(Duration::from_millis(30)));
        let known = |key| cache.get(key).is_some();
        assert!(known("for ever") && known("long") && known("short") && !known("other"));
        std::thread::sleep(Duration::from_millis(60));
        assert!(known("for ever") && known("long") && !known("short"));
        cache.clone().clear();
        assert!(!known("for ever"));
    }
}
