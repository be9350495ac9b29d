//! `dictsort` and `dictsortreversed`: lists sorted by what stands under a name or index of their items.

use super::Filtered;
use super::coerce::{Whole, fault, float_of_text, int};
use super::list::Sequence;
use crate::diagnostics::Error;
use crate::value::{self, Cx, Found, Shape, Step, Value};
use std::cmp::Ordering;

/// In the order of the keys; nothing when an item has no such key or two keys have no order.
pub(super) fn dictsort<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    sorted(value, argument.unwrap_or(Value::None), Ordering::Less, cx)
}

/// The other way round. Items with equal keys stay in their order here too.
pub(super) fn dictsortreversed<'a>(
    value: Value<'a>,
    argument: Option<Value<'a>>,
    cx: Cx<'a>,
) -> Filtered<'a> {
    sorted(value, argument.unwrap_or(Value::None), Ordering::Greater, cx)
}

/// An item with its key.
type Keyed<'a> = (Value<'a>, Value<'a>);

fn sorted<'a>(value: Value<'a>, argument: Value<'a>, wanted: Ordering, cx: Cx<'a>) -> Filtered<'a> {
    let nothing = Ok(Value::Str(""));
    if argument.as_str() == Some("") {
        return Err(fault("dictsort", "a name or an index", argument));
    }
    let (Some(key), Some(items)) = (Key::of(argument), value::items(value, cx)?) else { return nothing };
    let mut keyed: Vec<Keyed<'a>> = Vec::new();
    for index in 0..items.len() {
        let item = items.get(index, cx)?;
        let Some(found) = key.find(item, cx)? else { return nothing };
        keyed.push((item, found));
    }
    let Some(keyed) = merged(keyed, wanted, cx)? else { return nothing };
    let items: Vec<Value<'a>> = keyed.into_iter().map(|it| it.0).collect();
    Ok(Value::List(cx.arena.list(&items)?))
}

/// What to sort by.
enum Key<'a> {
    /// A whole number, as Python's `itemgetter` takes it: from the end if it is negative.
    Index(i128, Value<'a>),
    /// Another number, which is no index.
    Fraction(Value<'a>),
    /// The same as a text, which is a key or nothing.
    Number(Step, Value<'a>),
    /// Dotted names.
    Path(Vec<Step>),
}

impl<'a> Key<'a> {
    /// `None` for what is neither, and for private names.
    fn of(argument: Value<'a>) -> Option<Key<'a>> {
        match (argument.as_str(), int(argument)) {
            (Some(name), _) if float_of_text(name).is_some() => Some(Key::Number(Step::new(name), argument)),
            (Some(name), _) => {
                let private = name.split('.').any(|it| it.starts_with('_'));
                (!private).then(|| Key::Path(name.split('.').map(Step::new).collect()))
            }
            (None, Whole::Is(index)) if matches!(argument, Value::Int(_) | Value::Bool(_)) => {
                Some(Key::Index(index, argument))
            }
            (None, Whole::Is(_)) => Some(Key::Fraction(argument)),
            _ => None,
        }
    }

    fn find(&self, item: Value<'a>, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        match self {
            Key::Path(path) => at_path(item, path, cx),
            Key::Number(step, number) => match at_path(item, std::slice::from_ref(step), cx)? {
                None if is_map(item) => Err(fault("dictsort", "a key that all items have", *number)),
                found => Ok(found),
            },
            // Python's IndexError and KeyError are let out, a TypeError is not.
            Key::Index(_, number) | Key::Fraction(number) if is_map(item) => {
                Err(fault("dictsort", "a key that all items have", *number))
            }
            Key::Fraction(_) => Ok(None),
            Key::Index(index, number) => match (item.as_str(), Sequence::of(item)) {
                (Some(text), _) => at_character(text, *index, *number).map(Some),
                (None, Some(list)) => match from_either_end(*index, list.len()) {
                    Some(index) => list.get(index, cx).map(Some),
                    None => Err(fault("dictsort", "an index that all items have", *number)),
                },
                (None, None) => Ok(None),
            },
        }
    }
}

/// The index that Python means.
fn from_either_end(index: i128, len: usize) -> Option<usize> {
    let index = if index < 0 { index.saturating_add(len as i128) } else { index };
    usize::try_from(index).ok().filter(|it| *it < len)
}

fn at_character<'a>(text: &'a str, index: i128, number: Value<'a>) -> Filtered<'a> {
    let index = from_either_end(index, text.chars().count());
    let found = index
        .and_then(|it| text.char_indices().nth(it))
        .and_then(|(at, it)| text.get(at..at + it.len_utf8()));
    found.map(Value::Str).ok_or_else(|| fault("dictsort", "an index that all items have", number))
}

/// Keys and attributes only: unlike a lookup in a template, no indices.
fn at_path<'a>(item: Value<'a>, path: &[Step], cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
    let mut value = item;
    for step in path {
        if step.index.is_some() && (value.as_str().is_some() || Sequence::of(value).is_some()) {
            return Ok(None);
        }
        match value::lookup(&value, step, cx)? {
            Found::Value(found) => value = found,
            Found::Missing | Found::Refused => return Ok(None),
        }
    }
    Ok(Some(value))
}

/// A stable merge sort, from runs of one upwards: unlike the standard library's it can give up, and
/// keys of mixed types, which have no total order, do it no harm.
fn merged<'a>(
    mut keyed: Vec<Keyed<'a>>,
    wanted: Ordering,
    cx: Cx<'a>,
) -> Result<Option<Vec<Keyed<'a>>>, Error> {
    let mut run = 1;
    while run < keyed.len() {
        let mut out = Vec::with_capacity(keyed.len());
        for pair in keyed.chunks(run * 2) {
            let (left, right) = pair.split_at(run.min(pair.len()));
            if !merge(left, right, wanted, cx, &mut out)? {
                return Ok(None);
            }
        }
        keyed = out;
        run *= 2;
    }
    Ok(Some(keyed))
}

/// Whether all keys that met had an order.
fn merge<'a>(
    mut left: &[Keyed<'a>],
    mut right: &[Keyed<'a>],
    wanted: Ordering,
    cx: Cx<'a>,
    out: &mut Vec<Keyed<'a>>,
) -> Result<bool, Error> {
    while let ([a, after_a @ ..], [b, after_b @ ..]) = (left, right) {
        match value::compare(b.1, a.1, cx)? {
            Some(order) if order == wanted => (right, _) = (after_b, out.push(*b)),
            Some(_) => (left, _) = (after_a, out.push(*a)),
            // Beside not-a-number nothing is less.
            None if is_float(a.1) || is_float(b.1) => (left, _) = (after_a, out.push(*a)),
            None => return Ok(false),
        }
    }
    out.extend_from_slice(left);
    out.extend_from_slice(right);
    Ok(true)
}

fn is_map(value: Value<'_>) -> bool {
    match value {
        Value::Map(_) => true,
        Value::Object(object) => matches!(object.shape(), Shape::Map(_)),
        _ => false,
    }
}

fn is_float(value: Value<'_>) -> bool {
    matches!(value, Value::Float(it) if it.is_nan())
}
