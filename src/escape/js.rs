//! JavaScript: values as expressions, inside strings, templates and regular expressions, and as names.
//!
//! What is written holds none of `< > & ' ` / \ $` but the `\u` of its own escapes, and braces, brackets
//! and double quotes only around data that is a map, a list or a text: in an attribute it needs no more
//! than its quotes escaped, and in a string, a template or a regular expression it ends nothing.

use super::js_words::{Prefix, completes_word, is_sink};
use super::json::{Dialect, data, push_in, push_text};
use super::mustache::parted;
use super::url::{UrlHole, UrlWrite};
use super::{Rejected, html, json_text};
use crate::diagnostics::Error;
use crate::html::UrlKind;
use crate::value::{Cx, Kind, Origin, Value, text};

/// A hole in a script: what stands there, and what the script does with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct JsEscape {
    pub write: JsWrite,
    pub guard: JsGuard,
}

/// What a value is in a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum JsWrite {
    /// An expression. `pad` after a word; `key` where it may name a member.
    Value { pad: bool, role: JsRole, key: bool },
    /// The inside of a string of any quotes, or text of a template literal.
    Text,
    /// Part of a regular expression.
    Regexp,
    /// Between `[` and `]` of one.
    Class,
    /// A name, or what is behind `prefix`, the begin of a word that a value may not complete.
    Identifier { prefix: Prefix },
}

/// What an expression is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum JsRole {
    /// An expression.
    Operand,
    /// What may be the begin of a statement or of an arrow's body: braces would be a block and a string a directive.
    First,
    /// A statement, with nothing of it before or behind.
    Statement,
}

/// What is done to text before it is written, because of what the script does with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum JsGuard {
    None,
    /// It is parsed as HTML: Django's five entities, as Django would have printed it.
    Html,
    /// The same, and a framework looks for templates in it.
    HtmlTemplate,
    /// The same, in an attribute without quotes: blanks and what else could end the value are escaped too.
    /// `whole` when it is all of the value, which may not be empty then.
    HtmlUnquoted {
        whole: bool,
    },
    /// The browser goes or fetches there.
    Url(UrlHole),
    /// Code is loaded from there: somebody must vouch for it.
    Code,
    /// It is parsed as HTML, in a URL of that, which it may be the begin of (`whole`); `media` of a picture.
    HtmlUrl {
        whole: bool,
        media: bool,
    },
    /// The same, in a script of an attribute: escaped for a string of both.
    HtmlScript,
    /// The same, as a name in a tag.
    HtmlName,
    /// It names the member of an object: none that runs or loads what it is handed.
    Key,
}

impl JsWrite {
    /// Blanks, parentheses and brackets that one reading needs do no harm in the other.
    fn stronger(self, other: JsWrite) -> Option<JsWrite> {
        Some(match (self, other) {
            (a, b) if a == b => a,
            (JsWrite::Value { pad, role, key }, JsWrite::Value { pad: p, role: other, key: k }) => {
                let role = if role == other { role } else { JsRole::First };
                JsWrite::Value { pad: pad || p, role, key: key || k }
            }
            (JsWrite::Identifier { prefix }, JsWrite::Identifier { prefix: other }) => {
                JsWrite::Identifier { prefix: prefix.stronger(other)? }
            }
            _ => return None,
        })
    }
}

impl JsGuard {
    /// Entities are what Django prints everywhere, and a URL that is checked is one where none is needed.
    fn stronger(self, other: JsGuard) -> Option<JsGuard> {
        Some(match (self, other) {
            (a, b) if a == b => a,
            (JsGuard::None, it) | (it, JsGuard::None) => it,
            (JsGuard::Html, it @ JsGuard::HtmlUnquoted { .. })
            | (it @ JsGuard::HtmlUnquoted { .. }, JsGuard::Html) => it,
            _ => return None,
        })
    }
}

const NOT_A_NAME: Rejected = Rejected { reason: "not part of a JavaScript name" };
const NOT_CODE: Rejected =
    Rejected { reason: "the trusted JavaScript would end the script or begin a comment of HTML" };
const NOT_VOUCHED: Rejected =
    Rejected { reason: "code would be loaded from there, and nobody vouches for the URL" };
const NOT_A_KEY: Rejected = Rejected { reason: "the name of a member that runs or loads what it is handed" };
const NOT_A_MARKUP_NAME: Rejected = Rejected { reason: "not part of a name in a tag" };
const NOT_INSIDE: Rejected = Rejected { reason: "the trusted text is no inside of a JavaScript string" };

/// What stands for a URL that was refused (WHATWG URL § 7; RFC 6694).
const BLOCKED: &str = "about:invalid#blocked";

/// What stands for a name that was refused.
const REJECTED: &str = "rejected";

impl JsEscape {
    /// What is right wherever either of two is, if there is such a thing.
    pub(crate) fn stronger(self, other: JsEscape) -> Option<JsEscape> {
        Some(JsEscape { write: self.write.stronger(other.write)?, guard: self.guard.stronger(other.guard)? })
    }

