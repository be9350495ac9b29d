//! The printer: the tree in the one form that every parser reads alike. Escaping goes by the place in the
//! output, never by where the input had the text.

use super::fault::Fault;
use super::invisible::Tidy;
use super::policy::CleanLimits;
use super::scan::before;
use super::shape::Shape;
use super::tables::{Element, Space};
use super::tree::{Built, Data, Fate, Node};
use memchr::memchr;

/// Appends ` name="value"`.
pub(super) fn push_attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(value, true, out);
    out.push('"');
}

/// Appends text between tags.
pub(super) fn push_text(text: &str, out: &mut String) {
    escape(text, false, out);
}

/// The references that parsers of HTML and of XML know, and `&nbsp;` as every HTML serialiser prints it. A
/// carriage return has no form that is read back as itself (§ preprocessing the input stream), nor has U+0000.
fn escape(text: &str, in_attribute: bool, out: &mut String) {
    let bytes = text.as_bytes();
    let (mut copied, mut at) = (0, 0);
    loop {
        at += before([b'&', b'<', b'>', b'"', b'\r', 0, 0xC2], bytes.get(at..).unwrap_or_default());
        let (length, printed) = match bytes.get(at..).unwrap_or_default() {
            [] => break,
            [b'&', ..] => (1, "&amp;"),
            [b'<', ..] => (1, "&lt;"),
            [b'>', ..] => (1, "&gt;"),
            [b'"', ..] if in_attribute => (1, "&quot;"),
            [b'\r' | 0, ..] => (1, ""),
            [0xC2, 0xA0, ..] => (2, "&nbsp;"),
            _ => {
                at += 1;
                continue;
            }
        };
        out.push_str(text.get(copied..at).unwrap_or_default());
        out.push_str(printed);
        at += length;
        copied = at;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
}

/// What the printer is given.
pub(super) struct Job<'t> {
    /// Its children are printed.
    pub root: &'t Node<'t>,
    pub root_shape: Shape,
    /// Where elements keep their attributes' text.
    pub texts: &'t str,
    /// The input, for tags that are printed as they were written.
    pub source: &'t str,
    pub tidy: Tidy,
    pub limits: &'t CleanLimits,
}

struct Printer<'j, 't> {
    job: &'j Job<'t>,
    out: String,
    open: Vec<(&'t Node<'t>, &'t Element)>,
    /// Where the text at the end of the output begins.
    text_at: usize,
    most: usize,
}

/// # Errors
/// When the output grows beyond the limit.
pub(super) fn print(job: &Job<'_>) -> Result<String, Fault> {
    let length = job.source.len();
    let most = length.saturating_mul(job.limits.growth).saturating_add(64 << 10);
    let out = String::with_capacity(length + length / 8 + 64);
    let mut printer = Printer { job, out, open: Vec::new(), text_at: 0, most };
    printer.walk()?;
    printer.end_text();
    Ok(printer.out)
}

impl<'t> Printer<'_, 't> {
    /// Without recursion: down to the first child, else on to the next node, leaving what ends there.
    fn walk(&mut self) -> Result<(), Fault> {
        let root = self.job.root;
        let mut next = root.first.get();
        while let Some(node) = next {
            let goes_down = self.enter(node);
            if self.out.len() > self.most {
                return Err(Fault::Output);
            }
            let child = node.first.get().filter(|_| goes_down);
            if child.is_none() && goes_down {
                self.leave(node);
            }
            next = child.or_else(|| node.after(|it| self.leave(it), root));
        }
        Ok(())
    }

    /// Whether the node's children are printed.
    fn enter(&mut self, node: &'t Node<'t>) -> bool {
        match &node.data {
            Data::Text(text) => {
                self.text(&text.borrow());
                false
            }
            Data::Element(built) => self.element(node, built),
            Data::Comment(text) => {
                self.comment(text);
                false
            }
            Data::Other => false,
        }
    }

    fn text(&mut self, text: &str) {
        // The first line feed after the tag is swallowed (§ "pre" in "in body"), so that one is printed for it.
        let is_swallowed = self.parent().1 == Shape::Pre && text.starts_with('\n') && self.is_at_start();
        if is_swallowed {
            self.out.push('\n');
        }
        let text = if self.out.is_empty() { text.trim_start_matches('\u{FEFF}') } else { text };
        push_text(text, &mut self.out);
    }

    /// Where parsers agree on comments: not in foreign content, and not in `select`.
    fn comment(&mut self, text: &str) {
        let (space, shape, _) = self.parent();
        if space == Space::Html && shape != Shape::Unproven {
            self.end_text();
            self.out.push_str("<!--");
            self.out.push_str(text);
            self.out.push_str("-->");
            self.text_at = self.out.len();
        }
    }

    /// Whether nothing has been printed since the innermost start tag.
    fn is_at_start(&self) -> bool {
        let start = self.open.last().is_some_and(|it| self.started_at(it.1));
        start && self.out.len() == self.text_at
    }

    fn started_at(&self, element: &Element) -> bool {
        let tag = self.out.rfind('<').and_then(|it| self.out.get(it + 1..)).unwrap_or_default();
        tag.starts_with(&*element.name)
    }

