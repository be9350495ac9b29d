//! Numbers as a language writes them (`django.utils.numberformat`).

use super::number::{django_float, python_float, written_out};
use super::scoped::Localize;
use super::{Cx, Value, whole};

/// Separators, and the groups of digits between them.
#[derive(Clone, Copy)]
pub(crate) struct NumberStyle<'a> {
    pub decimal: &'a str,
    pub thousand: &'a str,
    /// Sizes of the groups from the right; empty for none.
    pub grouping: &'a [u8],
}

/// Whether digits are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grouped {
    /// When the application wants it.
    BySetting,
    Always,
}

impl<'a> NumberStyle<'a> {
    /// The style that holds here.
    pub(crate) fn of(cx: Cx<'a>, grouped: Grouped) -> NumberStyle<'a> {
        let formats = cx.formats();
        let local = cx.localize() == Localize::Language;
        let groups = grouped == Grouped::Always || local && cx.host.use_thousand_separator();
        NumberStyle {
            decimal: &formats.decimal_separator,
            thousand: &formats.thousand_separator,
            grouping: if groups { &formats.grouping } else { &[] },
        }
    }
}

/// Appends a number as it is written here; with `places`, it is cut to so many decimals.
/// False for what is no number: then nothing is appended.
pub(crate) fn number<'a>(value: Value<'a>, cx: Cx<'a>, out: &mut String) -> bool {
    match (cx.localize(), value) {
        (Localize::Language, value) if cx.host.use_thousand_separator() => {
            return number_with(value, None, NumberStyle::of(cx, Grouped::BySetting), out);
        }
        (Localize::Language, Value::Float(it)) => pointed(cx, out, |out| django_float(it, out)),
        (Localize::Language, Value::Number(it)) => pointed(cx, out, |out| decimal(it, out)),
        (_, Value::Int(it)) => whole(it, out),
        (_, Value::Number(digits)) => out.push_str(digits),
        (Localize::Settings, Value::Float(it)) => python_float(it, out),
        (Localize::Never, Value::Float(it)) => django_float(it, out),
        _ => return false,
    }
    true
}

/// Appends what `write` does, with the language's decimal separator for the point.
fn pointed(cx: Cx<'_>, out: &mut String, write: impl FnOnce(&mut String)) {
    let start = out.len();
    write(out);
    let separator = &*cx.formats().decimal_separator;
    if separator == "." {
        return;
    }
    if let Some(at) = out.get(start..).and_then(|it| it.find('.')) {
        out.replace_range(start + at..=start + at, separator);
    }
}

/// Appends a number in a style; with `places`, it is cut to so many decimals. False for what is no number.
pub(crate) fn number_with(
    value: Value<'_>,
    places: Option<usize>,
    style: NumberStyle<'_>,
    out: &mut String,
) -> bool {
    let mut text = String::new();
    let exact = match value {
        Value::Int(it) => {
            digits(itoa::Buffer::new().format(it), places, style, out);
            return true;
        }
        Value::Float(it) => {
            python_float(it, &mut text);
            let long = text.contains('e');
            if long {
                text.clear();
                django_float(it, &mut text);
            }
            long
        }
        Value::Number(it) => {
            decimal(it, &mut text);
            it.contains(['.', 'E'])
        }
        _ => return false,
    };
    match places {
        Some(places) if exact && is_below(&text, places) => digits("0", Some(places), style, out),
        _ => digits_or_power(&text, places, style, out),
    }
    true
}

/// Django's bound: what has more digits than that, before and after the point, is written with an exponent.
const LONG: usize = 200;

/// Appends a decimal number, with an exponent when it is long. Whole numbers are never that long to Django.
fn decimal(text: &str, out: &mut String) {
    if text.contains(['E', 'e']) {
        return out.push_str(&written_out(text));
    }
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    if fraction.is_empty() || text.len() <= LONG / 2 {
        return out.push_str(text);
    }
    let significant: String = [whole, fraction].concat();
    let significant = significant.trim_start_matches('0');
    if significant.len() + fraction.len() <= LONG || significant.is_empty() {
        return out.push_str(text);
    }
    let exponent = significant.len() as i64 - 1 - fraction.len() as i64;
    let (first, rest) = significant.split_at(1);
    out.push_str(if unsigned.len() < text.len() { "-" } else { "" });
    out.push_str(first);
    out.push_str(if rest.is_empty() { "" } else { "." });
    out.push_str(rest);
    out.push_str(&format!("e{exponent:+}"));
}

