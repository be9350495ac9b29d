//! The recogniser: one pass over bytes that says whether HTML is, byte for byte, what cleaning would print.
//!
//! It accepts only what every parser reads as it stands: strict nesting, nothing implied, nothing moved. What
//! it does not accept may still be clean; then reading it with html5ever decides. It is asked twice: about
//! the input, which mostly was cleaned before, and about every output.

use super::pass::{Pass, Step};
use super::policy::Invisible;
use super::rules::Rules;
use super::shape::Shape;
use super::tables::Element;
use super::verdict::Verdict;
use memchr::memchr;
use std::borrow::Cow;

/// Whether `html` is what cleaning would print, inside an element of this shape.
pub(super) fn is_canonical(rules: &Rules, root: Shape, html: &str) -> bool {
    let limits = &rules.limits;
    if html.len() > limits.input_bytes || html.starts_with('\u{FEFF}') {
        return false;
    }
    let scan = Scan {
        rules,
        html,
        at: 0,
        root,
        open: Vec::new(),
        within: Within::default(),
        tail: String::new(),
        nodes: 0,
    };
    scan.run().is_some()
}

struct Scan<'r, 'h> {
    rules: &'r Rules,
    html: &'h str,
    at: usize,
    root: Shape,
    open: Vec<Open<'r>>,
    within: Within,
    /// What the policy adds to the tag at hand.
    tail: String,
    nodes: usize,
}

struct Open<'r> {
    element: &'r Element,
    /// What was open around it.
    outside: Within,
}

/// Elements that a start tag inside would close.
#[derive(Clone, Copy, Default)]
struct Within {
    paragraph: bool,
    anchor: bool,
    nobr: bool,
    button: bool,
    ruby: bool,
}

/// Whether a byte ends a run of text that needs no look: markup, what has another form when printed, and the
/// first bytes of no-break space, of bidirectional controls and of tag characters.
const fn is_stop(byte: u8) -> bool {
    matches!(byte, b'<' | b'>' | b'&' | b'\r' | 0 | 0xC2 | 0xE2 | 0xF3)
}

const STOP: [bool; 256] = {
    let mut stop = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        stop[byte] = is_stop(byte as u8);
        byte += 1;
    }
    stop
};

const BLOCK: usize = 16;

/// Bytes up to the first stop.
fn run(bytes: &[u8]) -> usize {
    // Most runs are short: a few bytes one by one, then blocks.
    let head = bytes.len().min(BLOCK);
    let (first, rest) = bytes.split_at(head);
    if let Some(at) = first.iter().position(|it| STOP[usize::from(*it)]) {
        return at;
    }
    let (blocks, end) = rest.as_chunks::<BLOCK>();
    let has_stop = |block: &[u8; BLOCK]| block.iter().fold(false, |any, it| any | is_stop(*it));
    let (done, tail) = match blocks.iter().position(has_stop) {
        Some(block) => (block * BLOCK, rest.get(block * BLOCK..).unwrap_or_default()),
        None => (blocks.len() * BLOCK, end),
    };
    head + done + tail.iter().position(|it| STOP[usize::from(*it)]).unwrap_or(tail.len())
}

const REFERENCES: &[(&str, char)] =
    &[("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&nbsp;", '\u{A0}'), ("&quot;", '"')];

/// The reference at the start of `text`, of those that are printed.
fn reference(text: &str) -> Option<(&'static str, char)> {
    REFERENCES.iter().find(|it| text.starts_with(it.0)).copied()
}

