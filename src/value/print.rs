//! Values as text, as Django prints them: `str()` and, inside lists and maps, `repr()` of Python.

use super::{Cx, Value};
use crate::diagnostics::Error;
use std::borrow::Cow;

/// Appends what `{{ value }}` prints, unescaped.
pub(crate) fn display<'a>(value: Value<'a>, cx: Cx<'a>, out: &mut String) -> Result<(), Error> {
    let _ = (value, cx, out);
    todo!()
}

/// What `{{ value }}` prints, borrowed when the value is text.
pub(crate) fn text<'a>(value: Value<'a>, cx: Cx<'a>) -> Result<Cow<'a, str>, Error> {
    let _ = (value, cx);
    todo!()
}

/// Appends Python's `repr()` of the value.
pub(crate) fn repr<'a>(value: Value<'a>, cx: Cx<'a>, out: &mut String) -> Result<(), Error> {
    let _ = (value, cx, out);
    todo!()
}
