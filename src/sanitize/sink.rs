//! What html5ever's tree builder builds: it says what goes where, and the policy decides about each element
//! the moment it is made. Elements that are not printed take part in the building all the same, for the
//! builder's rules ask for them.

use super::fault::Fault;
use super::pass::{Pass, Step, unknown};
use super::policy::Disallowed;
use super::print::{is_plain_comment, push_attribute};
use super::report::Removal;
use super::rules::Rules;
use super::spans::attribute;
use super::tables::{Element, Space};
use super::tree::{Arena, Built, Data, Fate, Name, Node};
use super::verdict::{Reason, Verdict};
use crate::source::Span;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, ns};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::ops::Range;

/// What the guard, which sees the tokens, and the sink, which sees the tree, tell each other.
pub(super) struct Progress<'t> {
    /// The input.
    pub source: &'t str,
    pub fault: Cell<Option<Fault>>,
    /// Where the token at hand stands in the input; known only when the input is fed piece by piece.
    pub token: Cell<(usize, usize)>,
    /// Where the piece of input at hand begins.
    pub piece: Cell<usize>,
    /// The tag at hand is an end tag.
    pub is_end: Cell<bool>,
    /// The name of the tag at hand, where tags become text.
    pub tag: RefCell<LocalName>,
    /// Nodes made so far.
    pub nodes: Cell<usize>,
    pub most_nodes: usize,
    /// Only when somebody asked for it.
    pub removals: Option<RefCell<Vec<Removal>>>,
}

impl Progress<'_> {
    pub(super) fn fail(&self, fault: Fault) {
        if self.fault.get().is_none() {
            self.fault.set(Some(fault));
        }
    }

    pub(super) fn report(&self, reason: Reason, what: impl FnOnce() -> String) {
        if let Some(removals) = &self.removals {
            let (start, end) = self.token.get();
            removals.borrow_mut().push(Removal { what: what(), reason, span: span(start, end) });
        }
    }

    /// Reports an attribute of the tag at hand.
    fn report_attribute(&self, reason: impl FnOnce() -> Reason, name: &str, element: &str) {
        let Some(removals) = &self.removals else { return };
        let (start, end) = self.token.get();
        let tag = self.source.get(start..end).unwrap_or_default();
        // A formatting element that is opened anew has no tag here; then the place is that of the token it came with.
        let (from, to) = attribute(tag, name).unwrap_or((0, tag.len()));
        let what = format!("{name} of <{element}>");
        removals.borrow_mut().push(Removal { what, reason: reason(), span: span(start + from, start + to) });
    }

    fn count_node(&self) {
        self.nodes.set(self.nodes.get() + 1);
        if self.nodes.get() > self.most_nodes {
            self.fail(Fault::Nodes);
        }
    }
}

/// Inputs are shorter than 4 GiB.
fn span(start: usize, end: usize) -> Span {
    let short = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    Span { start: short(start), end: short(end) }
}

pub(super) struct Sink<'t> {
    pub arena: &'t Arena<'t>,
    pub document: &'t Node<'t>,
    pub rules: &'t Rules,
    pub progress: &'t Progress<'t>,
    /// The printed form of attributes, one element's after the other's.
    pub texts: RefCell<String>,
    /// End of the last tag that became text: an element that is made again from it does not.
    escaped_to: Cell<usize>,
    /// Elements whose tags become text, and that no end tag has closed.
    escaped: RefCell<Vec<&'t Node<'t>>>,
}

/// How far up an end tag is matched with what became text: no deeper than elements may stand.
const REACH: usize = 256;

/// The namespace of an element, if it is one of the three.
pub(super) fn space(name: &QualName) -> Option<Space> {
    match name.ns {
        ns!(html) => Some(Space::Html),
        ns!(svg) => Some(Space::Svg),
        ns!(mathml) => Some(Space::Math),
        _ => None,
    }
}

/// The name as it is written: `xlink:href`.
fn written(name: &QualName) -> Cow<'_, str> {
    match &name.prefix {
        Some(prefix) if !prefix.is_empty() => format!("{prefix}:{}", name.local).into(),
        _ => Cow::Borrowed(&name.local),
    }
}

