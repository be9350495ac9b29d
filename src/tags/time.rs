//! Tags that print the time, and where it is.

use super::{Given, Printed};
use crate::filters;
use crate::value::{Kind, Origin, Temporal, Value};

/// The time by a format: in the current time zone, or on the clock of the host's. Django prints it unescaped:
/// all of it but digits and names is the template's.
pub(super) fn now<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    let cx = given.cx;
    let now = cx.now()?;
    let moment = if cx.host.use_tz() { Temporal::at(now, cx.zone()) } else { cx.naive(now) };
    let moment = cx.arena.put(moment)?;
    let text = filters::date(Value::Time(moment), Some(given.at(0)), cx)?;
    if given.stored {
        return Ok(text);
    }
    Ok(Value::Safe(Kind::Html(Origin::Trusted), text.as_str().unwrap_or_default()))
}

/// The name of the current time zone.
pub(super) fn get_current_timezone<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    Ok(Value::Str(given.cx.arena.str(&given.cx.zone().name())?))
}
