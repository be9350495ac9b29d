//! [`Zone`]: a time zone, by its name in the IANA database or by its distance from UTC.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use std::borrow::Cow;
use std::fmt;
use std::sync::{LazyLock, OnceLock};

/// A time zone. The database is compiled in, so that a page does not depend on the machine it is made on.
///
/// ```
/// use palisade::host::Zone;
///
/// assert_eq!(Zone::named("Europe/Paris").expect("it is in the database").name(), "Europe/Paris");
/// assert_eq!(Zone::fixed(5 * 3600 + 1800).name(), "UTC+05:30");
/// assert!(Zone::named("Europe/Atlantis").is_none());
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Zone(Rules);

#[derive(Clone, Copy)]
enum Rules {
    /// Seconds east of UTC, and a name if it has one of its own.
    Fixed(i32, Option<&'static str>),
    Named(&'static Known),
}

/// A zone of the database, read when it is first needed.
struct Known {
    name: String,
    rules: OnceLock<TimeZone>,
}

/// All zones of the database, sorted by name.
static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let names = jiff::tz::db().available();
    let mut known: Vec<Known> =
        names.map(|it| Known { name: it.to_string(), rules: OnceLock::new() }).collect();
    known.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    known
});

impl Known {
    fn rules(&self) -> &TimeZone {
        // What the database lists, it has.
        self.rules.get_or_init(|| jiff::tz::db().get(&self.name).unwrap_or(TimeZone::UTC))
    }
}

/// What holds in a zone at one moment.
pub(crate) struct Local {
    /// Seconds east of UTC.
    pub offset: i32,
    /// The zone's name at that time: `CEST`.
    pub abbreviation: Cow<'static, str>,
    pub daylight_saving: bool,
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Zone = Zone(Rules::Fixed(0, Some("UTC")));

    /// The zone of this name in the IANA database, exactly as it is spelled there; `None` when there is none.
    pub fn named(name: &str) -> Option<Zone> {
        let at = KNOWN.binary_search_by(|it| it.name.as_str().cmp(name)).ok()?;
        KNOWN.get(at).map(|it| Zone(Rules::Named(it)))
    }

    /// A zone that is always so many seconds east of UTC, at most a day. Its name is that of Python's
    /// `timezone`: `UTC+02:00`.
    pub fn fixed(seconds: i32) -> Zone {
        match seconds.clamp(-86_399, 86_399) {
            0 => Zone::UTC,
            seconds => Zone(Rules::Fixed(seconds, None)),
        }
    }

    /// A zone that is always so many seconds east of UTC, with a name of its own.
    pub fn fixed_as(seconds: i32, name: &'static str) -> Zone {
        Zone(Rules::Fixed(seconds.clamp(-86_399, 86_399), Some(name)))
    }

    /// Its name.
    pub fn name(self) -> Cow<'static, str> {
        match self.0 {
            Rules::Fixed(_, Some(name)) => Cow::Borrowed(name),
            Rules::Fixed(seconds, None) => Cow::Owned(python_name(seconds)),
            Rules::Named(known) => Cow::Borrowed(&known.name),
        }
    }

    /// Its name in the IANA database, if it is one of that.
    pub(crate) fn iana(self) -> Option<&'static str> {
        if let Rules::Named(known) = self.0 { Some(&known.name) } else { None }
    }

    /// The name that a fixed distance was given.
    pub(crate) fn given_name(self) -> Option<&'static str> {
        if let Rules::Fixed(_, name) = self.0 { name } else { None }
    }

    /// What holds at a point in time.
    pub(crate) fn at(self, moment: Timestamp) -> Local {
        match self.0 {
            Rules::Fixed(offset, _) => Local { offset, abbreviation: self.name(), daylight_saving: false },
            Rules::Named(known) => {
                let info = known.rules().to_offset_info(moment);
                Local {
                    offset: info.offset().seconds(),
                    abbreviation: Cow::Owned(info.abbreviation().to_owned()),
                    daylight_saving: info.dst().is_dst(),
                }
            }
        }
    }

    /// The distance from UTC when its clocks show this. Of a time that comes twice it is the first, and of
    /// one that is left out it is as if the clocks had not been changed yet, as in Python.
    pub(crate) fn offset(self, civil: DateTime) -> i32 {
        match self.0 {
            Rules::Fixed(offset, _) => offset,
            Rules::Named(known) => match known.rules().to_ambiguous_timestamp(civil).offset() {
                AmbiguousOffset::Unambiguous { offset: it }
                | AmbiguousOffset::Gap { before: it, .. }
                | AmbiguousOffset::Fold { before: it, .. } => it.seconds(),
            },
        }
    }

    /// Whether its clocks show this exactly once.
    pub(crate) fn is_sure(self, civil: DateTime) -> bool {
        match self.0 {
            Rules::Fixed(..) => true,
            Rules::Named(known) => !known.rules().to_ambiguous_timestamp(civil).is_ambiguous(),
        }
    }
}

/// `UTC+02:00`, as Python names what is so far east of UTC.
fn python_name(seconds: i32) -> String {
    let (sign, east) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
    let (hours, minutes, rest) = (east / 3600, east / 60 % 60, east % 60);
    match rest {
        0 => format!("UTC{sign}{hours:02}:{minutes:02}"),
        rest => format!("UTC{sign}{hours:02}:{minutes:02}:{rest:02}"),
    }
}

/// The point in time at which a clock so far east of UTC shows this; `None` beyond the calendar.
pub(crate) fn instant(civil: DateTime, offset: i32) -> Option<Timestamp> {
    Offset::from_seconds(offset).ok()?.to_timestamp(civil).ok()
}

impl PartialEq for Rules {
    fn eq(&self, other: &Rules) -> bool {
        match (self, other) {
            (Rules::Fixed(a, name), Rules::Fixed(b, other)) => (a, name) == (b, other),
            (Rules::Named(a), Rules::Named(b)) => std::ptr::eq(*a, *b),
            _ => false,
        }
    }
}

impl Eq for Rules {}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Zone;
    use jiff::civil::date;

    #[test]
    fn a_zone_knows_its_clocks() {
        let chicago = Zone::named("America/Chicago").unwrap();
        assert_eq!(chicago.offset(date(2025, 6, 18).at(12, 0, 0, 0)), -5 * 3600);
        assert_eq!(chicago.offset(date(2025, 12, 18).at(12, 0, 0, 0)), -6 * 3600);
        assert!(!chicago.is_sure(date(2025, 3, 9).at(2, 30, 0, 0)));
        assert!(!chicago.is_sure(date(2025, 11, 2).at(1, 30, 0, 0)));
        assert!(Zone::named("america/chicago").is_none());
    }
}
