//! [`Seal`]: entries that somebody else made, or moved to another key, count as absent.

use super::Fragment;
use std::sync::Arc;

/// How entries are sealed: with a keyed hash over key and fragment (HMAC, RFC 2104, with SHA-256), or not at all.
#[derive(Clone, Default)]
pub(crate) struct Seal {
    #[cfg(feature = "cache")]
    key: Option<hmac::Hmac<sha2::Sha256>>,
}

impl Seal {
    /// The bytes to store.
    pub(crate) fn pack(&self, key: &str, fragment: &Fragment) -> Arc<[u8]> {
        let body = fragment.encode();
        self.closed(key, body).into()
    }

    /// The fragment in stored bytes.
    pub(crate) fn unpack(&self, key: &str, entry: &[u8]) -> Option<Fragment> {
        self.opened(key, entry).and_then(Fragment::decode)
    }
}

#[cfg(feature = "cache")]
mod keyed {
    use super::Seal;
    use hmac::{Hmac, KeyInit as _, Mac as _};
    use sha2::Sha256;

    /// Bytes of a seal, which comes before what it seals.
    const SEAL: usize = 32;

    impl Seal {
        /// A seal with this secret; `None` when there is none.
        pub(crate) fn new(secret: &[u8]) -> Option<Seal> {
            let key = Hmac::new_from_slice(secret).ok().filter(|_| !secret.is_empty());
            key.map(|key| Seal { key: Some(key) })
        }

        pub(super) fn closed(&self, key: &str, body: Vec<u8>) -> Vec<u8> {
            let Some(mac) = &self.key else { return body };
            let mut entry = over(mac, key, &body).finalize().into_bytes().to_vec();
            entry.extend_from_slice(&body);
            entry
        }

        pub(super) fn opened<'e>(&self, key: &str, entry: &'e [u8]) -> Option<&'e [u8]> {
            let Some(mac) = &self.key else { return Some(entry) };
            let (seal, body) = entry.split_at_checked(SEAL)?;
            // In constant time.
            over(mac, key, body).verify_slice(seal).ok()?;
            Some(body)
        }
    }

    fn over(mac: &Hmac<Sha256>, key: &str, body: &[u8]) -> Hmac<Sha256> {
        mac.clone()
            .chain_update((key.len() as u64).to_be_bytes())
            .chain_update(key.as_bytes())
            .chain_update(body)
    }
}

#[cfg(not(feature = "cache"))]
impl Seal {
    #[allow(clippy::unused_self, reason = "with the feature `cache` it is used")]
    fn closed(&self, _: &str, body: Vec<u8>) -> Vec<u8> {
        body
    }

    #[allow(clippy::unused_self, reason = "with the feature `cache` it is used")]
    fn opened<'e>(&self, _: &str, entry: &'e [u8]) -> Option<&'e [u8]> {
        Some(entry)
    }
}

#[cfg(all(test, feature = "cache"))]
mod tests {
    use super::{Fragment, Seal};

    #[test]
    fn only_our_own_entries_of_this_key_open() {
        let fragment = Fragment::cut("text", 0, &[]).unwrap();
        let (ours, theirs) = (Seal::new(b"ours").unwrap(), Seal::new(b"theirs").unwrap());
        let entry = ours.pack("key", &fragment);
        assert_eq!(ours.unpack("key", &entry), Some(fragment.clone()));
        assert_eq!(ours.unpack("other", &entry), None);
        assert_eq!(theirs.unpack("key", &entry), None);
        assert_eq!(ours.unpack("key", &fragment.encode()), None);
        for at in 0..entry.len() {
            let mut forged = entry.to_vec();
            forged[at] ^= 1;
            assert_eq!(ours.unpack("key", &forged), None);
        }
        assert!(Seal::new(b"").is_none());
    }
}
