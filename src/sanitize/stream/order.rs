//! What is open, as far as that can be told without building the tree: markup that is nested as it should be, and
//! the ends that HTML lets people leave out. Anything else makes the order lost, and then nothing is told any more.
//! WHATWG HTML § 13.2.6.4, "in body" and the table modes.

use crate::html::{Content, breaks_out_of_foreign, content, is_html_integration, is_math_text, is_void};
use crate::sanitize::sanitizer::Sanitizer;
use crate::sanitize::shape::{Shape, ends_item_search, shape};
use html5ever::LocalName;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use std::cell::{Cell, RefCell};

/// The order of the tags so far.
pub(super) struct Order {
    sanitizer: Sanitizer,
    open: RefCell<Stack>,
    pub(super) tokens: Cell<usize>,
    /// The last token was one that ends with a `>`, and the tokenizer is in its data state.
    pub(super) is_between: Cell<bool>,
    /// It was the end of an element that is printed, and nothing is open behind it.
    pub(super) is_end: Cell<bool>,
}

#[derive(Default)]
struct Stack {
    open: Vec<Open>,
    /// How many are open at least while content is foreign; 0 when it is not.
    foreign: usize,
    is_lost: bool,
}

struct Open {
    name: LocalName,
    shape: Shape,
}

/// The order is lost.
struct Lost;

/// Elements after which more is open or remembered than their tags tell.
const UNTOLD: &[&str] = &[
    "frameset",
    "image",
    "isindex",
    "keygen",
    "menuitem",
    "optgroup",
    "option",
    "plaintext",
    "select",
    "selectedcontent",
    "template",
    "xmp",
];

/// Start tags that are passed over in a fragment.
const PASSED_OVER: &[&str] = &["body", "frame", "head", "html"];

/// Elements whose end may be left out (§ generate implied end tags).
const IMPLIED: &[&str] = &["dd", "dt", "li", "p", "rb", "rp", "rt", "rtc"];

/// Blocks on which parsers disagree.
const DISPUTED: &[&str] = &["dialog", "search"];

impl Order {
    pub(super) fn new(sanitizer: Sanitizer) -> Order {
        Order {
            sanitizer,
            open: RefCell::default(),
            tokens: Cell::new(0),
            is_between: Cell::new(true),
            is_end: Cell::new(false),
        }
    }

    pub(super) fn is_lost(&self) -> bool {
        self.open.borrow().is_lost
    }

    pub(super) fn lose(&self) {
        self.open.borrow_mut().is_lost = true;
    }

    /// Whether a part may end here.
    pub(super) fn is_end(&self) -> bool {
        self.is_end.get() && !self.is_lost()
    }

    fn tag(&self, tag: &Tag) -> Result<Option<RawKind>, Lost> {
        let mut stack = self.open.borrow_mut();
        if tag.attrs.len() > self.sanitizer.rules().limits.attributes {
            return Err(Lost);
        }
        let (raw, is_whole) = match tag.kind {
            TagKind::StartTag => (stack.start(tag)?, is_void(&tag.name) && &*tag.name != "col"),
            TagKind::EndTag => (None, stack.end(&tag.name)?),
        };
        self.is_end.set(is_whole && stack.open.is_empty() && self.is_printed(&tag.name));
        Ok(raw)
    }

    fn is_printed(&self, name: &str) -> bool {
        let element = self.sanitizer.rules().tables.html(name);
        element
            .is_some_and(|it| it.required.is_empty() && !matches!(it.shape, Shape::Unproven | Shape::Never))
    }
}

impl TokenSink for Order {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        if matches!(token, Token::ParseError(_)) {
            return TokenSinkResult::Continue;
        }
        self.tokens.set(self.tokens.get() + 1);
        self.is_end.set(false);
        let ends = matches!(token, Token::TagToken(_) | Token::CommentToken(_) | Token::DoctypeToken(_));
        self.is_between.set(ends);
        let Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
        match self.tag(&tag) {
            Ok(None) => TokenSinkResult::Continue,
            Ok(Some(kind)) => {
                self.is_between.set(false);
                TokenSinkResult::RawData(kind)
            }
            Err(Lost) => {
                self.lose();
                TokenSinkResult::Continue
            }
        }
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.open.borrow().foreign > 0
    }
}

