//! Dates and times in Django's format language, in English.

use super::Filtered;
use super::coerce::fault;
use super::safety::{iso, scalar, str_of};
use crate::diagnostics::Error;
use crate::value::{Cx, Temporal, Value};
use jiff::civil::{Date, DateTime, Time};
use std::fmt::Write;

/// A date by a format; nothing for what is no date.
pub(super) fn date<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let Value::Time(moment) = value else { return Ok(Value::Str("")) };
    let format = format_of(argument, "DATE_FORMAT", cx)?;
    match formatted(&Parts::of(moment, cx)?, format) {
        Ok(text) => Ok(scalar(cx.arena.str(&text)?)),
        // Django's `date` lets out only this of its two failures.
        Err(Unfit::TimeOfDate) => Err(fault("date", "a format without time of day", value)),
        Err(Unfit::DateOfTime) => Ok(Value::Str("")),
    }
}

/// A time of day by a format; nothing for what is no time, or a format that asks for more.
pub(super) fn time<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let Value::Time(moment) = value else { return Ok(Value::Str("")) };
    let format = format_of(argument, "TIME_FORMAT", cx)?;
    let clock = Parts { date: None, ..Parts::of(moment, cx)? };
    match formatted(&clock, format) {
        Ok(text) if clock.time.is_some() => Ok(scalar(cx.arena.str(&text)?)),
        _ => Ok(Value::Str("")),
    }
}

/// Names that stand for a format, as the settings of Django's `en` have them.
const NAMED: &[(&str, &str)] = &[
    ("DATE_FORMAT", "N j, Y"),
    ("DATETIME_FORMAT", "N j, Y, P"),
    ("MONTH_DAY_FORMAT", "F j"),
    ("SHORT_DATETIME_FORMAT", "m/d/Y P"),
    ("SHORT_DATE_FORMAT", "m/d/Y"),
    ("TIME_FORMAT", "P"),
    ("YEAR_MONTH_FORMAT", "F Y"),
];

fn format_of<'a>(argument: Option<Value<'a>>, default: &'static str, cx: Cx<'a>) -> Result<&'a str, Error> {
    let text = match argument {
        None | Some(Value::None) => "",
        Some(argument) => str_of(argument, cx)?,
    };
    let text = if text.is_empty() { default } else { text };
    Ok(NAMED.iter().find(|it| it.0 == text).map_or(text, |it| it.1))
}

/// What a moment knows.
struct Parts {
    date: Option<Date>,
    time: Option<Time>,
    /// Seconds east of UTC.
    offset: Option<i32>,
    iso: String,
}

/// Why a format does not suit a moment.
enum Unfit {
    TimeOfDate,
    DateOfTime,
}

impl Parts {
    fn of<'a>(moment: &'a Temporal, cx: Cx<'a>) -> Result<Parts, Error> {
        let (date, time, offset) = match *moment {
            Temporal::Date(date) => (Some(date), None, None),
            Temporal::Time(time) => (None, Some(time), None),
            Temporal::DateTime { civil, offset } => (Some(civil.date()), Some(civil.time()), offset),
        };
        Ok(Parts { date, time, offset, iso: iso(moment, cx)? })
    }
}

/// A backslash makes the next character literal.
fn formatted(parts: &Parts, format: &str) -> Result<String, Unfit> {
    let mut out = String::new();
    let mut escaped = false;
    // After two backslashes Django still takes a letter as literal: it looks one character back.
    let mut after_backslash = false;
    for it in format.chars() {
        if it == '\\' && !escaped {
            (escaped, after_backslash) = (true, true);
            continue;
        }
        if after_backslash || !push(it, parts, &mut out)? {
            out.push(it);
        }
        (escaped, after_backslash) = (false, it == '\\');
    }
    out.extend(escaped.then_some('\\'));
    Ok(out)
}

