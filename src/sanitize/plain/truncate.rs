//! HTML cut short: so much of its text, and every element closed.

use super::pieces::{Piece, decoded, first, pieces};
use crate::html::is_void;
use std::borrow::Cow;
use unicode_segmentation::GraphemeCursor;

/// What is counted when HTML is cut short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TextUnit {
    /// Characters: Unicode scalar values; a reference such as `&amp;` is one. The `…` counts.
    Characters,
    /// Words: what stands between blanks, whatever tags are in it.
    Words,
}

/// Canonical HTML with at most `most` units of its text, and `…` where it was cut. Blanks between tags do
/// not count.
pub(super) fn truncate(html: &str, most: usize, unit: TextUnit) -> Cow<'_, str> {
    let mut counted = Count::new(unit);
    let fits = pieces(html).all(|it| counted.piece(it, most).is_none());
    if fits {
        return Cow::Borrowed(html);
    }
    // The mark itself is a character.
    let room = if unit == TextUnit::Characters { most.saturating_sub(1) } else { most };
    Cow::Owned(cut(html, room, unit))
}

/// How many units there were so far.
struct Count {
    unit: TextUnit,
    units: usize,
    /// Whether the last character was part of a word.
    in_word: bool,
}

impl Count {
    fn new(unit: TextUnit) -> Count {
        Count { unit, units: 0, in_word: false }
    }

    /// Where in this piece the unit after the first `most` begins.
    fn piece(&mut self, piece: Piece<'_>, most: usize) -> Option<usize> {
        match piece {
            Piece::Text(text) => return self.text(text, most),
            Piece::Start { name, .. } | Piece::End { name, .. } => self.in_word &= !parts_words(name),
        }
        None
    }

    fn text(&mut self, text: &str, most: usize) -> Option<usize> {
        if is_blank(text) {
            self.in_word = false;
            return None;
        }
        let mut at = 0;
        while let Some((it, length)) = first(text.get(at..)?) {
            if self.begins_unit(it) && self.units == most {
                return Some(at);
            }
            self.units += usize::from(self.begins_unit(it));
            self.in_word = !it.is_whitespace();
            at += length;
        }
        None
    }

    fn begins_unit(&self, it: char) -> bool {
        match self.unit {
            TextUnit::Characters => true,
            TextUnit::Words => !it.is_whitespace() && !self.in_word,
        }
    }
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(crate::html::is_blank)
}

/// Elements within a word; any other parts words.
const WITHIN: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark",
    "q", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr",
];

fn parts_words(name: &str) -> bool {
    !WITHIN.contains(&name)
}

/// An element that was opened: its name, and the one around it as an index. A list of all there were, so
/// that the point behind any text can be returned to at no cost.
struct Opened<'h> {
    name: &'h str,
    around: Option<usize>,
}

fn cut(html: &str, most: usize, unit: TextUnit) -> String {
    let mut counted = Count::new(unit);
    let mut opened: Vec<Opened<'_>> = Vec::new();
    let mut inside = None;
    let mut out = String::new();
    // Behind the last text: the length, and the element there.
    let mut behind = (0, None);
    for piece in pieces(html) {
        let end = counted.piece(piece, most);
        match piece {
            Piece::Text(text) => {
                let kept = whole_characters(text, end.unwrap_or(text.len()));
                out.push_str(kept);
                if !is_blank(kept) {
                    behind = (out.len(), inside);
                }
            }
            Piece::Start { name, raw } => {
                out.push_str(raw);
                if !is_void(name) {
                    opened.push(Opened { name, around: inside });
                    inside = Some(opened.len() - 1);
                }
            }
            Piece::End { raw, .. } => {
                out.push_str(raw);
                inside = inside.and_then(|it| opened.get(it)).and_then(|it| it.around);
            }
        }
        if end.is_some() {
            break;
        }
    }
    out.truncate(behind.0);
    out.truncate(out.trim_end().len());
    out.push_str(if unit == TextUnit::Words && !out.is_empty() { " …" } else { "…" });
    close(&opened, behind.1, &mut out);
    out
}

/// The text before a byte, without a character of which another part stands behind it: an accent, the other half
/// of a flag (Unicode Standard Annex 29 § 3.1.1, extended grapheme clusters).
fn whole_characters(text: &str, end: usize) -> &str {
    let Some(kept) = text.get(..end).filter(|it| it.len() < text.len()) else { return text };
    let (plain, cut) = (decoded(text), decoded(kept).len());
    let mut cursor = GraphemeCursor::new(cut, plain.len(), true);
    let whole = match cursor.is_boundary(&plain, 0) {
        Ok(true) => return kept,
        _ => cursor.prev_boundary(&plain, 0).ok().flatten().unwrap_or(0),
    };
    // From what is read back to how it is written.
    let (mut at, mut read) = (0, 0);
    while let Some((it, length)) = first(text.get(at..).unwrap_or_default()).filter(|_| read < whole) {
        read += it.len_utf8();
        at += length;
    }
    text.get(..at).unwrap_or_default()
}

fn close(opened: &[Opened<'_>], innermost: Option<usize>, out: &mut String) {
    let mut inside = innermost;
    while let Some(it) = inside.and_then(|it| opened.get(it)) {
        out.push_str("</");
        out.push_str(it.name);
        out.push('>');
        inside = it.around;
    }
}
