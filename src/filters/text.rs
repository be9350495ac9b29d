//! Filters on text.

use super::Filtered;
use super::coerce::{fault, int};
use super::safety::{keep_safe, plain, reserve, str_of};
use crate::value::{Cx, Value, digit, is_space, titled};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Backslashes before backslashes and quotes.
pub(super) fn addslashes<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    keep_safe(value, cx, |text| {
        let quoted = |it| matches!(it, '\\' | '"' | '\'');
        if !text.contains(quoted) {
            return Ok(Cow::Borrowed(text));
        }
        let mut out = String::with_capacity(text.len() * 2);
        for it in text.chars() {
            out.extend(quoted(it).then_some('\\'));
            out.push(it);
        }
        Ok(Cow::Owned(out))
    })
}

/// The first character in upper case.
pub(super) fn capfirst<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    keep_safe(value, cx, |text| {
        let mut rest = text.chars();
        Ok(match rest.next() {
            Some(first) => Cow::Owned(first.to_uppercase().chain(rest).collect()),
            None => Cow::Borrowed(text),
        })
    })
}

/// Lower case.
pub(super) fn lower<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    keep_safe(value, cx, |text| Ok(Cow::Owned(text.to_lowercase())))
}

/// Upper case. Not flagged safe by Django: `&amp;` would become `&AMP;`.
pub(super) fn upper<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    plain(value, cx, |text| Ok(Cow::Owned(text.to_uppercase())))
}

/// Blanks on both sides, the odd one on the right.
pub(super) fn center<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    pad(value, argument, cx, "center", |missing| missing / 2)
}

/// Blanks on the right.
pub(super) fn ljust<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    pad(value, argument, cx, "ljust", |_| 0)
}

/// Blanks on the left.
pub(super) fn rjust<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    pad(value, argument, cx, "rjust", |missing| missing)
}

fn pad<'a>(
    value: Value<'a>,
    argument: Option<Value<'a>>,
    cx: Cx<'a>,
    filter: &str,
    left: impl FnOnce(usize) -> usize,
) -> Filtered<'a> {
    let argument = argument.unwrap_or(Value::None);
    let width = usize::try_from(int(argument).or_fail(filter, argument)?.max(0)).unwrap_or(usize::MAX);
    keep_safe(value, cx, |text| {
        let missing = width.saturating_sub(text.chars().count());
        if missing == 0 {
            return Ok(Cow::Borrowed(text));
        }
        reserve(missing, cx)?;
        let left = left(missing);
        Ok(Cow::Owned([&*" ".repeat(left), text, &*" ".repeat(missing - left)].concat()))
    })
}

/// The text without any occurrence of the argument. HTML stays HTML unless `;` is cut, which would
/// break entities.
pub(super) fn cut<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let argument = argument.unwrap_or(Value::None);
    let what = argument.as_str().ok_or_else(|| fault("cut", "a text", argument))?;
    let change = |text: &'a str| Ok(Cow::Owned(text.replace(what, "")));
    if what == ";" { plain(value, cx, change) } else { keep_safe(value, cx, change) }
}

/// Letters, digits, `_` and hyphens for a URL: lower case, everything else dropped.
pub(super) fn slugify<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    keep_safe(value, cx, |text| Ok(Cow::Owned(slug(text))))
}

fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for it in text.nfkd().filter(char::is_ascii).map(|it| it.to_ascii_lowercase()) {
        if it.is_ascii_alphanumeric() || it == '_' {
            slug.push(it);
        } else if (it == '-' || is_space(it)) && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_matches(['-', '_']).to_owned()
}

/// Python's `str.split()`.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_space).filter(|it| !it.is_empty())
}

/// How many words.
pub(super) fn wordcount<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let count = words(str_of(value, cx)?).count();
    Ok(Value::Int(i64::try_from(count).unwrap_or(i64::MAX)))
}

/// Letters as the digits of a telephone's keypad. Takes nothing but text.
pub(super) fn phone2numeric<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    if value.as_str().is_none() {
        return Err(fault("phone2numeric", "a text", value));
    }
    keep_safe(value, cx, |text| Ok(Cow::Owned(text.to_lowercase().chars().map(key).collect())))
}

fn key(letter: char) -> char {
    const KEYS: &[(&str, char)] = &[
        ("abc", '2'),
        ("def", '3'),
        ("ghi", '4'),
        ("jkl", '5'),
        ("mno", '6'),
        ("pqrs", '7'),
        ("tuv", '8'),
        ("wxyz", '9'),
    ];
    KEYS.iter().find(|it| it.0.contains(letter)).map_or(letter, |it| it.1)
}

/// Each Word With A Capital, but not after an apostrophe or a digit: `It's`, `3rd`.
pub(super) fn title<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    keep_safe(value, cx, |text| {
        Ok(Cow::Owned(lowered_after_digits(&lowered_after_apostrophes(&titled(text)))))
    })
}

/// `([a-z])'([A-Z])` in lower case.
fn lowered_after_apostrophes(text: &str) -> String {
    let (mut before, mut quoted) = (false, false);
    let lowered = text.chars().map(|it| {
        let matched = quoted && it.is_ascii_uppercase();
        (quoted, before) = (before && it == '\'', it.is_ascii_lowercase() && !matched);
        if matched { it.to_ascii_lowercase() } else { it }
    });
    lowered.collect()
}

/// `\d([A-Z])` in lower case.
fn lowered_after_digits(text: &str) -> String {
    let mut after_digit = false;
    let lowered = text.chars().map(|it| {
        let matched = after_digit && it.is_ascii_uppercase();
        after_digit = digit(it).is_some();
        if matched { it.to_ascii_lowercase() } else { it }
    });
    lowered.collect()
}
