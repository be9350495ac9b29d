//! Filters that choose between values.

use super::Filtered;
use super::coerce::{fault, float_of_text};
use super::safety::scalar;
use crate::value::{self, Cx, Value};

/// `value or argument`.
pub(super) fn default<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    Ok(if value::truth(value, cx)? { value } else { argument.unwrap_or(Value::None) })
}

/// The argument in place of `None`, and of nothing else.
pub(super) fn default_if_none<'a>(value: Value<'a>, argument: Option<Value<'a>>, _: Cx<'a>) -> Filtered<'a> {
    Ok(if matches!(value, Value::None) { argument.unwrap_or(Value::None) } else { value })
}

/// `yes,no,maybe`: for what is true, for what is not, for `None`.
pub(super) fn yesno<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    const WORDS: &str = "yes,no,maybe";
    let argument = match argument {
        Some(argument) if !matches!(argument, Value::None) => argument,
        _ => match cx.translation(WORDS, None, None) {
            Some(words) => Value::Str(cx.arena.str(&words)?),
            None => Value::Str(WORDS),
        },
    };
    let words = argument.as_str().ok_or_else(|| fault("yesno", "a text", argument))?;
    let words: Vec<&str> = words.splitn(5, ',').collect();
    let (yes, no, maybe) = match words[..] {
        [] | [_] => return Ok(value),
        [yes, no, maybe] => (yes, no, maybe),
        // Two words, and likewise too many, leave `None` with the second.
        [yes, no, ..] => (yes, no, no),
    };
    let chosen = match value {
        Value::None => maybe,
        _ if value::truth(value, cx)? => yes,
        _ => no,
    };
    // A word of the template is the author's, one of a variable is data.
    Ok(if matches!(argument, Value::Safe(..)) { scalar(chosen) } else { Value::Str(chosen) })
}

/// The plural suffix unless the value, or its length, is one.
pub(super) fn pluralize<'a>(value: Value<'a>, argument: Option<Value<'a>>, _: Cx<'a>) -> Filtered<'a> {
    let argument = argument.unwrap_or(Value::Str("s"));
    let suffixes = argument.as_str().ok_or_else(|| fault("pluralize", "a text", argument))?;
    let (singular, plural) = suffixes.split_once(',').unwrap_or(("", suffixes));
    let chosen = match is_one(value) {
        _ if plural.contains(',') => "",
        Some(true) => singular,
        Some(false) => plural,
        None => "",
    };
    Ok(Value::Str(chosen))
}

/// Whether there is one of it; `None` when that cannot be said.
fn is_one(value: Value<'_>) -> Option<bool> {
    match value {
        Value::Bool(it) => Some(it),
        Value::Int(it) => Some(it == 1),
        Value::Float(it) => Some(it == 1.0),
        Value::Number(text) | Value::Str(text) | Value::Safe(_, text) => {
            float_of_text(text).map(|it| it == 1.0)
        }
        _ => value::length(value).map(|it| it == 1),
    }
}
