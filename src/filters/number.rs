//! Filters on numbers.

use super::Filtered;
use super::coerce::{Whole, fault, float_of, int, whole};
use super::decimal::Decimal;
use super::list::Sequence;
use super::safety::{html, html_origin, keep_safe, reserve, scalar, str_of, weaker};
use super::wording::{filled, unbreakable};
use crate::diagnostics::Error;
use crate::value::{Cx, Grouped, Localize, NumberStyle, Value, digits, number_with, whole_digits};
use std::borrow::Cow;

/// The sum of two numbers, or of a date and a span; two texts or lists one after the other. Nothing when there is
/// none of these.
pub(super) fn add<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let argument = argument.unwrap_or(Value::None);
    match (int(value), int(argument)) {
        (Whole::Is(a), Whole::Is(b)) => match a.checked_add(b) {
            Some(sum) => whole(sum, cx),
            None => Err(fault("add", "smaller numbers", value)),
        },
        (Whole::TooLarge, _) if is_infinite(value) => Err(fault("add", "a finite number", value)),
        (Whole::Is(_) | Whole::TooLarge, Whole::TooLarge) => Err(fault("add", "smaller numbers", argument)),
        (Whole::TooLarge, Whole::Is(_)) => Err(fault("add", "smaller numbers", value)),
        _ => concatenated(value, argument, cx),
    }
}

fn concatenated<'a>(a: Value<'a>, b: Value<'a>, cx: Cx<'a>) -> Filtered<'a> {
    match (a, b) {
        (Value::Duration(a), Value::Duration(b)) => {
            return Ok(a.checked_add(b).map_or(Value::Str(""), Value::Duration));
        }
        (Value::Time(moment), Value::Duration(span)) | (Value::Duration(span), Value::Time(moment)) => {
            let later = moment.later(span).map(|it| cx.arena.put(it)).transpose()?;
            return Ok(later.map_or(Value::Str(""), Value::Time));
        }
        _ => {}
    }
    if let (Some(left), Some(right)) = (a.as_str(), b.as_str()) {
        reserve(left.len().saturating_add(right.len()), cx)?;
        let text = cx.arena.str(&[left, right].concat())?;
        return Ok(match (html_origin(a), html_origin(b)) {
            (Some(a), Some(b)) => html(weaker(a, b), text),
            _ => Value::Str(text),
        });
    }
    let tuples = (matches!(a, Value::Tuple(_)), matches!(b, Value::Tuple(_)));
    match (Sequence::of(a), Sequence::of(b), tuples) {
        (Some(left), Some(right), (true, true)) => Ok(Value::Tuple(chained(left, right, cx)?)),
        (Some(left), Some(right), (false, false)) => Ok(Value::List(chained(left, right, cx)?)),
        _ if not_a_number(a) && is_number(b) || is_number(a) && not_a_number(b) => Ok(Value::Float(f64::NAN)),
        _ => Ok(Value::Str("")),
    }
}

fn chained<'a>(a: Sequence<'a>, b: Sequence<'a>, cx: Cx<'a>) -> Result<&'a [Value<'a>], Error> {
    let len = a.len().saturating_add(b.len());
    reserve(len.saturating_mul(size_of::<Value<'_>>()), cx)?;
    let left = (0..a.len()).map(|it| a.get(it, cx));
    let items: Result<Vec<_>, Error> = left.chain((0..b.len()).map(|it| b.get(it, cx))).collect();
    cx.arena.list(&items?)
}

fn is_infinite(value: Value<'_>) -> bool {
    matches!(value, Value::Float(it) if it.is_infinite())
}

fn is_number(value: Value<'_>) -> bool {
    matches!(value, Value::Bool(_) | Value::Int(_) | Value::Float(_))
}

fn not_a_number(value: Value<'_>) -> bool {
    matches!(value, Value::Float(it) if it.is_nan())
}

/// Whether the argument divides the value. Whatever is no whole number is an error.
pub(super) fn divisibleby<'a>(value: Value<'a>, argument: Option<Value<'a>>, _: Cx<'a>) -> Filtered<'a> {
    let argument = argument.unwrap_or(Value::None);
    let divisor = int(argument).or_fail("divisibleby", argument)?;
    if let (Whole::TooLarge, Value::Number(digits)) = (int(value), value)
        && let Some(digits) = whole_digits(digits)
        && let Some(divides) = divides(divisor, &digits)
    {
        return Ok(Value::Bool(divides));
    }
    match int(value).or_fail("divisibleby", value)?.checked_rem(divisor) {
        Some(rest) => Ok(Value::Bool(rest == 0)),
        None => Err(fault("divisibleby", "a number other than 0", argument)),
    }
}

