//! `a.b`: what stands under a name, in Django's order.

use super::digits::python_index;
use super::forloop::LoopField;
use super::lazy::force;
use super::{Callable, Cx, Object, Shape, Value, fields_of, members};
use crate::diagnostics::Error;
use crate::limits::Cost;

/// One step of a path, `b` in `a.b`. What its name may be is decided once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub name: Box<str>,
    /// `name` as Python's `int()` reads it, when it is a number.
    pub index: Option<i64>,
    /// What `forloop` has under it.
    pub of_loop: Option<LoopField>,
}

impl Step {
    pub(crate) fn new(name: &str) -> Step {
        Step { name: name.into(), index: python_index(name), of_loop: LoopField::named(name) }
    }
}

/// What a step of a path leads to.
#[derive(Clone, Copy)]
pub(crate) enum Found<'a> {
    Value(Value<'a>),
    /// There is nothing of this name: Django's `VariableDoesNotExist`.
    Missing,
    /// There is something that refuses to be used: it alters data, needs arguments, or failed silently.
    /// Django takes `string_if_invalid` as its value.
    Refused,
}

/// What `step` finds in `value`: entry, then attribute, then index; the result is resolved.
#[inline]
pub(crate) fn lookup<'a>(value: &Value<'a>, step: &Step, cx: Cx<'a>) -> Result<Found<'a>, Error> {
    match (value, step.of_loop) {
        (Value::Object(object), _) => inside(*object, step, cx),
        (Value::Map(entries), _) => among(entries, step, cx),
        (Value::Loop(state), Some(field)) => Ok(Found::Value(state.read(field))),
        _ => elsewhere(*value, step, cx),
    }
}

/// What most lookups are: something in a struct that is neither lazy nor to be called.
#[inline]
fn inside<'a>(object: &'a dyn Object, step: &Step, cx: Cx<'a>) -> Result<Found<'a>, Error> {
    match object.named(&step.name, cx) {
        Ok(Some(Value::Object(found))) if found.callable() == Callable::No => {
            Ok(Found::Value(Value::Object(found)))
        }
        Ok(Some(found)) if !matches!(found, Value::Object(_) | Value::Lazy(_)) => Ok(Found::Value(found)),
        named => within(object, named, step, cx),
    }
}

/// What most lookups in maps are: an entry that is neither lazy nor to be called.
#[inline(never)]
fn among<'a>(entries: &'a [(&'a str, Value<'a>)], step: &Step, cx: Cx<'a>) -> Result<Found<'a>, Error> {
    match early(entries, step) {
        Some(found) if !matches!(found, Value::Object(_) | Value::Lazy(_)) => Ok(Found::Value(*found)),
        _ => elsewhere(Value::Map(entries), step, cx),
    }
}

/// The entry of this name, if it is among those that are looked at for nothing: all of most maps.
#[inline]
pub(crate) fn early<'a>(entries: &'a [(&'a str, Value<'a>)], step: &Step) -> Option<&'a Value<'a>> {
    let early = entries.get(..CHUNK).unwrap_or(entries);
    early.iter().find(|it| *it.0 == *step.name).map(|it| &it.1)
}

/// Any other lookup in an object. Not inlined: the usual case would pay for its space.
#[inline(never)]
pub(crate) fn within<'a>(
    object: &'a dyn Object,
    named: Result<Option<Value<'a>>, Error>,
    step: &Step,
    cx: Cx<'a>,
) -> Result<Found<'a>, Error> {
    settle(named.and_then(|it| in_object(object, it, step, cx)), cx)
}

/// A lookup in what is no object, or not yet one.
#[inline(never)]
fn elsewhere<'a>(value: Value<'a>, step: &Step, cx: Cx<'a>) -> Result<Found<'a>, Error> {
    settle(force(value, cx).and_then(|it| find(it, step, cx)), cx)
}

/// What was found, resolved.
fn settle<'a>(found: Result<Option<Value<'a>>, Error>, cx: Cx<'a>) -> Result<Found<'a>, Error> {
    match quiet(found)? {
        Ok(Some(found)) => resolve(found, cx),
        Ok(None) => Ok(Found::Missing),
        Err(Silent) => Ok(Found::Refused),
    }
}

/// Computes a lazy value and calls what can be called, as Django does after every step.
pub(crate) fn resolve<'a>(value: Value<'a>, cx: Cx<'a>) -> Result<Found<'a>, Error> {
    let object = match value {
        Value::Object(object) => object,
        Value::Lazy(_) => match quiet(force(value, cx))? {
            Ok(Value::Object(object)) => object,
            Ok(value) => return Ok(Found::Value(value)),
            Err(Silent) => return Ok(Found::Refused),
        },
        _ => return Ok(Found::Value(value)),
    };
    call(object, cx)
}

