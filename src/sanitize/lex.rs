//! Tags and text as most people and all programs write them, cut into the tokens that html5ever's tokenizer makes
//! of them, without its state machine: that takes half the time of a cleaning. Whatever is not plain (comments,
//! raw text, odd references, U+0000, what ends before it is complete) is left to the tokenizer.
//!
//! Nothing rests on this being right: what is printed is built by the tree builder, judged by the policy and
//! verified by reading it again. The tests hold it to the tokenizer's own tokens.

use super::scan::before;
use crate::html::{Content, content, is_blank};
use html5ever::data::NAMED_ENTITIES;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token};
use html5ever::{Attribute, LocalName, QualName, ns};
use std::borrow::Cow;

pub(super) struct Lexer<'h> {
    html: &'h str,
    /// The same text; tokens share it.
    shared: StrTendril,
    /// A tag with more, those that come again included, is the tokenizer's.
    attributes: usize,
}

/// Text that tags are no part of, but for its end tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raw {
    /// With references: `title`, `textarea`.
    References,
    /// Without: `script`, `style` and the like.
    Text,
    /// To the end of the input: `plaintext`.
    Plaintext,
}

impl<'h> Lexer<'h> {
    /// `html` is shorter than 4 GiB.
    pub(super) fn new(html: &'h str, attributes: usize) -> Lexer<'h> {
        Lexer { html, shared: StrTendril::from_slice(html), attributes }
    }

    /// A part of the text, without a copy.
    pub(super) fn slice(&self, start: usize, end: usize) -> Option<StrTendril> {
        let (start, end) = (u32::try_from(start).ok()?, u32::try_from(end).ok()?);
        self.shared.try_subtendril(start, end.checked_sub(start)?).ok()
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.html.as_bytes().get(at).copied()
    }

    fn rest(&self, at: usize) -> &[u8] {
        self.html.as_bytes().get(at..).unwrap_or_default()
    }

    /// The token that begins here in the tokenizer's data state, and where it ends; none if that is not plain.
    pub(super) fn token(&self, at: usize) -> Option<(Token, usize)> {
        match (self.byte(at)?, self.byte(at + 1)) {
            (b'<', next) => match next? {
                b'/' => self.end_tag(at + 2),
                b'!' | b'?' => None,
                next if next.is_ascii_alphabetic() => self.start_tag(at + 1),
                _ => self.text(at),
            },
            _ => self.text(at),
        }
    }

    /// Up to what may not be text; a `<` that begins nothing is (§ tag open state).
    fn text(&self, at: usize) -> Option<(Token, usize)> {
        let first = self.byte(at)?;
        let start = at + usize::from(first == b'<');
        let end = start + before([b'<', b'&', b'\r', 0], self.rest(start));
        let (text, end) = match first {
            b'&' => {
                let (text, length) = self.reference(at, false)?;
                (StrTendril::from_slice(&text), at + length)
            }
            // § preprocessing the input stream.
            b'\r' => (StrTendril::from_slice("\n"), at + 1 + usize::from(self.byte(at + 1) == Some(b'\n'))),
            _ if end == at => return None,
            _ => (self.slice(at, end)?, end),
        };
        Some((Token::CharacterTokens(text), end))
    }

    /// The text that begins here right after such a start tag, or goes on, as far as it is plain: up to what may be
    /// an end tag, or what makes a comment of the text of scripts.
    pub(super) fn raw(&self, at: usize, raw: Raw) -> Option<(Token, usize)> {
        let mut end = at;
        loop {
            end += match raw {
                Raw::References => before([b'<', b'&', b'\r', 0], self.rest(end)),
                Raw::Text => before([b'<', b'\r', 0], self.rest(end)),
                Raw::Plaintext => before([b'\r', 0], self.rest(end)),
            };
            let is_text =
                self.byte(end) == Some(b'<') && !matches!(self.byte(end + 1), None | Some(b'/' | b'!'));
            if !is_text {
                break;
            }
            end += 1;
        }
        let text = self.slice(at, end).filter(|_| end > at)?;
        Some((Token::CharacterTokens(text), end))
    }

    fn end_tag(&self, at: usize) -> Option<(Token, usize)> {
        let (name, end) = self.tag_name(at)?;
        (self.byte(end)? == b'>').then(|| (tag(TagKind::EndTag, name, Attributes::default(), false), end + 1))
    }

    fn start_tag(&self, at: usize) -> Option<(Token, usize)> {
        let (name, mut at) = self.tag_name(at)?;
        // After these the tokenizer is in another state, unless they are foreign.
        let is_markup = matches!(content(&name), Content::Markup | Content::Svg | Content::Math);
        if !is_markup || &*name == "noscript" {
            return None;
        }
        let mut attributes = Attributes::default();
        loop {
            at = self.after_blanks(at);
            match self.byte(at)? {
                b'>' => return Some((tag(TagKind::StartTag, name, attributes, false), at + 1)),
                b'/' if self.byte(at + 1)? == b'>' => {
                    return Some((tag(TagKind::StartTag, name, attributes, true), at + 2));
                }
                _ => at = self.attribute(at, &mut attributes)?,
            }
            if attributes.seen > self.attributes {
                return None;
            }
        }
    }

    /// A name that begins with a letter, and where it ends.
    fn tag_name(&self, at: usize) -> Option<(LocalName, usize)> {
        let is_name = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b':' | b'_');
        let end = self.name_end(at, is_name);
        let is_ended = is_blank(self.byte(end)?) || matches!(self.byte(end)?, b'>' | b'/');
        let begins = self.byte(at)?.is_ascii_alphabetic();
        Some((self.name(at, end)?, end)).filter(|_| begins && is_ended)
    }