    pub(super) fn write<'a>(
        self,
        value: Value<'a>,
        cx: Cx<'a>,
        out: &mut String,
    ) -> Result<Option<Rejected>, Error> {
        match self.write {
            JsWrite::Value { pad, role, key } => self.value(value, (pad, role, key), cx, out),
            JsWrite::Text => self.in_quotes(value, cx, out),
            JsWrite::Regexp => regexp(value, cx, out),
            JsWrite::Class => class(value, cx, out),
            JsWrite::Identifier { prefix } => identifier(&text(value, cx)?, prefix, out),
        }
    }

    /// The kind of place, as rejections and `explain` name it.
    pub(super) fn place(self) -> &'static str {
        match (self.write, self.guard) {
            (_, JsGuard::Code) => "URL of JavaScript code",
            (_, JsGuard::Url(_)) => "URL in JavaScript",
            (_, JsGuard::HtmlUrl { .. }) => "URL of HTML in JavaScript",
            (_, JsGuard::HtmlScript) => "script of HTML in JavaScript",
            (_, JsGuard::HtmlName) => "name in a tag in JavaScript",
            (_, JsGuard::Key) => "name of a member in JavaScript",
            (_, JsGuard::Html | JsGuard::HtmlTemplate) => "HTML in JavaScript",
            (_, JsGuard::HtmlUnquoted { .. }) => "attribute without quotes in JavaScript",
            (JsWrite::Value { .. }, _) => "JavaScript value",
            (JsWrite::Text, _) => "JavaScript string",
            (JsWrite::Regexp, _) => "JavaScript regular expression",
            (JsWrite::Class, _) => "JavaScript character class",
            (JsWrite::Identifier { .. }, _) => "JavaScript name",
        }
    }

    fn value<'a>(
        self,
        value: Value<'a>,
        (pad, role, key): (bool, JsRole, bool),
        cx: Cx<'a>,
        out: &mut String,
    ) -> Result<Option<Rejected>, Error> {
        if pad {
            out.push(' ');
        }
        let begin = out.len();
        let rejected = match value {
            Value::Safe(Kind::Js, code) => trusted(code, role, out),
            value => data(value, Dialect::Js, cx, out, |kind, text, out| self.push(kind, text, out))?,
        };
        finish(begin, role, key, out);
        Ok(rejected)
    }

    fn in_quotes<'a>(
        self,
        value: Value<'a>,
        cx: Cx<'a>,
        out: &mut String,
    ) -> Result<Option<Rejected>, Error> {
        let kind = if let Value::Safe(kind, _) = value { Some(kind) } else { None };
        Ok(self.push(kind, &text(value, cx)?, out))
    }

    /// Writes text that stands in quotes.
    fn push(self, kind: Option<Kind>, source: &str, out: &mut String) -> Option<Rejected> {
        let Some(plain) = unwrapped(kind, source) else {
            push_text(source, out);
            return Some(NOT_INSIDE);
        };
        match self.guard {
            JsGuard::None => push_text(&plain, out),
            JsGuard::HtmlTemplate if kind == Some(Kind::Html(Origin::Trusted)) => push_text(&plain, out),
            JsGuard::HtmlTemplate => {
                let mut escaped = String::new();
                if matches!(kind, Some(Kind::Html(_))) {
                    escaped.push_str(&plain);
                } else {
                    html::text(&plain, &mut escaped);
                }
                push_text(&parted(&escaped), out);
            }
            JsGuard::Html if matches!(kind, Some(Kind::Html(_))) => push_text(&plain, out),
            JsGuard::Html => {
                let mut escaped = String::new();
                html::text(&plain, &mut escaped);
                push_text(&escaped, out);
            }
            JsGuard::HtmlUnquoted { .. } if kind == Some(Kind::Html(Origin::Trusted)) => {
                push_text(&plain, out);
            }
            JsGuard::HtmlUnquoted { whole: true } if plain.is_empty() => push_text("\"\"", out),
            JsGuard::HtmlUnquoted { .. } => push_text(&html::without_quotes(&plain), out),
            JsGuard::Url(hole) => return url(hole, &plain, kind, out),
            JsGuard::Key if is_sink(&plain, true) => {
                push_text(REJECTED, out);
                return Some(NOT_A_KEY);
            }
            JsGuard::Key => push_text(&plain, out),
            JsGuard::HtmlUrl { whole, media } => {
                let hole = UrlHole {
                    write: if whole { UrlWrite::Whole } else { UrlWrite::Rest { guard: true } },
                    kind: if media { UrlKind::Media } else { UrlKind::Navigation },
                };
                let mut written = String::new();
                let rejected = hole.write(&plain, kind, &mut written);
                push_text(&written, out);
                return rejected;
            }
            JsGuard::HtmlScript => {
                let mut script = String::new();
                push_text(&plain, &mut script);
                push_text(&script, out);
            }
            JsGuard::HtmlName
                if matches!(kind, Some(Kind::Html(Origin::Trusted) | Kind::Attrs))
                    || is_markup_name(&plain) =>
            {
                push_text(&plain, out);
            }
            JsGuard::HtmlName => {
                push_text(REJECTED, out);
                return Some(NOT_A_MARKUP_NAME);
            }
            JsGuard::Code if kind == Some(Kind::ResourceUrl) => push_text(&plain, out),
            JsGuard::Code => {
                push_text(BLOCKED, out);
                return Some(NOT_VOUCHED);
            }
        }
        None
    }
}

