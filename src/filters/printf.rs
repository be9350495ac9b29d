//! `stringformat`: one conversion of Python's `%`, which is C's `printf` with a few of its own.

use super::Filtered;
use super::coerce::{Whole, fault, int};
use super::safety::{built, keep_safe, reserve, str_of};
use crate::diagnostics::Error;
use crate::value::{self, Cx, Shape, Value, is_decimal};
use std::borrow::Cow;

/// The value by a conversion without its `%`, such as `05.2f`; nothing when the two do not suit.
pub(super) fn stringformat<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let format = str_of(argument.unwrap_or(Value::None), cx)?;
    let Some((spec, rest)) = Spec::parse(format) else { return Ok(Value::Str("")) };
    reserve(spec.width.saturating_add(spec.precision.unwrap_or(0)), cx)?;
    // Python would take a tuple for several values.
    let value = if let Value::Tuple(_) = value { Value::Str(str_of(value, cx)?) } else { value };
    let Some(body) = spec.body(value, cx)? else { return Ok(Value::Str("")) };
    let text = spec.padded(&body) + &rest;
    keep_safe(value, cx, |_| Ok(Cow::Owned(text)))
}

/// `[flags][width][.precision][length]conversion`.
#[derive(Default)]
struct Spec {
    alternate: bool,
    zeros: bool,
    left: bool,
    /// `+`, or a blank, before what is not negative.
    sign: &'static str,
    width: usize,
    precision: Option<usize>,
    conversion: char,
}

/// A converted value: sign or prefix, then what zeros may go before.
struct Body {
    prefix: String,
    digits: String,
    numeric: bool,
}

impl Spec {
    /// The conversion, and the text after it; `None` for whatever Python refuses.
    fn parse(format: &str) -> Option<(Spec, String)> {
        let mut spec = Spec::default();
        let mut rest = format;
        while let Some(flag) = rest.chars().next().filter(|it| "#0- +".contains(*it)) {
            match flag {
                '#' => spec.alternate = true,
                '0' => spec.zeros = true,
                '-' => spec.left = true,
                '+' => spec.sign = "+",
                _ if spec.sign.is_empty() => spec.sign = " ",
                _ => {}
            }
            rest = &rest[1..];
        }
        (spec.width, rest) = number(rest)?;
        if let Some(after) = rest.strip_prefix('.') {
            let (precision, after) = number(after)?;
            (spec.precision, rest) = (Some(precision), after);
        }
        rest = rest.strip_prefix(['h', 'l', 'L']).unwrap_or(rest);
        let conversions = if format.starts_with('%') { "%" } else { "diuoxXeEfFgGcrsa" };
        spec.conversion = rest.chars().next().filter(|it| conversions.contains(*it))?;
        // A second conversion would find no value left.
        let literal = rest[1..].replace("%%", "\0");
        (!literal.contains('%')).then(|| (spec, literal.replace('\0', "%")))
    }

