//! Filters on lists and other things with items.

use super::Filtered;
use super::coerce::{Whole, fault, int};
use super::safety::{conditional_escape, html, html_origin, keep_safe, reserve, str_of, weaker};
use crate::diagnostics::Error;
use crate::value::{self, Cx, Object, Origin, Shape, Value};
use std::borrow::Cow;

/// `value[0]`; nothing when there is none.
pub(super) fn first<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    match value.as_str() {
        Some(text) => Ok(Value::Str(char_at_start(text))),
        None => sequence("first", value)?.get(0, cx),
    }
}

/// `value[-1]`; nothing when there is none.
pub(super) fn last<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    if value.as_str().is_some() {
        return keep_safe(value, cx, |text| Ok(Cow::Borrowed(char_at_end(text))));
    }
    let items = sequence("last", value)?;
    items.get(items.len().wrapping_sub(1), cx)
}

fn char_at_start(text: &str) -> &str {
    text.chars().next().map_or("", |it| &text[..it.len_utf8()])
}

fn char_at_end(text: &str) -> &str {
    text.chars().next_back().map_or("", |it| &text[text.len() - it.len_utf8()..])
}

/// One of the items or characters, which one the host says; nothing when there is none.
pub(super) fn random<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let pick = |count: usize| usize::try_from(cx.host.random(count.max(1) as u64)).unwrap_or(usize::MAX);
    if value.as_str().is_some() {
        return keep_safe(value, cx, |text| {
            Ok(Cow::Owned(text.chars().nth(pick(text.chars().count())).into_iter().collect()))
        });
    }
    let items = sequence("random", value)?;
    items.get(pick(items.len()), cx)
}

/// What can be read by index, as Python's lists and tuples.
#[derive(Clone, Copy)]
pub(super) enum Sequence<'a> {
    Slice(&'a [Value<'a>]),
    Object(&'a dyn Object, usize),
}

impl<'a> Sequence<'a> {
    pub(super) fn of(value: Value<'a>) -> Option<Sequence<'a>> {
        match value {
            Value::List(items) | Value::Tuple(items) => Some(Sequence::Slice(items)),
            Value::Object(object) => match object.shape() {
                Shape::List(len) => Some(Sequence::Object(object, len)),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn len(self) -> usize {
        match self {
            Sequence::Slice(items) => items.len(),
            Sequence::Object(_, len) => len,
        }
    }

    /// The item, or an empty text when there is none.
    pub(super) fn get(self, index: usize, cx: Cx<'a>) -> Filtered<'a> {
        let item = match self {
            Sequence::Slice(items) => items.get(index).copied(),
            Sequence::Object(object, len) if index < len => object.at(index, cx)?,
            Sequence::Object(..) => None,
        };
        Ok(item.unwrap_or(Value::Str("")))
    }
}

fn sequence<'a>(filter: &str, value: Value<'a>) -> Result<Sequence<'a>, Error> {
    Sequence::of(value).ok_or_else(|| fault(filter, "a list or a text", value))
}

/// How many items or characters; 0 for what has no length.
pub(super) fn length<'a>(value: Value<'a>, _: Option<Value<'a>>, _: Cx<'a>) -> Filtered<'a> {
    let length = value::length(value).unwrap_or(0);
    Ok(Value::Int(i64::try_from(length).unwrap_or(i64::MAX)))
}

/// The items with the argument between them. What cannot be joined stays as it is.
pub(super) fn join<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let argument = argument.unwrap_or(Value::None);
    if !cx.autoescape && argument.as_str().is_none() {
        return Err(fault("join", "a text", argument));
    }
    let Some(items) = value::items(value, cx)? else { return Ok(value) };
    let (mut origin, separator) = joinable(argument, cx)?;
    let mut parts = Vec::new();
    for index in 0..items.len() {
        let item = items.get(index, cx)?;
        if !cx.autoescape && item.as_str().is_none() {
            return Ok(value);
        }
        let (from, text) = joinable(item, cx)?;
        origin = weaker(origin, from);
        parts.push(text);
    }
    // A long separator between many items is far more than the template and the list together.
    reserve(separator.len().saturating_mul(parts.len()), cx)?;
    Ok(html(origin, cx.arena.str(&parts.join(separator))?))
}

/// A part of a joined text: escaped unless it is HTML or escaping is off.
fn joinable<'a>(value: Value<'a>, cx: Cx<'a>) -> Result<(Origin, &'a str), Error> {
    if cx.autoescape { conditional_escape(value, cx) } else { Ok((Origin::Trusted, str_of(value, cx)?)) }
}

