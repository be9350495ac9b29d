//! Percent-encoding (RFC 3986 § 2.1) as Python's `quote` does it: bytes of UTF-8, upper-case digits.

use std::borrow::Cow;

/// What is never encoded, beside letters and digits (RFC 3986 § 2.3).
pub(crate) const UNRESERVED: &str = "_.-~";

/// The text with everything encoded but letters, digits, [`UNRESERVED`] and what of ASCII is `kept`.
pub(crate) fn quote<'t>(text: &'t str, kept: &str) -> Cow<'t, str> {
    let mut stays = [false; 256];
    for byte in (b'0'..=b'9').chain(b'A'..=b'Z').chain(b'a'..=b'z').chain(UNRESERVED.bytes()) {
        stays[usize::from(byte)] = true;
    }
    for byte in kept.bytes().filter(u8::is_ascii) {
        stays[usize::from(byte)] = true;
    }
    if text.bytes().all(|it| stays[usize::from(it)]) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if stays[usize::from(byte)] { out.push(char::from(byte)) } else { push(byte, &mut out) }
    }
    Cow::Owned(out)
}

/// [`quote`] for a field of a form: a space is `+`.
pub(crate) fn quote_plus(text: &str) -> String {
    quote(text, " ").replace(' ', "+")
}

/// The text with every `%41` decoded; what is no UTF-8 then is U+FFFD.
pub(crate) fn unquote(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('%') else { return Cow::Borrowed(text) };
    let mut bytes = Vec::with_capacity(text.len());
    let (start, mut rest) = text.as_bytes().split_at(first);
    bytes.extend_from_slice(start);
    while let [byte, after @ ..] = rest {
        let decoded = if *byte == b'%' { decoded(after) } else { None };
        bytes.push(decoded.unwrap_or(*byte));
        rest = if decoded.is_some() { &after[2..] } else { after };
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// The byte that two hexadecimal digits at the start stand for.
fn decoded(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

/// Appends `%XX`.
pub(crate) fn push(byte: u8, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(HEX[usize::from(byte >> 4)]));
    out.push(char::from(HEX[usize::from(byte & 15)]));
}

#[cfg(test)]
mod tests {
    use super::{quote, unquote};

    #[test]
    fn only_what_is_kept_stays() {
        assert_eq!(quote("a-b_c.d~e", ""), "a-b_c.d~e");
        assert_eq!(quote("ü /&", "/"), "%C3%BC%20/%26");
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        assert_eq!(unquote("a%20%C3%bc%zz%4"), "a ü%zz%4");
        assert_eq!(unquote("%ff"), "\u{FFFD}");
    }
}