impl<'t> Sink<'t> {
    pub(super) fn new(arena: &'t Arena<'t>, rules: &'t Rules, progress: &'t Progress<'t>) -> Sink<'t> {
        let document = arena.node(Data::Other);
        Sink {
            arena,
            document,
            rules,
            progress,
            texts: RefCell::default(),
            escaped_to: Cell::new(0),
            escaped: RefCell::default(),
        }
    }

    /// What becomes of an element, and its attributes as they are printed.
    fn judge(&self, name: &QualName, attributes: &[Attribute]) -> (Fate<'t>, Range<usize>) {
        let allowed = space(name).and_then(|it| self.rules.tables.element(it, &name.local));
        match allowed {
            Some(element) => self.allowed(element, attributes),
            None => (self.disallowed(name), 0..0),
        }
    }

    fn allowed(&self, element: &'t Element, attributes: &[Attribute]) -> (Fate<'t>, Range<usize>) {
        let out = &mut *self.texts.borrow_mut();
        let start = out.len();
        let mut pass = Pass::new(&self.rules.values, element);
        for attribute in attributes {
            let name = written(&attribute.name);
            match pass.step(&name, &attribute.value) {
                Step::Here(Verdict::Keep) => push_attribute(&name, &attribute.value, out),
                Step::Here(Verdict::Replace(value)) => push_attribute(&name, &value, out),
                Step::Here(Verdict::Refuse(reason)) => {
                    self.progress.report_attribute(|| reason, &name, &element.name);
                }
                Step::Unknown => self.progress.report_attribute(|| unknown(&name), &name, &element.name),
                Step::AtEnd => {}
            }
        }
        if pass.is_complete() {
            pass.finish(out);
            return (Fate::Keep(element), start..out.len());
        }
        out.truncate(start);
        self.progress.report(Reason::Value, || format!("<{}>", element.name));
        (self.instead(element, attributes, out), 0..0)
    }

    /// The text that stands in for an element that lacks what it must have.
    fn instead(&self, element: &Element, attributes: &[Attribute], out: &mut String) -> Fate<'t> {
        let Some(instead) = &element.instead else { return self.unwrapped(&element.name) };
        let start = out.len();
        if let Some(it) = attributes.iter().find(|it| *it.name.local == **instead) {
            out.push_str(&it.value);
        }
        Fate::Instead(start..out.len())
    }

    fn unwrapped(&self, name: &str) -> Fate<'t> {
        Fate::Unwrap { blanks: self.rules.tables.leaves_blanks(name) }
    }

    fn disallowed(&self, name: &QualName) -> Fate<'t> {
        let is_hidden = &*name.local == "template" || self.rules.tables.drops_content(&name.local);
        let is_kept = self.rules.tables.keeps_content(&name.local);
        if is_hidden || (self.rules.disallowed == Disallowed::Drop && !is_kept) {
            self.progress.report(Reason::ElementContent, || format!("<{}>", name.local));
            return Fate::Drop;
        }
        self.progress.report(Reason::Element, || format!("<{}>", name.local));
        let (start, end) = self.progress.token.get();
        let is_written = self.rules.disallowed == Disallowed::Escape
            && end > self.escaped_to.get()
            && self.is_of_tag(&name.local);
        if !is_written || is_kept || self.progress.is_end.get() {
            return self.unwrapped(&name.local);
        }
        self.escaped_to.set(end);
        Fate::Escape { start: start..end, end: Cell::new((0, 0)) }
    }

    /// Whether an element of this name is the one that the tag at hand asks for: not one that is implied or opened anew.
    fn is_of_tag(&self, name: &LocalName) -> bool {
        let tag = self.progress.tag.borrow();
        tag.eq_ignore_ascii_case(name) || (&**tag == "image" && &**name == "img")
    }

    /// Whether the policy says nothing of an element of this name, and the tree builder neither.
    pub(super) fn is_unknown(&self, name: &LocalName) -> bool {
        // `</p>` and `</br>` make elements.
        !self.rules.tables.says(name) && !matches!(&**name, "p" | "br")
    }

    /// An end tag has come: where it stands is what is printed for the end of the element that it names. False
    /// when there is none.
    pub(super) fn end_escaped(&self, name: &LocalName) -> bool {
        let mut open = self.escaped.borrow_mut();
        // The tree builder gives some names of SVG capitals.
        let is_named = |it: &&Node<'t>| it.built().is_some_and(|it| it.name.local.eq_ignore_ascii_case(name));
        let Some(up) = open.iter().rev().take(REACH).position(is_named) else { return false };
        let at = open.len() - 1 - up;
        if let Some(Built { fate: Fate::Escape { end, .. }, .. }) = open.get(at).and_then(|it| it.built()) {
            end.set(self.progress.token.get());
        }
        open.truncate(at);
        true
    }

    fn node_of(&self, child: NodeOrText<&'t Node<'t>>) -> &'t Node<'t> {
        match child {
            NodeOrText::AppendNode(node) => node,
            NodeOrText::AppendText(text) => self.made(Data::Text(RefCell::new(text))),
        }
    }

    fn made(&self, data: Data<'t>) -> &'t Node<'t> {
        self.progress.count_node();
        self.arena.node(data)
    }

    /// An element has found its place: not too deep.
    fn check_depth(&self, node: &'t Node<'t>) {
        // The document and the root of the fragment stand above.
        if node.built().is_some() && !node.is_within(self.rules.limits.depth + 2) {
            self.progress.fail(Fault::Depth);
        }
    }
}

