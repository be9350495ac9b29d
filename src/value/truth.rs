//! Which values an `{% if %}` takes as true: all that Python does.

use super::lazy::force;
use super::number::is_zero;
use super::{Cx, Value};
use crate::diagnostics::Error;

/// Python's `bool(value)`: false for `None`, `False`, zero, and whatever is empty.
#[inline]
pub(crate) fn truth<'a>(value: Value<'a>, cx: Cx<'a>) -> Result<bool, Error> {
    match value {
        Value::Bool(it) => Ok(it),
        Value::Lazy(_) => Ok(holds(force(value, cx)?)),
        value => Ok(holds(value)),
    }
}

fn holds(value: Value<'_>) -> bool {
    match value {
        Value::None | Value::Lazy(_) => false,
        Value::Bool(it) => it,
        Value::Int(it) => it != 0,
        Value::Float(it) => it != 0.0,
        Value::Number(digits) => !is_zero(digits),
        Value::Duration(it) => !it.is_zero(),
        Value::Str(text) | Value::Safe(_, text) => !text.is_empty(),
        Value::List(items) | Value::Tuple(items) => !items.is_empty(),
        Value::Map(entries) => !entries.is_empty(),
        Value::Time(_) | Value::Loop(_) => true,
        Value::Object(object) => object.truth(),
    }
}
