//! What Python's dates, spans, numbers and texts have under a name: attributes, and methods that need no argument.

use super::letters::{all_cased, capitalized, is_space, swapped, titled};
use super::{Cx, Temporal, Value, digit, plain_text};
use crate::diagnostics::Error;
use crate::host::instant;
use jiff::SignedDuration;
use jiff::civil::{Date, Time};

/// Of a text. What a method gives is plain text, whoever vouches for the text it has.
pub(super) fn of_text<'a>(text: &'a str, name: &str, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
    let all = |is: fn(char) -> bool| Value::Bool(!text.is_empty() && text.chars().all(is));
    let made = |text: String| cx.arena.str(&text).map(Value::Str);
    Ok(Some(match name {
        "upper" => made(text.to_uppercase())?,
        "lower" | "casefold" => made(text.to_lowercase())?,
        "title" => made(titled(text))?,
        "capitalize" => made(capitalized(text))?,
        "swapcase" => made(swapped(text))?,
        "strip" => Value::Str(text.trim_matches(is_space)),
        "lstrip" => Value::Str(text.trim_start_matches(is_space)),
        "rstrip" => Value::Str(text.trim_end_matches(is_space)),
        "split" | "rsplit" => listed(text.split(is_space).filter(|it| !it.is_empty()), cx)?,
        "splitlines" => listed(lines(text), cx)?,
        "isdecimal" | "isdigit" => all(|it| digit(it).is_some()),
        "isnumeric" => all(char::is_numeric),
        "isalpha" => all(char::is_alphabetic),
        "isalnum" => all(char::is_alphanumeric),
        "isspace" => all(is_space),
        "isascii" => Value::Bool(text.is_ascii()),
        "isupper" => Value::Bool(all_cased(text, char::is_uppercase)),
        "islower" => Value::Bool(all_cased(text, char::is_lowercase)),
        _ => return Ok(None),
    }))
}

fn listed<'a>(parts: impl Iterator<Item = &'a str>, cx: Cx<'a>) -> Result<Value<'a>, Error> {
    let parts: Vec<Value<'a>> = parts.map(Value::Str).collect();
    cx.arena.list(&parts).map(Value::List)
}

/// Python's `str.splitlines()`.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let ends = |it: char| matches!(it, '\n'..='\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (line, after) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
        let mut end = after.chars();
        let crlf = after.starts_with("\r\n");
        end.nth(usize::from(crlf));
        rest = end.as_str();
        Some(line)
    })
}

/// Of a number.
pub(super) fn of_number<'a>(value: Value<'a>, name: &str) -> Option<Value<'a>> {
    let whole = match value {
        Value::Bool(it) => Some(i64::from(it)),
        Value::Int(it) => Some(it),
        _ => None,
    };
    Some(match (name, whole, value) {
        ("real" | "numerator" | "conjugate", Some(number), _) => Value::Int(number),
        ("imag", Some(_), _) => Value::Int(0),
        ("denominator", Some(_), _) => Value::Int(1),
        ("bit_length", Some(number), _) => Value::Int(i64::from(64 - number.unsigned_abs().leading_zeros())),
        ("is_integer", Some(_), _) => Value::Bool(true),
        ("real" | "conjugate", None, _) => value,
        ("imag", None, _) => Value::Float(0.0),
        ("is_integer", None, Value::Float(number)) => {
            Value::Bool(number.is_finite() && number.fract() == 0.0)
        }
        _ => return None,
    })
}

/// Of a span of time: days counted down, seconds and microseconds up.
pub(super) fn of_span<'a>(span: SignedDuration, name: &str) -> Option<Value<'a>> {
    const SECOND: i128 = 1_000_000;
    const DAY: i128 = 86_400 * SECOND;
    let micros = span.as_micros();
    let number = match name {
        "days" => micros.div_euclid(DAY),
        "seconds" => micros.rem_euclid(DAY) / SECOND,
        "microseconds" => micros.rem_euclid(SECOND),
        "total_seconds" => return Some(Value::Float(span.as_secs_f64())),
        _ => return None,
    };
    i64::try_from(number).ok().map(Value::Int)
}