    /// The text at the end of the output is complete.
    fn end_text(&mut self) {
        let text = self.out.get(self.text_at..).unwrap_or_default();
        if let Some(tidied) = self.job.tidy.tidied(text) {
            self.out.truncate(self.text_at);
            self.out.push_str(&tidied);
        }
    }

    fn parent(&self) -> (Space, Shape, &str) {
        match self.open.last() {
            Some((_, it)) => (it.space, it.shape, &it.name),
            None => (Space::Html, self.job.root_shape, "div"),
        }
    }

    fn element(&mut self, node: &'t Node<'t>, built: &Built<'t>) -> bool {
        if !self.is_at_home(built) {
            return false;
        }
        match &built.fate {
            Fate::Keep(element) if self.is_placed(element) => self.start(node, built, element),
            Fate::Keep(_) | Fate::Unwrap { blanks: false } => true,
            Fate::Unwrap { blanks: true } => {
                self.out.push(' ');
                true
            }
            Fate::Drop => false,
            Fate::Instead(text) => {
                let text = self.job.texts.get(text.clone()).unwrap_or_default();
                push_text(text, &mut self.out);
                false
            }
            Fate::Escape { start, .. } => {
                self.source(start.clone());
                true
            }
        }
    }

    fn source(&mut self, range: std::ops::Range<usize>) {
        push_text(self.job.source.get(range).unwrap_or_default(), &mut self.out);
    }

    /// Whether the element's namespace is the one in which its tag would be read here. Foreign content goes
    /// with the root that made it foreign, and integration points hold text only.
    fn is_at_home(&self, built: &Built<'_>) -> bool {
        let (space, _, name) = self.parent();
        let own = super::sink::space(&built.name);
        match (space, own) {
            (Space::Html, Some(Space::Html)) => true,
            (Space::Html, Some(Space::Svg)) => &*built.name.local == "svg",
            (Space::Html, Some(Space::Math)) => &*built.name.local == "math",
            (space, own) => own == Some(space) && !is_integration_point(name),
        }
    }

    /// Whether every parser, older ones included, leaves the element where it is printed: `select` holds its
    /// parts and text, and nothing else holds them.
    fn is_placed(&self, element: &Element) -> bool {
        let (space, _, parent) = self.parent();
        if space != Space::Html || element.space != Space::Html {
            return true;
        }
        match (parent, &*element.name) {
            ("select", "option" | "optgroup") | ("optgroup", "option") => true,
            ("select" | "option" | "optgroup", _) => false,
            (_, "option" | "optgroup") => false,
            (_, "select" | "form" | "button") => self.open.iter().all(|it| it.1.name != element.name),
            _ => true,
        }
    }

    fn start(&mut self, node: &'t Node<'t>, built: &Built<'t>, element: &'t Element) -> bool {
        self.end_text();
        self.out.push('<');
        self.out.push_str(&element.name);
        self.out.push_str(self.job.texts.get(built.attributes.clone()).unwrap_or_default());
        self.out.push('>');
        self.text_at = self.out.len();
        if element.shape.is_void() {
            return false;
        }
        self.open.push((node, element));
        if &*element.name == "iframe" && element.space == Space::Html {
            // Its content is read as text by some and as markup by others.
            self.leave(node);
            return false;
        }
        true
    }

    /// All children of the node have been printed.
    fn leave(&mut self, node: &'t Node<'t>) {
        match node.built().map(|it| &it.fate) {
            Some(Fate::Escape { end, .. }) => self.source(end.get().0..end.get().1),
            Some(Fate::Unwrap { blanks: true }) if node.first.get().is_some() => self.out.push(' '),
            _ => {}
        }
        if let Some((_, element)) = self.open.pop_if(|it| std::ptr::eq(it.0, node)) {
            self.end_text();
            self.out.push_str("</");
            self.out.push_str(&element.name);
            self.out.push('>');
            self.text_at = self.out.len();
        }
    }
}

/// Foreign elements whose content is read as HTML (§ 13.2.6, integration points).
fn is_integration_point(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    crate::html::is_html_integration(&lower) || crate::html::is_math_text(&lower)
}

/// Whether every parser, of HTML and of XML, reads a comment of this text as one, and as nothing else: not the
/// conditional comments of old browsers either.
pub(super) fn is_plain_comment(text: &str, tidy: Tidy) -> bool {
    let has_odd = text.bytes().any(|it| matches!(it, b'<' | b'>' | b'\r' | 0)) || text.contains("--");
    let is_bounded = !text.starts_with('-') && !text.ends_with('-') && !text.trim_start().starts_with('[');
    !has_odd && is_bounded && tidy.tidied(text).is_none()
}

/// A text as HTML: what is left of HTML that could not be cleaned.
pub(super) fn escaped(text: &str, tidy: Tidy) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    push_text(text.trim_start_matches('\u{FEFF}'), &mut out);
    if memchr(0, out.as_bytes()).is_some() {
        out.retain(|it| it != '\0');
    }
    tidy.tidied(&out).unwrap_or(out)
}