impl<'r> Scan<'r, '_> {
    /// `None` as soon as something is not as it would be printed.
    fn run(mut self) -> Option<()> {
        while self.at < self.html.len() {
            match self.rest().as_bytes() {
                [b'<', b'/', ..] => self.end_tag()?,
                [b'<', ..] => self.start_tag()?,
                _ => self.text()?,
            }
            self.nodes += 1;
            if self.nodes > self.rules.limits.nodes {
                return None;
            }
        }
        self.open.is_empty().then_some(())
    }

    fn rest(&self) -> &str {
        self.html.get(self.at..).unwrap_or_default()
    }

    fn parent(&self) -> Shape {
        self.open.last().map_or(self.root, |it| it.element.shape)
    }

    /// Text up to the next tag.
    fn text(&mut self) -> Option<()> {
        let start = self.at;
        let mut needs_look = false;
        loop {
            self.at += run(self.rest().as_bytes());
            match *self.rest().as_bytes() {
                [] | [b'<', ..] => break,
                // `&quot;` is printed in attributes only.
                [b'&', ..] => self.at += reference(self.rest()).filter(|it| it.1 != '"')?.0.len(),
                [0xC2, 0xA0, ..] | [b'>' | b'\r' | 0, ..] => return None,
                [..] => {
                    needs_look = true;
                    self.at += 1;
                    while !self.html.is_char_boundary(self.at) {
                        self.at += 1;
                    }
                }
            }
        }
        let text = self.html.get(start..self.at)?;
        let tidy = self.rules.values.tidy;
        let is_tidy = !needs_look && !tidy.break_mustaches && tidy.invisible != Invisible::Strip;
        if !is_tidy && tidy.tidied(text).is_some() {
            return None;
        }
        self.text_fits(text)
    }

    /// Between the parts of a table only blanks stay where they are; a line feed after `<pre>` does not.
    fn text_fits(&self, text: &str) -> Option<()> {
        let parent = self.parent();
        let is_blank = || text.bytes().all(|it| matches!(it, b' ' | b'\n' | b'\t' | 0x0C));
        if parent.is_table_frame() && !is_blank() {
            return None;
        }
        let is_first = || self.html.as_bytes().get(self.at - text.len() - 1) == Some(&b'>');
        let swallowed =
            parent == Shape::Pre && text.starts_with('\n') && is_first() && self.starts_content(text);
        (!swallowed).then_some(())
    }

    /// Whether a text is the first thing in the innermost open element: the tag before it is its start tag.
    fn starts_content(&self, text: &str) -> bool {
        let before = self.html.get(..self.at - text.len()).unwrap_or_default();
        let tag = before.rfind('<').and_then(|it| before.get(it + 1..)).unwrap_or_default();
        self.open
            .last()
            .is_some_and(|it| tag.strip_prefix(&*it.element.name).is_some_and(|it| !it.is_empty()))
    }

    fn end_tag(&mut self) -> Option<()> {
        let open = self.open.pop()?;
        let name = &*open.element.name;
        let tag = self.rest().get(2..)?.strip_prefix(name)?;
        if !tag.starts_with('>') {
            return None;
        }
        self.at += name.len() + 3;
        self.within = open.outside;
        Some(())
    }

    fn start_tag(&mut self) -> Option<()> {
        let name_at = self.at + 1;
        let name = self.html.get(name_at..)?;
        let length = name.bytes().position(|it| matches!(it, b' ' | b'>'))?;
        let element = self.rules.tables.html(name.get(..length)?)?;
        self.fits(element)?;
        self.at = name_at + length;
        if self.rest().starts_with('>') && element.is_bare() {
            self.at += 1;
        } else {
            self.attributes(element)?;
        }
        self.enter(element)
    }

    fn enter(&mut self, element: &'r Element) -> Option<()> {
        let shape = element.shape;
        if shape.is_void() {
            return Some(());
        }
        if self.open.len() >= self.rules.limits.depth {
            return None;
        }
        self.open.push(Open { element, outside: self.within });
        match shape {
            Shape::Paragraph => self.within.paragraph = true,
            Shape::Anchor => self.within.anchor = true,
            Shape::Nobr => self.within.nobr = true,
            Shape::Button => self.within.button = true,
            _ if shape.is_barrier() => self.within.paragraph = false,
            _ => self.within.ruby |= &*element.name == "ruby",
        }
        Some(())
    }

    /// Whether the tag builds this element here, and moves and closes nothing.
    fn fits(&self, element: &Element) -> Option<()> {
        let (parent, shape) = (self.parent(), element.shape);
        if matches!(shape, Shape::Unproven | Shape::Never) {
            return None;
        }
        if (parent.is_table_frame() || shape.is_table_part()) && !parent.takes(shape) {
            return None;
        }
        let closes_something = shape.closes_paragraph() && self.within.paragraph
            || match shape {
                Shape::Anchor => self.within.anchor,
                Shape::Nobr => self.within.nobr,
                Shape::Button => self.within.button,
                Shape::Heading => parent == Shape::Heading,
                Shape::Item | Shape::Term => self.finds(shape),
                Shape::Ruby => {
                    self.within.ruby && self.open.last().is_none_or(|it| &*it.element.name != "ruby")
                }
                _ => false,
            };
        (!closes_something).then_some(())
    }

    /// Whether an item finds an open one to close (§ "li" and "dd", "dt" in "in body").
    fn finds(&self, shape: Shape) -> bool {
        for open in self.open.iter().rev() {
            if open.element.shape == shape {
                return true;
            }
            if open.element.ends_item_search {
                return false;
            }
        }
        false
    }

    /// ` name="value"` and so on, up to the `>`.
    fn attributes(&mut self, element: &'r Element) -> Option<()> {
        let rules = self.rules;
        let mut pass = Pass::new(&rules.values, element);
        let start = self.at;
        let mut tail_at = None;
        let mut count = 0;
        while self.rest().starts_with(' ') {
            let at = self.at;
            let (name, value) = self.attribute()?;
            count += 1;
            if count > rules.limits.attributes || !self.is_first_of_its_name(start, at, name) {
                return None;
            }
            let value = decoded(self.html.get(value)?);
            match (pass.step(self.html.get(at + 1..at + 1 + name)?, &value), tail_at) {
                (Step::AtEnd, _) => tail_at = tail_at.or(Some(at)),
                (Step::Here(Verdict::Keep), None) => {}
                _ => return None,
            }
        }
        if !self.rest().starts_with('>') || !pass.is_complete() {
            return None;
        }
        self.tail.clear();
        pass.finish(&mut self.tail);
        let tail = self.html.get(tail_at.unwrap_or(self.at)..self.at)?;
        self.at += 1;
        (tail == self.tail).then_some(())
    }

    /// One attribute, the blank before it included: the length of its name and where its value is.
    fn attribute(&mut self) -> Option<(usize, std::ops::Range<usize>)> {
        let name_at = self.at + 1;
        let bytes = self.html.as_bytes();
        let is_name = |it: &u8| {
            it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, b'-' | b'_' | b'.' | b':')
        };
        let length = bytes.get(name_at..)?.iter().position(|it| !is_name(it)).filter(|it| *it > 0)?;
        let value_at = name_at + length + 2;
        if self.html.get(name_at + length..value_at)? != "=\"" {
            return None;
        }
        let value_length = memchr(b'"', bytes.get(value_at..)?)?;
        let end = value_at + value_length;
        is_canonical_value(self.html.get(value_at..end)?)?;
        self.at = end + 1;
        Some((length, value_at..end))
    }

    /// Whether no attribute between `start` and `at` has the name at `at`.
    fn is_first_of_its_name(&self, start: usize, at: usize, length: usize) -> bool {
        let name_with = |at: usize| self.html.get(at..at + length + 3);
        let name = name_with(at);
        let before = self.html.get(start..at).unwrap_or_default();
        let text = name.unwrap_or_default();
        // A value that looks like the name only makes the recogniser more careful.
        at == start || memchr::memmem::find(before.as_bytes(), text.as_bytes()).is_none()
    }
}

/// Whether a quoted value is escaped as it would be printed.
fn is_canonical_value(value: &str) -> Option<()> {
    let mut at = 0;
    while let Some(rest) = value.get(at..).filter(|it| !it.is_empty()) {
        at += run(rest.as_bytes());
        match *value.as_bytes().get(at..)? {
            [] => {}
            [b'&', ..] => at += reference(value.get(at..)?)?.0.len(),
            [0xC2, 0xA0, ..] | [b'<' | b'>' | b'\r' | 0, ..] => return None,
            [first, ..] => at += char_length(first),
        }
    }
    Some(())
}

/// Bytes of the character that begins with this byte.
fn char_length(first: u8) -> usize {
    match first {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

/// A canonical value without its references.
fn decoded(value: &str) -> Cow<'_, str> {
    if memchr(b'&', value.as_bytes()).is_none() {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        out.push_str(rest.get(..at).unwrap_or_default());
        let after = rest.get(at..).unwrap_or_default();
        let (text, stands_for) = reference(after).unwrap_or(("&", '&'));
        out.push(stands_for);
        rest = after.get(text.len()..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}