/// The text that a value of this kind stands for: escapes of a string's inside are read.
fn unwrapped(kind: Option<Kind>, source: &str) -> Option<std::borrow::Cow<'_, str>> {
    match kind {
        Some(Kind::JsStr) => json_text::unescaped(source).map(Into::into),
        _ => Some(source.into()),
    }
}

/// Parts a minus sign from one before it, and keeps data from being a statement, a directive or a prototype.
fn finish(begin: usize, role: JsRole, key: bool, out: &mut String) {
    // ECMA-262 § B.3.1: as a name in quotes it would set the object's prototype.
    if key && out.get(begin..) == Some("\"__proto__\"") {
        out.insert(begin, '[');
        out.push(']');
    }
    match out.as_bytes().get(begin) {
        Some(b'-') => out.insert(begin, ' '),
        Some(b'{') if role != JsRole::Operand => {
            out.insert(begin, '(');
            out.push(')');
        }
        // ECMA-262 § 11.2.1: a string that is a statement may be a directive, unless it holds an escape.
        Some(b'"') if role != JsRole::Operand => {
            let directive = out.get(begin..).is_some_and(|it| it == "\"use strict\"" || it == "\"use asm\"");
            if directive {
                out.replace_range(begin + 4..begin + 5, "\\u0020");
            }
        }
        _ => {}
    }
}

/// JavaScript that somebody vouches for, as one operand, unless it is statements where one may stand. It may end in a
/// comment, hence the newline.
fn trusted(code: &str, role: JsRole, out: &mut String) -> Option<Rejected> {
    let lower = code.to_ascii_lowercase();
    if ["</script", "<script", "<!--"].iter().any(|it| lower.contains(it)) {
        out.push_str("null");
        return Some(NOT_CODE);
    }
    // ECMA-262 § 14: what ends so is no expression.
    let expression = code.trim_end().trim_end_matches(';');
    let statements = role == JsRole::Statement && expression.len() < code.trim_end().len();
    if statements || is_in_parens(code) {
        out.push_str(code);
        return None;
    }
    out.push('(');
    out.push_str(expression);
    if code.contains("//") || code.contains("-->") {
        out.push('\n');
    }
    out.push(')');
    None
}

/// Whether code is one expression in parentheses, as far as that can be told without reading strings and comments.
fn is_in_parens(code: &str) -> bool {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 && at + 1 < code.len() => return false,
            b')' => depth = depth.saturating_sub(1),
            b'"' | b'\'' | b'`' | b'/' | b'\\' | b'<' | b'\n' | b'\r' => return false,
            _ if depth == 0 => return false,
            _ => {}
        }
    }
    code.starts_with('(') && depth == 0
}

/// The URL as the writer for attributes has it, without the attribute: there `&` is always `&amp;`.
fn url(hole: UrlHole, plain: &str, kind: Option<Kind>, out: &mut String) -> Option<Rejected> {
    let mut written = String::new();
    let rejected = hole.write(plain, kind, &mut written);
    push_text(&written.replace("&amp;", "&"), out);
    rejected
}

/// ECMA-262 § 22.2.1. In a group of its own it is never empty and takes a quantifier whole; where an
/// expression belongs it is a syntax error.
fn regexp<'a>(value: Value<'a>, cx: Cx<'a>, out: &mut String) -> Result<Option<Rejected>, Error> {
    out.push_str("(?:");
    let rejected = class(value, cx, out)?;
    out.push(')');
    Ok(rejected)
}

fn class<'a>(value: Value<'a>, cx: Cx<'a>, out: &mut String) -> Result<Option<Rejected>, Error> {
    let kind = if let Value::Safe(kind, _) = value { Some(kind) } else { None };
    let source = text(value, cx)?;
    let plain = unwrapped(kind, &source);
    push_in(plain.as_deref().unwrap_or(&source), |it| it.is_ascii_alphanumeric(), out);
    Ok(plain.is_none().then_some(NOT_INSIDE))
}

fn is_markup_name(plain: &str) -> bool {
    plain.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_'))
}

fn identifier(name: &str, prefix: Prefix, out: &mut String) -> Result<Option<Rejected>, Error> {
    let (prefix, member) = (prefix.as_str(), prefix.is_member());
    let is_name = name.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'$' | b'_'));
    let alone = !is_sink(name, member && prefix.is_empty());
    if is_name && alone && (prefix.is_empty() || !completes_word(prefix, name, member)) {
        out.push_str(name);
        return Ok(None);
    }
    out.push_str(REJECTED);
    Ok(Some(NOT_A_NAME))
}

#[cfg(test)]
mod tests;
