//! Reads a value by its grammar, and prints it as CSSOM § 6.7.2 serializes values.

use super::properties::{Grammar, Item, WIDE};
use crate::html::is_color_function;
use cssparser::color::parse_named_color;
use cssparser::{ParseError, Parser, Token};
use std::fmt::Write;

type Read = Result<(), ParseError<()>>;

/// Larger lengths and numbers would blow up the page.
const MOST: f32 = 10_000.0;

/// The same for percentages, which the tokenizer divides by 100.
const MOST_PERCENT: f32 = 100.0;

/// Shadows and outlines lie over what stands around the element: in pixels, and in any other unit.
const MOST_SHORT: (f32, f32) = (32.0, 2.0);

/// Units of lengths: font-relative and absolute (CSS Values 4 § 6). None that is relative to the window.
const UNITS: &[&str] = &["px", "em", "rem", "ex", "ch", "pt", "pc", "in", "cm", "mm", "q"];

/// Units of angles, for hues (§ 7.1).
const ANGLES: &[&str] = &["deg", "grad", "rad", "turn"];

/// Colours that are no names of CSS Color 4 § 6.1, but of § 6.2 and § 9.
const OTHER_COLORS: &[&str] = &["canvas", "canvastext", "currentcolor", "transparent", "windowtext"];

/// Reads all of a value, and appends it in canonical form.
pub(super) fn write(grammar: Grammar, parser: &mut Parser<'_>, out: &mut String) -> Read {
    if parser.try_parse(|it| wide(it, out)).is_ok() {
        return Ok(());
    }
    list(grammar.most, grammar.separators, parser, out, |parser, out| item(grammar, parser, out))
}

