//! Keys of stored fragments.

use std::fmt::Write as _;

/// A key that is built of parts. Each is preceded by its length, so that no two lists of parts make one key.
pub(crate) struct Parts(String);

impl Parts {
    pub(crate) fn new() -> Parts {
        Parts("palisade.1.".to_owned())
    }

    pub(crate) fn add(&mut self, part: &str) {
        // Writing to a `String` cannot fail.
        let _ = write!(self.0, "{}:{part}", part.len());
    }

    pub(crate) fn into_key(self) -> String {
        self.0
    }
}

/// The key that Django gives a fragment, so that an application can drop it as it does with Django
/// (`django.core.cache.utils.make_template_fragment_key`). It joins the values with `:`, and so confuses
/// `"a:b", "c"` with `"a", "b:c"`.
#[cfg(feature = "cache")]
pub(crate) fn django_key<'v>(name: &str, vary: impl Iterator<Item = &'v str>) -> String {
    use md5::{Digest as _, Md5};

    let mut hash = Md5::new();
    for value in vary {
        hash.update(value.as_bytes());
        hash.update(b":");
    }
    let mut key = format!("template.cache.{name}.");
    for byte in hash.finalize() {
        let _ = write!(key, "{byte:02x}");
    }
    key
}

/// Without the feature `cache` there is no digest: the values themselves confuse and tell apart the same fragments.
#[cfg(not(feature = "cache"))]
pub(crate) fn django_key<'v>(name: &str, vary: impl Iterator<Item = &'v str>) -> String {
    let mut key = format!("template.cache.{name}.");
    for value in vary {
        let _ = write!(key, "{value}:");
    }
    key
}

/// The key of what a policy of this fingerprint makes of a text.
#[cfg(all(feature = "cache", feature = "sanitize"))]
pub(crate) fn cleaned_key(fingerprint: u64, text: &str) -> String {
    use sha2::{Digest as _, Sha256};
    use std::fmt::Write as _;
    let mut key = format!("palisade.sanitize.{fingerprint:016x}.");
    for byte in Sha256::digest(text) {
        let _ = write!(key, "{byte:02x}");
    }
    key
}

#[cfg(test)]
mod tests {
    use super::{Parts, django_key};

    fn key(parts: &[&str]) -> String {
        let mut key = Parts::new();
        parts.iter().for_each(|it| key.add(it));
        key.into_key()
    }

    #[test]
    fn parts_cannot_run_into_each_other() {
        assert_ne!(key(&["alice", "b:c"]), key(&["alice:b", "c"]));
        assert_ne!(key(&["a", ""]), key(&["a"]));
        assert_ne!(key(&["1:a"]), key(&["", "a"]));
    }

    #[cfg(feature = "cache")]
    #[test]
    fn djangos_keys_are_djangos() {
        let key = |vary: &[&str]| django_key("spam", vary.iter().copied());
        assert_eq!(key(&[]), "template.cache.spam.d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(key(&["abc:def"]), key(&["abc", "def"]));
    }
}
