//! Equality, order and membership as Python has them.

use super::lazy::force;
use super::number::Num;
use super::{Cx, Items, LIST_DEPTH, Shape, Temporal, Value, fields_of, items, too_deep};
use crate::diagnostics::Error;
use crate::limits::Cost;
use std::cmp::Ordering;

/// `a == b`. Values of different types are unequal.
///
/// Fails only when lists nest too deep or an object reports a fault.
pub(crate) fn equal<'a>(a: Value<'a>, b: Value<'a>, cx: Cx<'a>) -> Result<bool, Error> {
    Comparing { cx, depth: 0 }.equal(a, b)
}

/// `a < b` and its kin; `None` when the two have no order (a `TypeError` in Python).
pub(crate) fn compare<'a>(a: Value<'a>, b: Value<'a>, cx: Cx<'a>) -> Result<Option<Ordering>, Error> {
    Comparing { cx, depth: 0 }.order(a, b)
}

/// `needle in haystack`; `None` when the haystack holds nothing (a `TypeError` in Python).
pub(crate) fn contains<'a>(
    haystack: Value<'a>,
    needle: Value<'a>,
    cx: Cx<'a>,
) -> Result<Option<bool>, Error> {
    let (haystack, needle) = (force(haystack, cx)?, force(needle, cx)?);
    if let Some(text) = haystack.as_str() {
        return Ok(needle.as_str().map(|it| text.contains(it)));
    }
    let Some(items) = items(haystack, cx)? else { return Ok(None) };
    for index in 0..items.len() {
        cx.arena.budget().charge(Cost::Iteration)?;
        if equal(items.get(index, cx)?, needle, cx)? {
            return Ok(Some(true));
        }
    }
    Ok(Some(false))
}

/// A comparison under way, and how deep in lists it is.
#[derive(Clone, Copy)]
struct Comparing<'a> {
    cx: Cx<'a>,
    depth: usize,
}

impl<'a> Comparing<'a> {
    fn inside(self) -> Result<Comparing<'a>, Error> {
        if self.depth == LIST_DEPTH {
            Err(too_deep())
        } else {
            Ok(Comparing { depth: self.depth + 1, ..self })
        }
    }

    fn equal(self, a: Value<'a>, b: Value<'a>) -> Result<bool, Error> {
        let (a, b) = (force(a, self.cx)?, force(b, self.cx)?);
        if let (Some(a), Some(b)) = (Num::of(a), Num::of(b)) {
            return Ok(a.order(b) == Some(Ordering::Equal));
        }
        if let (Some(a), Some(b)) = (a.as_str(), b.as_str()) {
            return Ok(a == b);
        }
        if let Some((a, b)) = self.sequences(a, b)? {
            return self.inside()?.equal_items(a, b);
        }
        if is_map(a) && is_map(b) {
            return self.inside()?.equal_maps(a, b);
        }
        Ok(match (a, b) {
            (Value::None, Value::None) => true,
            (Value::Time(a), Value::Time(b)) => a.order(b) == Some(Ordering::Equal),
            (Value::Duration(a), Value::Duration(b)) => a == b,
            (Value::Object(a), Value::Object(b)) => std::ptr::addr_eq(a, b),
            _ => false,
        })
    }

    fn order(self, a: Value<'a>, b: Value<'a>) -> Result<Option<Ordering>, Error> {
        let (a, b) = (force(a, self.cx)?, force(b, self.cx)?);
        if let (Some(a), Some(b)) = (Num::of(a), Num::of(b)) {
            return Ok(a.order(b));
        }
        if let (Some(a), Some(b)) = (a.as_str(), b.as_str()) {
            return Ok(Some(a.cmp(b)));
        }
        if let Some((a, b)) = self.sequences(a, b)? {
            return self.inside()?.order_items(a, b);
        }
        Ok(match (a, b) {
            (Value::Time(a), Value::Time(b)) => a.order(b),
            (Value::Duration(a), Value::Duration(b)) => Some(a.cmp(&b)),
            _ => None,
        })
    }

    /// The items of both, if both are lists or both are tuples.
    fn sequences(self, a: Value<'a>, b: Value<'a>) -> Result<Option<(Items<'a>, Items<'a>)>, Error> {
        let same = (is_list(a) && is_list(b)) || matches!((a, b), (Value::Tuple(_), Value::Tuple(_)));
        if !same {
            return Ok(None);
        }
        Ok(items(a, self.cx)?.zip(items(b, self.cx)?))
    }

    fn equal_items(self, a: Items<'a>, b: Items<'a>) -> Result<bool, Error> {
        Ok(a.len() == b.len() && self.first_difference(a, b)?.is_none())
    }

    fn order_items(self, a: Items<'a>, b: Items<'a>) -> Result<Option<Ordering>, Error> {
        match self.first_difference(a, b)? {
            Some((a, b)) => self.order(a, b),
            None => Ok(Some(a.len().cmp(&b.len()))),
        }
    }

    /// The first two items at the same index that differ.
    fn first_difference(self, a: Items<'a>, b: Items<'a>) -> Result<Option<(Value<'a>, Value<'a>)>, Error> {
        for index in 0..a.len().min(b.len()) {
            self.cx.arena.budget().charge(Cost::Iteration)?;
            let pair = (a.get(index, self.cx)?, b.get(index, self.cx)?);
            if !self.equal(pair.0, pair.1)? {
                return Ok(Some(pair));
            }
        }
        Ok(None)
    }

    /// Order does not count. Sorted first: comparing each key with each would be quadratic.
    fn equal_maps(self, a: Value<'a>, b: Value<'a>) -> Result<bool, Error> {
        let (a, b) = (self.sorted(a)?, self.sorted(b)?);
        if a.len() != b.len() {
            return Ok(false);
        }
        for ((key, value), (other_key, other)) in a.into_iter().zip(b) {
            self.cx.arena.budget().charge(Cost::Iteration)?;
            if key != other_key || !self.equal(value, other)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn sorted(self, map: Value<'a>) -> Result<Vec<(&'a str, Value<'a>)>, Error> {
        let mut entries = Vec::new();
        fields_of(map, self.cx, &mut |key, value| {
            entries.push((key, value));
            Ok(())
        })?;
        entries.sort_by_key(|it| it.0);
        Ok(entries)
    }
}

fn is_list(value: Value<'_>) -> bool {
    match value {
        Value::List(_) => true,
        Value::Object(object) => matches!(object.shape(), Shape::List(_)),
        _ => false,
    }
}

fn is_map(value: Value<'_>) -> bool {
    match value {
        Value::Map(_) | Value::Loop(_) => true,
        Value::Object(object) => matches!(object.shape(), Shape::Map(_)),
        _ => false,
    }
}

impl Temporal {
    /// Which comes first. A date and a moment have no order, nor have a naive moment and one with an offset.
    fn order(&self, other: &Temporal) -> Option<Ordering> {
        match (self, other) {
            (Temporal::Date(a), Temporal::Date(b)) => Some(a.cmp(b)),
            (Temporal::Time(a), Temporal::Time(b)) => Some(a.cmp(b)),
            (
                Temporal::DateTime { civil: a, clock: a_clock },
                Temporal::DateTime { civil: b, clock: b_clock },
            ) => match (a_clock, b_clock) {
                (None, None) => Some(a.cmp(b)),
                (Some(clock), Some(other)) => {
                    let shift = i64::from(clock.offset) - i64::from(other.offset);
                    Some(a.duration_since(*b).cmp(&jiff::SignedDuration::from_secs(shift)))
                }
                _ => None,
            },
            _ => None,
        }
    }
}