/// Of a date, a time of day, or both.
pub(super) fn of_moment<'a>(
    moment: &'a Temporal,
    name: &str,
    cx: Cx<'a>,
) -> Result<Option<Value<'a>>, Error> {
    let (date, time) = match *moment {
        Temporal::Date(date) => (Some(date), None),
        Temporal::Time(time) => (None, Some(time)),
        Temporal::DateTime { civil, .. } => (Some(civil.date()), Some(civil.time())),
    };
    let number = date.and_then(|it| of_date(it, name)).or_else(|| time.and_then(|it| of_time(it, name)));
    if let Some(number) = number {
        return Ok(Some(Value::Int(number)));
    }
    let kept = |it: Temporal| cx.arena.put(it).map(|it| Some(Value::Time(it)));
    match (name, date, time) {
        ("isoformat", ..) => {
            let text = plain_text(Value::Time(moment), cx)?.replace(' ', "T");
            Ok(Some(Value::Str(cx.arena.str(&text)?)))
        }
        ("date", Some(date), Some(_)) => kept(Temporal::Date(date)),
        ("time", Some(_), Some(time)) => kept(Temporal::Time(time)),
        ("tzinfo" | "tzname" | "utcoffset", _, Some(_)) => of_clock(moment, name, cx),
        ("timestamp", Some(_), Some(_)) => Ok(timestamp(moment, cx)),
        _ => Ok(None),
    }
}

fn of_date(date: Date, name: &str) -> Option<i64> {
    Some(match name {
        "year" => date.year().into(),
        "month" => date.month().into(),
        "day" => date.day().into(),
        "weekday" => date.weekday().to_monday_zero_offset().into(),
        "isoweekday" => date.weekday().to_monday_one_offset().into(),
        _ => return None,
    })
}

fn of_time(time: Time, name: &str) -> Option<i64> {
    Some(match name {
        "hour" => time.hour().into(),
        "minute" => time.minute().into(),
        "second" => time.second().into(),
        "microsecond" => (time.subsec_nanosecond() / 1000).into(),
        _ => return None,
    })
}

/// What the clock says of itself; `None`, which a naive one says, is a value.
fn of_clock<'a>(moment: &'a Temporal, name: &str, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
    let (Some(clock), Some(civil)) = (moment.clock(), moment.civil()) else { return Ok(Some(Value::None)) };
    Ok(Some(match name {
        "tzinfo" => Value::Object(cx.arena.put(clock.zone)?),
        "utcoffset" => Value::Duration(SignedDuration::from_secs(clock.offset.into())),
        _ => match clock.local(civil) {
            Some(local) => Value::Str(cx.arena.str(&local.abbreviation)?),
            None => Value::None,
        },
    }))
}

/// Seconds since 1970; a naive moment is meant in the host's zone.
fn timestamp<'a>(moment: &Temporal, cx: Cx<'a>) -> Option<Value<'a>> {
    let civil = moment.civil()?;
    let offset = moment.clock().map_or_else(|| cx.host.default_time_zone().offset(civil), |it| it.offset);
    let micros = instant(civil, offset)?.as_microsecond();
    Some(Value::Float(micros as f64 / 1e6))
}

#[cfg(test)]
mod tests {
    use super::{capitalized, lines, swapped};

    #[test]
    fn lines_end_where_python_ends_them() {
        let parts: Vec<&str> = lines("a\r\nb\n\nc\rd\u{2028}e\x1cf\n").collect();
        assert_eq!(parts, ["a", "b", "", "c", "d", "e", "f"]);
        assert_eq!(lines("").count(), 0);
    }

    #[test]
    fn letters_change_their_case_as_in_python() {
        assert_eq!(capitalized("ßA ΟΔΟΣ"), "Ssa οδος");
        assert_eq!(capitalized("ǆB"), "ǅb");
        assert_eq!(swapped("aB ß"), "Ab SS");
    }
}
