//! Running through lists, tuples, maps, texts and objects.

use super::forloop::LOOP_FIELDS;
use super::lazy::force;
use super::{Cx, Fields, Object, Shape, Value};
use crate::diagnostics::Error;
use crate::limits::Cost;

/// The items of a value, by index: what a loop runs through. Streams are listed first, as in Django.
#[derive(Clone, Copy)]
pub(crate) enum Items<'a> {
    Slice(&'a [Value<'a>]),
    /// An object of [`Shape::List`] with this many items, read by `at`.
    Object(&'a dyn Object, usize),
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
        let mut item = Value::None;
        self.read(index, cx, &mut item)?;
        Ok(item)
    }

    /// Puts the item at `index` where a loop wants it: moving values around costs loops the most.
    pub(crate) fn read(&self, index: usize, cx: Cx<'a>, into: &mut Value<'a>) -> Result<(), Error> {
        let found = match self {
            Items::Slice(items) => match items.get(index) {
                Some(item) => {
                    *into = *item;
                    true
                }
                None => false,
            },
            Items::Object(object, _) => object.at_into(index, cx, into)?,
        };
        if !found {
            *into = Value::None;
        }
        Ok(())
    }
}

/// What iterating over a value gives: items, keys of a map, characters of a text. `None` when the value
/// cannot be iterated over (a `TypeError` in Python).
pub(crate) fn items<'a>(value: Value<'a>, cx: Cx<'a>) -> Result<Option<Items<'a>>, Error> {
    Ok(Some(match force(value, cx)? {
        Value::List(items) | Value::Tuple(items) => Items::Slice(items),
        Value::Str(text) | Value::Safe(_, text) => listed(characters(text), cx)?,
        map @ (Value::Map(_) | Value::Loop(_)) => keys(map, cx)?,
        Value::Object(object) => match object.shape() {
            Shape::List(len) => Items::Object(object, len),
            Shape::Map(_) => keys(Value::Object(object), cx)?,
            Shape::Set(_) | Shape::Stream => match object.stream(cx) {
                Some(stream) => listed(stream, cx)?,
                None => return Ok(None),
            },
            Shape::Opaque => return Ok(None),
        },
        _ => return Ok(None),
    }))
}

/// Python's `len()`; characters for text. `None` when the value has no length. Lazy values have to be
/// resolved before.
pub(crate) fn length(value: Value<'_>) -> Option<usize> {
    match value {
        Value::List(items) | Value::Tuple(items) => Some(items.len()),
        Value::Map(entries) => Some(entries.len()),
        Value::Str(text) | Value::Safe(_, text) => Some(text.chars().count()),
        Value::Loop(_) => Some(LOOP_FIELDS.len()),
        Value::Object(object) => match object.shape() {
            Shape::List(len) | Shape::Map(len) | Shape::Set(len) => Some(len),
            Shape::Opaque | Shape::Stream => None,
        },
        _ => None,
    }
}

/// The entries of a map, or the fields of an object, in order; nothing for other values.
pub(crate) fn fields_of<'a>(map: Value<'a>, cx: Cx<'a>, add: &mut Fields<'_, 'a>) -> Result<(), Error> {
    match map {
        Value::Map(entries) => entries.iter().try_for_each(|it| add(it.0, it.1)),
        Value::Object(object) => object.fields(cx, add),
        Value::Loop(state) => LOOP_FIELDS.iter().try_for_each(|(name, field)| add(name, state.read(*field))),
        _ => Ok(()),
    }
}

fn characters<'a>(text: &'a str) -> impl Iterator<Item = Result<Value<'a>, Error>> {
    text.split("").filter(|it| !it.is_empty()).map(|it| Ok(Value::Str(it)))
}

fn keys<'a>(map: Value<'a>, cx: Cx<'a>) -> Result<Items<'a>, Error> {
    let mut list = Vec::new();
    fields_of(map, cx, &mut |key, _| {
        list.push(Value::Str(key));
        Ok(())
    })?;
    Ok(Items::Slice(cx.arena.slice(&list)?))
}

/// Lists a stream, which may never end: each item is charged before it is kept.
fn listed<'a>(
    stream: impl Iterator<Item = Result<Value<'a>, Error>>,
    cx: Cx<'a>,
) -> Result<Items<'a>, Error> {
    let mut list = Vec::new();
    for item in stream {
        cx.arena.budget().charge(Cost::Iteration)?;
        list.push(item?);
    }
    Ok(Items::Slice(cx.arena.slice(&list)?))
}