    /// `None` when the value does not suit the conversion.
    fn body<'a>(&self, value: Value<'a>, cx: Cx<'a>) -> Result<Option<Body>, Error> {
        Ok(match self.conversion {
            's' => Some(self.text(str_of(value, cx)?)),
            'r' => Some(self.text(built(cx, |out| value::repr(value, cx, out))?)),
            'a' => Some(self.text(&in_ascii(built(cx, |out| value::repr(value, cx, out))?))),
            // It uses up no value, which Python minds except for what could be a mapping.
            '%' => is_container(value).then(|| self.text("%")),
            'c' => character(value)?.map(|it| Body { prefix: String::new(), digits: it, numeric: false }),
            'd' | 'i' | 'u' => whole(value)?.map(|it| self.integer(it)),
            'o' | 'x' | 'X' if !is_whole_type(value) => None,
            'o' | 'x' | 'X' => whole(value)?.map(|it| self.integer(it)),
            _ => float(value).map(|it| self.float(it)),
        })
    }

    fn text(&self, text: &str) -> Body {
        let digits = text.chars().take(self.precision.unwrap_or(usize::MAX)).collect();
        Body { prefix: String::new(), digits, numeric: false }
    }

    fn integer(&self, number: i128) -> Body {
        let size = number.unsigned_abs();
        let (digits, base) = match self.conversion {
            'o' => (format!("{size:o}"), "0o"),
            'x' => (format!("{size:x}"), "0x"),
            'X' => (format!("{size:X}"), "0X"),
            _ => (size.to_string(), ""),
        };
        let missing = self.precision.unwrap_or(0).saturating_sub(digits.len());
        let sign = if number < 0 { "-" } else { self.sign };
        let prefix = format!("{sign}{}", if self.alternate { base } else { "" });
        Body { prefix, digits: "0".repeat(missing) + &digits, numeric: true }
    }

    fn float(&self, number: f64) -> Body {
        let sign = if number.is_sign_negative() && !number.is_nan() { "-" } else { self.sign };
        let (size, precision) = (number.abs(), self.precision.unwrap_or(6));
        let digits = match self.conversion.to_ascii_lowercase() {
            _ if size.is_nan() => "nan".to_owned(),
            _ if size.is_infinite() => "inf".to_owned(),
            'f' => self.dotted(format!("{size:.precision$}")),
            'e' => self.scientific(size, precision),
            _ => self.general(size, precision.max(1)),
        };
        let digits = if self.conversion.is_ascii_uppercase() { digits.to_ascii_uppercase() } else { digits };
        Body { prefix: sign.to_owned(), digits, numeric: true }
    }

    /// `#` keeps the dot where no decimals follow.
    fn dotted(&self, digits: String) -> String {
        if self.alternate && !digits.contains('.') { digits + "." } else { digits }
    }

    fn scientific(&self, size: f64, precision: usize) -> String {
        let (mantissa, exponent) = parts(size, precision);
        with_exponent(&self.dotted(mantissa), exponent)
    }

    /// The shorter of both forms, without zeros at the end.
    fn general(&self, size: f64, precision: usize) -> String {
        let (mantissa, exponent) = parts(size, precision - 1);
        let fixed = exponent >= -4 && i64::from(exponent) < i64::try_from(precision).unwrap_or(i64::MAX);
        let decimals =
            usize::try_from(i64::try_from(precision).unwrap_or(0) - 1 - i64::from(exponent)).unwrap_or(0);
        let digits = if fixed { format!("{size:.decimals$}") } else { mantissa };
        let digits = match (self.alternate, digits.contains('.')) {
            (true, _) => self.dotted(digits),
            (false, true) => digits.trim_end_matches('0').trim_end_matches('.').to_owned(),
            (false, false) => digits,
        };
        if fixed { digits } else { with_exponent(&digits, exponent) }
    }

    fn padded(&self, body: &Body) -> String {
        let length = body.prefix.chars().count() + body.digits.chars().count();
        let missing = self.width.saturating_sub(length);
        let (prefix, digits) = (&body.prefix, &body.digits);
        match (self.left, self.zeros && body.numeric) {
            (true, _) => format!("{prefix}{digits}{}", " ".repeat(missing)),
            (false, true) => format!("{prefix}{}{digits}", "0".repeat(missing)),
            (false, false) => format!("{}{prefix}{digits}", " ".repeat(missing)),
        }
    }
}

/// Digits at the start, 0 when there are none; `None` when there are too many.
fn number(text: &str) -> Option<(usize, &str)> {
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Some((if digits.is_empty() { 0 } else { digits.parse::<u32>().ok()? as usize }, rest))
}

/// Mantissa and exponent to the base of ten.
fn parts(size: f64, precision: usize) -> (String, i32) {
    let text = format!("{size:.precision$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (mantissa.to_owned(), exponent.parse().unwrap_or(0))
}

fn with_exponent(mantissa: &str, exponent: i32) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
}

/// Only numbers are whole here: text is not read. Infinity is an error, not-a-number nothing.
fn whole(value: Value<'_>) -> Result<Option<i128>, Error> {
    if value.as_str().is_some() {
        return Ok(None);
    }
    match int(value) {
        Whole::TooLarge => Err(fault("stringformat", "a finite number", value)),
        number => Ok(number.ok()),
    }
}

/// Whether Python has its type for whole numbers; a decimal is none, whole or not.
fn is_whole_type(value: Value<'_>) -> bool {
    match value {
        Value::Number(digits) => !is_decimal(digits),
        value => matches!(value, Value::Int(_) | Value::Bool(_)),
    }
}

fn float(value: Value<'_>) -> Option<f64> {
    match value {
        Value::Bool(it) => Some(f64::from(u8::from(it))),
        Value::Int(it) => Some(it as f64),
        Value::Float(it) => Some(it),
        Value::Number(digits) => digits.parse().ok(),
        _ => None,
    }
}

/// One character, or the number of one.
fn character(value: Value<'_>) -> Result<Option<String>, Error> {
    match value {
        Value::Str(text) | Value::Safe(_, text) => Ok((text.chars().count() == 1).then(|| text.to_owned())),
        Value::Int(_) | Value::Bool(_) => {
            let code = int(value).ok().and_then(|it| u32::try_from(it).ok()).and_then(char::from_u32);
            code.map(|it| Some(it.to_string()))
                .ok_or_else(|| fault("stringformat", "a character's number", value))
        }
        _ => Ok(None),
    }
}

fn in_ascii(text: &str) -> String {
    let escaped = |it: char| match u32::from(it) {
        0..=0x7f => it.to_string(),
        code @ 0x80..=0xff => format!("\\x{code:02x}"),
        code @ 0x100..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    };
    text.chars().map(escaped).collect()
}

/// Whether the value has items under keys, as far as that can be told.
fn is_container(value: Value<'_>) -> bool {
    match value {
        Value::List(_) | Value::Map(_) => true,
        Value::Object(object) => matches!(object.shape(), Shape::List(_) | Shape::Map(_)),
        _ => false,
    }
}