/// Adds text to the node before it, if that is text.
fn merged<'t>(before: Option<&'t Node<'t>>, child: &NodeOrText<&'t Node<'t>>) -> bool {
    match (before.map(|it| &it.data), child) {
        (Some(Data::Text(text)), NodeOrText::AppendText(more)) => {
            text.borrow_mut().push_tendril(more);
            true
        }
        _ => false,
    }
}

impl<'t> TreeSink for Sink<'t> {
    type Handle = &'t Node<'t>;
    type Output = Self;
    type ElemName<'a>
        = Name<'a>
    where
        Self: 'a;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> &'t Node<'t> {
        self.document
    }

    fn elem_name<'a>(&'a self, target: &'a &'t Node<'t>) -> Name<'a> {
        const NOTHING: &(html5ever::Namespace, LocalName) = &(ns!(), html5ever::local_name!(""));
        match target.built() {
            Some(it) => Name(&it.name.ns, &it.name.local),
            None => Name(&NOTHING.0, &NOTHING.1),
        }
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        flags: ElementFlags,
    ) -> &'t Node<'t> {
        let (fate, attributes) = self.judge(&name, &attributes);
        let is_html_integration = flags.mathml_annotation_xml_integration_point;
        let is_escaped = matches!(fate, Fate::Escape { .. });
        let node = self.made(Data::Element(Built { name, fate, attributes, is_html_integration }));
        if is_escaped {
            self.escaped.borrow_mut().push(node);
        }
        node
    }

    fn create_comment(&self, text: StrTendril) -> &'t Node<'t> {
        if self.rules.tables.comments && is_plain_comment(&text, self.rules.values.tidy) {
            return self.made(Data::Comment(text));
        }
        self.progress.report(Reason::Comment, || "comment".to_owned());
        self.made(Data::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> &'t Node<'t> {
        self.made(Data::Other)
    }

    fn append(&self, parent: &&'t Node<'t>, child: NodeOrText<&'t Node<'t>>) {
        if !merged(parent.last.get(), &child) {
            let node = self.node_of(child);
            parent.append(node);
            self.check_depth(node);
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &&'t Node<'t>,
        before: &&'t Node<'t>,
        child: NodeOrText<&'t Node<'t>>,
    ) {
        if element.parent.get().is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_before_sibling(&self, sibling: &&'t Node<'t>, child: NodeOrText<&'t Node<'t>>) {
        if !merged(sibling.previous.get(), &child) {
            let node = self.node_of(child);
            sibling.insert_before(node);
            self.check_depth(node);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// Contents of templates belong to no page yet. They are never printed, so that the element itself will
    /// do to hold them, and they count as deep as they stand.
    fn get_template_contents(&self, target: &&'t Node<'t>) -> &'t Node<'t> {
        target
    }

    fn same_node(&self, one: &&'t Node<'t>, other: &&'t Node<'t>) -> bool {
        std::ptr::eq(*one, *other)
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    /// Only `html` and `body` get attributes later, and they are not printed.
    fn add_attrs_if_missing(&self, _: &&'t Node<'t>, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &&'t Node<'t>) {
        target.detach();
    }

    fn reparent_children(&self, node: &&'t Node<'t>, new_parent: &&'t Node<'t>) {
        new_parent.adopt_children_of(node);
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &&'t Node<'t>) -> bool {
        handle.built().is_some_and(|it| it.is_html_integration)
    }

    fn allow_declarative_shadow_roots(&self, _: &&'t Node<'t>) -> bool {
        false
    }
}