    fn name_end(&self, at: usize, is_name: impl Fn(&u8) -> bool) -> usize {
        let rest = self.rest(at);
        at + rest.iter().position(|it| !is_name(it)).unwrap_or(rest.len())
    }

    fn name(&self, at: usize, end: usize) -> Option<LocalName> {
        let name = self.html.get(at..end)?;
        let has_upper = name.bytes().any(|it| it.is_ascii_uppercase());
        Some(LocalName::from(if has_upper { Cow::Owned(name.to_ascii_lowercase()) } else { name.into() }))
    }

    fn after_blanks(&self, at: usize) -> usize {
        self.name_end(at, |it| is_blank(*it))
    }

    /// The end of the attribute that begins here.
    fn attribute(&self, at: usize, attributes: &mut Attributes) -> Option<usize> {
        let is_name =
            |it: &u8| it.is_ascii_graphic() && !matches!(it, b'"' | b'\'' | b'<' | b'=' | b'>' | b'/');
        let name_end = self.name_end(at, is_name);
        let name = self.name(at, name_end).filter(|it| !it.is_empty())?;
        let equals = self.after_blanks(name_end);
        let (value, end) = match self.byte(equals)? {
            b'=' => self.value(self.after_blanks(equals + 1))?,
            b'>' | b'/' => (StrTendril::new(), name_end),
            _ if equals > name_end => (StrTendril::new(), name_end),
            _ => return None,
        };
        attributes.push(name, value);
        Some(end)
    }

    /// A value, and where what follows it begins.
    fn value(&self, at: usize) -> Option<(StrTendril, usize)> {
        match self.byte(at)? {
            b'"' => self.quoted(at + 1, b'"'),
            b'\'' => self.quoted(at + 1, b'\''),
            b'>' => None,
            _ => {
                let end = self.name_end(at, |it| !is_blank(*it) && !matches!(it, b'>' | 0));
                (self.byte(end)? != 0).then_some(())?;
                Some((self.decoded(at, end)?, end))
            }
        }
    }

    fn quoted(&self, at: usize, quote: u8) -> Option<(StrTendril, usize)> {
        let end = at + before([quote, b'\r', 0], self.rest(at));
        let value = self.decoded(at, end).filter(|_| self.byte(end) == Some(quote))?;
        Some((value, end + 1))
    }

