//! Data as JSON, and as JavaScript expressions, which differ in three words: one alphabet for both.
//!
//! In strings every ASCII character but letters, digits, blank and `_ . , -` is written `\u00XX`. None of
//! the characters that structure HTML, JavaScript, CSS or URLs is among those that stay, so text in a wrong
//! place is still text.

use super::Rejected;
use super::json_text;
use super::resource::is_declared;
use super::url::BLOCKED;
use crate::diagnostics::Error;
use crate::value::{
    Cx, Found, Items, Kind, LIST_DEPTH, Object, Shape, Value, fields_of, iso_duration, items, plain_text,
    repr, resolve, text, too_deep,
};

/// HTML where data belongs.
pub(super) const MARKUP: Rejected =
    Rejected { reason: "HTML is only text to a script; hand data over with `json_script`" };

/// What a value is in a JSON document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum JsonWrite {
    Value,
    /// The name of a member: always a string.
    Key,
    /// The inside of a string.
    Text,
    /// The inside of a string that is an address.
    Address(Vouched),
}

/// What an address in a script of addresses is for, and so which values may be one: those that somebody vouches for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Vouched {
    /// Code is loaded from there.
    Code,
    /// The browser goes or fetches there.
    Page,
}

impl Vouched {
    fn takes(self, value: Value<'_>, cx: Cx<'_>) -> bool {
        match value {
            Value::Safe(Kind::ResourceUrl, _) => true,
            Value::Safe(Kind::Url, _) => self == Vouched::Page,
            Value::Str(url) => self == Vouched::Code && is_declared(url, cx),
            _ => false,
        }
    }
}

const NOT_VOUCHED: Rejected = Rejected {
    reason: "nobody vouches for the address; use `{% static %}`, or `{% url %}` where no code is loaded",
};

impl JsonWrite {
    pub(super) fn write<'a>(
        self,
        written: Value<'a>,
        cx: Cx<'a>,
        out: &mut String,
    ) -> Result<Option<Rejected>, Error> {
        match self {
            JsonWrite::Value => value(written, cx, out),
            JsonWrite::Text => string(written, cx, out),
            JsonWrite::Address(vouched) if vouched.takes(written, cx) => string(written, cx, out),
            JsonWrite::Address(_) => {
                push_text(BLOCKED, out);
                Ok(Some(NOT_VOUCHED))
            }
            JsonWrite::Key => {
                out.push('"');
                let rejected = string(written, cx, out)?;
                out.push('"');
                Ok(rejected)
            }
        }
    }

    /// The kind of place, as rejections and `explain` name it.
    pub(super) fn place(self) -> &'static str {
        match self {
            JsonWrite::Value => "JSON value",
            JsonWrite::Key => "JSON key",
            JsonWrite::Text => "JSON string",
            JsonWrite::Address(Vouched::Code) => "URL of code in JSON",
            JsonWrite::Address(Vouched::Page) => "URL in JSON",
        }
    }
}

/// What the data is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Json,
    /// JavaScript (ECMA-262 § 13.2.5): not-a-number is a name, and `"__proto__"` as a key is no key.
    Js,
}

/// Writes a value of a JSON document.
pub(super) fn value<'a>(value: Value<'a>, cx: Cx<'a>, out: &mut String) -> Result<Option<Rejected>, Error> {
    data(value, Dialect::Json, cx, out, |_, text, out| {
        push_text(text, out);
        None
    })
}

/// Writes the inside of a string of a JSON document: the text as Django prints it.
pub(super) fn string<'a>(value: Value<'a>, cx: Cx<'a>, out: &mut String) -> Result<Option<Rejected>, Error> {
    let printed = text(value, cx)?;
    match value {
        Value::Safe(Kind::JsStr, escaped) => match json_text::unescaped(escaped) {
            Some(plain) => push_text(&plain, out),
            None => push_text(escaped, out),
        },
        _ => push_text(&printed, out),
    }
    Ok(None)
}

/// Appends text in the alphabet of strings, without quotes.
pub(super) fn push_text(plain: &str, out: &mut String) {
    push_in(plain, |it| it.is_ascii_alphanumeric() || b" _.,-".contains(&it), out);
}

