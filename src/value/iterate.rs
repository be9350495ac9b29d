//! Running through lists, tuples, maps, texts and objects.

use super::{Cx, Value};
use crate::diagnostics::Error;

/// The items of a value, by index: what a loop runs through. Streams are listed first, as in Django.
#[derive(Clone, Copy)]
pub(crate) enum Items<'a> {
    Slice(&'a [Value<'a>]),
    /// An object of [`Shape::List`](super::Shape::List) with this many items, read by `at`.
    Object(&'a dyn super::Object, usize),
}

impl<'a> Items<'a> {
    pub(crate) fn len(&self) -> usize {
        match self {
            Items::Slice(items) => items.len(),
            Items::Object(_, len) => *len,
        }
    }

    /// The item at `index`, which is below `len()`.
    pub(crate) fn get(&self, index: usize, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        match self {
            Items::Slice(items) => Ok(items.get(index).copied().unwrap_or(Value::None)),
            Items::Object(object, _) => Ok(object.at(index, cx)?.unwrap_or(Value::None)),
        }
    }
}

/// What iterating over a value gives: items, keys of a map, characters of a text. `None` when the value
/// cannot be iterated over (a `TypeError` in Python).
pub(crate) fn items<'a>(value: Value<'a>, cx: Cx<'a>) -> Result<Option<Items<'a>>, Error> {
    let _ = (value, cx);
    todo!()
}

/// Python's `len()`; characters for text. `None` when the value has no length.
pub(crate) fn length(value: Value<'_>) -> Option<usize> {
    let _ = value;
    todo!()
}
