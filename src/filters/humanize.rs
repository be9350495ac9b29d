//! Filters of the library `humanize`: numbers and dates for people.

use super::Filtered;
use super::coerce::fault;
use super::date;
use super::decimal::Decimal;
use super::number::localized;
use super::safety::{html, html_origin, scalar, str_of};
use super::since::{Wording, time_between};
use super::wording::filled;
use crate::diagnostics::Error;
use crate::value::{
    Cx, Grouped, NumberStyle, Origin, Temporal, Value, digit, is_space, number_with, truth, whole_digits,
};
use jiff::SignedDuration;

/// Python's `int(value)`, however long.
enum Integer {
    /// `-?digits`, without leading zeros.
    Is(String),
    /// Python's `TypeError` or `ValueError`.
    No,
    /// Python's `OverflowError`.
    Infinite,
}

impl Integer {
    fn of(value: Value<'_>) -> Integer {
        match value {
            Value::Bool(it) => Integer::Is(u8::from(it).to_string()),
            Value::Int(it) => Integer::Is(it.to_string()),
            Value::Float(it) if it.is_infinite() => Integer::Infinite,
            Value::Float(it) if it.is_nan() => Integer::No,
            Value::Float(it) => Integer::read(&format!("{:.0}", it.trunc())),
            Value::Number(digits) => whole_digits(digits).map_or(Integer::No, |it| Integer::read(&it)),
            Value::Str(text) | Value::Safe(_, text) => Integer::read(text.trim_matches(is_space)),
            _ => Integer::No,
        }
    }

    fn read(text: &str) -> Integer {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let whole = !unsigned.contains(['.', 'e', 'E']) && is_underscored(unsigned);
        let Some(number) = Decimal::parse(text).filter(|_| whole) else { return Integer::No };
        Integer::Is(number.print(0))
    }
}

/// Whether every `_` stands between two digits, as Python wants it.
fn is_underscored(text: &str) -> bool {
    !text.starts_with('_') && !text.ends_with('_') && !text.contains("__")
}

/// A whole number as a value.
fn whole<'a>(digits: &str, cx: Cx<'a>) -> Filtered<'a> {
    match digits.parse() {
        Ok(small) => Ok(Value::Int(small)),
        Err(_) => Ok(Value::Number(cx.arena.str(digits)?)),
    }
}

/// `1st`, `2nd`, `3rd`. Translations may hold markup.
pub(super) fn ordinal<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let digits = match Integer::of(value) {
        Integer::Is(digits) => digits,
        Integer::No => return Ok(value),
        Integer::Infinite => return Err(fault("ordinal", "a finite number", value)),
    };
    if digits.starts_with('-') {
        return Ok(scalar(cx.arena.str(&digits)?));
    }
    let (context, pattern) = ordinal_pattern(&digits);
    let text = cx.arena.str(&cx.pgettext(context, pattern).replace("{}", &digits))?;
    Ok(if text.contains(['<', '&']) { html(Origin::Trusted, text) } else { scalar(text) })
}

/// The message for a number, by its last digits.
fn ordinal_pattern(digits: &str) -> (&'static str, &'static str) {
    const BY_LAST: [(&str, &str); 10] = [
        ("ordinal 0", "{}th"),
        ("ordinal 1", "{}st"),
        ("ordinal 2", "{}nd"),
        ("ordinal 3", "{}rd"),
        ("ordinal 4", "{}th"),
        ("ordinal 5", "{}th"),
        ("ordinal 6", "{}th"),
        ("ordinal 7", "{}th"),
        ("ordinal 8", "{}th"),
        ("ordinal 9", "{}th"),
    ];
    if digits == "1" {
        return ("ordinal is 1", "{}st");
    }
    if ["11", "12", "13"].iter().any(|it| digits.ends_with(it)) {
        return ("ordinal 11, 12, 13", "{}th");
    }
    let last = digits.bytes().last().map_or(0, |it| usize::from(it.wrapping_sub(b'0')));
    BY_LAST.get(last).copied().unwrap_or(("ordinal 0", "{}th"))
}

