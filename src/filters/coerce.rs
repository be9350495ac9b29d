//! Values as numbers, the way Python's `int()` and `float()` see them, and the errors of filters.

use crate::diagnostics::{Error, ErrorKind};
use crate::value::{Cx, Value, ascii_digits, is_space, whole_digits};

/// What Python's `int(value)` does.
pub(super) enum Whole {
    Is(i128),
    /// `ValueError`: text that is no number, or not-a-number. Most filters fail silently then.
    Unreadable,
    /// `TypeError`: a value that is neither number nor text.
    WrongType,
    /// `OverflowError`: infinity, or more than 38 digits.
    TooLarge,
}

impl Whole {
    /// For filters that let every failure out.
    pub(super) fn or_fail(self, filter: &str, value: Value<'_>) -> Result<i128, Error> {
        match self {
            Whole::Is(number) => Ok(number),
            _ => Err(fault(filter, "a whole number", value)),
        }
    }

    pub(super) fn ok(self) -> Option<i128> {
        if let Whole::Is(number) = self { Some(number) } else { None }
    }
}

/// The error of a filter that got something it cannot work with.
#[cold]
pub(super) fn fault(filter: &str, expected: &str, got: Value<'_>) -> Error {
    let message = format!("`{filter}` expects {expected}, not {}", described(got));
    Error::new(ErrorKind::ValueError, message)
}

fn described(value: Value<'_>) -> String {
    match value {
        Value::Str(text) | Value::Safe(_, text) => {
            format!("the text `{}`", text.chars().take(40).collect::<String>())
        }
        _ => value.type_name().to_owned(),
    }
}

/// Python's `int(value)`.
pub(super) fn int(value: Value<'_>) -> Whole {
    match value {
        Value::Bool(it) => Whole::Is(i128::from(it)),
        Value::Int(it) => Whole::Is(i128::from(it)),
        Value::Float(it) if it.is_nan() => Whole::Unreadable,
        Value::Float(it) if it.abs() >= 1e38 => Whole::TooLarge,
        Value::Float(it) => Whole::Is(it.trunc() as i128),
        Value::Number(digits) => whole_digits(digits).map_or(Whole::TooLarge, |it| int_of_text(&it)),
        Value::Str(text) | Value::Safe(_, text) => int_of_text(text),
        _ => Whole::WrongType,
    }
}

/// Python's `int(text)`: blanks around, a sign, digits with single underscores between them.
fn int_of_text(text: &str) -> Whole {
    let text = &*ascii_digits(text.trim_matches(is_space));
    let Some(digits) = plain_digits(text.strip_prefix(['+', '-']).unwrap_or(text)) else {
        return Whole::Unreadable;
    };
    if digits.is_empty() || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return Whole::Unreadable;
    }
    match digits.parse::<i128>() {
        Ok(number) if text.starts_with('-') => Whole::Is(-number),
        Ok(number) => Whole::Is(number),
        Err(_) => Whole::TooLarge,
    }
}

/// The text without Python's digit separators; `None` when one is not between two digits.
fn plain_digits(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let misplaced = |at: usize| bytes.get(at) == Some(&b'_') && !(at > 0 && digit(at - 1) && digit(at + 1));
    if (0..bytes.len()).any(misplaced) { None } else { Some(text.replace('_', "")) }
}

/// Python's `float(text)`.
pub(super) fn float_of_text(text: &str) -> Option<f64> {
    plain_digits(&ascii_digits(text.trim_matches(is_space)))?.parse().ok()
}

/// Python's `float(value)`; `None` for what is no number.
pub(crate) fn float_of(value: Value<'_>) -> Option<f64> {
    match value {
        Value::Bool(it) => Some(f64::from(u8::from(it))),
        Value::Int(it) => Some(it as f64),
        Value::Float(it) => Some(it),
        Value::Number(text) | Value::Str(text) | Value::Safe(_, text) => float_of_text(text),
        _ => None,
    }
}

/// Python's `int(value)`; `None` for what is no number, or too large a one.
pub(crate) fn int_of(value: Value<'_>) -> Option<i128> {
    int(value).ok()
}

/// A whole number as a value.
pub(super) fn whole<'a>(number: i128, cx: Cx<'a>) -> Result<Value<'a>, Error> {
    match i64::try_from(number) {
        Ok(small) => Ok(Value::Int(small)),
        Err(_) => Ok(Value::Number(cx.arena.str(&number.to_string())?)),
    }
}
