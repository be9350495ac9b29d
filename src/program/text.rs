//! Literal text with the plan's edits applied.

use crate::contextual::Edit;
use crate::source::{Source, Span};

/// The edits of a plan, in order.
pub(super) struct Edits(Vec<Edit>);

impl Edits {
    pub(super) fn new(edits: &[Edit]) -> Edits {
        let mut edits = edits.to_vec();
        // Stable: several insertions at one offset keep the order the analysis gave them.
        edits.sort_by_key(|it| it.at);
        Edits(edits)
    }

    /// What is inserted right before the node, or the end, at `offset`.
    pub(super) fn insertions(&self, offset: u32) -> impl Iterator<Item = &'static str> {
        self.between(offset, offset.saturating_add(1)).iter().map(|it| it.insert)
    }

    /// Appends the text of `span` as edited.
    pub(super) fn apply(&self, source: &Source, span: Span, out: &mut String) {
        let mut from = span.start;
        for edit in self.between(span.start, span.end) {
            out.push_str(source.slice(Span::new(from, edit.at.max(from))));
            out.push_str(edit.insert);
            from = from.max(edit.at.saturating_add(edit.delete));
        }
        if from < span.end {
            out.push_str(source.slice(Span::new(from, span.end)));
        }
    }

    fn between(&self, start: u32, end: u32) -> &[Edit] {
        let first = self.0.partition_point(|it| it.at < start);
        let last = self.0.partition_point(|it| it.at < end);
        self.0.get(first..last).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Edits;
    use crate::contextual::Edit;
    use crate::source::{Source, Span};

    fn edited(text: &str, edits: &[Edit]) -> String {
        let mut out = String::new();
        let span = Span::new(0, text.len() as u32);
        Edits::new(edits).apply(&Source::new("t", text), span, &mut out);
        out
    }

    #[test]
    fn text_without_edits_is_kept() {
        assert_eq!(edited("abc", &[]), "abc");
    }

    #[test]
    fn edits_insert_delete_and_replace() {
        let edit = |at, delete, insert| Edit { at, delete, insert };
        assert_eq!(edited("abcdef", &[edit(4, 1, "X"), edit(0, 0, "<"), edit(2, 2, "")]), "<abXf");
    }
}
