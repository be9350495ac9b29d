//! Dates with times, and the clocks that show them.

use super::{Cx, Object, Temporal, ToValue, Value};
use crate::diagnostics::{Error, ErrorKind};
use crate::host::{Zone, instant};
use jiff::civil::{DateTime, Time};
use jiff::tz::Offset;
use jiff::{Timestamp, Zoned};
use std::borrow::Cow;

/// The clock that shows a date and a time: a time zone, and what it is east of UTC at that time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    /// The time zone.
    pub zone: Zone,
    /// Seconds east of UTC.
    pub offset: i32,
    /// Whether it was chosen by a filter of `tz`, and so is not shown in the current time zone.
    kept: bool,
}

impl Temporal {
    /// A date and time in no time zone.
    pub fn naive(civil: DateTime) -> Temporal {
        Temporal::DateTime { civil, clock: None }
    }

    /// What the clocks of a zone show. Of a time that comes twice it is the first.
    pub fn in_zone(civil: DateTime, zone: Zone) -> Temporal {
        let clock = Clock { zone, offset: zone.offset(civil), kept: false };
        Temporal::DateTime { civil, clock: Some(clock) }
    }

    /// What the clocks of a zone show at a point in time.
    pub fn at(moment: Timestamp, zone: Zone) -> Temporal {
        let offset = zone.at(moment).offset;
        let civil = Offset::from_seconds(offset).unwrap_or(Offset::UTC).to_datetime(moment);
        Temporal::DateTime { civil, clock: Some(Clock { zone, offset, kept: false }) }
    }

    pub(super) fn of_zoned(zoned: &Zoned) -> Temporal {
        let offset = zoned.offset().seconds();
        let named = zoned.time_zone().iana_name().and_then(Zone::named);
        let clock = Clock { zone: named.unwrap_or(Zone::fixed(offset)), offset, kept: false };
        Temporal::DateTime { civil: zoned.datetime(), clock: Some(clock) }
    }

    /// The same point in time in another zone, to stay there; a naive one is meant in the host's. `None` for
    /// what is no date with a time, or beyond the calendar.
    pub(crate) fn moved(&self, zone: Zone, cx: Cx<'_>) -> Option<Temporal> {
        let Temporal::DateTime { civil, clock } = *self else { return None };
        let offset = clock.map_or_else(|| cx.host.default_time_zone().offset(civil), |it| it.offset);
        let mut moved = Temporal::at(instant(civil, offset)?, zone);
        if let Temporal::DateTime { clock: Some(clock), .. } = &mut moved {
            clock.kept = true;
        }
        Some(moved)
    }

    /// As it is shown here: in the current time zone, unless it has none or was moved on purpose.
    pub(crate) fn shown(&self, cx: Cx<'_>) -> Temporal {
        let Temporal::DateTime { civil, clock: Some(clock) } = *self else { return *self };
        if clock.kept || !cx.shows_local_time() {
            return *self;
        }
        instant(civil, clock.offset).map_or(*self, |it| Temporal::at(it, cx.zone()))
    }

    /// Its date with its time; midnight of a date. `None` for a time of day.
    pub(crate) fn civil(&self) -> Option<DateTime> {
        match *self {
            Temporal::Date(date) => Some(date.to_datetime(Time::midnight())),
            Temporal::DateTime { civil, .. } => Some(civil),
            Temporal::Time(_) => None,
        }
    }

    /// The clock that shows it, if it has one.
    pub(crate) fn clock(&self) -> Option<Clock> {
        if let Temporal::DateTime { clock, .. } = *self { clock } else { None }
    }

    /// The point in time, if it has a time zone.
    pub(crate) fn instant(&self) -> Option<Timestamp> {
        instant(self.civil()?, self.clock()?.offset)
    }
}

impl Clock {
    /// What holds in its zone when it shows this.
    pub(crate) fn local(self, civil: DateTime) -> Option<crate::host::Local> {
        Some(self.zone.at(instant(civil, self.offset)?))
    }
}

impl Cx<'_> {
    /// What the host's clock says.
    pub(crate) fn now(self) -> Result<Timestamp, Error> {
        let Some(now) = self.host.now() else {
            let error = Error::new(ErrorKind::ValueError, "the application has no clock");
            return Err(error.help("implement `Host::now` for it"));
        };
        let beyond = |_| Error::new(ErrorKind::ValueError, "the application's clock is beyond the calendar");
        Timestamp::try_from(now.utc).map_err(beyond)
    }

    /// A point in time as the clocks of the host's own zone show it, without their zone.
    pub(crate) fn naive(self, moment: Timestamp) -> Temporal {
        match Temporal::at(moment, self.host.default_time_zone()) {
            Temporal::DateTime { civil, .. } => Temporal::naive(civil),
            other => other,
        }
    }
}

/// A time zone as a value: what `{% timezone %}` and `|timezone` take beside a name.
impl Object for Zone {
    fn print<'a>(&'a self, _: Cx<'a>) -> Result<Cow<'a, str>, Error> {
        Ok(self.name())
    }

    fn time_zone(&self) -> Option<Zone> {
        Some(*self)
    }
}

impl ToValue for Zone {
    fn to_value<'a>(&'a self, _: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(Value::Object(self))
    }
}
