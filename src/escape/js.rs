//! JavaScript: values as expressions, inside strings, templates and regular expressions, and as names.
//!
//! What is written holds none of `< > & ' ` / \ $` but the `\u` of its own escapes, and braces, brackets
//! and double quotes only around data that is a map, a list or a text: in an attribute it needs no more
//! than its quotes escaped, and in a string, a template or a regular expression it ends nothing.

use super::js_words::{Prefix, completes_word, is_sink};
use super::json::{Dialect, data, push_in, push_text};
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
            (_, JsGuard::Html) => "HTML in JavaScript",
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
mod tests {
    use super::{JsEscape, JsGuard, JsRole, JsWrite, Prefix, UrlHole};
    use super::{UrlKind, UrlWrite};
    use crate::value::{Kind, Origin, Value};
    use proptest::prelude::*;

    const EXPRESSION: JsWrite = JsWrite::Value { pad: false, role: JsRole::Operand, key: false };
    const FIRST: JsWrite = JsWrite::Value { pad: false, role: JsRole::First, key: false };
    const STATEMENT: JsWrite = JsWrite::Value { pad: false, role: JsRole::Statement, key: false };

    fn write(write: JsWrite, guard: JsGuard, value: Value<'_>) -> (String, bool) {
        let arena = crate::value::Arena::new(&crate::limits::Limits::default());
        let cx = crate::value::Cx::of(&arena, &crate::host::NoHost);
        let mut out = String::new();
        let rejected = JsEscape { write, guard }.write(value, cx, &mut out);
        (out, matches!(rejected, Ok(Some(_))))
    }

