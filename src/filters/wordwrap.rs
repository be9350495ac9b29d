//! `wordwrap`: lines broken at blanks, as Python's `textwrap` does it for Django.

use super::Filtered;
use super::coerce::{fault, int};
use super::safety::keep_safe;
use crate::value::{Cx, Value, is_space};
use std::borrow::Cow;

/// Breaks lines that are longer than the argument, in characters. Words are never broken, and blanks are kept
/// but where a line ends.
pub(super) fn wordwrap<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let argument = argument.unwrap_or(Value::None);
    let width = int(argument).or_fail("wordwrap", argument)?;
    keep_safe(value, cx, |text| match usize::try_from(width) {
        _ if text.is_empty() => Ok(Cow::Borrowed(text)),
        Ok(0) => Err(fault("wordwrap", "a width above 0", argument)),
        Ok(width) => Ok(Cow::Owned(wrapped(text, width))),
        Err(_) if width > 0 => Ok(Cow::Owned(wrapped(text, usize::MAX))),
        Err(_) => Err(fault("wordwrap", "a width above 0", argument)),
    })
}

fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (n, line) in lines(text).enumerate() {
        out.push_str(if n == 0 { "" } else { "\n" });
        let before = out.len();
        wrap_line(&expanded(line), width, &mut out);
        if out.len() == before {
            // Nothing but blanks.
            out.push_str(line);
        }
    }
    out.push_str(if text.ends_with('\n') { "\n" } else { "" });
    out
}

/// Python's `str.splitlines()`.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let ends = |it: char| {
        matches!(it, '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
    };
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (line, after) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
        let mut chars = after.chars();
        rest = after.strip_prefix("\r\n").unwrap_or_else(|| {
            chars.next();
            chars.as_str()
        });
        Some(line)
    })
}

/// Tabs as blanks up to the next multiple of 8.
fn expanded(line: &str) -> Cow<'_, str> {
    if !line.contains('\t') {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len() * 2);
    let mut column = 0;
    for (n, part) in line.split('\t').enumerate() {
        if n > 0 {
            let blanks = 8 - column % 8;
            out.extend(std::iter::repeat_n(' ', blanks));
            column += blanks;
        }
        out.push_str(part);
        column += part.chars().count();
    }
    Cow::Owned(out)
}

/// A line being filled with chunks.
struct Filling {
    start: usize,
    end: usize,
    /// Where the last chunk begins, if it is nothing but blanks.
    blank: Option<usize>,
    /// In characters.
    length: usize,
}

impl Filling {
    fn add(&mut self, chunk: &str) {
        self.blank = chunk.chars().all(is_space).then_some(self.end);
        self.end += chunk.len();
        self.length += chunk.chars().count();
    }

    fn takes(&self, chunk: &str, width: usize) -> bool {
        self.length + chunk.chars().count() <= width
    }
}

/// Appends the line in pieces of at most `width` characters where blanks allow it.
fn wrap_line(line: &str, width: usize, out: &mut String) {
    let mut filling = Filling { start: 0, end: 0, blank: None, length: 0 };
    let (mut pieces, mut begins) = (0, true);
    for chunk in chunks(line) {
        if filling.end > filling.start && !filling.takes(chunk, width) {
            pieces += push_piece(line, &filling, pieces, out);
            filling = Filling { start: filling.end, end: filling.end, blank: None, length: 0 };
            begins = true;
        }
        // Blanks at the start of a new piece are dropped, once.
        if begins && pieces > 0 && filling.end == filling.start && chunk.chars().all(is_space) {
            filling.start += chunk.len();
            filling.end = filling.start;
            begins = false;
            continue;
        }
        filling.add(chunk);
    }
    push_piece(line, &filling, pieces, out);
}

/// Appends a piece without the blanks at its end; how many pieces that were.
fn push_piece(line: &str, piece: &Filling, pieces: usize, out: &mut String) -> usize {
    let text = &line[piece.start..piece.blank.unwrap_or(piece.end)];
    if text.is_empty() {
        return 0;
    }
    out.push_str(if pieces == 0 { "" } else { "\n" });
    out.push_str(text);
    1
}

/// The line cut where ASCII blanks begin and end.
fn chunks(line: &str) -> impl Iterator<Item = &str> {
    let apart = |it: char| matches!(it, '\t' | '\n' | '\x0b' | '\x0c' | '\r' | ' ');
    let mut rest = line;
    std::iter::from_fn(move || {
        let between = apart(rest.chars().next()?);
        let (chunk, after) = rest.split_at(rest.find(|it| apart(it) != between).unwrap_or(rest.len()));
        rest = after;
        Some(chunk)
    })
}
