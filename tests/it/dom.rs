//! What a browser sees: html5ever's tree of a page, as its shape (without values) or decoded.

use html5ever::interface::{ElementFlags, ExpandedName, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, QualName};
use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::Write;
use std::rc::{Rc, Weak};

/// The tree without any value: elements with the names of their attributes, and comments.
pub(crate) fn shape(html: &str) -> String {
    outline(html, |node, out| match &node.kind {
        Kind::Element { name, attributes, .. } => {
            let names: Vec<_> = attributes.borrow().iter().map(|it| it.0.clone()).collect();
            let _ = write!(out, "<{} {}>", name.local, names.join(" "));
        }
        Kind::Doctype(_) => out.push_str("<!doctype>"),
        Kind::Comment(_) => out.push_str("<!---->"),
        Kind::Text(_) | Kind::Document => {}
    })
}

/// The tree with all texts and attributes decoded: equal for pages that differ only in spelling.
pub(crate) fn decoded(html: &str) -> String {
    outline(html, |node, out| match &node.kind {
        Kind::Element { name, attributes, .. } => {
            let mut attributes = attributes.borrow().clone();
            attributes.sort();
            let _ = write!(out, "<{} {attributes:?}>", name.local);
        }
        Kind::Doctype(text) => drop(write!(out, "<!doctype {text}>")),
        Kind::Comment(text) => drop(write!(out, "<!--{text}-->")),
        Kind::Text(text) => drop(write!(out, "{:?}", text.borrow())),
        Kind::Document => {}
    })
}

/// A node as the languages inside a page see it. Comments and doctypes are left out: no value stands there.
pub(crate) struct Seen {
    pub depth: usize,
    /// The element around it, as an index into the same list.
    pub parent: Option<usize>,
    pub what: What,
}

pub(crate) enum What {
    Text(String),
    Element(String, Vec<(String, String)>),
}

/// The elements and texts of a page in order; texts that only a comment parts are one.
pub(crate) fn nodes(html: &str) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::new();
    let mut todo = vec![(0, None, parse(html))];
    while let Some((depth, parent, node)) = todo.pop() {
        let mut inside = parent;
        let mut contents = None;
        match &node.kind {
            Kind::Text(text) => match seen.last_mut() {
                Some(Seen { what: What::Text(before), parent: same, .. }) if *same == parent => {
                    before.push_str(&text.borrow());
                }
                _ => seen.push(Seen { depth, parent, what: What::Text(text.borrow().clone()) }),
            },
            Kind::Element { name, attributes, contents: inner, .. } => {
                inside = Some(seen.len());
                contents.clone_from(inner);
                let attributes = attributes.borrow().clone();
                seen.push(Seen { depth, parent, what: What::Element(name.local.to_string(), attributes) });
            }
            Kind::Comment(_) | Kind::Doctype(_) | Kind::Document => {}
        }
        todo.extend(node.children.borrow().iter().rev().map(|it| (depth + 1, inside, it.clone())));
        todo.extend(contents.map(|it| (depth + 1, inside, it)));
    }
    seen
}

/// Where a word stands in the tree, by the names that `internals::Facts` has for places: the node's kind, the
/// element and the attribute.
pub(crate) fn place_of(html: &str, word: &str) -> Option<(&'static str, String, String)> {
    let mut found = None;
    let mut todo = vec![(String::new(), parse(html))];
    while let Some((parent, node)) = todo.pop() {
        let mut inside = parent.clone();
        let mut contents = None;
        match &node.kind {
            Kind::Text(text) if text.borrow().contains(word) => found = Some(("text", parent, String::new())),
            Kind::Comment(text) if text.contains(word) => {
                found = Some(("comment", String::new(), String::new()));
            }
            Kind::Doctype(text) if text.contains(word) => {
                found = Some(("doctype", String::new(), String::new()));
            }
            Kind::Element { name, attributes, contents: inner, .. } => {
                let space = if *name.ns == *"http://www.w3.org/1999/xhtml" { "" } else { "foreign " };
                inside = format!("{space}{}", name.local);
                contents.clone_from(inner);
                if name.local.contains(word) {
                    found = Some(("tag name", inside.clone(), String::new()));
                }
                for (attribute, value) in attributes.borrow().iter() {
                    if attribute.contains(word) {
                        found = Some(("attribute name", inside.clone(), attribute.clone()));
                    } else if value.contains(word) {
                        found = Some(("value", inside.clone(), attribute.clone()));
                    }
                }
            }
            _ => {}
        }
        todo.extend(node.children.borrow().iter().map(|it| (inside.clone(), it.clone())));
        todo.extend(contents.map(|it| (inside.clone(), it)));
    }
    found
}