/// Writes what a letter stands for; `false` when it stands for nothing.
fn push(letter: char, parts: &Parts, out: &mut String) -> Result<bool, Unfit> {
    if "aAefgGhHiOPsTuZ".contains(letter) {
        push_time(letter, parts.time.ok_or(Unfit::TimeOfDate)?, parts, out);
    } else if "bcdDEFIjlLmMnNorStUwWyYz".contains(letter) {
        push_date(letter, parts.date.ok_or(Unfit::DateOfTime)?, parts, out);
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// § TimeFormat of `django.utils.dateformat`. Writing to a String cannot fail.
fn push_time(letter: char, time: Time, parts: &Parts, out: &mut String) {
    let (hour, minute) = (time.hour(), time.minute());
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let _ = match letter {
        'a' => write!(out, "{}", if hour < 12 { "a.m." } else { "p.m." }),
        'A' => write!(out, "{}", if hour < 12 { "AM" } else { "PM" }),
        'f' if minute == 0 => write!(out, "{twelve}"),
        'f' => write!(out, "{twelve}:{minute:02}"),
        'g' => write!(out, "{twelve}"),
        'G' => write!(out, "{hour}"),
        'h' => write!(out, "{twelve:02}"),
        'H' => write!(out, "{hour:02}"),
        'i' => write!(out, "{minute:02}"),
        'P' if (hour, minute) == (0, 0) => write!(out, "midnight"),
        'P' if (hour, minute) == (12, 0) => write!(out, "noon"),
        'P' => {
            push_time('f', time, parts, out);
            out.push(' ');
            return push_time('a', time, parts, out);
        }
        's' => write!(out, "{:02}", time.second()),
        'u' => write!(out, "{:06}", time.subsec_nanosecond() / 1000),
        _ => return parts.offset.into_iter().for_each(|it| push_zone(letter, it, out)),
    };
}

/// Without a zone's name, Python names an offset after UTC.
fn push_zone(letter: char, offset: i32, out: &mut String) {
    let (sign, east) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
    let (hours, minutes) = (east / 3600, east / 60 % 60);
    let _ = match letter {
        'O' => write!(out, "{sign}{hours:02}{minutes:02}"),
        'Z' => write!(out, "{offset}"),
        _ if offset == 0 => write!(out, "UTC"),
        _ => write!(out, "UTC{sign}{hours:02}:{minutes:02}"),
    };
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// § DateFormat of `django.utils.dateformat`.
fn push_date(letter: char, date: Date, parts: &Parts, out: &mut String) {
    let month = MONTHS.get((date.month() - 1) as usize).copied().unwrap_or_default();
    let weekday = date.weekday().to_sunday_zero_offset();
    let day = DAYS.get(weekday as usize).copied().unwrap_or_default();
    let week = date.iso_week_date();
    let _ = match letter {
        'b' => write!(out, "{}", month[..3].to_lowercase()),
        'c' => write!(out, "{}", parts.iso),
        'd' => write!(out, "{:02}", date.day()),
        'D' => write!(out, "{}", &day[..3]),
        'E' | 'F' => write!(out, "{month}"),
        'I' => write!(out, "{}", if parts.offset.is_some() { "0" } else { "" }),
        'j' => write!(out, "{}", date.day()),
        'l' => write!(out, "{day}"),
        'L' => write!(out, "{}", if date.in_leap_year() { "True" } else { "False" }),
        'm' => write!(out, "{:02}", date.month()),
        'M' => write!(out, "{}", &month[..3]),
        'n' => write!(out, "{}", date.month()),
        'N' => write!(out, "{}", associated_press(month)),
        'o' => write!(out, "{}", week.year()),
        'r' => write!(out, "{}", rfc5322(date, day, month, parts)),
        'S' => write!(out, "{}", ordinal(date.day())),
        't' => write!(out, "{}", date.days_in_month()),
        'U' => write!(out, "{}", timestamp(date, parts)),
        'w' => write!(out, "{weekday}"),
        'W' => write!(out, "{}", week.week()),
        'y' => write!(out, "{:02}", date.year() % 100),
        'Y' => write!(out, "{:04}", date.year()),
        _ => write!(out, "{}", date.day_of_year()),
    };
}

/// The Associated Press writes months of up to five letters out.
fn associated_press(month: &str) -> String {
    match month {
        "September" => "Sept.".to_owned(),
        _ if month.len() <= 5 => month.to_owned(),
        _ => format!("{}.", &month[..3]),
    }
}

fn ordinal(day: i8) -> &'static str {
    match day {
        11..=13 => "th",
        _ if day % 10 == 1 => "st",
        _ if day % 10 == 2 => "nd",
        _ if day % 10 == 3 => "rd",
        _ => "th",
    }
}

/// RFC 5322; `-0000` says that the offset is not known.
fn rfc5322(date: Date, day: &str, month: &str, parts: &Parts) -> String {
    let time = parts.time.unwrap_or_else(Time::midnight);
    let mut out = format!("{}, {:02} {} {:04} ", &day[..3], date.day(), &month[..3], date.year());
    let _ = write!(out, "{:02}:{:02}:{:02} ", time.hour(), time.minute(), time.second());
    match parts.offset {
        Some(offset) => push_zone('O', offset, &mut out),
        None => out.push_str("-0000"),
    }
    out
}

/// Seconds since 1970; a naive moment is taken for UTC.
fn timestamp(date: Date, parts: &Parts) -> i64 {
    let civil = DateTime::from_parts(date, parts.time.unwrap_or_else(Time::midnight));
    let since = civil.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0));
    since.as_secs() - i64::from(parts.offset.unwrap_or(0))
}
