//! Numbers of three representations, compared exactly, and floats as Python writes them.

use super::Value;
use std::cmp::Ordering;
use std::fmt::Write;

/// A number, in whichever representation it came.
#[derive(Clone, Copy)]
pub(crate) enum Num<'a> {
    Int(i64),
    Float(f64),
    /// `-?digits[.digits]`.
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

/// Whether it is `-?digits[.digits]`, the form of [`Value::Number`].
pub(crate) fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    }
}

/// A decimal number's parts without the zeros that do not count.
struct Decimal<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Decimal<'a> {
    fn new(text: &'a str) -> Decimal<'a> {
        let unsigned = text.strip_prefix('-');
        let (whole, fraction) =
            unsigned.unwrap_or(text).split_once('.').unwrap_or((unsigned.unwrap_or(text), ""));
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let zero = whole.is_empty() && fraction.is_empty();
        Decimal { negative: unsigned.is_some() && !zero, whole, fraction }
    }

    fn order(&self, other: &Decimal<'_>) -> Ordering {
        let size = self.whole.len().cmp(&other.whole.len());
        let size =
            size.then_with(|| self.whole.cmp(other.whole)).then_with(|| self.fraction.cmp(other.fraction));
        match (self.negative, other.negative) {
            (false, false) => size,
            (true, true) => size.reverse(),
            (negative, _) => {
                if negative {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
        }
    }
}

/// Appends Python's `repr()` of a float: `1.0`, `1e+20`, `1e-07`.
pub(crate) fn python_float(number: f64, out: &mut String) {
    let plain = number == 0.0 || (1e-4..1e16).contains(&number.abs());
    if plain {
        let _ = write!(out, "{number:?}"); // a String takes everything
    } else if !special(number, out) {
        scientific(number, 2, out);
    }
}

/// Appends a float as Django localises it: `100000000000000000000`, `0.0000001`; scientific only from
/// 200 digits on.
pub(crate) fn django_float(number: f64, out: &mut String) {
    let plain = number == 0.0 || (1e-4..1e16).contains(&number.abs());
    if plain {
        let _ = write!(out, "{number:?}"); // a String takes everything
    } else if special(number, out) {
    } else if beyond_200_digits(number) {
        scientific(number, 1, out);
    } else {
        let _ = write!(out, "{number}");
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

/// Django's bound: digits and exponent of the decimal number, together.
fn beyond_200_digits(number: f64) -> bool {
    let (mantissa, exponent) = parts(number);
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
    let last = i64::from(exponent) + 1 - digits as i64;
    last.unsigned_abs() + digits as u64 > 200
}

/// Mantissa and exponent with a sign and at least `width` digits.
fn scientific(number: f64, width: usize, out: &mut String) {
    let (mantissa, exponent) = parts(number);
    let sign = if exponent < 0 { '-' } else { '+' };
    let _ = write!(out, "{mantissa}e{sign}{:0width$}", exponent.unsigned_abs());
}

/// The shortest mantissa that reads back as the same number, and its exponent.
fn parts(number: f64) -> (String, i32) {
    let mut text = format!("{number:e}");
    let at = text.find('e').unwrap_or(text.len());
    let exponent = text.get(at + 1..).and_then(|it| it.parse().ok()).unwrap_or(0);
    text.truncate(at);
    (text, exponent)
}