/// The attributes of all elements and whether their values pass `wanted`, for looking at event handlers.
pub(crate) fn has_attribute(html: &str, wanted: impl Fn(&str) -> bool) -> bool {
    let mut found = false;
    outline(html, |node, _| {
        if let Kind::Element { attributes, .. } = &node.kind {
            found |= attributes.borrow().iter().any(|it| wanted(&it.0));
        }
    });
    found
}

/// One line a node that `show` writes something for, with its depth. No recursion: pages can be deep.
fn outline(html: &str, mut show: impl FnMut(&Node, &mut String)) -> String {
    let mut out = String::new();
    let mut todo = vec![(0, parse(html))];
    while let Some((depth, node)) = todo.pop() {
        let start = out.len();
        show(&node, &mut out);
        if out.len() > start {
            out.insert_str(start, &format!("{depth} "));
            out.push('\n');
        }
        let contents = if let Kind::Element { contents, .. } = &node.kind { contents.clone() } else { None };
        todo.extend(node.children.borrow().iter().rev().map(|it| (depth + 1, it.clone())));
        todo.extend(contents.map(|it| (depth + 1, it)));
    }
    out
}

/// A node of a fragment.
pub(crate) struct Piece {
    pub depth: usize,
    pub what: Part,
}

pub(crate) enum Part {
    /// `p`, `svg path`, `math mi`, as the tree tests of html5lib name them; attributes sorted.
    Element(String, Vec<(String, String)>),
    Text(String),
    Comment(String),
    /// What stands in a `<template>` follows, one deeper.
    Content,
}

/// The nodes of a fragment in order, as `innerHTML` of a `context` element makes them, or as a parser without
/// scripts sees them.
pub(crate) fn fragment(html: &str, context: &str, scripting: bool) -> Vec<Piece> {
    let sink = Sink { document: Node::new(Kind::Document) };
    let mut options = html5ever::ParseOpts::default();
    options.tree_builder.scripting_enabled = scripting;
    let name = QualName::new(None, html5ever::ns!(html), context.into());
    let root = html5ever::parse_fragment(sink, options, name, Vec::new(), false).one(html);
    let mut pieces = Vec::new();
    let mut todo: Vec<(usize, Handle)> = Vec::new();
    for html in root.children.borrow().iter() {
        todo.extend(html.children.borrow().iter().rev().map(|it| (0, it.clone())));
    }
    while let Some((depth, node)) = todo.pop() {
        let children =
            |depth| node.children.borrow().iter().rev().map(|it| (depth, it.clone())).collect::<Vec<_>>();
        let what = match &node.kind {
            Kind::Document => {
                todo.extend(children(depth + 1));
                Part::Content
            }
            Kind::Doctype(_) => continue,
            Kind::Text(text) => Part::Text(text.borrow().clone()),
            Kind::Comment(text) => Part::Comment(text.clone()),
            Kind::Element { name, attributes, contents, .. } => {
                let prefix = match &*name.ns {
                    "http://www.w3.org/2000/svg" => "svg ",
                    "http://www.w3.org/1998/Math/MathML" => "math ",
                    _ => "",
                };
                let mut attributes = attributes.borrow().clone();
                attributes.sort();
                todo.extend(children(depth + 1));
                todo.extend(contents.clone().map(|it| (depth + 1, it)));
                Part::Element(format!("{prefix}{}", name.local), attributes)
            }
        };
        pieces.push(Piece { depth, what });
    }
    pieces
}

/// The tree of a fragment, one node a line as the tests of html5lib write it; neighbouring texts are one.
pub(crate) fn tree(pieces: &[Piece]) -> String {
    let mut out = String::new();
    let mut text_at = None;
    for piece in pieces {
        let indent = "  ".repeat(piece.depth);
        if let Part::Text(text) = &piece.what {
            if text_at == Some(piece.depth) {
                out.truncate(out.len() - 2);
                let _ = writeln!(out, "{text}\"");
            } else {
                let _ = writeln!(out, "| {indent}\"{text}\"");
            }
            text_at = Some(piece.depth);
            continue;
        }
        text_at = None;
        let _ = match &piece.what {
            Part::Element(name, attributes) => {
                let _ = writeln!(out, "| {indent}<{name}>");
                attributes
                    .iter()
                    .try_for_each(|(name, value)| writeln!(out, "| {indent}  {name}=\"{value}\""))
            }
            Part::Comment(text) => writeln!(out, "| {indent}<!-- {text} -->"),
            Part::Content => writeln!(out, "| {indent}content"),
            Part::Text(_) => Ok(()),
        };
    }
    out
}

fn parse(html: &str) -> Handle {
    html5ever::parse_document(Sink { document: Node::new(Kind::Document) }, html5ever::ParseOpts::default())
        .one(html)
}

type Handle = Rc<Node>;