/// Calls an object if it is callable, once: a callable that a callable returns stays a value.
fn call<'a>(object: &'a dyn Object, cx: Cx<'a>) -> Result<Found<'a>, Error> {
    match object.callable() {
        Callable::No => Ok(Found::Value(Value::Object(object))),
        Callable::Refused => Ok(Found::Refused),
        Callable::Yes => match quiet(object.call(cx).and_then(|it| force(it, cx)))? {
            Ok(value) => Ok(Found::Value(value)),
            Err(Silent) => Ok(Found::Refused),
        },
    }
}

/// A fault that the page passes over: Django's `silent_variable_failure`.
struct Silent;

/// Parts faults that are passed over from those that end the render.
fn quiet<T>(result: Result<T, Error>) -> Result<Result<T, Silent>, Error> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(error) if error.is_silent() => Ok(Err(Silent)),
        Err(error) => Err(error),
    }
}

/// The thing itself, not yet resolved.
fn find<'a>(value: Value<'a>, step: &Step, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
    match value {
        Value::Object(object) => in_object(object, object.named(&step.name, cx)?, step, cx),
        Value::Map(entries) => in_map(entries, &step.name, cx),
        Value::List(items) | Value::Tuple(items) => Ok(position(step).and_then(|it| items.get(it).copied())),
        Value::Str(text) | Value::Safe(_, text) => match position(step) {
            Some(index) => Ok(character(text, index)),
            None => members::of_text(text, &step.name, cx),
        },
        Value::Loop(_) => map_method(value, &step.name, cx),
        Value::Time(moment) => members::of_moment(moment, &step.name, cx),
        Value::Duration(span) => Ok(members::of_span(span, &step.name)),
        Value::Bool(_) | Value::Int(_) | Value::Float(_) => Ok(members::of_number(value, &step.name)),
        Value::None | Value::Number(_) | Value::Lazy(_) => Ok(None),
    }
}

fn position(step: &Step) -> Option<usize> {
    step.index.and_then(|it| usize::try_from(it).ok())
}

/// The character at an index, as a text.
fn character(text: &str, index: usize) -> Option<Value<'_>> {
    let (start, character) = text.char_indices().nth(index)?;
    text.get(start..start + character.len_utf8()).map(Value::Str)
}

/// What has the name, or else a method of maps, or else what is at the index.
fn in_object<'a>(
    object: &'a dyn Object,
    named: Option<Value<'a>>,
    step: &Step,
    cx: Cx<'a>,
) -> Result<Option<Value<'a>>, Error> {
    if named.is_some() {
        return Ok(named);
    }
    if let Some(value) = map_method(Value::Object(object), &step.name, cx)? {
        return Ok(Some(value));
    }
    match position(step) {
        Some(index) => object.at(index, cx),
        None => Ok(None),
    }
}

fn in_map<'a>(
    entries: &'a [(&'a str, Value<'a>)],
    name: &str,
    cx: Cx<'a>,
) -> Result<Option<Value<'a>>, Error> {
    match entry(entries, |it| it.0 == name, cx)? {
        Some(entry) => Ok(Some(entry.1)),
        None => map_method(Value::Map(entries), name, cx),
    }
}

/// Entries for the price of one iteration.
const CHUNK: usize = 256;

/// The entry wanted. Most maps are small, so each entry is looked at; a map of many entries is charged,
/// or a loop that looks into it could cost the product of both.
pub(crate) fn entry<'e, T>(
    entries: &'e [T],
    wanted: impl Fn(&T) -> bool,
    cx: Cx<'_>,
) -> Result<Option<&'e T>, Error> {
    for chunk in entries.chunks(CHUNK) {
        if let Some(entry) = chunk.iter().find(|it| wanted(it)) {
            return Ok(Some(entry));
        }
        if chunk.len() == CHUNK {
            cx.arena.budget().charge(Cost::Iteration)?;
        }
    }
    Ok(None)
}

/// `items`, `keys` and `values` of a map, each as a list.
fn map_method<'a>(map: Value<'a>, name: &str, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
    let pick: fn(&'a str, Value<'a>, Cx<'a>) -> Result<Value<'a>, Error> = match name {
        "items" => |key, value, cx| Ok(Value::Tuple(cx.arena.slice(&[Value::Str(key), value])?)),
        "keys" => |key, _, _| Ok(Value::Str(key)),
        "values" => |_, value, _| Ok(value),
        _ => return Ok(None),
    };
    if let Value::Object(object) = map
        && !matches!(object.shape(), Shape::Map(_))
    {
        return Ok(None);
    }
    let mut list = Vec::new();
    fields_of(map, cx, &mut |key, value| {
        list.push(pick(key, value, cx)?);
        Ok(())
    })?;
    Ok(Some(Value::List(cx.arena.slice(&list)?)))
}
