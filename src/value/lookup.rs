//! `a.b`: what stands under a name, in Django's order.

use super::{Cx, Value};
use crate::diagnostics::Error;

/// One step of a path, `b` in `a.b`. Whether it is a number is decided once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub name: Box<str>,
    /// `name` as Python's `int()` reads it, when it is a number.
    pub index: Option<i64>,
}

impl Step {
    pub(crate) fn new(name: &str) -> Step {
        let _ = name;
        todo!()
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
    let _ = (value, step, cx);
    todo!()
}

/// Computes a lazy value and calls what can be called, as Django does after every step.
pub(crate) fn resolve<'a>(value: Value<'a>, cx: Cx<'a>) -> Result<Found<'a>, Error> {
    let _ = (value, cx);
    todo!()
}