struct Node {
    kind: Kind,
    parent: RefCell<Weak<Node>>,
    children: RefCell<Vec<Handle>>,
}

enum Kind {
    Document,
    Doctype(String),
    Text(RefCell<String>),
    Comment(String),
    Element {
        name: QualName,
        attributes: RefCell<Vec<(String, String)>>,
        /// What stands in a `<template>`.
        contents: Option<Handle>,
        /// Whether it is an `annotation-xml` that holds HTML.
        holds_html: bool,
    },
}

impl Node {
    fn new(kind: Kind) -> Handle {
        Rc::new(Node { kind, parent: RefCell::default(), children: RefCell::default() })
    }

    fn detach(self: &Rc<Node>) {
        if let Some(parent) = self.parent.take().upgrade() {
            parent.children.borrow_mut().retain(|it| !Rc::ptr_eq(it, self));
        }
    }

    /// Puts a child at a position; text joins the text before it.
    fn insert(self: &Rc<Node>, at: usize, child: NodeOrText<Handle>) {
        let mut children = self.children.borrow_mut();
        let child = match child {
            NodeOrText::AppendNode(node) => node,
            NodeOrText::AppendText(text) => {
                let before = at.checked_sub(1).and_then(|it| children.get(it));
                if let Some(Kind::Text(before)) = before.map(|it| &it.kind) {
                    return before.borrow_mut().push_str(&text);
                }
                Node::new(Kind::Text(RefCell::new(text.to_string())))
            }
        };
        *child.parent.borrow_mut() = Rc::downgrade(self);
        children.insert(at, child);
    }
}

struct Sink {
    document: Handle,
}

/// Names as they are written, `xlink:href`, and values.
fn pairs(attributes: Vec<Attribute>) -> Vec<(String, String)> {
    let written = |it: &Attribute| match &it.name.prefix {
        Some(prefix) if !prefix.is_empty() => format!("{prefix}:{}", it.name.local),
        _ => it.name.local.to_string(),
    };
    attributes.into_iter().map(|it| (written(&it), it.value.to_string())).collect()
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Handle;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Handle {
        self.document
    }

    fn get_document(&self) -> Handle {
        self.document.clone()
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        match &target.kind {
            Kind::Element { name, .. } => name.expanded(),
            _ => unreachable!("html5ever asks only elements for their name"),
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Handle {
        let contents = flags.template.then(|| Node::new(Kind::Document));
        let holds_html = flags.mathml_annotation_xml_integration_point;
        Node::new(Kind::Element { name, attributes: RefCell::new(pairs(attributes)), contents, holds_html })
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        Node::new(Kind::Comment(text.to_string()))
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        Node::new(Kind::Comment(format!("?{target} {data}")))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let end = parent.children.borrow().len();
        parent.insert(end, child);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(node) = &child {
            node.detach();
        }
        let Some(parent) = sibling.parent.borrow().upgrade() else { return };
        let at = parent.children.borrow().iter().position(|it| Rc::ptr_eq(it, sibling));
        parent.insert(at.unwrap_or(0), child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let has_parent = element.parent.borrow().upgrade().is_some();
        if has_parent { self.append_before_sibling(element, child) } else { self.append(previous, child) }
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        let doctype = Node::new(Kind::Doctype(format!("{name} {public} {system}")));
        self.append(&self.document, NodeOrText::AppendNode(doctype));
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        match &target.kind {
            Kind::Element { contents: Some(contents), .. } => contents.clone(),
            _ => target.clone(),
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, target: &Handle) -> bool {
        matches!(target.kind, Kind::Element { holds_html: true, .. })
    }

    fn same_node(&self, a: &Handle, b: &Handle) -> bool {
        Rc::ptr_eq(a, b)
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        if let Kind::Element { attributes: known, .. } = &target.kind {
            let mut known = known.borrow_mut();
            for pair in pairs(attributes) {
                if known.iter().all(|it| it.0 != pair.0) {
                    known.push(pair);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        target.detach();
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let children = node.children.take();
        for child in children {
            self.append(new_parent, NodeOrText::AppendNode(child));
        }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn set_quirks_mode(&self, _: QuirksMode) {}
}

#[test]
fn the_oracle_sees_what_differs_and_nothing_else() {
    assert_eq!(shape("<p title='a'>x</p>"), shape("<p title=\"&lt;b\">y &amp; z</p>"));
    assert_ne!(shape("<p title='a'>x</p>"), shape("<p title='a' onclick=''>x</p>"));
    assert_ne!(shape("<p>x</p>"), shape("<p><b>x</b></p>"));
    assert_eq!(decoded("<p title=\"&#39;\">&lt;"), decoded("<p title=\"'\">&#60;</p>"));
    assert_ne!(decoded("<p>a</p>"), decoded("<p>b</p>"));
}
