//! Django's format language of dates and times (`django.utils.dateformat`).

use super::{Clock, Cx, Temporal, time};
use crate::host::{Local, instant};
use jiff::civil::{Date, DateTime, Time};
use std::borrow::Cow;
use std::fmt::Write;

/// Why a format does not suit a value: the exception that Python raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// `TypeError`: a time of day asked of a date.
    TypeError,
    /// `AttributeError`: anything else that it does not have.
    AttributeError,
}

/// A value by a format of dates; `None` stands for what is neither date nor time.
pub(crate) fn format_date(value: Option<&Temporal>, format: &str, cx: Cx<'_>) -> Result<String, Unfit> {
    Parts::of(value, true, cx).formatted(format)
}

/// A value by a format of times, which has no letters for dates.
pub(crate) fn format_time(value: Option<&Temporal>, format: &str, cx: Cx<'_>) -> Result<String, Unfit> {
    Parts::of(value, false, cx).formatted(format)
}

/// What a value knows.
struct Parts<'c> {
    value: Option<&'c Temporal>,
    date: Option<Date>,
    time: Option<Time>,
    /// The clock that shows it; for a naive moment that of the host's zone. None when it shows this twice or
    /// never.
    clock: Option<Clock>,
    /// Whether letters for dates are known.
    dates: bool,
    cx: Cx<'c>,
}

