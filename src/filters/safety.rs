//! How trust passes through filters, and the two steps nearly every filter begins and ends with:
//! the value as Python's `str()`, and the result in the arena.

use super::Filtered;
use crate::diagnostics::Error;
use crate::html::escape_html;
use crate::limits::Cost;
use crate::value::{self, Cx, Kind, Origin, Temporal, Value};
use std::borrow::Cow;

/// Python's `str(value)`. Unlike what `{{ value }}` prints, it is never localised.
pub(crate) fn str_of<'a>(value: Value<'a>, cx: Cx<'a>) -> Result<&'a str, Error> {
    match value::plain_text(value, cx)? {
        Cow::Borrowed(text) => Ok(text),
        Cow::Owned(text) => cx.arena.str(&text),
    }
}

/// Python's `isoformat()` of a date or time.
pub(super) fn iso<'a>(moment: &'a Temporal, cx: Cx<'a>) -> Result<String, Error> {
    Ok(value::plain_text(Value::Time(moment), cx)?.replace(' ', "T"))
}

/// Text made by `make`, in the arena.
pub(super) fn built<'a>(
    cx: Cx<'a>,
    make: impl FnOnce(&mut String) -> Result<(), Error>,
) -> Result<&'a str, Error> {
    let mut out = String::new();
    make(&mut out)?;
    cx.arena.str(&out)
}

/// A filter on text that Django does not flag `is_safe`: the result is untrusted.
pub(super) fn plain<'a>(
    value: Value<'a>,
    cx: Cx<'a>,
    change: impl FnOnce(&'a str) -> Result<Cow<'a, str>, Error>,
) -> Filtered<'a> {
    let value = value::printed(value, cx)?;
    Ok(unvouched(value, changed(value, cx, change)?))
}

/// Text made from a value, which nobody vouches for. Made from a number, a boolean or `None` it is a scalar.
pub(super) fn unvouched<'a>(from: Value<'a>, text: &'a str) -> Value<'a> {
    match from {
        Value::None | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Number(_) => scalar(text),
        Value::Safe(Kind::Scalar, _) => scalar(text),
        _ => Value::Str(text),
    }
}

/// Text that a filter chose or made itself.
pub(super) fn scalar(text: &str) -> Value<'_> {
    Value::Safe(Kind::Scalar, text)
}

/// A filter on text that Django flags `is_safe`: HTML stays HTML, vouched for by whom it was before.
/// Trust for any other kind of place does not survive a change.
pub(super) fn keep_safe<'a>(
    value: Value<'a>,
    cx: Cx<'a>,
    change: impl FnOnce(&'a str) -> Result<Cow<'a, str>, Error>,
) -> Filtered<'a> {
    let value = value::printed(value, cx)?;
    let text = changed(value, cx, change)?;
    Ok(match html_origin(value) {
        Some(origin) => html(origin, text),
        None => unvouched(value, text),
    })
}

fn changed<'a>(
    value: Value<'a>,
    cx: Cx<'a>,
    change: impl FnOnce(&'a str) -> Result<Cow<'a, str>, Error>,
) -> Result<&'a str, Error> {
    match change(str_of(value, cx)?)? {
        Cow::Borrowed(text) => Ok(text),
        Cow::Owned(text) => cx.arena.str(&text),
    }
}

/// Who vouches for a value as HTML; `None` when nobody does. This is Python's `isinstance(value, SafeData)`.
pub(super) fn html_origin(value: Value<'_>) -> Option<Origin> {
    match value {
        Value::Safe(Kind::Html(origin), _) => Some(origin),
        _ => None,
    }
}

/// HTML that `origin` vouches for.
pub(super) fn html(origin: Origin, text: &str) -> Value<'_> {
    Value::Safe(Kind::Html(origin), text)
}

/// Of two parts that become one: a function vouches for the whole only if one does for each part.
pub(super) fn weaker(a: Origin, b: Origin) -> Origin {
    if (a, b) == (Origin::Earned, Origin::Earned) { Origin::Earned } else { Origin::Trusted }
}

/// Django's `conditional_escape`: HTML is left alone, everything else is printed and escaped.
pub(super) fn conditional_escape<'a>(value: Value<'a>, cx: Cx<'a>) -> Result<(Origin, &'a str), Error> {
    let value = value::printed(value, cx)?;
    let text = str_of(value, cx)?;
    match html_origin(value) {
        Some(origin) => Ok((origin, text)),
        None => Ok((Origin::Earned, escaped(text, cx)?)),
    }
}

/// Text with `& < > " '` escaped, as Django's `escape()` does.
pub(super) fn escaped<'a>(text: &str, cx: Cx<'a>) -> Result<&'a str, Error> {
    built(cx, |out| {
        escape_html(text, out);
        Ok(())
    })
}

/// Charges memory that is about to be taken, where a small template can ask for much of it.
pub(super) fn reserve(bytes: usize, cx: Cx<'_>) -> Result<(), Error> {
    cx.arena.budget().charge(Cost::Memory(bytes))
}
