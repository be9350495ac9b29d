//! CSS: values by a grammar of what is allowed, text in strings, URLs, and whole declarations.
//!
//! Beside the escapes of strings and the characters of URLs, nothing that is written here means anything to
//! HTML, JavaScript or a template literal.

mod grammar;
#[cfg(test)]
mod tests;

use super::{Rejected, UrlHole, html};
use crate::html::is_code_property;
use crate::value::Kind;
use grammar::{is_hash, is_ident, is_ident_part, is_number_part, is_single, is_unsigned, is_value};

/// A hole in CSS: what the value is, and what the CSS stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CssEscape {
    pub write: CssWrite,
    pub sink: Sink,
}

/// What CSS stands in, which decides how `&` is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sink {
    /// The text of a `style` element of HTML, or a file: no character references.
    RawText,
    /// A quoted attribute, or a `style` element of SVG: character references are decoded there.
    Markup,
}

/// What part of CSS a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CssWrite {
    /// Words, numbers and colours, with blanks or commas between them.
    Value,
    /// What stands after the `#` of a colour.
    Hash,
    /// A whole identifier.
    Ident,
    /// Whole rules, if somebody vouches for them; else a name in a selector.
    Rules,
    /// An identifier or the digits of a number.
    Name,
    /// Part of an identifier.
    IdentPart,
    /// Part of a number or an identifier.
    NumberPart,
    /// The same after a `-`, where another would make it the begin of a `--name`.
    Unsigned,
    /// Text in a string.
    Str,
    /// A URL or part of one.
    Url(UrlHole),
    /// Declarations, with `;` between them; `closed` when one is needed at the end, for more follows.
    Declarations { closed: bool },
}

const NOT_A_VALUE: Rejected = Rejected { reason: "neither words nor numbers nor colours of CSS" };
const NOT_A_HASH: Rejected = Rejected { reason: "not the digits of a colour" };
const NOT_A_NAME: Rejected = Rejected { reason: "not part of a CSS name" };
const NOT_A_NUMBER: Rejected = Rejected { reason: "not part of a CSS number" };
const BAD_DECLARATION: Rejected = Rejected { reason: "not a declaration of CSS words, numbers and colours" };
const ENDS_STYLE: Rejected = Rejected { reason: "it would end the style element" };

impl CssWrite {
    /// The way to write a value that is safe wherever either of two is right, if there is one.
    pub(crate) fn stronger(self, other: CssWrite) -> Option<CssWrite> {
        use CssWrite::{Hash, Ident, IdentPart, Name, NumberPart, Rules, Unsigned, Value};
        let order = [Hash, Ident, Unsigned, Name, Rules, IdentPart, NumberPart, Value];
        // Of these, each can break out of none of the others: the one that lets least through is taken.
        let both = order.contains(&self) && order.contains(&other);
        if both {
            order.into_iter().find(|it| *it == self || *it == other)
        } else {
            (self == other).then_some(self)
        }
    }
}

impl CssEscape {
    /// Writes a value, `kind` being its type if it has one. What cannot stand there is left out, and the
    /// reason returned.
    pub(crate) fn write(self, value: &str, kind: Option<Kind>, out: &mut String) -> Option<Rejected> {
        match self.write {
            CssWrite::Value | CssWrite::Rules if kind == Some(Kind::Css) => return self.trusted(value, out),
            CssWrite::Str => string(value, out),
            CssWrite::Url(hole) => return self.url(hole, value, kind, out),
            CssWrite::Declarations { closed } => return self.declarations(value, kind, closed, out),
            CssWrite::Value => {
                return checked(value.trim_matches(['\t', '\n', '\r', '\x0C']), is_value, NOT_A_VALUE, out);
            }
            CssWrite::Hash => return checked(value, is_hash, NOT_A_HASH, out),
            CssWrite::Ident => return checked(value, is_ident, NOT_A_NAME, out),
            CssWrite::Rules | CssWrite::Name => return checked(value, is_single, NOT_A_NAME, out),
            CssWrite::IdentPart => return checked(value, is_ident_part, NOT_A_NAME, out),
            CssWrite::Unsigned => return checked(value, is_unsigned, NOT_A_NUMBER, out),
            CssWrite::NumberPart => return checked(value, is_number_part, NOT_A_NUMBER, out),
        }
        None
    }