/// Appends text in which only the ASCII characters stay that `stays` says; the line and paragraph
/// separators, which older engines take for line ends (ECMA-262 § 12.3), and U+FEFF are escaped too.
pub(super) fn push_in(plain: &str, stays: impl Fn(u8) -> bool, out: &mut String) {
    out.reserve(plain.len());
    let mut copied = 0;
    for (at, it) in plain.char_indices() {
        let kept = u8::try_from(it).ok().filter(u8::is_ascii).map_or(!is_separator(it), &stays);
        if !kept {
            out.push_str(&plain[copied..at]);
            push_unit(u32::from(it), out);
            copied = at + it.len_utf8();
        }
    }
    out.push_str(&plain[copied..]);
}

fn is_separator(it: char) -> bool {
    matches!(it, '\u{2028}' | '\u{2029}' | '\u{FEFF}')
}

/// Appends `\uXXXX`.
pub(super) fn push_unit(unit: u32, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push_str("\\u");
    for shift in [12, 8, 4, 0] {
        out.push(char::from(DIGITS[(unit >> shift) as usize & 15]));
    }
}

/// Writes data; `leaf` writes the inside of the quotes of each text in it.
pub(super) fn data<'a>(
    value: Value<'a>,
    dialect: Dialect,
    cx: Cx<'a>,
    out: &mut String,
    leaf: impl FnMut(Option<Kind>, &str, &mut String) -> Option<Rejected>,
) -> Result<Option<Rejected>, Error> {
    let mut printer = Printer { dialect, cx, out, leaf, rejected: None, depth: 0 };
    printer.value(value)?;
    Ok(printer.rejected)
}

struct Printer<'a, 'o, F> {
    dialect: Dialect,
    cx: Cx<'a>,
    out: &'o mut String,
    leaf: F,
    /// The first text that was written as something else than it is.
    rejected: Option<Rejected>,
    depth: usize,
}

impl<'a, F: FnMut(Option<Kind>, &str, &mut String) -> Option<Rejected>> Printer<'a, '_, F> {
    fn value(&mut self, value: Value<'a>) -> Result<(), Error> {
        match value {
            Value::None => self.out.push_str("null"),
            Value::Bool(it) => self.out.push_str(if it { "true" } else { "false" }),
            Value::Float(it) if !it.is_finite() => self.out.push_str(non_finite(it, self.dialect)),
            Value::Int(_) | Value::Float(_) => repr(value, self.cx, self.out)?,
            Value::Number(digits) if json_text::is_number(digits) => self.out.push_str(digits),
            Value::Number(text) | Value::Str(text) => self.text(None, text),
            Value::Safe(kind @ Kind::Html(_), markup) => self.markup(kind, markup),
            Value::Safe(Kind::Scalar, text) if json_text::is_scalar(text) => self.out.push_str(text),
            Value::Safe(kind, text) => self.text(Some(kind), text),
            // Python's `isoformat()`.
            Value::Time(_) => {
                let moment = plain_text(value, self.cx)?.replace(' ', "T");
                self.text(None, &moment);
            }
            Value::Duration(span) => self.text(None, &iso_duration(span)),
            Value::Lazy(_) => return self.lazy(value),
            Value::List(_) | Value::Tuple(_) => return self.list(value),
            Value::Map(_) | Value::Loop(_) => return self.map(value),
            Value::Object(object) => return self.object(object),
        }
        Ok(())
    }

    fn text(&mut self, kind: Option<Kind>, text: &str) {
        self.out.push('"');
        let rejected = (self.leaf)(kind, text, self.out);
        self.out.push('"');
        self.rejected = self.rejected.or(rejected);
    }

    /// JSON that somebody let through as HTML is data; any other HTML is text.
    fn markup(&mut self, kind: Kind, markup: &str) {
        let begin = self.out.len();
        if json_text::transcode(markup, self.dialect, self.out) {
            return;
        }
        self.out.truncate(begin);
        self.text(Some(kind), markup);
        self.rejected = self.rejected.or(Some(MARKUP));
    }

    fn lazy(&mut self, lazy: Value<'a>) -> Result<(), Error> {
        match resolve(lazy, self.cx)? {
            Found::Value(Value::Lazy(_)) | Found::Missing | Found::Refused => {
                self.out.push_str("null");
                Ok(())
            }
            Found::Value(value) => self.value(value),
        }
    }

    fn object(&mut self, object: &'a dyn Object) -> Result<(), Error> {
        let value = Value::Object(object);
        match object.shape() {
            Shape::List(_) | Shape::Set(_) | Shape::Stream => self.list(value),
            Shape::Map(_) => self.map(value),
            Shape::Opaque => {
                let begin = self.out.len();
                self.map(value)?;
                // Without fields it is no data, but it has a text.
                if self.out.get(begin..) == Some("{}") {
                    self.out.truncate(begin);
                    self.text(None, &plain_text(value, self.cx)?);
                }
                Ok(())
            }
        }
    }

    fn list(&mut self, list: Value<'a>) -> Result<(), Error> {
        let items = items(list, self.cx)?.unwrap_or(Items::Slice(&[]));
        self.enter()?;
        self.out.push('[');
        for index in 0..items.len() {
            self.comma(index)?;
            self.value(items.get(index, self.cx)?)?;
        }
        self.out.push(']');
        self.depth -= 1;
        Ok(())
    }

    fn map(&mut self, map: Value<'a>) -> Result<(), Error> {
        self.enter()?;
        self.out.push('{');
        let mut index = 0;
        fields_of(map, self.cx, &mut |key, value| {
            self.comma(index)?;
            index += 1;
            push_key(key, self.dialect, self.out);
            self.out.push(':');
            self.value(value)
        })?;
        self.out.push('}');
        self.depth -= 1;
        Ok(())
    }

    fn enter(&mut self) -> Result<(), Error> {
        if self.depth == LIST_DEPTH {
            return Err(too_deep());
        }
        self.depth += 1;
        Ok(())
    }

    /// Between two items. A list that holds another one many times over grows faster than its data, so the
    /// output is watched.
    fn comma(&mut self, index: usize) -> Result<(), Error> {
        if index > 0 {
            self.out.push(',');
        }
        self.cx.arena.budget().output(self.out.len())
    }
}