/// Whether a number of any length is a multiple of another; `None` for 0, and for one that is very large.
fn divides(divisor: i128, digits: &str) -> Option<bool> {
    let divisor = u64::try_from(divisor.unsigned_abs()).ok().filter(|it| *it > 0)?;
    let digits = digits.bytes().filter(u8::is_ascii_digit).map(|it| u128::from(it - b'0'));
    Some(digits.fold(0, |rest, digit| (rest * 10 + digit) % u128::from(divisor)) == 0)
}

/// The digit at a place, 1 being the rightmost; the value as it is when there is nothing to count.
pub(super) fn get_digit<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let argument = argument.unwrap_or(Value::None);
    let (place, number) = match (int(argument), int(value)) {
        (Whole::Is(place), Whole::Is(number)) => (place, number),
        (Whole::Unreadable, _) | (Whole::Is(_), Whole::Unreadable) => return Ok(value),
        (Whole::Is(_), _) => return Err(fault("get_digit", "a whole number", value)),
        _ => return Err(fault("get_digit", "a whole number", argument)),
    };
    if place < 1 {
        return whole(number, cx);
    }
    let digits = number.to_string();
    let at = usize::try_from(place).ok().and_then(|it| digits.len().checked_sub(it));
    match at.and_then(|it| digits.as_bytes().get(it)) {
        Some(digit) if digit.is_ascii_digit() => Ok(Value::Int(i64::from(digit - b'0'))),
        Some(_) => Err(fault("get_digit", "a digit at this place", value)),
        None => Ok(Value::Int(0)),
    }
}

/// A count of bytes for people: `1.5 KB`, with a no-break space.
pub(super) fn filesizeformat<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let (text, negative) = match int(value) {
        Whole::Is(bytes) => (file_size(bytes.unsigned_abs(), cx)?, bytes < 0),
        Whole::TooLarge => {
            let bytes = float_of(value).filter(|it| it.is_finite());
            let bytes = bytes.ok_or_else(|| fault("filesizeformat", "a finite number", value))?;
            (in_units(bytes.abs(), UNITS.len(), cx)?, bytes < 0.0)
        }
        _ => (file_size(0, cx)?, false),
    };
    let text = unbreakable(&format!("{}{text}", if negative { "-" } else { "" }));
    Ok(Value::Str(cx.arena.str(&text)?))
}

/// Each 1024 of the one before it.
const UNITS: [&str; 5] = ["%s KB", "%s MB", "%s GB", "%s TB", "%s PB"];

fn file_size(size: u128, cx: Cx<'_>) -> Result<String, Error> {
    let power = size.checked_ilog2().unwrap_or(0) as usize / 10;
    if power > 0 {
        return in_units(size as f64, power.min(UNITS.len()), cx);
    }
    let message = cx.ngettext(None, "%(size)d byte", "%(size)d bytes", size as u64);
    Ok(filled(&message, "size", &size.to_string()))
}

