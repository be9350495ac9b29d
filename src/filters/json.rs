//! `json_script`: data handed to a page's script.

use super::Filtered;
use super::coerce::fault;
use super::safety::{built, conditional_escape, html, iso};
use crate::diagnostics::Error;
use crate::value::{self, Cx, Found, Object, Origin, Shape, Temporal, Value};
use std::fmt::Write;

/// The value as JSON in a `<script>` of type `application/json`, with the argument as its id.
pub(super) fn json_script<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let text = built(cx, |out| {
        out.push_str("<script");
        if let Some(id) = argument
            && value::truth(id, cx)?
        {
            let _ = write!(out, " id=\"{}\"", conditional_escape(id, cx)?.1);
        }
        out.push_str(" type=\"application/json\">");
        push_json(value, cx, out)?;
        out.push_str("</script>");
        Ok(())
    })?;
    Ok(html(Origin::Earned, text))
}

/// Writes JSON as Python's `json.dumps` does: ASCII only, a blank after `,` and `:`; with `<`, `>` and
/// `&` escaped so that it cannot end the script.
fn push_json<'a>(value: Value<'a>, cx: Cx<'a>, out: &mut String) -> Result<(), Error> {
    match value {
        Value::None => out.push_str("null"),
        Value::Bool(it) => out.push_str(if it { "true" } else { "false" }),
        Value::Float(it) if !it.is_finite() => out.push_str(non_finite(it)),
        Value::Int(_) | Value::Float(_) => value::repr(value, cx, out)?,
        // Python has a decimal here, which Django writes as a string.
        // A filter of the application may have made it, so its form is checked.
        Value::Number(digits) if digits.contains('.') || !value::is_decimal(digits) => {
            push_string(digits, out);
        }
        Value::Number(digits) => out.push_str(digits),
        Value::Str(text) | Value::Safe(_, text) => push_string(text, out),
        Value::Time(time) => push_string(&json_time(time, cx)?, out),
        Value::Duration(span) => push_string(&value::iso_duration(span), out),
        _ => nested(value, cx, out)?,
    }
    Ok(())
}

/// What holds other values. Data can be nested without end, so the levels are counted.
fn nested<'a>(value: Value<'a>, cx: Cx<'a>, out: &mut String) -> Result<(), Error> {
    cx.arena.budget().enter()?;
    let written = push_nested(value, cx, out);
    cx.arena.budget().leave();
    written
}

fn push_nested<'a>(value: Value<'a>, cx: Cx<'a>, out: &mut String) -> Result<(), Error> {
    match value {
        Value::List(items) | Value::Tuple(items) => {
            push_list(items.len(), |it| Ok(items.get(it).copied()), cx, out)
        }
        Value::Map(entries) => {
            let mut object = Entries::open(out);
            entries.iter().try_for_each(|(key, value)| object.push(key, *value, cx))?;
            object.close();
            Ok(())
        }
        Value::Object(object) => match object.as_text() {
            Some(text) => {
                push_string(text, out);
                Ok(())
            }
            None => push_object(object, cx, out),
        },
        Value::Lazy(_) => match value::resolve(value, cx)? {
            Found::Value(value) => push_json(value, cx, out),
            Found::Missing | Found::Refused => Err(unsuited(value)),
        },
        _ => Err(unsuited(value)),
    }
}

fn push_object<'a>(object: &'a dyn Object, cx: Cx<'a>, out: &mut String) -> Result<(), Error> {
    match object.shape() {
        Shape::List(len) => push_list(len, |it| object.at(it, cx), cx, out),
        Shape::Set(_) | Shape::Stream => Err(unsuited(Value::Object(object))),
        Shape::Opaque | Shape::Map(_) => {
            let mut entries = Entries::open(out);
            object.fields(cx, &mut |key, value| entries.push(key, value, cx))?;
            let empty = entries.empty;
            entries.close();
            // An opaque object without fields is no data; an empty map is.
            let data = !empty || matches!(object.shape(), Shape::Map(_));
            if data { Ok(()) } else { Err(unsuited(Value::Object(object))) }
        }
    }
}

fn push_list<'a>(
    len: usize,
    at: impl Fn(usize) -> Result<Option<Value<'a>>, Error>,
    cx: Cx<'a>,
    out: &mut String,
) -> Result<(), Error> {
    out.push('[');
    for index in 0..len {
        out.push_str(if index == 0 { "" } else { ", " });
        push_json(at(index)?.unwrap_or(Value::None), cx, out)?;
    }
    out.push(']');
    Ok(())
}

/// A JSON object being written.
struct Entries<'o> {
    out: &'o mut String,
    empty: bool,
}

impl<'o> Entries<'o> {
    fn open(out: &'o mut String) -> Entries<'o> {
        out.push('{');
        Entries { out, empty: true }
    }

    fn push<'a>(&mut self, key: &str, value: Value<'a>, cx: Cx<'a>) -> Result<(), Error> {
        self.out.push_str(if self.empty { "" } else { ", " });
        self.empty = false;
        push_string(key, self.out);
        self.out.push_str(": ");
        push_json(value, cx, self.out)
    }

    fn close(self) {
        self.out.push('}');
    }
}

fn non_finite(number: f64) -> &'static str {
    match number {
        it if it.is_nan() => "NaN",
        it if it > 0.0 => "Infinity",
        _ => "-Infinity",
    }
}

/// As `DjangoJSONEncoder` writes it: milliseconds, `Z` for UTC.
fn json_time<'a>(moment: &'a Temporal, cx: Cx<'a>) -> Result<String, Error> {
    let mut text = iso(moment, cx)?;
    if let Some(dot) = text.find('.') {
        text.replace_range(dot + 4..dot + 7, "");
    }
    if text.ends_with("+00:00") {
        text.replace_range(text.len() - 6.., "Z");
    }
    Ok(text)
}

fn push_string(text: &str, out: &mut String) {
    out.push('"');
    for it in text.chars() {
        match it {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' => push_unit(u32::from(it), true, out),
            ' '..='~' => out.push(it),
            _ => it.encode_utf16(&mut [0; 2]).iter().for_each(|unit| push_unit(u32::from(*unit), false, out)),
        }
    }
    out.push('"');
}

/// Django escapes in upper case what could end the script, Python the rest in lower case.
fn push_unit(unit: u32, upper: bool, out: &mut String) {
    let _ = if upper { write!(out, "\\u{unit:04X}") } else { write!(out, "\\u{unit:04x}") };
}

#[cold]
fn unsuited(value: Value<'_>) -> Error {
    fault("json_script", "data that JSON can express", value)
}
