//! The recogniser: one pass over bytes that says whether HTML is, byte for byte, what cleaning would print.
//!
//! It accepts only what every parser reads as it stands: strict nesting, nothing implied, nothing moved. What
//! it does not accept may still be clean; then reading it with html5ever decides. It is asked twice: about
//! the input, which mostly was cleaned before, and about every output.

use super::pass::{Pass, Step};
use super::policy::Invisible;
use super::rules::Rules;
use super::scan::before;
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
        names: Vec::new(),
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
    /// The attributes of the tag at hand so far.
    names: Vec<&'h str>,
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

/// Bytes at which text needs a look: markup, what has another form when printed, and the first bytes of no-break
/// space, of bidirectional controls and of tag characters.
const IN_TEXT: [u8; 8] = [b'<', b'>', b'&', b'\r', 0, 0xC2, 0xE2, 0xF3];

/// The same for a quoted value, whose characters its rule looks at.
const IN_VALUE: [u8; 7] = [b'"', b'<', b'>', b'&', b'\r', 0, 0xC2];

const REFERENCES: &[(&str, char)] =
    &[("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&nbsp;", '\u{A0}'), ("&quot;", '"')];

/// The reference at the start of `text`, of those that are printed.
fn reference(text: &[u8]) -> Option<(&'static str, char)> {
    REFERENCES.iter().find(|it| text.starts_with(it.0.as_bytes())).copied()
}

impl<'r, 'h> Scan<'r, 'h> {
    /// `None` as soon as something is not as it would be printed.
    fn run(mut self) -> Option<()> {
        while self.at < self.html.len() {
            match self.bytes() {
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

    fn bytes(&self) -> &[u8] {
        self.html.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn parent(&self) -> Shape {
        self.open.last().map_or(self.root, |it| it.element.shape)
    }

    /// Text up to the next tag.
    fn text(&mut self) -> Option<()> {
        let start = self.at;
        let mut needs_look = false;
        loop {
            self.at += before(IN_TEXT, self.bytes());
            match *self.bytes() {
                [] | [b'<', ..] => break,
                // `&quot;` is printed in attributes only.
                [b'&', ..] => self.at += reference(self.bytes()).filter(|it| it.1 != '"')?.0.len(),
                [0xC2, 0xA0, ..] | [b'>' | b'\r' | 0, ..] => return None,
                [first, ..] => {
                    needs_look |= first != 0xC2;
                    self.at += char_length(first);
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
        let name = open.element.name.as_bytes();
        let tag = self.bytes().get(2..)?.strip_prefix(name)?;
        if tag.first() != Some(&b'>') {
            return None;
        }
        self.at += name.len() + 3;
        self.within = open.outside;
        Some(())
    }

    fn start_tag(&mut self) -> Option<()> {
        let name_at = self.at + 1;
        let tag = self.html.as_bytes().get(name_at..)?;
        let length = tag.iter().take(LONGEST_NAME).position(|it| matches!(it, b' ' | b'>'))?;
        let element = self.rules.tables.html(self.html.get(name_at..name_at + length)?)?;
        self.fits(element)?;
        self.at = name_at + length;
        if self.is_at(b'>') && element.is_bare {
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
        let mut tail_at = None;
        self.names.clear();
        while self.is_at(b' ') {
            let at = self.at;
            let (name, value) = self.attribute()?;
            if self.names.len() >= rules.limits.attributes || self.names.contains(&name) {
                return None;
            }
            self.names.push(name);
            match (pass.step(name, &value), tail_at) {
                (Step::AtEnd, _) => tail_at = tail_at.or(Some(at)),
                (Step::Here(Verdict::Keep), None) => {}
                _ => return None,
            }
        }
        if !self.is_at(b'>') || !pass.is_complete() {
            return None;
        }
        self.tail.clear();
        pass.finish(&mut self.tail);
        let tail = self.html.get(tail_at.unwrap_or(self.at)..self.at)?;
        self.at += 1;
        (tail == self.tail).then_some(())
    }

    fn is_at(&self, byte: u8) -> bool {
        self.html.as_bytes().get(self.at) == Some(&byte)
    }

    /// One attribute, the blank before it included: its name, and its value decoded.
    fn attribute(&mut self) -> Option<(&'h str, Cow<'h, str>)> {
        let name_at = self.at + 1;
        let name_end = name_at
            + self.html.as_bytes().get(name_at..)?.iter().position(|it| !IS_NAME[usize::from(*it)])?;
        let value_at = name_end + 2;
        self.at = value_at;
        let is_plain = name_end > name_at && self.html.as_bytes().get(name_end..value_at)? == b"=\"";
        let is_decoded = self.value().filter(|_| is_plain)?;
        let value = self.html.get(value_at..self.at)?;
        self.at += 1;
        Some((self.html.get(name_at..name_end)?, if is_decoded { value.into() } else { decoded(value) }))
    }

    /// Comes to the quote at the end of a value, if that is escaped as it would be printed; whether nothing in it is.
    fn value(&mut self) -> Option<bool> {
        let mut is_decoded = true;
        loop {
            self.at += before(IN_VALUE, self.bytes());
            match *self.bytes() {
                [b'"', ..] => return Some(is_decoded),
                [b'&', ..] => {
                    is_decoded = false;
                    self.at += reference(self.bytes())?.0.len();
                }
                [] | [0xC2, 0xA0, ..] | [b'<' | b'>' | b'\r' | 0, ..] => return None,
                [first, ..] => self.at += char_length(first),
            }
        }
    }
}

/// The names of elements and attributes that are longer are none of a policy.
const LONGEST_NAME: usize = 128;

/// Whether a byte may stand in the name of an attribute.
const IS_NAME: [bool; 256] = {
    let mut is = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        is[byte] = matches!(byte as u8, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b':');
        byte += 1;
    }
    is
};

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
        let (text, stands_for) = reference(after.as_bytes()).unwrap_or(("&", '&'));
        out.push(stands_for);
        rest = after.get(text.len()..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}
