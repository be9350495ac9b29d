//! A policy in 64 bits.

use super::Policy;
use std::hash::{Hash, Hasher};

/// FNV-1a: the same on every machine and in every release of Rust, which the hashers of the standard library
/// do not promise. Not for defence against people who choose the policy.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    // In one order of bytes and one width, whatever the machine.
    fn write_u32(&mut self, number: u32) {
        self.write(&number.to_le_bytes());
    }

    fn write_u64(&mut self, number: u64) {
        self.write(&number.to_le_bytes());
    }

    fn write_i64(&mut self, number: i64) {
        self.write(&number.to_le_bytes());
    }

    fn write_usize(&mut self, number: usize) {
        self.write(&(number as u64).to_le_bytes());
    }

    fn write_isize(&mut self, number: isize) {
        self.write(&(number as i64).to_le_bytes());
    }
}

impl Policy {
    /// A hash of everything the policy says, name and version left out: two policies of one fingerprint clean
    /// alike. Store it beside cleaned HTML, to know when that must be checked again.
    ///
    /// It changes with releases of this library that give policies new settings.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
        Policy { name: String::new(), version: 0, ..self.clone() }.hash(&mut hasher);
        hasher.finish()
    }
}
