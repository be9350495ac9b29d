//! Text as a reader sees it: blocks on lines of their own, blanks collapsed (HTML § 3.2.7, innerText).

use super::pieces::{Piece, decoded, pieces};

/// What an element does to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    Inline,
    /// On lines of its own.
    Block,
    /// With an empty line before and after it.
    Paragraph,
    /// A tab parts it from what stood before it in the same line.
    Cell,
    /// Blanks and line ends count; otherwise a paragraph.
    Pre,
    Break,
}

/// Elements that are not inline (HTML § 15.3, the rendering of flow content and tables). Sorted.
const FLOWS: &[(&str, Flow)] = &[
    ("address", Flow::Block),
    ("article", Flow::Block),
    ("aside", Flow::Block),
    ("blockquote", Flow::Paragraph),
    ("br", Flow::Break),
    ("caption", Flow::Block),
    ("center", Flow::Block),
    ("dd", Flow::Block),
    ("details", Flow::Block),
    ("div", Flow::Block),
    ("dl", Flow::Paragraph),
    ("dt", Flow::Block),
    ("figcaption", Flow::Block),
    ("figure", Flow::Paragraph),
    ("footer", Flow::Block),
    ("h1", Flow::Paragraph),
    ("h2", Flow::Paragraph),
    ("h3", Flow::Paragraph),
    ("h4", Flow::Paragraph),
    ("h5", Flow::Paragraph),
    ("h6", Flow::Paragraph),
    ("header", Flow::Block),
    ("hgroup", Flow::Block),
    ("hr", Flow::Paragraph),
    ("li", Flow::Block),
    ("main", Flow::Block),
    ("nav", Flow::Block),
    ("ol", Flow::Paragraph),
    ("p", Flow::Paragraph),
    ("pre", Flow::Pre),
    ("section", Flow::Block),
    ("summary", Flow::Block),
    ("table", Flow::Paragraph),
    ("td", Flow::Cell),
    ("th", Flow::Cell),
    ("tr", Flow::Block),
    ("ul", Flow::Paragraph),
];

fn flow(name: &str) -> Flow {
    let row = FLOWS.binary_search_by(|it| it.0.cmp(name)).ok();
    row.and_then(|it| FLOWS.get(it)).map_or(Flow::Inline, |it| it.1)
}

/// The elements that a policy must keep so that blocks stay apart.
pub(super) fn blocks() -> impl Iterator<Item = &'static str> {
    FLOWS.iter().map(|it| it.0)
}

/// The text of canonical HTML.
pub(super) fn extract_text(html: &str) -> String {
    let mut page = Page::default();
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) => page.text(&decoded(text)),
            Piece::Start { name, .. } => page.start(flow(name)),
            Piece::End { name, .. } => page.end(flow(name)),
        }
    }
    page.out
}

/// The text so far, and what must be written before more of it.
#[derive(Default)]
struct Page {
    out: String,
    gap: Gap,
    /// How many `pre` are open.
    pre: usize,
}

/// What parts texts, the weaker before the stronger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Blank,
    Tab,
    Line,
    Paragraph,
}

impl Page {
    fn start(&mut self, flow: Flow) {
        match flow {
            Flow::Inline => {}
            Flow::Break => self.line_break(),
            Flow::Block => self.widen(Gap::Line),
            Flow::Paragraph => self.widen(Gap::Paragraph),
            Flow::Cell if self.gap < Gap::Line => self.widen(Gap::Tab),
            Flow::Cell => {}
            Flow::Pre => {
                self.widen(Gap::Paragraph);
                self.pre += 1;
            }
        }
    }

    fn end(&mut self, flow: Flow) {
        match flow {
            Flow::Block => self.widen(Gap::Line),
            Flow::Paragraph => self.widen(Gap::Paragraph),
            Flow::Pre => {
                self.widen(Gap::Paragraph);
                self.pre = self.pre.saturating_sub(1);
            }
            Flow::Inline | Flow::Cell | Flow::Break => {}
        }
    }

    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// Two in a row make an empty line.
    fn line_break(&mut self) {
        self.gap = if self.gap == Gap::Line { Gap::Paragraph } else { self.gap.max(Gap::Line) };
    }

    fn text(&mut self, text: &str) {
        if self.pre > 0 {
            self.close_gap();
            self.out.push_str(text);
            return;
        }
        for word in text.split_inclusive(is_blank) {
            let trimmed = word.trim_end_matches(is_blank);
            if !trimmed.is_empty() {
                self.close_gap();
                self.out.push_str(trimmed);
            }
            if trimmed.len() < word.len() {
                self.widen(Gap::Blank);
            }
        }
    }

    /// Writes what parts the coming text from what stands there; nothing at the very start.
    fn close_gap(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        if self.out.is_empty() {
            return;
        }
        self.out.push_str(match gap {
            Gap::None => "",
            Gap::Blank => " ",
            Gap::Tab => "\t",
            Gap::Line => "\n",
            Gap::Paragraph => "\n\n",
        });
    }
}

/// What browsers collapse (CSS Text 3 § 4.1.1); a no-break space is none.
fn is_blank(it: char) -> bool {
    matches!(it, ' ' | '\t' | '\n' | '\r' | '\x0C')
}
