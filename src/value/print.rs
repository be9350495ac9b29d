//! Values as text, as Django prints them: `str()` and, inside lists and maps, `repr()` of Python.

use super::lazy::force;
use super::number::python_float;
use super::numberformat::number;
use super::{Cx, Items, Object, Shape, Value, duration, fields_of, items, time};
use crate::diagnostics::{Error, ErrorKind};
use std::borrow::Cow;

/// How deep lists and maps may nest to be printed or compared.
pub(crate) const LIST_DEPTH: usize = 64;

/// Appends what `{{ value }}` prints, unescaped.
pub(crate) fn display<'a>(value: Value<'a>, cx: Cx<'a>, out: &mut String) -> Result<(), Error> {
    match printed(value, cx)? {
        Value::Int(_) | Value::Float(_) | Value::Number(_) => drop(number(value, cx, out)),
        Value::Time(moment) => time::display(moment, cx, out),
        Value::Lazy(_) => return display(force(value, cx)?, cx, out),
        value => return plain(value, cx, out),
    }
    Ok(())
}

/// Appends Python's `str()` of the value, which is what filters on text work with. It differs from
/// [`display`] in numbers and dates: those are not localised.
pub(crate) fn plain<'a>(value: Value<'a>, cx: Cx<'a>, out: &mut String) -> Result<(), Error> {
    match printed(value, cx)? {
        Value::Str(text) | Value::Safe(_, text) => out.push_str(text),
        Value::Number(digits) => out.push_str(digits),
        Value::Time(moment) => time::python_str(moment, out),
        Value::Duration(span) => duration::python_str(span, out),
        Value::Object(object) if object.shape() == Shape::Opaque => out.push_str(&object.print(cx)?),
        Value::Lazy(_) => return plain(force(value, cx)?, cx, out),
        value => return Printer { cx, out, depth: 0 }.repr(value),
    }
    Ok(())
}

/// An object that prints as text or HTML of its own, as that; any other value as it is.
pub(crate) fn printed<'a>(value: Value<'a>, cx: Cx<'a>) -> Result<Value<'a>, Error> {
    let Value::Object(object) = value else { return Ok(value) };
    Ok(match object.prints_as(cx)? {
        Some(text @ (Value::Str(_) | Value::Safe(..))) => text,
        _ => value,
    })
}

/// What `{{ value }}` prints, borrowed when the value is text.
pub(crate) fn text<'a>(value: Value<'a>, cx: Cx<'a>) -> Result<Cow<'a, str>, Error> {
    written(value, cx, display)
}

/// Python's `str()` of the value, borrowed when the value is text.
pub(crate) fn plain_text<'a>(value: Value<'a>, cx: Cx<'a>) -> Result<Cow<'a, str>, Error> {
    written(value, cx, plain)
}

/// Appends Python's `repr()` of the value.
pub(crate) fn repr<'a>(value: Value<'a>, cx: Cx<'a>, out: &mut String) -> Result<(), Error> {
    Printer { cx, out, depth: 0 }.repr(value)
}

/// The fault of lists that nest deeper than [`LIST_DEPTH`].
#[cold]
pub(crate) fn too_deep() -> Error {
    Error::new(ErrorKind::LimitExceeded, format!("lists and maps nest deeper than {LIST_DEPTH} levels"))
}

const NONE: &str = "None";

/// Python's name of a boolean.
pub(super) fn truth_name(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

type Writer<'a> = fn(Value<'a>, Cx<'a>, &mut String) -> Result<(), Error>;

fn written<'a>(value: Value<'a>, cx: Cx<'a>, write: Writer<'a>) -> Result<Cow<'a, str>, Error> {
    match printed(force(value, cx)?, cx)? {
        Value::Str(text) | Value::Safe(_, text) => Ok(Cow::Borrowed(text)),
        Value::Object(object) if object.shape() == Shape::Opaque => object.print(cx),
        Value::None => Ok(Cow::Borrowed(NONE)),
        Value::Bool(it) => Ok(Cow::Borrowed(truth_name(it))),
        value => {
            let mut text = String::new();
            write(value, cx, &mut text)?;
            Ok(Cow::Owned(text))
        }
    }
}

/// Writes Python's `repr()`.
struct Printer<'a, 'o> {
    cx: Cx<'a>,
    out: &'o mut String,
    depth: usize,
}