    /// The kind of place it writes for, as rejections and `explain` name it.
    pub(crate) fn place(self) -> &'static str {
        match self.write {
            CssWrite::Value => "CSS value",
            CssWrite::Rules => "style sheet",
            CssWrite::Hash => "CSS colour",
            CssWrite::Ident | CssWrite::Name | CssWrite::IdentPart => "CSS name",
            CssWrite::Unsigned | CssWrite::NumberPart => "CSS number",
            CssWrite::Str => "CSS string",
            CssWrite::Url(_) => "CSS URL",
            CssWrite::Declarations { .. } => "CSS declarations",
        }
    }

    /// What somebody vouches for stays as it is, inside its element.
    fn trusted(self, value: &str, out: &mut String) -> Option<Rejected> {
        match self.sink {
            Sink::RawText if ends_style(value) => return Some(ENDS_STYLE),
            Sink::RawText => out.push_str(value),
            Sink::Markup => html::text(value, out),
        }
        None
    }

    fn declarations(
        self,
        value: &str,
        kind: Option<Kind>,
        closed: bool,
        out: &mut String,
    ) -> Option<Rejected> {
        let begin = out.len();
        let trusted = kind == Some(Kind::Css);
        let rejected = if trusted { self.trusted(value, out) } else { declarations(value, out) };
        // What is vouched for may end in a character reference now, whose `;` is none of CSS.
        let css = if trusted && rejected.is_none() { value } else { &out[begin..] };
        if closed && !css.trim_matches(is_blank).is_empty() && !css.trim_end_matches(is_blank).ends_with(';')
        {
            out.push(';');
        }
        rejected
    }

    fn url(self, hole: UrlHole, value: &str, kind: Option<Kind>, out: &mut String) -> Option<Rejected> {
        let begin = out.len();
        let rejected = hole.write(value, kind, out);
        if self.sink == Sink::RawText {
            let written = out.split_off(begin);
            out.push_str(&written.replace("&amp;", "&"));
        }
        rejected
    }
}

/// Prints what fits and nothing else. An empty value always fits.
fn checked(
    value: &str,
    fits: impl Fn(&str) -> bool,
    rejected: Rejected,
    out: &mut String,
) -> Option<Rejected> {
    if !value.is_empty() && !fits(value) {
        return Some(rejected);
    }
    out.push_str(value);
    None
}

/// The end tag of the only element whose text is CSS.
const END_TAG: &str = "</style";

/// Whether the text holds the end tag, or a begin of it that the template's text could complete.
fn ends_style(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.contains(END_TAG) || (1..END_TAG.len()).any(|length| lower.ends_with(&END_TAG[..length]))
}

/// CSS Syntax § 4.3.7: a hex escape ends with one blank, even one of six digits. U+0000 cannot be written,
/// escaped or not; it becomes U+FFFD.
fn string(value: &str, out: &mut String) {
    for character in value.chars() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | '-' | '_' => out.push(character),
            '\0' => out.push_str("\\fffd "),
            _ if !character.is_ascii() => out.push(character),
            _ => push_escape(character as u8, out),
        }
    }
}

fn push_escape(byte: u8, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.push('\\');
    if byte >= 16 {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
    }
    out.push(char::from(DIGITS[usize::from(byte & 15)]));
    out.push(' ');
}

/// Declarations that are allowed stay as they are, others are left out. If all are allowed, nothing
/// changes.
fn declarations(value: &str, out: &mut String) -> Option<Rejected> {
    let pieces = pieces(value);
    if pieces.iter().all(|it| is_declaration(it)) {
        out.push_str(value);
        return None;
    }
    let good: Vec<&str> = pieces.into_iter().filter(|it| is_declaration(it)).collect();
    out.push_str(&good.join(";"));
    Some(BAD_DECLARATION)
}

/// The text between semicolons that stand neither in quotes nor in brackets.
fn pieces(value: &str) -> Vec<&str> {
    let (mut pieces, mut begin) = (Vec::new(), 0);
    let (mut quote, mut depth, mut escaped) = (None, 0_usize, false);
    for (at, byte) in value.bytes().enumerate() {
        match (byte, quote) {
            _ if escaped => escaped = false,
            (b'\\', _) => escaped = true,
            (_, Some(open)) => quote = quote.filter(|_| byte != open),
            (b'"' | b'\'', None) => quote = Some(byte),
            (b'(' | b'[' | b'{', None) => depth += 1,
            (b')' | b']' | b'}', None) => depth = depth.saturating_sub(1),
            (b';', None) if depth == 0 => {
                pieces.push(&value[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(&value[begin..]);
    pieces
}

const IMPORTANT: &str = "!important";

/// A property, a colon, an allowed value and perhaps `!important`; or nothing at all.
fn is_declaration(text: &str) -> bool {
    let text = text.trim_matches(is_blank);
    let Some((name, value)) = text.split_once(':') else {
        return text.is_empty();
    };
    let value = value.trim_matches(is_blank);
    let plain = match value.len().checked_sub(IMPORTANT.len()).map(|it| value.split_at_checked(it)) {
        Some(Some((rest, last))) if last.eq_ignore_ascii_case(IMPORTANT) => rest.trim_end_matches(is_blank),
        _ => value,
    };
    is_property(name.trim_end_matches(is_blank)) && is_value(plain)
}

fn is_property(name: &str) -> bool {
    let custom = name.strip_prefix("--").is_some_and(|it| !it.is_empty() && is_ident_part(it));
    let plain = is_ident(name) && name.bytes().all(|it| it.is_ascii_alphabetic() || it == b'-');
    custom || (plain && !is_code_property(name))
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\x0C')
}
