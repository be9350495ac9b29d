//! Filters that percent-encode.

use super::Filtered;
use super::coerce::fault;
use super::safety::{keep_safe, str_of};
use crate::percent::{UNRESERVED, quote};
use crate::value::{Cx, Kind, Value};
use std::borrow::Cow;

/// Percent-encodes for a part of a URL. The argument names what stays as it is, `/` by default.
pub(super) fn urlencode<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let argument = argument.filter(|it| !matches!(it, Value::None)).unwrap_or(Value::Str("/"));
    let text = str_of(value, cx)?;
    let kept = match argument.as_str() {
        Some(kept) => kept,
        None if text.is_empty() => "",
        None => return Err(fault("urlencode", "a text", argument)),
    };
    let text = match quote(text, kept) {
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