impl<'a> Printer<'a, '_> {
    fn repr(&mut self, value: Value<'a>) -> Result<(), Error> {
        match force(value, self.cx)? {
            Value::None | Value::Lazy(_) => self.out.push_str(NONE),
            Value::Bool(it) => self.out.push_str(truth_name(it)),
            Value::Int(it) => self.out.push_str(itoa::Buffer::new().format(it)),
            Value::Float(it) => python_float(it, self.out),
            Value::Number(digits) if digits.contains(['.', 'E']) => {
                self.out.extend(["Decimal('", digits, "')"]);
            }
            Value::Number(digits) => self.out.push_str(digits),
            Value::Str(text) | Value::Safe(_, text) => python_string(text, self.out),
            Value::Time(moment) => time::python_repr(moment, self.out),
            Value::Duration(span) => duration::python_repr(span, self.out),
            Value::Tuple(items) => return self.tuple(items),
            list @ Value::List(_) => return self.list(list),
            map @ (Value::Map(_) | Value::Loop(_)) => return self.map(map),
            Value::Object(object) => return self.object(object),
        }
        Ok(())
    }

    fn object(&mut self, object: &'a dyn Object) -> Result<(), Error> {
        match object.shape() {
            Shape::List(_) => self.list(Value::Object(object)),
            Shape::Map(_) => self.map(Value::Object(object)),
            Shape::Set(_) => self.set(object),
            Shape::Opaque | Shape::Stream => {
                self.out.push_str(&object.print(self.cx)?);
                Ok(())
            }
        }
    }

    fn list(&mut self, list: Value<'a>) -> Result<(), Error> {
        let items = items(list, self.cx)?.unwrap_or(Items::Slice(&[]));
        self.enclosed("[", "]", |it| it.items(items))
    }

    fn tuple(&mut self, items: &'a [Value<'a>]) -> Result<(), Error> {
        let close = if items.len() == 1 { ",)" } else { ")" };
        self.enclosed("(", close, |it| it.items(Items::Slice(items)))
    }

    fn items(&mut self, items: Items<'a>) -> Result<(), Error> {
        for index in 0..items.len() {
            self.comma(index)?;
            self.repr(items.get(index, self.cx)?)?;
        }
        Ok(())
    }

    fn set(&mut self, set: &'a dyn Object) -> Result<(), Error> {
        if set.shape() == Shape::Set(0) {
            self.out.push_str("set()");
            return Ok(());
        }
        let items = items(Value::Object(set), self.cx)?.unwrap_or(Items::Slice(&[]));
        self.enclosed("{", "}", |it| it.items(items))
    }

    /// A group of `{% regroup %}`, which is a named tuple in Python.
    fn group(&mut self, key: Value<'a>, items: Value<'a>) -> Result<(), Error> {
        self.enclosed("GroupedResult(grouper=", ")", |it| {
            it.repr(key)?;
            it.out.push_str(", list=");
            it.repr(items)
        })
    }

    fn map(&mut self, map: Value<'a>) -> Result<(), Error> {
        if let Value::Map([("grouper", key), ("list", items)]) = map {
            return self.group(*key, *items);
        }
        self.enclosed("{", "}", |it| {
            let mut index = 0;
            fields_of(map, it.cx, &mut |key, value| {
                it.comma(index)?;
                index += 1;
                python_string(key, it.out);
                it.out.push_str(": ");
                it.repr(value)
            })
        })
    }

    fn enclosed(
        &mut self,
        open: &str,
        close: &str,
        inside: impl FnOnce(&mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if self.depth == LIST_DEPTH {
            return Err(too_deep());
        }
        self.depth += 1;
        self.out.push_str(open);
        inside(self)?;
        self.out.push_str(close);
        self.depth -= 1;
        Ok(())
    }

    /// Between two items. A list that holds another one many times over grows faster than its data,
    /// so the output is watched.
    fn comma(&mut self, index: usize) -> Result<(), Error> {
        if index > 0 {
            self.out.push_str(", ");
        }
        self.cx.arena.budget().output(self.out.len())
    }
}

/// A string literal as Python would choose its quotes and escapes.
fn python_string(text: &str, out: &mut String) {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(quote);
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if character == quote => out.extend(['\\', character]),
            _ if printable(character) => out.push(character),
            _ => python_escape(u32::from(character), out),
        }
    }
    out.push(quote);
}

fn python_escape(code: u32, out: &mut String) {
    use std::fmt::Write;
    // A String takes everything.
    let _ = match code {
        0..=0xff => write!(out, "\\x{code:02x}"),
        0x100..=0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

/// Python's `str.isprintable()`. Rust's `escape_debug` has the same idea of it (no control, format,
/// private, unassigned or separator characters), except that it looks at the first character of a
/// text more closely.
fn printable(character: char) -> bool {
    if character.is_ascii() {
        return !character.is_ascii_control();
    }
    let mut bytes = [b'a'; 5];
    let len = 1 + character.encode_utf8(&mut bytes[1..]).len();
    let text = bytes.get(..len).and_then(|it| std::str::from_utf8(it).ok()).unwrap_or_default();
    text.escape_debug().nth(1) == Some(character)
}
