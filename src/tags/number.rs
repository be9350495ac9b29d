//! Tags that print numbers and times.

use super::{Given, Printed};
use crate::diagnostics::{Error, ErrorKind};
use crate::filters::{self, float_of, int_of};
use crate::value::{Kind, Origin, Temporal, Value};
use jiff::{Timestamp, tz::Offset};

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

/// The time by a format. Django prints it unescaped: all of it but digits and names is the template's.
pub(super) fn now<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    let no_clock = || {
        Error::new(ErrorKind::ValueError, "the application has no clock").help("implement `Host::now` for it")
    };
    let moment = given.cx.host.now().ok_or_else(no_clock)?;
    let beyond = |_| Error::new(ErrorKind::ValueError, "the application's clock is beyond the calendar");
    let utc = Timestamp::try_from(moment.utc).map_err(beyond)?;
    let offset = Offset::from_seconds(moment.offset).map_err(beyond)?;
    let civil = offset.to_datetime(utc);
    let moment = given.cx.arena.put(Temporal::DateTime { civil, offset: Some(moment.offset) })?;
    let date = filters::find("date").ok_or_else(no_clock)?;
    let text = (date.run)(Value::Time(moment), Some(given.at(0)), given.cx)?;
    let text = text.as_str().unwrap_or_default();
    Ok(if given.stored { Value::Str(text) } else { Value::Safe(Kind::Html(Origin::Trusted), text) })
}
