//! The tree that html5ever builds: nodes that never move, linked by references, filtered as they are made.

use super::tables::Element;
use crate::table::Table;
use html5ever::tendril::StrTendril;
use html5ever::{LocalName, Namespace, QualName};
use std::cell::{Cell, RefCell};
use std::ops::Range;

pub(super) type Link<'t> = Cell<Option<&'t Node<'t>>>;

/// One node and its place in the tree.
pub(super) struct Node<'t> {
    pub parent: Link<'t>,
    pub previous: Link<'t>,
    pub next: Link<'t>,
    pub first: Link<'t>,
    pub last: Link<'t>,
    pub data: Data<'t>,
}

pub(super) enum Data<'t> {
    Element(Built<'t>),
    Text(RefCell<StrTendril>),
    /// A comment that the policy may print.
    Comment(StrTendril),
    /// The document, contents of templates, other comments: never printed.
    Other,
}

/// An element as the tree builder made it.
pub(super) struct Built<'t> {
    pub name: QualName,
    pub fate: Fate<'t>,
    /// The attributes that are printed, as text: ` href="…"`, in the sink's buffer.
    pub attributes: Range<usize>,
    pub is_html_integration: bool,
}

/// What becomes of an element, decided when it is made.
#[derive(Clone)]
pub(super) enum Fate<'t> {
    /// Its tags and its content are printed.
    Keep(&'t Element),
    /// Only its content is, between blanks if the policy says so.
    Unwrap { blanks: bool },
    /// Nothing of it is.
    Drop,
    /// A text stands in for it, in the sink's buffer.
    Instead(Range<usize>),
    /// Its tags are printed as text, in the spelling of the input.
    Escape { start: Range<usize>, end: Cell<(usize, usize)> },
}

/// Owner of the nodes. Names are dropped with it.
pub(super) struct Arena<'t>(Table<Node<'t>>);

impl<'t> Arena<'t> {
    pub(super) fn new() -> Arena<'t> {
        Arena(Table::new())
    }

    pub(super) fn node(&'t self, data: Data<'t>) -> &'t Node<'t> {
        let node = Node {
            parent: Cell::new(None),
            previous: Cell::new(None),
            next: Cell::new(None),
            first: Cell::new(None),
            last: Cell::new(None),
            data,
        };
        self.0.push(node).1
    }
}

impl<'t> Node<'t> {
    pub(super) fn built(&self) -> Option<&Built<'t>> {
        match &self.data {
            Data::Element(it) => Some(it),
            _ => None,
        }
    }

    /// Adds `child` at the end.
    pub(super) fn append(&'t self, child: &'t Node<'t>) {
        child.detach();
        child.parent.set(Some(self));
        child.previous.set(self.last.get());
        match self.last.replace(Some(child)) {
            Some(last) => last.next.set(Some(child)),
            None => self.first.set(Some(child)),
        }
    }

    /// Puts `node` right before this one.
    pub(super) fn insert_before(&'t self, node: &'t Node<'t>) {
        node.detach();
        let Some(parent) = self.parent.get() else { return };
        node.parent.set(Some(parent));
        node.next.set(Some(self));
        node.previous.set(self.previous.get());
        match self.previous.replace(Some(node)) {
            Some(previous) => previous.next.set(Some(node)),
            None => parent.first.set(Some(node)),
        }
    }

    pub(super) fn detach(&'t self) {
        let Some(parent) = self.parent.take() else { return };
        let (previous, next) = (self.previous.take(), self.next.take());
        match previous {
            Some(it) => it.next.set(next),
            None => parent.first.set(next),
        }
        match next {
            Some(it) => it.previous.set(previous),
            None => parent.last.set(previous),
        }
    }

    /// Takes all children over, in order.
    pub(super) fn adopt_children_of(&'t self, other: &'t Node<'t>) {
        while let Some(child) = other.first.get() {
            self.append(child);
        }
    }

    /// Whether fewer than `limit` nodes stand above this one.
    pub(super) fn is_within(&'t self, limit: usize) -> bool {
        let mut above = self.parent.get();
        for _ in 0..limit {
            match above {
                Some(it) => above = it.parent.get(),
                None => return true,
            }
        }
        false
    }

    /// The node after this one in the tree's order, when its children are passed over; counts the
    /// elements left on the way.
    pub(super) fn after(
        &'t self,
        mut leave: impl FnMut(&'t Node<'t>),
        root: &'t Node<'t>,
    ) -> Option<&'t Node<'t>> {
        let mut at = self;
        while !std::ptr::eq(at, root) {
            if let Some(next) = at.next.get() {
                return Some(next);
            }
            at = at.parent.get()?;
            if !std::ptr::eq(at, root) {
                leave(at);
            }
        }
        None
    }
}

/// What html5ever asks about a name.
#[derive(Debug)]
pub(super) struct Name<'n>(pub &'n Namespace, pub &'n LocalName);

impl html5ever::tree_builder::ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        self.0
    }

    fn local_name(&self) -> &LocalName {
        self.1
    }
}
