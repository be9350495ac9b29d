//! `pprint`: Python's `pprint.pformat`, for looking at data while a template is written.

use super::Filtered;
use super::coerce::is_space;
use super::safety::keep_safe;
use crate::diagnostics::Error;
use crate::value::{self, Cx, LIST_DEPTH, Object, Shape, Value};
use std::borrow::Cow;

/// Columns of a line, as far as the data lets itself be broken.
const WIDTH: usize = 80;

/// The value as Python's `repr()` shows it, in lines of 80 columns.
pub(super) fn pprint<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let mut printer = Printer { cx, out: String::new() };
    printer.value(value, Room { indent: 0, after: 0, level: 0 })?;
    keep_safe(value, cx, |_| Ok(Cow::Owned(printer.out)))
}

/// Where a value is printed.
#[derive(Clone, Copy)]
struct Room {
    /// Columns before it, on each of its lines.
    indent: usize,
    /// Columns that must follow it on its last line.
    after: usize,
    level: usize,
}

impl Room {
    fn has(self, columns: usize) -> bool {
        columns + self.indent + self.after <= WIDTH
    }

    fn inside(self, after: usize) -> Room {
        Room { indent: self.indent + 1, after: self.after + after, level: self.level + 1 }
    }
}

struct Printer<'a> {
    cx: Cx<'a>,
    out: String,
}

impl<'a> Printer<'a> {
    fn value(&mut self, value: Value<'a>, room: Room) -> Result<(), Error> {
        if room.level > LIST_DEPTH {
            return Err(value::too_deep());
        }
        let start = self.out.len();
        value::repr(value, self.cx, &mut self.out)?;
        self.cx.arena.budget().output(self.out.len())?;
        if room.has(self.out[start..].chars().count()) || !is_broken(value) {
            return Ok(());
        }
        self.out.truncate(start);
        match value {
            Value::Str(text) | Value::Safe(_, text) => self.text(text, room),
            Value::Tuple(items) => self.list(value, room, if items.len() == 1 { ["(", ",)"] } else { ["(", ")"] }),
            Value::Map(_) => self.map(value, room),
            Value::Object(object) if matches!(object.shape(), Shape::Map(_)) => self.map(value, room),
            _ => self.list(value, room, ["[", "]"]),
        }
    }

    fn new_line(&mut self, indent: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', indent));
    }

    fn list(&mut self, list: Value<'a>, room: Room, [open, close]: [&str; 2]) -> Result<(), Error> {
        self.out.push_str(open);
        let inside = room.inside(close.len());
        if let Some(items) = value::items(list, self.cx)? {
            for index in 0..items.len() {
                if index > 0 {
                    self.out.push(',');
                    self.new_line(inside.indent);
                }
                let last = index + 1 == items.len();
                let item = items.get(index, self.cx)?;
                self.value(item, Room { after: if last { inside.after } else { 1 }, ..inside })?;
            }
        }
        self.out.push_str(close);
        Ok(())
    }

    fn map(&mut self, map: Value<'a>, room: Room) -> Result<(), Error> {
        let mut entries = Vec::new();
        value::fields_of(map, self.cx, &mut |key, value| {
            entries.push((key, value));
            Ok(())
        })?;
        entries.sort_by_key(|it| it.0);
        self.out.push('{');
        let inside = room.inside(1);
        let last = entries.len().saturating_sub(1);
        for (index, (key, value)) in entries.into_iter().enumerate() {
            if index > 0 {
                self.out.push(',');
                self.new_line(inside.indent);
            }
            let start = self.out.len();
            value::repr(Value::Str(key), self.cx, &mut self.out)?;
            self.out.push_str(": ");
            let indent = inside.indent + self.out[start..].chars().count();
            self.value(value, Room { indent, after: if index == last { inside.after } else { 1 }, ..inside })?;
        }
        self.out.push('}');
        Ok(())
    }

    /// A long text as several, one line each, cut after line ends and blanks.
    fn text(&mut self, text: &'a str, mut room: Room) -> Result<(), Error> {
        let outermost = room.level == 0;
        if outermost {
            room = Room { indent: 1, after: 1, ..room };
        }
        let chunks = self.chunks(text, room)?;
        let enclosed = outermost && chunks.len() > 1;
        self.out.push_str(if enclosed { "(" } else { "" });
        for (n, chunk) in chunks.iter().enumerate() {
            if n > 0 {
                self.new_line(room.indent);
            }
            value::repr(Value::Str(chunk), self.cx, &mut self.out)?;
            self.cx.arena.budget().output(self.out.len())?;
        }
        self.out.push_str(if enclosed { ")" } else { "" });
        Ok(())
    }

    fn chunks(&self, text: &'a str, room: Room) -> Result<Vec<&'a str>, Error> {
        let columns = WIDTH.saturating_sub(room.indent);
        let mut chunks = Vec::new();
        let mut at = 0;
        for line in lines(text) {
            let start = at;
            at += line.len();
            let after = if at == text.len() { room.after } else { 0 };
            if self.columns(line)? + after <= columns {
                chunks.push(line);
                continue;
            }
            let (mut from, mut to) = (start, start);
            for word in words(line) {
                let end = to + word.len();
                let after = if end == text.len() { after } else { 0 };
                // A chunk is short, or one word: no text is measured more often than its columns.
                if to > from && (to - from > 4 * WIDTH || self.columns(&text[from..end])? + after > columns) {
                    chunks.push(&text[from..to]);
                    from = to;
                }
                to = end;
            }
            chunks.push(&text[from..to]);
        }
        Ok(chunks)
    }

    /// How wide the `repr()` of a text is.
    fn columns(&self, text: &'a str) -> Result<usize, Error> {
        let mut out = String::new();
        value::repr(Value::Str(text), self.cx, &mut out)?;
        Ok(out.chars().count())
    }
}

/// Whether a value that is too wide is printed in lines.
fn is_broken(value: Value<'_>) -> bool {
    let has_items = |it: &dyn Object| match it.shape() {
        Shape::List(len) | Shape::Map(len) => len > 0,
        Shape::Opaque | Shape::Stream => false,
    };
    match value {
        Value::Str(text) | Value::Safe(_, text) => !text.is_empty(),
        Value::List(_) | Value::Tuple(_) | Value::Map(_) => true,
        Value::Object(object) => has_items(object),
        _ => false,
    }
}

/// The lines with their ends.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let ends = |it: char| {
        matches!(it, '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
    };
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = if ends(first) { 0 } else { rest.find(ends).unwrap_or(rest.len()) };
        let length = if rest[end..].starts_with("\r\n") { 2 } else { rest[end..].chars().next().map_or(0, char::len_utf8) };
        let (line, after) = rest.split_at(end + length);
        rest = after;
        Some(line)
    })
}

/// The words of a line with the blanks after them.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        rest.chars().next()?;
        let blank = rest.find(is_space).unwrap_or(rest.len());
        let end = rest[blank..].find(|it| !is_space(it)).map_or(rest.len(), |it| blank + it);
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}
