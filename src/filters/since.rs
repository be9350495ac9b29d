//! The time between two dates in words (`django.utils.timesince`).

use super::Filtered;
use super::coerce::fault;
use super::wording::{filled, unbreakable};
use crate::diagnostics::Error;
use crate::value::{Cx, Temporal, Value, truth};
use jiff::civil::DateTime;

/// The time since a date, in at most two adjacent units.
pub(super) fn timesince<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    between("timesince", value, argument, false, cx)
}

/// The time until a date.
pub(super) fn timeuntil<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    between("timeuntil", value, argument, true, cx)
}

fn between<'a>(
    filter: &str,
    value: Value<'a>,
    argument: Option<Value<'a>>,
    until: bool,
    cx: Cx<'a>,
) -> Filtered<'a> {
    if !truth(value, cx)? {
        return Ok(Value::Str(""));
    }
    let other = match argument {
        Some(it) if truth(it, cx)? => Some(it),
        _ => None,
    };
    let date = |it| if let Value::Time(moment) = it { Ok(moment) } else { Err(fault(filter, "a date", it)) };
    let other = other.map(date).transpose()?;
    let text = time_between(date(value)?, other, until, &Wording::default(), cx)?;
    Ok(Value::Str(cx.arena.str(&text.unwrap_or_default())?))
}

/// How the time between two dates is put.
pub(crate) struct Wording {
    /// The context of the messages.
    pub context: Option<&'static str>,
    /// How many adjacent units there are at most.
    pub depth: usize,
}

impl Default for Wording {
    fn default() -> Wording {
        Wording { context: None, depth: 2 }
    }
}

/// The time from `from` to `to`, or now; the other way round with `until`. `None` when one has a time zone
/// and the other none, which Python cannot compare.
pub(crate) fn time_between(
    from: &Temporal,
    to: Option<&Temporal>,
    until: bool,
    wording: &Wording,
    cx: Cx<'_>,
) -> Result<Option<String>, Error> {
    let Some(start) = from.civil() else { return Err(no_date(from)) };
    let Some(end) = on_the_clock_of(from, to, cx)? else { return Ok(None) };
    let (start, end) = if until { (end, start) } else { (start, end) };
    Ok(parts(start, end).map(|it| in_words(&it, wording, cx)))
}

fn no_date(value: &Temporal) -> Error {
    fault("timesince", "a date", Value::Time(value))
}

/// What the clock that shows `from` shows at `to`.
fn on_the_clock_of(from: &Temporal, to: Option<&Temporal>, cx: Cx<'_>) -> Result<Option<DateTime>, Error> {
    let Some(to) = to else {
        let now = cx.now()?;
        let now = from.clock().map_or_else(|| cx.naive(now), |it| Temporal::at(now, it.zone));
        return Ok(now.civil());
    };
    let Some(civil) = to.civil() else { return Err(no_date(to)) };
    Ok(match (from.clock(), to.instant()) {
        (Some(clock), Some(instant)) => Temporal::at(instant, clock.zone).civil(),
        (None, None) => Some(civil),
        _ => None,
    })
}

const SECOND: i128 = 1_000_000;

/// Weeks, days, hours and minutes in microseconds.
const CHUNKS: [i128; 4] = [7 * 86_400 * SECOND, 86_400 * SECOND, 3600 * SECOND, 60 * SECOND];

/// Years, months, weeks, days, hours and minutes; `None` beyond the calendar.
fn parts(start: DateTime, end: DateTime) -> Option<[i128; 6]> {
    let mut parts = [0; 6];
    if micros(start, end).div_euclid(SECOND) <= 0 {
        return Some(parts);
    }
    let years = i32::from(end.year()) - i32::from(start.year());
    let mut months = years * 12 + i32::from(end.month()) - i32::from(start.month());
    if (start.day(), start.time()) > (end.day(), end.time()) {
        months -= 1;
    }
    [parts[0], parts[1]] = [i128::from(months.div_euclid(12)), i128::from(months.rem_euclid(12))];
    let pivot = if months == 0 { start } else { shifted(start, months)? };
    let mut rest = micros(pivot, end);
    for (part, chunk) in parts.iter_mut().skip(2).zip(CHUNKS) {
        *part = rest.div_euclid(chunk);
        rest -= *part * chunk;
    }
    Some(parts)
}

fn micros(start: DateTime, end: DateTime) -> i128 {
    end.duration_since(start).as_nanos().div_euclid(1000)
}

/// So many months later, without the fraction of its second. Django knows no leap years here.
fn shifted(start: DateTime, months: i32) -> Option<DateTime> {
    const DAYS: [i8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let month = i32::from(start.month()) - 1 + months;
    let year = i16::try_from(i32::from(start.year()) + month.div_euclid(12)).ok()?;
    let month = month.rem_euclid(12);
    let day = start.day().min(*DAYS.get(usize::try_from(month).ok()?)?);
    let month = i8::try_from(month + 1).ok()?;
    DateTime::new(year, month, day, start.hour(), start.minute(), start.second(), 0).ok()
}

/// The units from the largest on, one and many of each.
const UNITS: [(&str, &str); 6] = [
    ("%(num)d year", "%(num)d years"),
    ("%(num)d month", "%(num)d months"),
    ("%(num)d week", "%(num)d weeks"),
    ("%(num)d day", "%(num)d days"),
    ("%(num)d hour", "%(num)d hours"),
    ("%(num)d minute", "%(num)d minutes"),
];

/// The first unit that counts, and those that follow it without a gap.
fn in_words(parts: &[i128; 6], wording: &Wording, cx: Cx<'_>) -> String {
    let first = parts.iter().position(|it| *it != 0).unwrap_or(5);
    let counted = parts.iter().zip(UNITS).skip(first);
    let shown = counted.enumerate().take_while(|(at, (count, _))| *at == 0 || **count != 0);
    let put = |(_, (count, (one, many))): (usize, (&i128, (&'static str, &'static str)))| {
        let plural = u64::try_from(count.unsigned_abs()).unwrap_or(u64::MAX);
        let message = cx.ngettext(wording.context, one, many, plural);
        unbreakable(&filled(&message, "num", &count.to_string()))
    };
    shown.take(wording.depth).map(put).collect::<Vec<_>>().join(&cx.gettext(", "))
}
