//! Tags that print numbers.

use super::{Given, Printed};
use crate::diagnostics::{Error, ErrorKind};
use crate::filters::{float_of, int_of};
use crate::value::{Kind, Value};

/// `value / maximum * width`, rounded half to even; nothing for what is no number.
pub(super) fn widthratio<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    let Some(width) = int_of(given.at(2)) else {
        return Err(Error::new(ErrorKind::ValueError, "the last argument of `widthratio` must be a number"));
    };
    let (Some(value), Some(maximum)) = (float_of(given.at(0)), float_of(given.at(1))) else {
        return Ok(Value::Str(""));
    };
    if maximum == 0.0 {
        return Ok(Value::Safe(Kind::Scalar, "0"));
    }
    let ratio = (value / maximum * width as f64).round_ties_even();
    if !ratio.is_finite() {
        return Ok(Value::Str(""));
    }
    // Python's zero has no sign.
    let text = format!("{:.0}", if ratio == 0.0 { 0.0 } else { ratio });
    Ok(Value::Safe(Kind::Scalar, given.cx.arena.str(&text)?))
}
