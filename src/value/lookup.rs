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

/// What `step` finds in `value`: entry, then attribute, then index; the result is resolved. `None` when
/// there is nothing.
pub(crate) fn lookup<'a>(value: Value<'a>, step: &Step, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
    let _ = (value, step, cx);
    todo!()
}

/// Computes a lazy value and calls what can be called, as Django does after every step.
pub(crate) fn resolve<'a>(value: Value<'a>, cx: Cx<'a>) -> Result<Value<'a>, Error> {
    let _ = (value, cx);
    todo!()
}