/// A number with separators between its thousands, as the language has them.
pub(super) fn intcomma<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let by_language = argument.map_or(Ok(true), |it| truth(it, cx))?;
    let cx_of_language = cx.language_scope()?;
    let style = NumberStyle::of(cx_of_language, Grouped::Always);
    let mut out = String::new();
    let number = if by_language { exact(value, cx)? } else { None };
    if let Some(name) = value.as_str().and_then(non_finite).filter(|_| by_language) {
        return Ok(scalar(name));
    }
    match number {
        Some(number) if number_with(number, None, style, &mut out) => Ok(scalar(cx.arena.str(&out)?)),
        _ => {
            let text = cx.arena.str(&with_commas(str_of(value, cx)?))?;
            Ok(html_origin(value).map_or(Value::Str(text), |origin| html(origin, text)))
        }
    }
}

/// What Python's `Decimal(value)` takes, as a number; floats stay what they are.
fn exact<'a>(value: Value<'a>, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
    Ok(match value {
        Value::Bool(it) => Some(Value::Int(it.into())),
        Value::Int(_) | Value::Float(_) | Value::Number(_) => Some(value),
        Value::Str(text) | Value::Safe(_, text) => read(text.trim_matches(is_space), cx)?,
        _ => None,
    })
}

fn read<'a>(text: &'a str, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
    let Some(number) = Decimal::parse(text) else { return Ok(None) };
    if !number.is_moderate() {
        return Ok(Some(Value::Number(cx.arena.str(&number.scientific())?)));
    }
    let sign = if text.starts_with('-') && number.is_zero() { "-" } else { "" };
    let digits = number.print(number.decimals());
    Ok(Some(Value::Number(cx.arena.str(&format!("{sign}{digits}"))?)))
}

/// How Python's `Decimal` prints a text that is no finite number.
fn non_finite(text: &str) -> Option<&'static str> {
    let text = text.trim_matches(is_space);
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match &*unsigned.to_ascii_lowercase() {
        "inf" | "infinity" if text.starts_with('-') => Some("-Infinity"),
        "inf" | "infinity" => Some("Infinity"),
        "nan" if text.starts_with('-') => Some("-NaN"),
        "nan" => Some("NaN"),
        _ => None,
    }
}

/// A comma after every three digits from the right of what a text begins with.
fn with_commas(text: &str) -> String {
    let start = usize::from(text.starts_with('-'));
    let len = text[start..].chars().take_while(|it| digit(*it).is_some()).map(char::len_utf8).sum::<usize>();
    let (sign, digits, rest) = (&text[..start], &text[start..start + len], &text[start + len..]);
    let count = digits.chars().count();
    let mut out = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        out.push_str(if at > 0 && (count - at).is_multiple_of(3) { "," } else { "" });
        out.push(digit);
    }
    out.push_str(rest);
    out
}

/// Large numbers that have a name, by their power of ten.
const NAMED: [(usize, &str); 11] = [
    (6, "%(value)s million"),
    (9, "%(value)s billion"),
    (12, "%(value)s trillion"),
    (15, "%(value)s quadrillion"),
    (18, "%(value)s quintillion"),
    (21, "%(value)s sextillion"),
    (24, "%(value)s septillion"),
    (27, "%(value)s octillion"),
    (30, "%(value)s nonillion"),
    (33, "%(value)s decillion"),
    (100, "%(value)s googol"),
];

/// A large number in words: `1.2 million`.
pub(super) fn intword<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let digits = match Integer::of(value) {
        Integer::Is(digits) => digits,
        Integer::No => return Ok(value),
        Integer::Infinite => return Err(fault("intword", "a finite number", value)),
    };
    let len = digits.trim_start_matches('-').len();
    let named = NAMED.iter().find(|it| len <= it.0 + 3).filter(|_| len > 6);
    let Some((power, message)) = named else { return whole(&digits, cx) };
    // The nearest float, as Python divides.
    let share: f64 = format!("{digits}e-{power}").parse().unwrap_or(0.0);
    let shown = localized(share, 1, cx)?;
    let text = filled(&cx.ngettext(None, message, message, away_from_one(share)), "value", &shown);
    Ok(Value::Str(cx.arena.str(&text)?))
}

/// The number that decides between one and many: rounded so that only 1 itself is one.
#[allow(clippy::cast_sign_loss, reason = "it is an absolute value")]
fn away_from_one(share: f64) -> u64 {
    let distance = share - 1.0;
    (distance.abs().ceil().copysign(distance) + 1.0).abs() as u64
}

