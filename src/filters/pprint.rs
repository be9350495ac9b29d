//! `pprint`: Python's `pprint.pformat`, for looking at data while a template is written.

use super::Filtered;
use super::safety::keep_safe;
use crate::diagnostics::Error;
use crate::value::{self, Cx, LIST_DEPTH, Shape, Value, is_space};
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
        self.on_one_line(value, room.level)?;
        if room.has(self.out[start..].chars().count()) {
            return Ok(());
        }
        match (value, brackets(value)) {
            (Value::Str(text) | Value::Safe(_, text), _) if !text.is_empty() => {
                self.out.truncate(start);
                self.text(text, room)
            }
            (_, Some(brackets)) => {
                self.out.truncate(start);
                self.list(value, room, brackets)
            }
            _ => Ok(()),
        }
    }

    /// Python's `repr()`, but with the keys of each map sorted.
    fn on_one_line(&mut self, value: Value<'a>, level: usize) -> Result<(), Error> {
        if level > LIST_DEPTH {
            return Err(value::too_deep());
        }
        self.cx.arena.budget().output(self.out.len())?;
        let Some([open, close]) = brackets(value) else { return value::repr(value, self.cx, &mut self.out) };
        self.out.push_str(open);
        for (n, (key, item)) in self.entries(value)?.into_iter().enumerate() {
            self.out.push_str(if n == 0 { "" } else { ", " });
            self.key(key)?;
            self.on_one_line(item, level + 1)?;
        }
        self.out.push_str(close);
        Ok(())
    }

    /// The items, or the sorted entries of a map.
    fn entries(&self, value: Value<'a>) -> Result<Vec<(Option<&'a str>, Value<'a>)>, Error> {
        let mut entries = Vec::new();
        if is_map(value) {
            value::fields_of(value, self.cx, &mut |key, value| {
                entries.push((Some(key), value));
                Ok(())
            })?;
            entries.sort_by_key(|it| it.0);
        } else if let Some(items) = value::items(value, self.cx)? {
            for index in 0..items.len() {
                entries.push((None, items.get(index, self.cx)?));
            }
        }
        Ok(entries)
    }

    /// The key of a map's entry; how many columns it takes.
    fn key(&mut self, key: Option<&'a str>) -> Result<usize, Error> {
        let Some(key) = key else { return Ok(0) };
        let start = self.out.len();
        value::repr(Value::Str(key), self.cx, &mut self.out)?;
        self.out.push_str(": ");
        Ok(self.out[start..].chars().count())
    }

    fn new_line(&mut self, indent: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', indent));
    }

    /// The items one a line.
    fn list(&mut self, list: Value<'a>, room: Room, [open, close]: [&str; 2]) -> Result<(), Error> {
        self.out.push_str(open);
        let inside = room.inside(close.len());
        let entries = self.entries(list)?;
        let last = entries.len().saturating_sub(1);
        for (index, (key, item)) in entries.into_iter().enumerate() {
            if index > 0 {
                self.out.push(',');
                self.new_line(inside.indent);
            }
            let indent = inside.indent + self.key(key)?;
            self.value(item, Room { indent, after: if index == last { inside.after } else { 1 }, ..inside })?;
        }
        self.out.push_str(close);
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

/// What a list, tuple or map stands in.
fn brackets(value: Value<'_>) -> Option<[&'static str; 2]> {
    match value {
        Value::Tuple(items) => Some(["(", if items.len() == 1 { ",)" } else { ")" }]),
        Value::List(_) => Some(["[", "]"]),
        Value::Object(object) if matches!(object.shape(), Shape::List(_)) => Some(["[", "]"]),
        _ if is_map(value) => Some(["{", "}"]),
        _ => None,
    }
}

fn is_map(value: Value<'_>) -> bool {
    match value {
        Value::Map(_) | Value::Loop(_) => true,
        Value::Object(object) => matches!(object.shape(), Shape::Map(_)),
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
        let length = if rest[end..].starts_with("\r\n") {
            2
        } else {
            rest[end..].chars().next().map_or(0, char::len_utf8)
        };
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