/// In the unit of a power of 1024, which is not 0.
fn in_units(size: f64, power: usize, cx: Cx<'_>) -> Result<String, Error> {
    let number = size / 1024f64.powi(power as i32);
    // What has been rounded is the nearest float again.
    let rounded = format!("{number:.1}").parse().unwrap_or(number);
    let mut text = String::new();
    let style = NumberStyle::of(cx.language_scope()?, Grouped::BySetting);
    number_with(Value::Float(rounded), Some(1), style, &mut text);
    let unit = UNITS.get(power.wrapping_sub(1)).copied().unwrap_or_default();
    Ok(filled(&cx.gettext(unit), "size", &text))
}

/// What the argument of `floatformat` says.
struct Places {
    decimals: u32,
    /// Whole numbers are shown without decimals.
    only_if_needed: bool,
    grouped: Grouped,
    localize: Localize,
}

/// A number rounded half up to some decimals; nothing for what is no number.
pub(super) fn floatformat<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let argument = argument.unwrap_or(Value::Int(-1));
    if argument.as_str() == Some("") {
        return Err(fault("floatformat", "a number of decimals", argument));
    }
    let text = match value {
        // Python's `float(True)`.
        Value::Bool(it) => {
            if it {
                "1.0"
            } else {
                "0.0"
            }
        }
        _ => str_of(value, cx)?,
    };
    let unchanged = || keep_safe(value, cx, |text| Ok(Cow::Borrowed(text)));
    let number = Decimal::parse(text);
    if number.is_none() && !is_non_finite(text) {
        return Ok(Value::Str(""));
    }
    let places = places(argument)?;
    let (Some(number), Some(places)) = (number.filter(Decimal::is_moderate), places) else {
        return unchanged();
    };
    reserve(places.decimals as usize, cx)?;
    let decimals = if places.only_if_needed && number.is_whole() { 0 } else { places.decimals };
    let text = number.rounded(decimals).print(decimals);
    let cx = cx.in_scope(|it| it.localize = places.localize)?;
    let mut out = String::new();
    digits(&text, Some(decimals as usize), NumberStyle::of(cx, places.grouped), &mut out);
    Ok(scalar(cx.arena.str(&out)?))
}

/// A float with so many decimals, halves away from zero, as the language writes it.
pub(super) fn localized(number: f64, decimals: u32, cx: Cx<'_>) -> Result<String, Error> {
    let argument = Value::Int(decimals.into());
    Ok(str_of(floatformat(Value::Float(number), Some(argument), cx)?, cx)?.to_owned())
}

fn is_non_finite(text: &str) -> bool {
    text.trim().parse::<f64>().is_ok_and(|it| !it.is_finite())
        && !text.contains(|it: char| it.is_ascii_digit())
}

/// `None` when the argument is text that is no number: then the value stays as it is.
fn places(argument: Value<'_>) -> Result<Option<Places>, Error> {
    let (number, suffix) = match argument.as_str() {
        Some(text) => {
            let digits = without_suffix(text);
            let suffix = text.get(digits.len()..).unwrap_or_default();
            (int(if digits.is_empty() { Value::Int(-1) } else { Value::Str(digits) }), suffix)
        }
        None => (int(argument), ""),
    };
    match number {
        Whole::Is(number) => Ok(Some(Places {
            decimals: u32::try_from(number.unsigned_abs()).unwrap_or(u32::MAX),
            only_if_needed: number <= 0,
            grouped: if suffix.contains('g') { Grouped::Always } else { Grouped::BySetting },
            localize: if suffix.contains('u') { Localize::Settings } else { Localize::Language },
        })),
        Whole::Unreadable => Ok(None),
        _ => Err(fault("floatformat", "a number of decimals", argument)),
    }
}

/// Without `g` (grouped), `u` (not localised) or both.
fn without_suffix(text: &str) -> &str {
    let both = text.strip_suffix("gu").or_else(|| text.strip_suffix("ug"));
    both.or_else(|| text.strip_suffix(['g', 'u'])).unwrap_or(text)
}