/// Whether a number without exponent is too small to show in so many decimals.
fn is_below(text: &str, places: usize) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut seen = whole.bytes().chain(fraction.bytes().take(places.max(1)));
    if text.contains('e') { text.contains("e-") } else { seen.all(|it| it == b'0') }
}

fn digits_or_power(text: &str, places: Option<usize>, style: NumberStyle<'_>, out: &mut String) {
    match text.split_once('e') {
        Some((mantissa, exponent)) => {
            digits(mantissa, places, style, out);
            out.push('e');
            out.push_str(exponent);
        }
        None => digits(text, places, style, out),
    }
}

/// Appends `-?digits[.digits]`: decimals are cut off or filled up, never rounded.
pub(crate) fn digits(text: &str, places: Option<usize>, style: NumberStyle<'_>, out: &mut String) {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    out.push_str(if unsigned.len() < text.len() { "-" } else { "" });
    grouped(whole, style, out);
    let wanted = places.unwrap_or(fraction.chars().count());
    if wanted > 0 {
        out.push_str(style.decimal);
        out.extend(fraction.chars().chain(std::iter::repeat('0')).take(wanted));
    }
}

/// Appends digits with separators between their groups.
fn grouped(whole: &str, style: NumberStyle<'_>, out: &mut String) {
    let Some((first, mut later)) = style.grouping.split_first() else { return out.push_str(whole) };
    let mut size = usize::from(*first);
    let mut cuts = Vec::new();
    let mut end = whole.len();
    while size > 0
        && let Some(cut) = end.checked_sub(size).filter(|it| *it > 0 && whole.is_char_boundary(*it))
    {
        cuts.push(cut);
        end = cut;
        if let Some((next, rest)) = later.split_first() {
            size = if *next == 0 { size } else { usize::from(*next) };
            later = rest;
        }
    }
    let mut from = 0;
    for cut in cuts.into_iter().rev() {
        out.push_str(&whole[from..cut]);
        out.push_str(style.thousand);
        from = cut;
    }
    out.push_str(&whole[from..]);
}

#[cfg(test)]
mod tests {
    use super::{NumberStyle, number_with};
    use crate::value::Value;

    #[track_caller]
    fn check(value: Value<'_>, places: Option<usize>, grouping: &[u8], want: &str) {
        let mut out = String::new();
        assert!(number_with(value, places, NumberStyle { decimal: ",", thousand: ".", grouping }, &mut out));
        assert_eq!(out, want);
    }

    #[test]
    fn digits_are_grouped_from_the_right() {
        check(Value::Int(1_234_567), None, &[3], "1.234.567");
        check(Value::Int(-123), None, &[3], "-123");
        check(Value::Int(1_234_567), None, &[3, 2, 0], "12.34.567");
        check(Value::Number("1234.5"), None, &[3], "1.234,5");
        check(Value::Int(10), None, &[], "10");
    }

    #[test]
    fn decimals_are_cut_and_filled() {
        check(Value::Float(2.0), Some(1), &[], "2,0");
        check(Value::Number("-0.04"), Some(1), &[], "0,0");
        check(Value::Number("1.25"), Some(1), &[], "1,2");
        check(Value::Float(1e-7), None, &[], "0,0000001");
        check(Value::Float(1e22), Some(1), &[3], "10.000.000.000.000.000.000.000,0");
    }

    #[test]
    fn more_than_200_digits_are_a_power() {
        let long = format!("0.{}1", "0".repeat(200));
        check(Value::Number(&long), None, &[], "1e-201");
        check(Value::Float(1.5e250), None, &[], "1,5e+250");
    }
}
