//! Filters that percent-encode.

use super::Filtered;
use super::coerce::fault;
use super::safety::{keep_safe, str_of};
use crate::value::{Cx, Kind, Value};
use std::borrow::Cow;

/// What Python's `quote()` never encodes, beside letters and digits (RFC 3986, unreserved).
const UNRESERVED: &str = "_.-~";

/// Percent-encodes for a part of a URL. The argument names what stays as it is, `/` by default.
pub(super) fn urlencode<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let argument = argument.unwrap_or(Value::Str("/"));
    let kept = argument.as_str().ok_or_else(|| fault("urlencode", "a text", argument))?;
    let text = match quote(str_of(value, cx)?, kept) {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => cx.arena.str(&text)?,
    };
    // With other characters kept, the result may hold what is special to URLs or even to HTML.
    let encoded = kept.chars().all(|it| it == '/' || it.is_ascii_alphanumeric() || UNRESERVED.contains(it));
    Ok(if encoded { Value::Safe(Kind::UrlPart, text) } else { Value::Str(text) })
}

/// Percent-encodes what may not stand in a URL at all; what is encoded already stays so.
pub(super) fn iriencode<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    keep_safe(value, cx, |text| Ok(quote(text, "/#%[]=:;$&()+,!?*@'~")))
}

fn quote<'t>(text: &'t str, kept: &str) -> Cow<'t, str> {
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
        if stays[usize::from(byte)] { out.push(char::from(byte)) } else { push_encoded(byte, &mut out) }
    }
    Cow::Owned(out)
}

fn push_encoded(byte: u8, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(HEX[usize::from(byte >> 4)]));
    out.push(char::from(HEX[usize::from(byte & 15)]));
}