impl<'c> Parts<'c> {
    fn of(value: Option<&'c Temporal>, dates: bool, cx: Cx<'c>) -> Parts<'c> {
        let (date, time) = match value {
            None => (None, None),
            Some(Temporal::Date(date)) => (Some(*date), None),
            Some(Temporal::Time(time)) => (None, Some(*time)),
            Some(Temporal::DateTime { civil, .. }) => (Some(civil.date()), Some(civil.time())),
        };
        Parts { value, date, time, clock: value.and_then(|it| sure_clock(it, cx)), dates, cx }
    }

    /// A backslash makes the next character literal.
    fn formatted(&self, format: &str) -> Result<String, Unfit> {
        let mut out = String::new();
        let mut escaped = false;
        // After two backslashes Django still takes a letter as literal: it looks one character back.
        let mut after_backslash = false;
        for it in format.chars() {
            if it == '\\' && !escaped {
                (escaped, after_backslash) = (true, true);
                continue;
            }
            // A line end cannot be escaped.
            out.extend((escaped && it == '\n').then_some('\\'));
            if after_backslash || !self.push(it, &mut out)? {
                out.push(it);
            }
            (escaped, after_backslash) = (false, it == '\\');
        }
        out.extend(escaped.then_some('\\'));
        Ok(out)
    }

    /// Writes what a letter stands for; `false` when it stands for nothing.
    fn push(&self, letter: char, out: &mut String) -> Result<bool, Unfit> {
        let of_zone = "eOTZ".contains(letter);
        if of_zone || "aAfgGhHiPsu".contains(letter) {
            if self.date.is_some() && self.time.is_none() {
                return Err(Unfit::TypeError);
            }
            match (of_zone, self.time) {
                (true, _) => self.push_zone(letter, out),
                (false, Some(time)) => self.push_time(letter, time, out),
                (false, None) => return Err(Unfit::AttributeError),
            }
            return Ok(true);
        }
        if !"bcdDEFIjlLmMnNorStUwWyYz".contains(letter) {
            return Ok(false);
        }
        match (self.dates, letter, self.date) {
            (false, ..) => return Err(Unfit::AttributeError),
            (_, 'c' | 'I' | 'r' | 'U', _) => self.push_whole(letter, out)?,
            (_, _, Some(date)) => self.push_date(letter, date, out),
            _ => return Err(Unfit::AttributeError),
        }
        Ok(true)
    }

    fn gettext(&self, message: &'static str, out: &mut String) {
        out.push_str(&self.cx.gettext(message));
    }

    /// § TimeFormat. Writing to a String cannot fail.
    fn push_time(&self, letter: char, time: Time, out: &mut String) {
        let (hour, minute) = (time.hour(), time.minute());
        let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
        let _ = match letter {
            'a' => return self.gettext(if hour > 11 { "p.m." } else { "a.m." }, out),
            'A' => return self.gettext(if hour > 11 { "PM" } else { "AM" }, out),
            'f' if minute == 0 => write!(out, "{twelve}"),
            'f' => write!(out, "{twelve}:{minute:02}"),
            'g' => write!(out, "{twelve}"),
            'G' => write!(out, "{hour}"),
            'h' => write!(out, "{twelve:02}"),
            'H' => write!(out, "{hour:02}"),
            'i' => write!(out, "{minute:02}"),
            's' => write!(out, "{:02}", time.second()),
            'u' => write!(out, "{:06}", time.subsec_nanosecond() / 1000),
            _ if (hour, minute) == (0, 0) => return self.gettext("midnight", out),
            _ if (hour, minute) == (12, 0) => return self.gettext("noon", out),
            _ => {
                self.push_time('f', time, out);
                out.push(' ');
                return self.push_time('a', time, out);
            }
        };
    }

    /// The clock and what holds in its zone.
    fn local(&self) -> Option<(Clock, Local)> {
        let clock = self.clock?;
        Some((clock, clock.local(self.value?.civil()?)?))
    }

    fn push_zone(&self, letter: char, out: &mut String) {
        let Some((clock, local)) = self.local() else { return };
        let aware = self.value.is_some_and(|it| it.clock().is_some());
        let _ = match letter {
            'e' if !aware => Ok(()),
            'O' => write!(out, "{}", numeric_offset(clock.offset)),
            'Z' => write!(out, "{}", clock.offset),
            _ => write!(out, "{}", local.abbreviation),
        };
    }

    /// Letters that take date and time together.
    fn push_whole(&self, letter: char, out: &mut String) -> Result<(), Unfit> {
        let value = self.value.ok_or(match letter {
            'r' | 'U' => Unfit::TypeError,
            _ => Unfit::AttributeError,
        });
        match letter {
            'I' => {
                if let Some((_, local)) = self.local() {
                    out.push(if local.daylight_saving { '1' } else { '0' });
                }
            }
            'c' => {
                let mut text = String::new();
                time::python_str(value?, &mut text);
                out.push_str(&text.replace(' ', "T"));
            }
            _ => {
                let civil = value?.civil().ok_or(Unfit::TypeError)?;
                self.push_instant(letter, civil, out);
            }
        }
        Ok(())
    }

    /// A date is meant at midnight, and without a zone in the host's.
    fn push_instant(&self, letter: char, civil: DateTime, out: &mut String) {
        let zone = || match (letter, self.date, self.time, self.clock) {
            ('r', Some(_), Some(_), None) => self.cx.zone(),
            _ => self.cx.host.default_time_zone(),
        };
        let clock = self.value.and_then(Temporal::clock).or(self.clock);
        let offset = clock.map_or_else(|| zone().offset(civil), |it| it.offset);
        match letter {
            'r' => rfc5322(civil, offset, out),
            _ => {
                // Python cuts the fraction off.
                let seconds = instant(civil, offset).map_or(0, |it| it.as_second());
                let _ = write!(out, "{seconds}");
            }
        }
    }

    /// § DateFormat.
    fn push_date(&self, letter: char, date: Date, out: &mut String) {
        let month = MONTHS.get((date.month() - 1).unsigned_abs() as usize).unwrap_or(&MONTHS[0]);
        let weekday = date.weekday().to_sunday_zero_offset();
        let day = DAYS.get(weekday.unsigned_abs() as usize).unwrap_or(&DAYS[0]);
        let week = date.iso_week_date();
        let _ = match letter {
            'b' => return self.gettext(month.short, out),
            'd' => write!(out, "{:02}", date.day()),
            'D' => return self.gettext(day.1, out),
            'E' => write!(out, "{}", self.cx.pgettext("alt. month", month.name)),
            'F' => return self.gettext(month.name, out),
            'j' => write!(out, "{}", date.day()),
            'l' => return self.gettext(day.0, out),
            'L' => write!(out, "{}", if date.in_leap_year() { "True" } else { "False" }),
            'm' => write!(out, "{:02}", date.month()),
            'M' => write!(out, "{}", title(&self.cx.gettext(month.short))),
            'n' => write!(out, "{}", date.month()),
            'N' => write!(out, "{}", self.cx.pgettext("abbrev. month", month.press)),
            'o' => write!(out, "{}", week.year()),
            'S' => write!(out, "{}", ordinal(date.day())),
            't' => write!(out, "{}", date.days_in_month()),
            'w' => write!(out, "{weekday}"),
            'W' => write!(out, "{}", week.week()),
            'y' => write!(out, "{:02}", date.year() % 100),
            'Y' => write!(out, "{:04}", date.year()),
            _ => write!(out, "{}", date.day_of_year()),
        };
    }
}