    #[track_caller]
    fn check(how: JsWrite, rows: &[(Value<'_>, &str)]) {
        for (value, want) in rows {
            assert_eq!(write(how, JsGuard::None, *value), ((*want).to_owned(), false));
        }
    }

    #[test]
    fn values_are_data() {
        let list = [Value::Int(1), Value::Str("</b>"), Value::None];
        let map = [("a b", Value::Bool(true)), ("__proto__", Value::Int(1))];
        let rows = [
            (Value::None, "null"),
            (Value::Bool(false), "false"),
            (Value::Int(-5), " -5"),
            (Value::Float(f64::NAN), "NaN"),
            (Value::Float(f64::NEG_INFINITY), " -Infinity"),
            (Value::Float(0.5), "0.5"),
            (Value::Float(1e20), "1e+20"),
            (Value::Number("18446744073709551615"), "18446744073709551615"),
            (Value::Number("-0.10"), " -0.10"),
            (Value::Str("a\"b"), "\"a\\u0022b\""),
            (Value::List(&list), "[1,\"\\u003C\\u002Fb\\u003E\",null]"),
            (Value::Map(&map), "{\"a b\":true,[\"__proto__\"]:1}"),
            (Value::Safe(Kind::Html(Origin::Trusted), "null"), "null"),
            (Value::Safe(Kind::Html(Origin::Trusted), "-1"), " -1"),
            (Value::Safe(Kind::Html(Origin::Trusted), "{\"a\": \"<\"}"), "{\"a\":\"\\u003C\"}"),
            (Value::Safe(Kind::Js, "f(x)"), "(f(x))"),
            (Value::Safe(Kind::Js, "x // y"), "(x // y\n)"),
            (Value::Safe(Kind::Js, "f(); "), "(f())"),
            (Value::Safe(Kind::JsStr, "O\\u0027R"), "\"O\\u0027R\""),
            (Value::Safe(Kind::Url, "/a"), "\"\\u002Fa\""),
        ];
        check(EXPRESSION, &rows);
        let first =
            [(Value::Map(&map[..1]), "({\"a b\":true})"), (Value::Str("use strict"), "\"use\\u0020strict\"")];
        check(FIRST, &first);
        check(STATEMENT, &first);
        check(FIRST, &[(Value::Safe(Kind::Js, "f(); g();"), "(f(); g())")]);
        check(
            STATEMENT,
            &[(Value::Safe(Kind::Js, "f(); g();"), "f(); g();"), (Value::Safe(Kind::Js, "f()"), "(f())")],
        );
        check(
            JsWrite::Value { pad: true, role: JsRole::Operand, key: false },
            &[(Value::Int(-1), "  -1"), (Value::Str("a"), " \"a\"")],
        );
        check(
            JsWrite::Value { pad: false, role: JsRole::Operand, key: true },
            &[(Value::Str("__proto__"), "[\"__proto__\"]"), (Value::Str("a"), "\"a\"")],
        );
    }

    #[test]
    fn what_is_refused_is_inert_and_reported() {
        let none = JsGuard::None;
        let cases = [
            (EXPRESSION, none, Value::Safe(Kind::Html(Origin::Trusted), "<b>"), "\"\\u003Cb\\u003E\""),
            (EXPRESSION, none, Value::Safe(Kind::Js, "'</SCRIPT>'"), "null"),
            (JsWrite::Text, none, Value::Safe(Kind::JsStr, "a\\"), "a\\u005C"),
            (JsWrite::Text, JsGuard::Code, Value::Str("/a.js"), "about\\u003Ainvalid\\u0023blocked"),
            (JsWrite::Identifier { prefix: Prefix::default() }, none, Value::Str("a-b"), "rejected"),
            (JsWrite::Identifier { prefix: Prefix::of("f") }, none, Value::Str("or"), "rejected"),
        ];
        for (how, guard, value, want) in cases {
            assert_eq!(write(how, guard, value), (want.to_owned(), true));
        }
    }

    #[test]
    fn insides_of_strings_and_expressions() {
        check(
            JsWrite::Text,
            &[
                (Value::Str("a'\"`${\\\n"), "a\\u0027\\u0022\\u0060\\u0024\\u007B\\u005C\\u000A"),
                (Value::Bool(true), "True"),
                (Value::None, "None"),
                (Value::Safe(Kind::JsStr, "O\\u0027R\\\\"), "O\\u0027R\\u005C"),
                (Value::Safe(Kind::Html(Origin::Trusted), "<b>"), "\\u003Cb\\u003E"),
            ],
        );
        check(
            JsWrite::Regexp,
            &[(Value::Str(""), "(?:)"), (Value::Str("/a.b_"), "(?:\\u002Fa\\u002Eb\\u005F)")],
        );
        check(JsWrite::Class, &[(Value::Str("]-^"), "\\u005D\\u002D\\u005E")]);
        check(
            JsWrite::Identifier { prefix: Prefix::of("f") },
            &[(Value::Int(5), "5"), (Value::Str("oo"), "oo"), (Value::Str(""), "")],
        );
    }

    #[test]
    fn two_readings() {
        let hole = |write, guard| JsEscape { write, guard };
        let both = hole(STATEMENT, JsGuard::None).stronger(hole(EXPRESSION, JsGuard::Html));
        assert_eq!(both, Some(hole(FIRST, JsGuard::Html)));
        assert_eq!(hole(EXPRESSION, JsGuard::None).stronger(hole(JsWrite::Text, JsGuard::None)), None);
        assert_eq!(hole(JsWrite::Text, JsGuard::Code).stronger(hole(JsWrite::Text, JsGuard::Html)), None);
    }

    #[test]
    fn guards() {
        let url = JsGuard::Url(UrlHole { write: UrlWrite::Whole, kind: UrlKind::Navigation });
        let read = |it: &str| serde_json::from_str::<String>(&format!("\"{it}\"")).unwrap_or_default();
        for (guard, value, want) in [
            (url, Value::Str("javascript:alert(1)"), "about:invalid#blocked"),
            (url, Value::Str("/a?b=1&c=2"), "/a?b=1&c=2"),
            (JsGuard::Html, Value::Str("<b>&"), "&lt;b&gt;&amp;"),
            (JsGuard::Html, Value::Safe(Kind::Html(Origin::Earned), "<b>&amp;"), "<b>&amp;"),
            (JsGuard::HtmlUnquoted { whole: true }, Value::Str("a b=`'"), "a&#32;b&#61;&#96;&#x27;"),
            (JsGuard::HtmlUnquoted { whole: true }, Value::Str(""), "\"\""),
            (JsGuard::HtmlUnquoted { whole: false }, Value::Str(""), ""),
            (JsGuard::Code, Value::Safe(Kind::ResourceUrl, "/a.js"), "/a.js"),
        ] {
            assert_eq!(read(&write(JsWrite::Text, guard, value).0), want);
        }
        let list = [Value::Str("javascript:x")];
        assert!(write(EXPRESSION, url, Value::List(&list)).1);
    }

    proptest! {
        #[test]
        fn text_reads_back(plain in "\\PC*|[ -~\\r\\n\u{2028}]*") {
            let (written, _) = write(JsWrite::Text, JsGuard::None, Value::Str(&plain));
            let structural = |it| "<>&\"'`/\\${}\n\r".contains(it);
            prop_assert!(!written.replace("\\u", "").contains(structural));
            prop_assert_eq!(serde_json::from_str::<String>(&format!("\"{written}\"")).ok(), Some(plain.clone()));
            let (written, _) = write(EXPRESSION, JsGuard::None, Value::Str(&plain));
            prop_assert_eq!(serde_json::from_str::<String>(&written).ok(), Some(plain.clone()));
            let (written, _) = write(JsWrite::Class, JsGuard::None, Value::Str(&plain));
            prop_assert_eq!(serde_json::from_str::<String>(&format!("\"{written}\"")).ok(), Some(plain));
        }
    }
}