/// The characters, as a list.
pub(super) fn make_list<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let text = str_of(value, cx)?;
    let ends = text.char_indices().map(|(at, it)| (at, at + it.len_utf8()));
    let characters: Vec<Value<'a>> = ends.map(|(from, to)| Value::Str(&text[from..to])).collect();
    Ok(Value::List(cx.arena.list(&characters)?))
}

/// Each item escaped, unless it is HTML.
pub(super) fn escapeseq<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    each("escapeseq", value, cx, |item| {
        let (origin, text) = conditional_escape(item, cx)?;
        Ok(html(origin, text))
    })
}

/// Each item marked as HTML that the template's author vouches for.
pub(super) fn safeseq<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    each("safeseq", value, cx, |item| Ok(html(Origin::Trusted, str_of(item, cx)?)))
}

fn each<'a>(
    filter: &str,
    value: Value<'a>,
    cx: Cx<'a>,
    change: impl Fn(Value<'a>) -> Filtered<'a>,
) -> Filtered<'a> {
    let items = value::items(value, cx)?.ok_or_else(|| fault(filter, "a list", value))?;
    let changed: Result<Vec<_>, Error> = (0..items.len()).map(|it| change(items.get(it, cx)?)).collect();
    let list = Value::List(cx.arena.list(&changed?)?);
    // Python's `mark_safe` of a list is its text.
    html_origin(value).map_or(Ok(list), |origin| Ok(html(origin, str_of(list, cx)?)))
}

/// Python's `value[from:to:step]`. What cannot be sliced, or not so, stays as it is.
pub(super) fn slice<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let range = match argument {
        Some(argument) => Range::parse(str_of(argument, cx)?),
        None => None,
    };
    let Some(range) = range else { return Ok(value) };
    if let Some(text) = value.as_str() {
        let sliced = range.characters(text);
        return keep_safe(value, cx, |_| Ok(Cow::Owned(sliced)));
    }
    let Some(sequence) = Sequence::of(value) else { return Ok(value) };
    let picked: Result<Vec<_>, Error> =
        range.indices(sequence.len()).map(|it| sequence.get(it, cx)).collect();
    let picked = cx.arena.list(&picked?)?;
    Ok(if matches!(value, Value::Tuple(_)) { Value::Tuple(picked) } else { Value::List(picked) })
}

/// Python's `slice` object.
struct Range {
    start: Option<i128>,
    stop: Option<i128>,
    /// Not zero.
    step: i128,
}

impl Range {
    fn parse(text: &str) -> Option<Range> {
        let bounds: Option<Vec<_>> = text.splitn(4, ':').map(bound).collect();
        let (start, stop, step) = match bounds?[..] {
            [stop] => (None, stop, None),
            [start, stop] => (start, stop, None),
            [start, stop, step] => (start, stop, step),
            _ => return None,
        };
        let step = step.unwrap_or(1);
        (step != 0).then_some(Range { start, stop, step })
    }

    /// The indices it picks out of `len`, in order.
    fn indices(&self, len: usize) -> impl Iterator<Item = usize> {
        let len = len as i128;
        let (low, high) = if self.step > 0 { (0, len) } else { (-1, len - 1) };
        let clamp = |it: i128| if it < 0 { (it.saturating_add(len)).max(low) } else { it.min(high) };
        let start = self.start.map_or(if self.step > 0 { low } else { high }, clamp);
        let stop = self.stop.map_or(if self.step > 0 { high } else { low }, clamp);
        let step = self.step;
        let more = move |it: &i128| if step > 0 { *it < stop } else { *it > stop };
        let steps = std::iter::successors(Some(start), move |it| it.checked_add(step));
        steps.take_while(more).filter_map(|it| usize::try_from(it).ok())
    }

    fn characters(&self, text: &str) -> String {
        let characters: Vec<char> = text.chars().collect();
        self.indices(characters.len()).filter_map(|it| characters.get(it)).collect()
    }
}

/// One bound: absent when empty; `None` when it is no number.
fn bound(text: &str) -> Option<Option<i128>> {
    match text {
        "" => Some(None),
        _ => match int(Value::Str(text)) {
            Whole::Is(number) => Some(Some(number)),
            // Beyond any length, so its sign is all that matters.
            Whole::TooLarge if text.trim_start().starts_with('-') => Some(Some(i128::MIN / 4)),
            Whole::TooLarge => Some(Some(i128::MAX / 4)),
            _ => None,
        },
    }
}