/// The clock of a moment, or the host's, if it shows this exactly once.
fn sure_clock(value: &Temporal, cx: Cx<'_>) -> Option<Clock> {
    let Temporal::DateTime { civil, clock } = *value else { return None };
    let clock = match clock {
        Some(clock) => clock,
        None => Temporal::in_zone(civil, cx.host.default_time_zone()).clock()?,
    };
    clock.zone.is_sure(civil).then_some(clock)
}

/// `+0200`
fn numeric_offset(offset: i32) -> String {
    let (sign, east) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
    format!("{sign}{:02}{:02}", east / 3600, east / 60 % 60)
}

/// A date of mails, always in English.
fn rfc5322(civil: DateTime, offset: i32, out: &mut String) {
    let date = civil.date();
    let month = MONTHS.get((date.month() - 1).unsigned_abs() as usize).unwrap_or(&MONTHS[0]);
    let day = DAYS.get(date.weekday().to_sunday_zero_offset().unsigned_abs() as usize).unwrap_or(&DAYS[0]);
    let short = month.name.get(..3).unwrap_or_default();
    let _ = write!(out, "{}, {:02} {short} {:04} ", day.1, date.day(), date.year());
    let _ = write!(out, "{:02}:{:02}:{:02} ", civil.hour(), civil.minute(), civil.second());
    out.push_str(&numeric_offset(offset));
    if offset % 60 != 0 {
        let _ = write!(out, "{:02}", offset.unsigned_abs() % 60);
    }
}

/// Python's `str.title()` of a short month.
fn title(text: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for it in text.chars() {
        if inside {
            out.extend(it.to_lowercase());
        } else {
            out.extend(it.to_uppercase());
        }
        inside = it.is_alphabetic();
    }
    Cow::Owned(out)
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

/// A month in Django's catalogue: in full, in three letters, and as the Associated Press has it.
struct Month {
    name: &'static str,
    short: &'static str,
    press: &'static str,
}

const fn month(name: &'static str, short: &'static str, press: &'static str) -> Month {
    Month { name, short, press }
}

const MONTHS: [Month; 12] = [
    month("January", "jan", "Jan."),
    month("February", "feb", "Feb."),
    month("March", "mar", "March"),
    month("April", "apr", "April"),
    month("May", "may", "May"),
    month("June", "jun", "June"),
    month("July", "jul", "July"),
    month("August", "aug", "Aug."),
    month("September", "sep", "Sept."),
    month("October", "oct", "Oct."),
    month("November", "nov", "Nov."),
    month("December", "dec", "Dec."),
];

const DAYS: [(&str, &str); 7] = [
    ("Sunday", "Sun"),
    ("Monday", "Mon"),
    ("Tuesday", "Tue"),
    ("Wednesday", "Wed"),
    ("Thursday", "Thu"),
    ("Friday", "Fri"),
    ("Saturday", "Sat"),
];
