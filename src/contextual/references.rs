//! Character references that end with a piece of literal text, and what comes behind them.

use super::place::{Attr, Place, RawContent, UrlPart, Value};
use super::places::Places;
use super::walk::Walk;
use crate::html;
use crate::syntax::{Node, NodeKind};

impl Walk<'_> {
    /// Whether a node is literal text in which a character reference before it ends, as after `{# a comment #}`.
    pub(super) fn ends_reference(&self, node: &Node) -> bool {
        let ends = |it: char| !it.is_ascii_alphanumeric() && it != '#';
        matches!(node.kind, NodeKind::Text) && self.ast.source.slice(node.span).contains(ends)
    }

    /// A character reference that ends with the text would go on in the value: `&{{ x }}`, `&#{{ x }}`. Its
    /// `&` is written `&amp;`.
    pub(super) fn settle_reference(&mut self, text: &str, at: u32, places: &Places) {
        let tail = text.bytes().rev().take_while(|it| it.is_ascii_alphanumeric() || *it == b'#').count();
        let start = text.len() - tail;
        let has_references = |it: &Place| match it {
            Place::Raw(raw) => matches!(raw.content, RawContent::RcData | RawContent::Foreign),
            it => matches!(it, Place::Text(_) | Place::Value(_)),
        };
        if start == 0 || text.as_bytes()[start - 1] != b'&' || !places.iter().all(has_references) {
            return;
        }
        // What was decoded, as in `f(&quot{{ x }}`, stays decoded where more than text depends on it.
        let decoded = html::decode(&text[start - 1..]).is_some_and(|it| it.length > tail);
        let last = text.chars().next_back().filter(|_| decoded && places.iter().all(is_code));
        if let Some(ended) = last.and_then(with_semicolon) {
            self.changes.replace(at + text.len() as u32 - 1, 1, ended);
        } else {
            self.changes.replace(at + start as u32 - 1, 1, "&amp;");
        }
    }
}

/// The last character of a character reference, and the semicolon that it lacks.
fn with_semicolon(last: char) -> Option<&'static str> {
    const ENDS: &str = "0;1;2;3;4;5;6;7;8;9;a;b;c;d;e;f;A;B;C;D;E;F;t;T;p;P;";
    let at = ENDS.find(last)?;
    ENDS.get(at..at + 2)
}

/// Whether literal text there is read as part of a language, with its character references decoded.
fn is_code(place: &Place) -> bool {
    match place {
        Place::Raw(raw) => raw.content == RawContent::Foreign,
        Place::Value(Attr { value: Value::Url(part), .. }) => matches!(part, UrlPart::Script(_)),
        Place::Value(attr) => !matches!(attr.value, Value::Plain(_) | Value::Named { .. }),
        _ => false,
    }
}
