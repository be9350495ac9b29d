//! Equality, order and membership as Python has them.

use super::{Cx, Value};
use crate::diagnostics::Error;
use std::cmp::Ordering;

/// `a == b`. Never fails: values of different types are unequal.
pub(crate) fn equal(a: Value<'_>, b: Value<'_>) -> bool {
    let _ = (a, b);
    todo!()
}

/// `a < b` and its kin; `None` when the two have no order (a `TypeError` in Python).
pub(crate) fn compare(a: Value<'_>, b: Value<'_>) -> Option<Ordering> {
    let _ = (a, b);
    todo!()
}

/// `needle in haystack`; `None` when the haystack holds nothing (a `TypeError` in Python).
pub(crate) fn contains<'a>(haystack: Value<'a>, needle: Value<'a>, cx: Cx<'a>) -> Result<Option<bool>, Error> {
    let _ = (haystack, needle, cx);
    todo!()
}
