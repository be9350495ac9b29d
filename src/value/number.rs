//! Numbers of three representations, compared exactly, and floats as Python writes them.

use super::Value;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt::Write;

/// A number, in whichever representation it came.
#[derive(Clone, Copy)]
pub(crate) enum Num<'a> {
    Int(i64),
    Float(f64),
    /// As [`Value::Number`] has it.
    Digits(&'a str),
}

impl<'a> Num<'a> {
    /// The number a value is; `True` is 1, as in Python.
    pub(crate) fn of(value: Value<'a>) -> Option<Num<'a>> {
        match value {
            Value::Bool(it) => Some(Num::Int(i64::from(it))),
            Value::Int(it) => Some(Num::Int(it)),
            Value::Float(it) => Some(Num::Float(it)),
            Value::Number(digits) => Some(Num::Digits(digits)),
            _ => None,
        }
    }

    /// Exact order; `None` only beside a NaN.
    pub(crate) fn order(self, other: Num<'_>) -> Option<Ordering> {
        match (self, other) {
            (Num::Int(a), Num::Int(b)) => Some(a.cmp(&b)),
            (Num::Float(a), Num::Float(b)) => a.partial_cmp(&b),
            (Num::Int(a), Num::Float(b)) => int_to_float(a, b),
            (Num::Float(a), Num::Int(b)) => int_to_float(b, a).map(Ordering::reverse),
            (a, b) => a.by_digits(b),
        }
    }

    fn by_digits(self, other: Num<'_>) -> Option<Ordering> {
        if let Some(order) = self.beside_infinity().or(other.beside_infinity().map(Ordering::reverse)) {
            return Some(order);
        }
        let (a, b) = (self.digits()?, other.digits()?);
        Some(Decimal::new(&a).order(&Decimal::new(&b)))
    }

    /// How an infinity compares with every finite number.
    fn beside_infinity(self) -> Option<Ordering> {
        match self {
            Num::Float(it) if it.is_infinite() => it.partial_cmp(&0.0),
            _ => None,
        }
    }

    /// All its decimal digits; `None` for NaN.
    fn digits(self) -> Option<String> {
        match self {
            Num::Int(it) => Some(it.to_string()),
            Num::Float(it) if it.is_nan() => None,
            // 1074 is the longest fraction of an `f64`.
            Num::Float(it) => Some(format!("{it:.1074}")),
            Num::Digits(digits) => Some(digits.to_owned()),
        }
    }
}

/// Compares without rounding the integer, which may have more bits than a float's mantissa.
fn int_to_float(int: i64, float: f64) -> Option<Ordering> {
    const BOUND: f64 = 9_223_372_036_854_775_808.0; // 2^63
    if float.is_nan() {
        return None;
    }
    if float >= BOUND {
        return Some(Ordering::Less);
    }
    if float < -BOUND {
        return Some(Ordering::Greater);
    }
    // In range, so the whole part converts exactly.
    let whole = float.trunc();
    Some(int.cmp(&(whole as i64)).then(0.0.partial_cmp(&(float - whole))?))
}

/// Whether it is `-?digits[.digits]`, a [`Value::Number`] without exponent.
pub(crate) fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    }
}

/// A [`Value::Number`] in its parts: sign, digits before and after the point, exponent.
struct Written<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
    exponent: i64,
}

impl<'a> Written<'a> {
    fn read(text: &'a str) -> Written<'a> {
        let (mantissa, exponent) = text.split_once(['E', 'e']).unwrap_or((text, "0"));
        let unsigned = mantissa.strip_prefix('-');
        let digits = unsigned.unwrap_or(mantissa);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        // What has no place in an i64 is as good as its end.
        let end = if exponent.starts_with('-') { i64::MIN / 4 } else { i64::MAX / 4 };
        let exponent = exponent.parse().unwrap_or(end).clamp(i64::MIN / 4, i64::MAX / 4);
        Written { negative: unsigned.is_some(), whole, fraction, exponent }
    }
}

/// Whether a [`Value::Number`] is zero.
pub(super) fn is_zero(number: &str) -> bool {
    let written = Written::read(number);
    !written.whole.bytes().chain(written.fraction.bytes()).any(|it| matches!(it, b'1'..=b'9'))
}

/// Digits of a number that is written out, beyond which Django writes an exponent.
const LONG: u64 = 200;

/// A [`Value::Number`] with an exponent, written out; with a lower-case exponent still when that would be long.
pub(super) fn written_out(number: &str) -> String {
    let Written { negative, whole, fraction, exponent } = Written::read(number);
    let all = [whole, fraction].concat();
    let digits = all.trim_start_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    let last = exponent - fraction.len() as i64;
    let parts =
        Parts { negative, digits: digits.to_owned(), exponent: last.saturating_add(digits.len() as i64 - 1) };
    let mut out = String::new();
    if last.unsigned_abs().saturating_add(digits.len() as u64) > LONG {
        scientific(&parts, 1, &mut out);
    } else if digits == "0" && last > 0 {
        out.push_str(if negative { "-0" } else { "0" });
    } else {
        positional(&parts, &mut out);
    }
    out
}

/// The whole part of a [`Value::Number`]; `None` when it is too long to be written out.
pub(crate) fn whole_digits(number: &str) -> Option<Cow<'_, str>> {
    if !number.contains(['E', 'e']) {
        return Some(Cow::Borrowed(number.split('.').next().unwrap_or_default()));
    }
    let out = written_out(number);
    match out.split_once('e') {
        Some((_, exponent)) if exponent.starts_with('-') => Some(Cow::Borrowed("0")),
        Some(_) => None,
        None => Some(Cow::Owned(out.split('.').next().unwrap_or_default().to_owned())),
    }
}