/// The numbers from one to nine in words.
pub(super) fn apnumber<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    const WORDS: [&str; 9] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let digits = match Integer::of(value) {
        Integer::Is(digits) => digits,
        Integer::No => return Ok(value),
        Integer::Infinite => return Err(fault("apnumber", "a finite number", value)),
    };
    let word = digits.parse::<usize>().ok().and_then(|it| WORDS.get(it.checked_sub(1)?));
    match word {
        Some(word) => Ok(Value::Str(cx.arena.str(&cx.gettext(word))?)),
        None => whole(&digits, cx),
    }
}

/// `today`, `tomorrow`, `yesterday`, or the date by a format.
pub(super) fn naturalday<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let Value::Time(moment) = value else { return Ok(value) };
    let shown = moment.shown(cx);
    let Some(civil) = shown.civil() else { return Ok(value) };
    let now = cx.now()?;
    let today = shown.clock().map_or_else(|| cx.naive(now), |it| Temporal::at(now, it.zone)).civil();
    let today = today.unwrap_or(civil).date();
    let days = civil.date().duration_since(today).as_secs() / 86_400;
    let word = match days {
        0 => "today",
        1 => "tomorrow",
        -1 => "yesterday",
        _ => {
            let date = cx.arena.put(Temporal::Date(civil.date()))?;
            return date::date(Value::Time(date), argument, cx);
        }
    };
    Ok(Value::Str(cx.arena.str(&cx.gettext(word))?))
}

/// How long ago, or from now, in one unit; in two from a day on.
pub(super) fn naturaltime<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let Value::Time(moment @ (Temporal::DateTime { .. } | Temporal::Date(_))) = value else {
        return Ok(value);
    };
    let Temporal::DateTime { civil, clock } = *moment else {
        return Err(fault("naturaltime", "a date with a time", value));
    };
    let now = cx.now()?;
    let (now, ago) = match (clock, moment.instant()) {
        (Some(_), Some(instant)) => (Temporal::at(now, crate::host::Zone::UTC), now.duration_since(instant)),
        _ => {
            let now = cx.naive(now);
            (now, now.civil().unwrap_or(civil).duration_since(civil))
        }
    };
    let text = if ago.is_positive() {
        apart(moment, &now, ago, &PAST, cx)?
    } else {
        apart(moment, &now, ago.checked_neg().unwrap_or(SignedDuration::MAX), &FUTURE, cx)?
    };
    Ok(Value::Str(cx.arena.str(&text)?))
}

/// One direction of time in words.
struct Direction {
    until: bool,
    context: &'static str,
    days: &'static str,
    hours: (&'static str, &'static str),
    minutes: (&'static str, &'static str),
    seconds: (&'static str, &'static str),
}

const PAST: Direction = Direction {
    until: false,
    context: "naturaltime-past",
    days: "%(delta)s ago",
    hours: ("an hour ago", "%(count)s\u{a0}hours ago"),
    minutes: ("a minute ago", "%(count)s\u{a0}minutes ago"),
    seconds: ("a second ago", "%(count)s\u{a0}seconds ago"),
};

const FUTURE: Direction = Direction {
    until: true,
    context: "naturaltime-future",
    days: "%(delta)s from now",
    hours: ("an hour from now", "%(count)s\u{a0}hours from now"),
    minutes: ("a minute from now", "%(count)s\u{a0}minutes from now"),
    seconds: ("a second from now", "%(count)s\u{a0}seconds from now"),
};

fn apart(
    moment: &Temporal,
    now: &Temporal,
    apart: SignedDuration,
    direction: &Direction,
    cx: Cx<'_>,
) -> Result<String, Error> {
    let seconds = apart.as_secs();
    let counted = |(one, many), count: i64| {
        let plural = u64::try_from(count).unwrap_or_default();
        filled(&cx.ngettext(None, one, many, plural), "count", &count.to_string())
    };
    Ok(match seconds {
        0 => cx.gettext("now").into_owned(),
        1..60 => counted(direction.seconds, seconds),
        60..3600 => counted(direction.minutes, seconds / 60),
        3600..86_400 => counted(direction.hours, seconds / 3600),
        _ => {
            let wording = Wording { context: Some(direction.context), depth: 2 };
            let delta = time_between(moment, Some(now), direction.until, &wording, cx)?;
            filled(&cx.gettext(direction.days), "delta", &delta.unwrap_or_default())
        }
    })
}