/// Appends the name of a member, in quotes.
pub(super) fn push_key(key: &str, dialect: Dialect, out: &mut String) {
    // ECMA-262 § B.3.1: in JavaScript this key would set the object's prototype.
    let computed = dialect == Dialect::Js && key == "__proto__";
    out.push_str(if computed { "[\"" } else { "\"" });
    push_text(key, out);
    out.push_str(if computed { "\"]" } else { "\"" });
}

fn non_finite(number: f64, dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Json => "null",
        Dialect::Js if number.is_nan() => "NaN",
        Dialect::Js if number > 0.0 => "Infinity",
        Dialect::Js => "-Infinity",
    }
}

#[cfg(test)]
mod tests {
    use super::push_text;

    /// One and two characters of ASCII and the edges beyond, alone and glued together.
    fn texts() -> Vec<String> {
        let mut chars: Vec<char> = (0..=127u8).map(char::from).collect();
        chars.extend([
            '\u{2028}',
            '\u{2029}',
            '\u{FEFF}',
            '\u{FFFD}',
            '\u{D7FF}',
            '\u{E000}',
            '\u{10FFFF}',
            'é',
        ]);
        let mut texts = vec![String::new()];
        for &a in &chars {
            texts.push(a.to_string());
            texts.extend(chars.iter().map(|b| format!("{a}{b}")));
        }
        texts
    }

    #[test]
    fn strings_read_back_as_they_were_and_keep_to_the_alphabet() {
        for plain in texts() {
            let mut written = String::new();
            push_text(&plain, &mut written);
            assert_eq!(
                serde_json::from_str::<String>(&format!("\"{written}\"")).ok(),
                Some(plain),
                "{written}"
            );
            let bare = written.replace("\\u", "");
            assert!(
                bare.chars().all(|it| it.is_ascii_alphanumeric() || " _.,-".contains(it) || !it.is_ascii())
            );
            assert!(!bare.contains(['\u{2028}', '\u{2029}', '\u{FEFF}']));
        }
    }
}
