//! The templates that are found by name without a lock.

use crate::program::LinkId;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Templates by name. Filled once, from the names of the application's own templates: who only asks for names can
/// make none of them collide, so the hash may be a fast one.
pub(super) type Entries = HashMap<Box<str>, LinkId, BuildHasherDefault<NameHasher>>;

/// Eight bytes a step: multiplication spreads them upwards, and the end folds them down again.
#[derive(Default)]
pub(super) struct NameHasher(u64);

impl NameHasher {
    #[inline]
    fn mix(&mut self, word: u64) {
        /// 2⁶⁴ divided by the golden ratio, made odd.
        const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
        self.0 = (self.0.rotate_left(29) ^ word).wrapping_mul(SPREAD);
    }
}

impl Hasher for NameHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            self.mix(rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        }
    }

    #[inline]
    fn write_u8(&mut self, byte: u8) {
        self.mix(byte.into());
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

#[cfg(test)]
mod tests {
    use super::NameHasher;
    use std::collections::HashSet;
    use std::hash::{BuildHasher, BuildHasherDefault};

    #[test]
    fn alike_names_have_different_hashes() {
        let hasher = BuildHasherDefault::<NameHasher>::default();
        let names: Vec<String> = (0..4000).map(|it| format!("pages/part_{it}.html")).collect();
        let hashes: HashSet<u64> = names.iter().map(|it| hasher.hash_one(it)).collect();
        assert_eq!(hashes.len(), names.len());
        // What a table of 8192 buckets looks at: a fair share of them is used.
        let low: HashSet<u64> = hashes.iter().map(|it| it % 8192).collect();
        assert!(low.len() > 2800, "{} of 8192", low.len());
    }
}
