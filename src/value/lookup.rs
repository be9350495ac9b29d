//! `a.b`: what stands under a name, in Django's order.

use super::digits::python_index;
use super::{Callable, Cx, ForLoop, Object, Shape, Value, fields_of};
use crate::diagnostics::{Error, ErrorKind};

/// How many lazy values may stand behind one another.
const LAZY_CHAIN: usize = 16;

/// One step of a path, `b` in `a.b`. Whether it is a number is decided once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub name: Box<str>,
    /// `name` as Python's `int()` reads it, when it is a number.
    pub index: Option<i64>,
}

impl Step {
    pub(crate) fn new(name: &str) -> Step {
        Step { name: name.into(), index: python_index(name) }
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
pub(crate) fn lookup<'a>(value: Value<'a>, step: &Step, cx: Cx<'a>) -> Result<Found<'a>, Error> {
    let value = force(value, cx)?;
    match quiet(find(value, step, cx))? {
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

/// A lazy value computed; any other value as it is.
pub(crate) fn force<'a>(mut value: Value<'a>, cx: Cx<'a>) -> Result<Value<'a>, Error> {
    for _ in 0..LAZY_CHAIN {
        let Value::Lazy(lazy) = value else { return Ok(value) };
        value = lazy.to_value(cx)?;
    }
    if let Value::Lazy(_) = value {
        let message = format!("more than {LAZY_CHAIN} lazy values stand behind one another");
        return Err(Error::new(ErrorKind::LimitExceeded, message));
    }
    Ok(value)
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
        Value::Object(object) => in_object(object, step, cx),
        Value::Map(entries) => in_map(entries, &step.name, cx),
        Value::List(items) | Value::Tuple(items) => Ok(position(step).and_then(|it| items.get(it).copied())),
        Value::Str(text) | Value::Safe(_, text) => Ok(position(step).and_then(|it| character(text, it))),
        Value::Loop(state) => match in_loop(state, &step.name) {
            Some(value) => Ok(Some(value)),
            None => map_method(value, &step.name, cx),
        },
        _ => Ok(None),
    }
}

fn position(step: &Step) -> Option<usize> {
    step.index.and_then(|it| usize::try_from(it).ok())
}

/// The character at an index, as a text.
fn character(text: &str, index: usize) -> Option<Value<'_>> {
    let start = if text.is_ascii() { (index < text.len()).then_some(index) } else { nth(text, index) }?;
    let width = text.get(start..)?.chars().next()?.len_utf8();
    text.get(start..start + width).map(Value::Str)
}

fn nth(text: &str, index: usize) -> Option<usize> {
    text.char_indices().nth(index).map(|it| it.0)
}

fn in_object<'a>(object: &'a dyn Object, step: &Step, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
    if let Some(value) = object.item(&step.name, cx)? {
        return Ok(Some(value));
    }
    if let Some(value) = object.attr(&step.name, cx)? {
        return Ok(Some(value));
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
    match entries.iter().find(|it| it.0 == name) {
        Some(entry) => Ok(Some(entry.1)),
        None => map_method(Value::Map(entries), name, cx),
    }
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

/// The names of `forloop`, in the order Django prints them.
pub(crate) const LOOP_FIELDS: [&str; 8] =
    ["parentloop", "length", "counter0", "counter", "revcounter", "revcounter0", "first", "last"];

/// What stands under a name of `forloop`.
pub(crate) fn in_loop<'a>(state: &'a ForLoop<'a>, name: &str) -> Option<Value<'a>> {
    let (index, length) = (state.index.get(), state.length);
    let count = |number: usize| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    Some(match name {
        "parentloop" => state.parent.map_or(Value::Map(&[]), Value::Loop),
        "length" => count(length),
        "counter0" => count(index),
        "counter" => count(index + 1),
        "revcounter" => count(length.saturating_sub(index)),
        "revcounter0" => count(length.saturating_sub(index + 1)),
        "first" => Value::Bool(index == 0),
        "last" => Value::Bool(index + 1 == length),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::host::NoHost;
    use crate::limits::Limits;
    use crate::value::{Arena, Cx, ForLoop, Found, Step, Value, display, lookup};
    use std::cell::Cell;

    fn check(state: &ForLoop<'_>, name: &str, want: &str) {
        let arena = Arena::new(&Limits::default());
        let cx = Cx { arena: &arena, host: &NoHost, autoescape: true };
        let mut text = String::new();
        match lookup(Value::Loop(state), &Step::new(name), cx) {
            Ok(Found::Value(value)) => display(value, cx, &mut text).unwrap(),
            _ => text.push_str("(missing)"),
        }
        assert_eq!(text, want, "{name}");
    }

    #[test]
    fn forloop_counts_from_both_ends() {
        let outer = ForLoop { index: Cell::new(0), length: 3, parent: None };
        let inner = ForLoop { index: Cell::new(1), length: 2, parent: Some(&outer) };
        for (name, first, last) in [
            ("counter", "1", "2"),
            ("counter0", "0", "1"),
            ("revcounter", "3", "1"),
            ("revcounter0", "2", "0"),
            ("first", "True", "False"),
            ("last", "False", "True"),
            ("length", "3", "2"),
            ("nosuch", "(missing)", "(missing)"),
        ] {
            check(&outer, name, first);
            check(&inner, name, last);
        }
        check(&outer, "parentloop", "{}");
        check(
            &inner,
            "parentloop",
            "{'parentloop': {}, 'length': 3, 'counter0': 0, 'counter': 1, 'revcounter': 3, \
             'revcounter0': 2, 'first': True, 'last': False}",
        );
    }
}