/// A decimal number as `0.digits * 10^point`, without the zeros that do not count.
struct Decimal {
    negative: bool,
    digits: String,
    point: i64,
}

impl Decimal {
    fn new(text: &str) -> Decimal {
        let Written { negative, whole, fraction, exponent } = Written::read(text);
        let all = [whole, fraction].concat();
        let digits = all.trim_start_matches('0');
        let point = whole.len() as i64 - (all.len() - digits.len()) as i64 + exponent;
        let digits = digits.trim_end_matches('0').to_owned();
        let zero = digits.is_empty();
        Decimal { negative: negative && !zero, digits, point: if zero { i64::MIN } else { point } }
    }

    fn order(&self, other: &Decimal) -> Ordering {
        let size = self.point.cmp(&other.point).then_with(|| self.digits.cmp(&other.digits));
        match (self.negative, other.negative) {
            (false, false) => size,
            (true, true) => size.reverse(),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

/// Appends Python's `repr()` of a float: `1.0`, `1e+20`, `1e-07`.
pub(crate) fn python_float(number: f64, out: &mut String) {
    if is_short(number) {
        decimal(number, out);
    } else if !special(number, out) {
        scientific(&Parts::of(number), 2, out);
    }
}

/// Appends a float as Django localises it: `100000000000000000000`, `0.0000001`; scientific only from
/// 200 digits on.
pub(crate) fn django_float(number: f64, out: &mut String) {
    if is_short(number) {
        decimal(number, out);
    } else if !special(number, out) {
        let parts = Parts::of(number);
        if parts.beyond_200_digits() { scientific(&parts, 1, out) } else { positional(&parts, out) }
    }
}

/// Whether Python writes it without an exponent.
fn is_short(number: f64) -> bool {
    number == 0.0 || (1e-4..1e16).contains(&number.abs())
}

/// Appends a number without exponent, with at least one digit after the point.
fn decimal(number: f64, out: &mut String) {
    let start = out.len();
    let _ = write!(out, "{number:?}"); // a String takes everything
    if out.len() - start > TIES {
        out.truncate(start);
        let parts = Parts::of(number);
        positional(&parts, out);
        if parts.is_whole() {
            out.push_str(".0");
        }
    }
}

/// Writes what is no number; says whether it did.
fn special(number: f64, out: &mut String) -> bool {
    let text = match number {
        it if it.is_nan() => "nan",
        f64::INFINITY => "inf",
        f64::NEG_INFINITY => "-inf",
        _ => return false,
    };
    out.push_str(text);
    true
}

/// Up to so many digits, one shortest decimal reads back as the number. Beyond, two may be equally
/// near, of which Python takes the even one and Rust the upper one.
const TIES: usize = 15;

/// A float as the shortest decimal that reads back as the same number.
struct Parts {
    negative: bool,
    /// All digits; the point is after the first.
    digits: String,
    exponent: i64,
}

impl Parts {
    fn of(number: f64) -> Parts {
        let shortest = Parts::read(&format!("{number:e}"));
        if shortest.digits.len() <= TIES {
            return shortest;
        }
        // Exact digits are rounded half to even.
        let even = format!("{number:.*e}", shortest.digits.len() - 1);
        if even.parse() == Ok(number) { Parts::read(&even) } else { shortest }
    }

    /// Reads what `{:e}` wrote.
    fn read(text: &str) -> Parts {
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        Parts {
            negative: mantissa.starts_with('-'),
            digits: mantissa.chars().filter(char::is_ascii_digit).collect(),
            exponent: exponent.parse().unwrap_or(0),
        }
    }

    /// The exponent of the last digit.
    fn last(&self) -> i64 {
        self.exponent + 1 - self.digits.len() as i64
    }

    fn is_whole(&self) -> bool {
        self.last() >= 0
    }

    /// Django's bound: digits and exponent of the decimal number, together.
    fn beyond_200_digits(&self) -> bool {
        self.last().unsigned_abs() + self.digits.len() as u64 > LONG
    }
}

/// Appends a mantissa and an exponent with a sign and at least `width` digits.
fn scientific(parts: &Parts, width: usize, out: &mut String) {
    sign(parts, out);
    let (first, rest) = parts.digits.split_at_checked(1).unwrap_or((&parts.digits, ""));
    let (point, sign) = (if rest.is_empty() { "" } else { "." }, if parts.exponent < 0 { '-' } else { '+' });
    let _ = write!(out, "{first}{point}{rest}e{sign}{:0width$}", parts.exponent.unsigned_abs());
}

/// Appends all digits before and after the point.
fn positional(parts: &Parts, out: &mut String) {
    sign(parts, out);
    match usize::try_from(parts.exponent) {
        Ok(exponent) if parts.is_whole() => {
            let _ = write!(out, "{:0<width$}", parts.digits, width = exponent + 1);
        }
        Ok(exponent) => {
            let (whole, fraction) =
                parts.digits.split_at_checked(exponent + 1).unwrap_or((&parts.digits, "0"));
            let _ = write!(out, "{whole}.{fraction}");
        }
        Err(_) => {
            let zeros = usize::try_from(-1 - parts.exponent).unwrap_or(0);
            let _ = write!(out, "0.{:0<zeros$}{}", "", parts.digits);
        }
    }
}

fn sign(parts: &Parts, out: &mut String) {
    if parts.negative {
        out.push('-');
    }
}