impl Stack {
    fn top(&self) -> Shape {
        self.open.last().map_or(Shape::Block, |it| it.shape)
    }

    fn is_at(&self, name: &str) -> bool {
        self.open.last().is_some_and(|it| *it.name == *name)
    }

    fn has(&self, shape: Shape) -> bool {
        self.open.iter().any(|it| it.shape == shape)
    }

    fn push(&mut self, name: LocalName) {
        let shape = shape(&name);
        self.open.push(Open { name, shape });
    }

    fn pop_while(&mut self, is: impl Fn(&Open) -> bool) {
        while self.open.pop_if(|it| is(it)).is_some() {}
    }

    fn start(&mut self, tag: &Tag) -> Result<Option<RawKind>, Lost> {
        let name = &*tag.name;
        if self.foreign > 0 {
            return self.foreign_start(tag).map(|()| None);
        }
        if UNTOLD.contains(&name) {
            return Err(Lost);
        }
        if PASSED_OVER.contains(&name) {
            return Ok(None);
        }
        let raw = match content(name) {
            _ if name == "noscript" => RawKind::Rawtext,
            Content::RcData => RawKind::Rcdata,
            Content::RawText | Content::Style => RawKind::Rawtext,
            Content::Script => RawKind::ScriptData,
            Content::Plaintext => return Err(Lost),
            Content::Svg | Content::Math => {
                return self.foreign_start(tag).map(|()| None);
            }
            Content::Markup => return self.markup(&tag.name).map(|()| None),
        };
        self.push(tag.name.clone());
        Ok(Some(raw))
    }

    /// An element that is not HTML: those that HTML breaks out of, or stands in again, are too much to tell.
    fn foreign_start(&mut self, tag: &Tag) -> Result<(), Lost> {
        let name = &*tag.name.to_ascii_lowercase();
        let turns = breaks_out_of_foreign(name) || is_html_integration(name) || is_math_text(name);
        if turns || (self.foreign > 0 && content(name) == Content::Script) {
            return Err(Lost);
        }
        if !tag.self_closing {
            self.push(tag.name.clone());
            self.foreign = if self.foreign == 0 { self.open.len() } else { self.foreign };
        }
        Ok(())
    }

    fn markup(&mut self, name: &LocalName) -> Result<(), Lost> {
        let shape = shape(name);
        if shape.is_table_part() {
            return self.part(name, shape);
        }
        if shape.closes_paragraph() {
            self.close_item(shape)?;
            self.close_paragraph(name)?;
        }
        let is_lost = match shape {
            Shape::Heading => self.top() == Shape::Heading,
            Shape::Anchor | Shape::Nobr | Shape::Button => self.has(shape),
            Shape::Ruby => self.in_ruby(),
            _ if &**name == "form" => {
                self.top().is_table_frame() || self.open.iter().any(|it| &*it.name == "form")
            }
            _ => false,
        };
        if is_lost {
            return Err(Lost);
        }
        if !is_void(name) && !matches!(&**name, "basefont" | "bgsound" | "param") {
            self.push(name.clone());
        }
        Ok(())
    }

    /// Whether more would be closed than the part of a ruby text at hand, which is closed here.
    fn in_ruby(&mut self) -> bool {
        if !self.open.iter().any(|it| &*it.name == "ruby") {
            return false;
        }
        self.open.pop_if(|it| it.shape == Shape::Ruby);
        !self.is_at("ruby")
    }

