//! Dates and times as text: Django's default formats, and Python's `str()` and `repr()`.

use super::Temporal;
use jiff::civil::{Date, DateTime, Time};
use std::fmt::Write;

/// Django's short months, after the Associated Press.
const MONTHS: [&str; 12] =
    ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];

// Writing to a String never fails, so the results of `write!` are dropped throughout.

/// Appends the moment in Django's formats `N j, Y`, `P` and `N j, Y, P`.
pub(super) fn display(moment: &Temporal, out: &mut String) {
    match moment {
        Temporal::Date(date) => display_date(*date, out),
        Temporal::Time(time) => display_time(*time, out),
        Temporal::DateTime { civil, .. } => {
            display_date(civil.date(), out);
            out.push_str(", ");
            display_time(civil.time(), out);
        }
    }
}

fn display_date(date: Date, out: &mut String) {
    let month = usize::try_from(date.month() - 1).ok().and_then(|it| MONTHS.get(it)).unwrap_or(&"");
    let _ = write!(out, "{month} {}, {:04}", date.day(), date.year());
}

fn display_time(time: Time, out: &mut String) {
    let (hour, minute) = (time.hour(), time.minute());
    match (hour, minute) {
        (0, 0) => return out.push_str("midnight"),
        (12, 0) => return out.push_str("noon"),
        (_, 0) => drop(write!(out, "{}", twelve(hour))),
        _ => drop(write!(out, "{}:{minute:02}", twelve(hour))),
    }
    out.push_str(if hour < 12 { " a.m." } else { " p.m." });
}

fn twelve(hour: i8) -> i8 {
    if hour % 12 == 0 { 12 } else { hour % 12 }
}

/// Appends Python's `str()`: `2025-06-18 15:30:45.000123+02:00`.
pub(super) fn python_str(moment: &Temporal, out: &mut String) {
    match moment {
        Temporal::Date(date) => str_date(*date, out),
        Temporal::Time(time) => str_time(*time, out),
        Temporal::DateTime { civil, offset } => {
            str_date(civil.date(), out);
            out.push(' ');
            str_time(civil.time(), out);
            if let Some(seconds) = offset {
                str_offset(*seconds, out);
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
        Temporal::DateTime { civil, offset } => repr_datetime(*civil, *offset, out),
    }
}

fn repr_datetime(civil: DateTime, offset: Option<i32>, out: &mut String) {
    let _ = write!(out, "datetime.datetime({}, {}, {}, ", civil.year(), civil.month(), civil.day());
    repr_time(civil.time(), out);
    match offset {
        None => {}
        Some(0) => out.push_str(", tzinfo=datetime.timezone.utc"),
        Some(seconds) => repr_zone(seconds, out),
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

/// A `timedelta` counts days down and seconds up.
fn repr_zone(east: i32, out: &mut String) {
    let (days, seconds) = (east.div_euclid(86_400), east.rem_euclid(86_400));
    out.push_str(", tzinfo=datetime.timezone(datetime.timedelta(");
    if days != 0 {
        let _ = write!(out, "days={days}, ");
    }
    let _ = write!(out, "seconds={seconds}))");
}
