//! `striptags`: text without what Python's `html.parser` takes for tags.

use super::Filtered;
use super::markup::{Reader, References, Token};
use super::safety::keep_safe;
use crate::diagnostics::{Error, ErrorKind};
use crate::value::{Cx, Value};
use std::borrow::Cow;

/// How often tags may appear when others are taken out, as in `<<b>i>`; and how many `<` an open tag may
/// hold.
const MOST_ROUNDS: usize = 50;

/// From how many characters on an open tag is counted.
const LONG_TAG: usize = 1000;

/// The text without tags and comments. Character references stay. What this takes out is no safety: the
/// result of unsafe text is escaped where it is printed, as any other.
pub(super) fn striptags<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    keep_safe(value, cx, strip_tags)
}

fn strip_tags(text: &str) -> Result<Cow<'_, str>, Error> {
    if hides_tags(text) {
        return Err(suspicious());
    }
    let mut text = Cow::Borrowed(text);
    let mut rounds = 0;
    while text.contains('<') && text.contains('>') {
        if rounds == MOST_ROUNDS {
            return Err(suspicious());
        }
        let stripped = strip_once(&text);
        if count_of_angles(&stripped) == count_of_angles(&text) {
            break;
        }
        text = Cow::Owned(stripped);
        rounds += 1;
    }
    Ok(text)
}

#[cold]
fn suspicious() -> Error {
    let message = format!("`striptags` stops at tags that hide more than {MOST_ROUNDS} others");
    Error::new(ErrorKind::ValueError, message)
}

fn count_of_angles(text: &str) -> usize {
    text.bytes().filter(|it| *it == b'<').count()
}

/// Whether a long tag that never closes holds many `<`.
fn hides_tags(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let tag = rest.split('>').next().unwrap_or_default();
        if !tag[1..].starts_with(|it: char| it.is_ascii_alphabetic()) {
            rest = &rest[1..];
            continue;
        }
        if count_of_angles(tag) >= MOST_ROUNDS && tag.chars().nth(LONG_TAG + 1).is_some() {
            return true;
        }
        rest = &rest[tag.len()..];
    }
    false
}

fn strip_once(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut take = |token: Token<'_>| {
        match token {
            Token::Text(text) | Token::Verbatim(text) => out.push_str(text),
            Token::Reference(name) => out.extend(["&", name, ";"]),
            Token::Start { .. } | Token::End { .. } => {}
        }
        true
    };
    let mut reader = Reader::new(text, References::Apart);
    reader.feed(&mut take);
    reader.close(&mut take);
    out
}