    /// An item ends the one at hand, and a paragraph in it.
    fn close_item(&mut self, shape: Shape) -> Result<(), Lost> {
        if !matches!(shape, Shape::Item | Shape::Term) {
            return Ok(());
        }
        let around = self.open.iter().rev().nth(1).map(|it| it.shape);
        if self.is_at("p") && around == Some(shape) {
            self.open.pop();
        }
        if self.open.pop_if(|it| it.shape == shape).is_some() {
            return Ok(());
        }
        for open in self.open.iter().rev() {
            if open.shape == shape {
                return Err(Lost);
            }
            if ends_item_search(&open.name, open.shape) {
                break;
            }
        }
        Ok(())
    }

    fn close_paragraph(&mut self, name: &str) -> Result<(), Lost> {
        let is_disputed = DISPUTED.contains(&name) && self.has(Shape::Paragraph);
        if !is_disputed && self.open.pop_if(|it| it.shape == Shape::Paragraph).is_some() {
            return Ok(());
        }
        let mut near = self.open.iter().rev().take_while(|it| !it.shape.is_barrier());
        if near.any(|it| it.shape == Shape::Paragraph) { Err(Lost) } else { Ok(()) }
    }

    /// A part of a table ends those parts that cannot hold it, and brings those that must.
    fn part(&mut self, name: &LocalName, shape: Shape) -> Result<(), Lost> {
        if !self.has(Shape::Table) {
            return Ok(()); // passed over
        }
        self.pop_while(|it| IMPLIED.contains(&&*it.name));
        self.close_parts(shape);
        if self.top() == Shape::Table {
            match shape {
                Shape::Row => self.push("tbody".into()),
                Shape::Cell => {
                    self.push("tbody".into());
                    self.push("tr".into());
                }
                Shape::Column => self.push("colgroup".into()),
                _ => {}
            }
        }
        if self.top() == Shape::Section && shape == Shape::Cell {
            self.push("tr".into());
        }
        if !self.top().takes(shape) {
            return Err(Lost);
        }
        if shape != Shape::Column {
            self.push(name.clone());
        }
        Ok(())
    }

    /// Closes the parts at hand that a part of this shape, or the end of one around it, ends.
    fn close_parts(&mut self, shape: Shape) {
        let ends: &[Shape] = match shape {
            Shape::Cell => &[Shape::Cell],
            Shape::Row => &[Shape::Cell, Shape::Row],
            Shape::Column => &[],
            _ => &[Shape::Cell, Shape::Row, Shape::Section, Shape::Columns],
        };
        for end in ends {
            self.open.pop_if(|it| it.shape == *end);
        }
    }

    /// Whether the end tag ends an element, or is passed over.
    fn end(&mut self, name: &LocalName) -> Result<bool, Lost> {
        if self.foreign == 0 && !self.closes_anything(name) {
            return Ok(false);
        }
        if self.foreign == 0 {
            self.close_inside(name);
        }
        if !self.is_at(name) {
            return Err(Lost);
        }
        self.open.pop();
        if self.open.len() < self.foreign {
            self.foreign = 0;
        }
        Ok(true)
    }

    /// An end tag of what is not open is passed over, but for headings, which close each other.
    fn closes_anything(&self, name: &LocalName) -> bool {
        let is_heading = shape(name) == Shape::Heading;
        self.open.iter().any(|it| it.name == *name || (is_heading && it.shape == Shape::Heading))
    }

    /// Closes what the end tag of the element around it closes too.
    fn close_inside(&mut self, name: &LocalName) {
        let shape = shape(name);
        let is_block =
            matches!(shape, Shape::Block | Shape::Pre | Shape::Heading | Shape::Item | Shape::Term);
        let is_part = shape == Shape::Table || shape.is_table_part();
        if is_part || (is_block && !DISPUTED.contains(&&**name)) {
            self.pop_while(|it| it.name != *name && IMPLIED.contains(&&*it.name));
        }
        match shape {
            Shape::Table => self.close_parts(Shape::Section),
            Shape::Section => self.close_parts(Shape::Row),
            Shape::Row => self.close_parts(Shape::Cell),
            _ => {}
        }
    }
}