    fn decoded(&self, start: usize, end: usize) -> Option<StrTendril> {
        let bytes = self.html.as_bytes().get(start..end)?;
        let Some(first) = memchr::memchr(b'&', bytes) else { return self.slice(start, end) };
        let mut out = self.html.get(start..start + first)?.to_owned();
        let mut at = start + first;
        while at < end {
            let (text, length) = self.reference(at, true)?;
            out.push_str(&text);
            at += length;
            let plain = memchr::memchr(b'&', self.html.as_bytes().get(at..end)?).map_or(end, |it| at + it);
            out.push_str(self.html.get(at..plain)?);
            at = plain;
        }
        Some(StrTendril::from(out))
    }

    /// What the `&` here stands for, and how many bytes that takes (§ character reference state).
    fn reference(&self, at: usize, in_attribute: bool) -> Option<(Cow<'static, str>, usize)> {
        const AMPERSAND: Option<(Cow<'static, str>, usize)> = Some((Cow::Borrowed("&"), 1));
        let end =
            at + 1 + self.rest(at + 1).iter().take(40).take_while(|it| it.is_ascii_alphanumeric()).count();
        let (name, next) = (self.html.get(at + 1..end)?, self.byte(end)?);
        if name.is_empty() {
            return if next == b'#' { self.numeric(at) } else { AMPERSAND };
        }
        if next == b';'
            && let Some(text) = self.html.get(at + 1..=end).and_then(named)
        {
            return Some((text.into(), end + 1 - at));
        }
        // A shorter name in front is none in an attribute, for a letter or a digit follows it.
        let is_text = in_attribute && name.len() < 40 && (next == b'=' || named(name).is_none());
        if is_text { AMPERSAND } else { None }
    }

    /// `&#39;`, `&#x27;`, but for those that stand for something else or for nothing.
    fn numeric(&self, at: usize) -> Option<(Cow<'static, str>, usize)> {
        let is_hex = matches!(self.byte(at + 2)?, b'x' | b'X');
        let (radix, start) = if is_hex { (16, at + 3) } else { (10, at + 2) };
        let end = self.name_end(start, |it| char::from(*it).is_digit(radix));
        let code = u32::from_str_radix(self.html.get(start..end)?, radix).ok()?;
        let is_plain = self.byte(end)? == b';' && code >= 0x20 && !(0x7F..0xA0).contains(&code);
        let character = char::from_u32(code).filter(|_| is_plain)?;
        Some((character.to_string().into(), end + 1 - at))
    }
}

/// What a named reference stands for, its semicolon included if it has one.
fn named(name: &str) -> Option<String> {
    let (first, second) = NAMED_ENTITIES.get(name)?;
    // Beginnings of names are in the table too, with nothing.
    let first = char::from_u32(*first).filter(|it| *it != '\0')?;
    let second = char::from_u32(*second).filter(|it| *it != '\0');
    Some(second.into_iter().fold(first.to_string(), |text, it| text + it.encode_utf8(&mut [0; 4])))
}

#[derive(Default)]
struct Attributes {
    all: Vec<Attribute>,
    seen: usize,
}

impl Attributes {
    /// The first of a name counts (§ attribute name state).
    fn push(&mut self, name: LocalName, value: StrTendril) {
        self.seen += 1;
        if !self.all.iter().any(|it| it.name.local == name) {
            self.all.push(Attribute { name: QualName::new(None, ns!(), name), value });
        }
    }
}

fn tag(kind: TagKind, name: LocalName, attributes: Attributes, self_closing: bool) -> Token {
    let had_duplicate_attributes = attributes.seen > attributes.all.len();
    let attrs = attributes.all;
    Token::TagToken(Tag { kind, name, self_closing, attrs, had_duplicate_attributes })
}

#[cfg(test)]
mod tests;
