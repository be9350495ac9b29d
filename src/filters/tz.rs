//! Filters of the library `tz`.

use super::Filtered;
use crate::diagnostics::Error;
use crate::host::Zone;
use crate::value::{Cx, Value};

/// A moment in the current time zone.
pub(super) fn localtime<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    moved(value, cx.zone(), cx)
}

/// A moment in UTC.
pub(super) fn utc<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    moved(value, Zone::UTC, cx)
}

/// A moment in the time zone of this name; nothing when there is none.
pub(super) fn timezone<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    match argument.and_then(zone_of) {
        Some(zone) => moved(value, zone, cx),
        None => Ok(Value::Str("")),
    }
}

/// A moment in another time zone, where it stays; nothing for what is none.
fn moved<'a>(value: Value<'a>, zone: Zone, cx: Cx<'a>) -> Result<Value<'a>, Error> {
    let moved = if let Value::Time(moment) = value { moment.moved(zone, cx) } else { None };
    match moved {
        Some(moved) => Ok(Value::Time(cx.arena.put(moved)?)),
        None => Ok(Value::Str("")),
    }
}

/// The time zone that a value is or names.
pub(crate) fn zone_of(value: Value<'_>) -> Option<Zone> {
    match value {
        Value::Object(object) => object.time_zone().or_else(|| Zone::named(object.as_text()?)),
        value => Zone::named(value.as_str()?),
    }
}