/// One item at least, and `most` at most, with blanks or separators between them.
fn list(
    most: usize,
    separators: &str,
    parser: &mut Parser<'_>,
    out: &mut String,
    item: impl Fn(&mut Parser<'_>, &mut String) -> Read,
) -> Read {
    for n in 0..most {
        if n > 0 {
            if parser.is_exhausted() {
                return Ok(());
            }
            separator(separators, parser, out);
            out.push(' ');
        }
        item(parser, out)?;
    }
    Ok(parser.expect_exhausted()?)
}

fn wide(parser: &mut Parser<'_>, out: &mut String) -> Read {
    let word = parser.expect_ident_cloned()?.to_ascii_lowercase();
    parser.expect_exhausted()?;
    if !WIDE.contains(&&*word) {
        return Err(ParseError::custom(()));
    }
    out.push_str(&word);
    Ok(())
}

/// A comma or slash, if one follows that may stand here.
fn separator(separators: &str, parser: &mut Parser<'_>, out: &mut String) {
    let before = parser.state();
    let found = match parser.next() {
        Ok(Token::Comma) => ",",
        Ok(Token::Delim('/')) => "/",
        _ => "",
    };
    if found.is_empty() || !separators.contains(found) {
        return parser.reset(&before);
    }
    out.push_str(if found == "/" { " /" } else { "," });
}

fn item(grammar: Grammar, parser: &mut Parser<'_>, out: &mut String) -> Read {
    let has = |is: fn(&Item) -> bool| grammar.items.iter().any(is);
    let token = parser.next()?.clone();
    match &token {
        Token::Ident(word) => return ident(grammar, word, out).ok_or_else(|| ParseError::custom(())),
        Token::Hash(digits) | Token::IDHash(digits)
            if has(|it| matches!(it, Item::Color)) && is_hex(digits) =>
        {
            out.push('#');
            out.push_str(&digits.to_ascii_lowercase());
        }
        Token::Function(name) if has(|it| matches!(it, Item::Color)) && is_color_function(name) => {
            out.push_str(&name.to_ascii_lowercase());
            out.push('(');
            parser.parse_nested_block(|it| color(it, out))?;
            out.push(')');
        }
        Token::Number { value, .. }
            if *value == 0.0 && has(|it| matches!(it, Item::Length | Item::Short | Item::Number)) =>
        {
            out.push('0');
        }
        Token::Number { value, .. } if has(|it| matches!(it, Item::Number)) && is_sane(*value, MOST) => {
            number(*value, out);
        }
        Token::Percentage { unit_value, .. }
            if has(|it| matches!(it, Item::Length)) && is_sane(*unit_value, MOST_PERCENT) =>
        {
            percentage(*unit_value, out);
        }
        Token::Dimension { value, unit, .. }
            if has(|it| matches!(it, Item::Fraction))
                && unit.eq_ignore_ascii_case("fr")
                && is_sane(*value, MOST) =>
        {
            number(*value, out);
            out.push_str("fr");
        }
        Token::Dimension { value, unit, .. }
            if has(|it| matches!(it, Item::Length)) && is_sane(*value, MOST)
                || has(|it| matches!(it, Item::Short)) && is_short(*value, unit) =>
        {
            dimension(*value, unit, UNITS, out).ok_or_else(|| ParseError::custom(()))?;
        }
        Token::QuotedString(name) if has(|it| matches!(it, Item::Family)) && is_family(name) => {
            out.push('"');
            out.push_str(name);
            out.push('"');
        }
        _ => return Err(ParseError::custom(())),
    }
    Ok(())
}

/// A keyword, a colour's name, or a word of a font's name.
fn ident(grammar: Grammar, word: &str, out: &mut String) -> Option<()> {
    let lower = word.to_ascii_lowercase();
    let is_color = || parse_named_color(&lower).is_ok() || OTHER_COLORS.contains(&&*lower);
    for it in grammar.items {
        match it {
            Item::Words(words) if words.contains(&&*lower) => out.push_str(&lower),
            Item::Color if is_color() => out.push_str(&lower),
            Item::Family | Item::Name if is_family_word(word) => out.push_str(word),
            _ => continue,
        }
        return Some(());
    }
    None
}

/// Words in a colour function: what is missing, and the colour space of `color()`.
const COLOR_WORDS: &[&str] = &[
    "none",
    "srgb",
    "srgb-linear",
    "display-p3",
    "a98-rgb",
    "prophoto-rgb",
    "rec2020",
    "xyz",
    "xyz-d50",
    "xyz-d65",
];

/// The arguments of a colour function: a colour space, three numbers and an alpha value.
fn color(parser: &mut Parser<'_>, out: &mut String) -> Read {
    list(5, ",/", parser, out, |parser, out| {
        let token = parser.next()?.clone();
        let written = match &token {
            Token::Ident(word) => color_word(word, out),
            Token::Number { value, .. } if value.abs() <= MOST => {
                number(*value, out);
                Some(())
            }
            Token::Percentage { unit_value, .. } if unit_value.abs() <= MOST_PERCENT => {
                percentage(*unit_value, out);
                Some(())
            }
            Token::Dimension { value, unit, .. } if value.abs() <= MOST => {
                dimension(*value, unit, ANGLES, out)
            }
            _ => None,
        };
        written.ok_or_else(|| ParseError::custom(()))
    })
}

fn color_word(word: &str, out: &mut String) -> Option<()> {
    out.push_str(COLOR_WORDS.iter().find(|it| it.eq_ignore_ascii_case(word))?);
    Some(())
}

/// CSS Color 4 § 5.2.
fn is_hex(digits: &str) -> bool {
    matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|it| it.is_ascii_hexdigit())
}

fn is_sane(value: f32, most: f32) -> bool {
    (0.0..=most).contains(&value)
}

fn is_short(value: f32, unit: &str) -> bool {
    let (pixels, other) = MOST_SHORT;
    is_sane(value, if unit.eq_ignore_ascii_case("px") { pixels } else { other })
}

/// `Display` of a float has no exponent, and reads back as the same float.
fn number(value: f32, out: &mut String) {
    // Writing to a String cannot fail. `-0` is `0`.
    let _ = write!(out, "{}", value + 0.0);
}

fn percentage(unit_value: f32, out: &mut String) {
    // Three digits are what survives dividing and multiplying a float of this size.
    let percent = (f64::from(unit_value) * 100_000.0).round() / 1000.0;
    let _ = write!(out, "{}%", percent + 0.0);
}

fn dimension(value: f32, unit: &str, units: &[&str], out: &mut String) -> Option<()> {
    let unit = units.iter().find(|it| it.eq_ignore_ascii_case(unit))?;
    number(value, out);
    out.push_str(unit);
    Some(())
}

/// Letters, digits and what parts words, of any script; nothing that CSS or HTML could read otherwise.
fn is_family(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|it| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_' | '.'))
}

/// An identifier that needs no escapes.
fn is_family_word(word: &str) -> bool {
    word.trim_start_matches('-').starts_with(|it: char| it.is_alphabetic() || it == '_')
        && !word.starts_with("--")
        && word.chars().all(|it| it.is_alphanumeric() || matches!(it, '-' | '_'))
}
