//! Dates and times as text: as they are printed, and Python's `str()` and `repr()`.

use super::dateformat::{format_date, format_time};
use super::{Clock, Cx, Temporal};
use jiff::civil::{Date, DateTime, Time};
use std::fmt::Write;

// Writing to a String never fails, so the results of `write!` are dropped throughout.

/// Appends the moment as it is shown here: in the current time zone, by the formats that hold.
pub(super) fn display(moment: &Temporal, cx: Cx<'_>, out: &mut String) {
    let moment = moment.shown(cx);
    let formats = cx.formats();
    let text = match moment {
        Temporal::Date(_) => format_date(Some(&moment), &formats.date, cx),
        Temporal::Time(_) => format_time(Some(&moment), &formats.time, cx),
        Temporal::DateTime { .. } => format_date(Some(&moment), &formats.date_time, cx),
    };
    match text {
        Ok(text) => out.push_str(&text),
        // A format of the application that asks a date for its time of day.
        Err(_) => python_str(&moment, out),
    }
}

/// Appends Python's `str()`: `2025-06-18 15:30:45.000123+02:00`.
pub(super) fn python_str(moment: &Temporal, out: &mut String) {
    match moment {
        Temporal::Date(date) => str_date(*date, out),
        Temporal::Time(time) => str_time(*time, out),
        Temporal::DateTime { civil, clock } => {
            str_date(civil.date(), out);
            out.push(' ');
            str_time(civil.time(), out);
            if let Some(clock) = clock {
                str_offset(clock.offset, out);
            }
        }
    }
}

fn str_date(date: Date, out: &mut String) {
    let _ = write!(out, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
}

fn str_time(time: Time, out: &mut String) {
    let _ = write!(out, "{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
    let micros = time.subsec_nanosecond() / 1000;
    if micros > 0 {
        let _ = write!(out, ".{micros:06}");
    }
}

fn str_offset(seconds: i32, out: &mut String) {
    let east = seconds.unsigned_abs();
    let sign = if seconds < 0 { '-' } else { '+' };
    let _ = write!(out, "{sign}{:02}:{:02}", east / 3600, east / 60 % 60);
    if !east.is_multiple_of(60) {
        let _ = write!(out, ":{:02}", east % 60);
    }
}

/// Appends Python's `repr()`: `datetime.datetime(2025, 6, 18, 15, 30, 45, 123)`.
pub(super) fn python_repr(moment: &Temporal, out: &mut String) {
    match moment {
        Temporal::Date(date) => {
            let _ = write!(out, "datetime.date({}, {}, {})", date.year(), date.month(), date.day());
        }
        Temporal::Time(time) => {
            out.push_str("datetime.time(");
            repr_time(*time, out);
            out.push(')');
        }
        Temporal::DateTime { civil, clock } => repr_datetime(*civil, *clock, out),
    }
}

fn repr_datetime(civil: DateTime, clock: Option<Clock>, out: &mut String) {
    let _ = write!(out, "datetime.datetime({}, {}, {}, ", civil.year(), civil.month(), civil.day());
    repr_time(civil.time(), out);
    if let Some(clock) = clock {
        repr_zone(clock, out);
    }
    out.push(')');
}

/// Seconds and microseconds are left out when nothing follows them.
fn repr_time(time: Time, out: &mut String) {
    let _ = write!(out, "{}, {}", time.hour(), time.minute());
    let (second, micros) = (time.second(), time.subsec_nanosecond() / 1000);
    if second > 0 || micros > 0 {
        let _ = write!(out, ", {second}");
    }
    if micros > 0 {
        let _ = write!(out, ", {micros}");
    }
}

fn repr_zone(clock: Clock, out: &mut String) {
    if let Some(name) = clock.zone.iana() {
        let _ = write!(out, ", tzinfo=zoneinfo.ZoneInfo(key='{name}')");
        return;
    }
    match clock.zone.given_name() {
        Some("UTC") if clock.offset == 0 => out.push_str(", tzinfo=datetime.timezone.utc"),
        name => repr_fixed(clock.offset, name, out),
    }
}

/// A `timedelta` counts days down and seconds up.
fn repr_fixed(east: i32, name: Option<&str>, out: &mut String) {
    let (days, seconds) = (east.div_euclid(86_400), east.rem_euclid(86_400));
    out.push_str(", tzinfo=datetime.timezone(datetime.timedelta(");
    if days != 0 {
        let _ = write!(out, "days={days}, ");
    }
    let _ = write!(out, "seconds={seconds})");
    if let Some(name) = name {
        let _ = write!(out, ", '{name}'");
    }
    out.push(')');
}
