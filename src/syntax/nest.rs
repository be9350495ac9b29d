//! The blocks that are open at one point of a template. A stack instead of recursion: how deep a
//! template nests is bounded by `Limits::nesting` and not by the thread's stack.

use super::lex::Tag;
use super::{
    Binding, BlockId, Body, Branch, CacheHead, Condition, Expr, FilterCall, Node, NodeKind, PartialId,
    Setting, TagCall, Translation,
};
use crate::library::{CustomTag, TagForm};
use crate::source::Span;
use std::sync::Arc;

/// An open block.
pub(super) struct Frame<'s> {
    /// The tag that opened it.
    pub opener: Tag<'s>,
    pub form: Form,
    /// What stands in it so far.
    pub body: Body,
    /// Whether `block.super` is a value in one of its tags.
    pub takes_super: bool,
}

impl<'s> Frame<'s> {
    pub(super) fn new(opener: Tag<'s>, form: Form) -> Frame<'s> {
        Frame { opener, form, body: Body::default(), takes_super: false }
    }
}

/// What an open block will become.
pub(super) enum Form {
    If(Arms),
    For(Loop),
    IfChanged(Changed),
    With(Vec<Binding>),
    Autoescape(bool),
    Setting(Setting),
    Spaceless,
    Cache(CacheHead),
    Filter(Vec<FilterCall>),
    Translation(Box<Translating>),
    Language(Expr),
    Block(BlockId),
    Partial {
        id: PartialId,
        inline: bool,
    },
    /// A tag of the application; without a call, a stub.
    Custom {
        tag: Arc<CustomTag>,
        call: Option<TagCall>,
    },
    Verbatim,
    Comment,
}

/// An open `{% if %}`.
pub(super) struct Arms {
    /// The branches that have ended.
    pub done: Vec<Branch>,
    /// Of the branch that is open; `None` for an `else`.
    pub condition: Option<Condition>,
    /// The tag that opened that branch.
    pub span: Span,
}

/// An open `{% for %}`.
pub(super) struct Loop {
    pub targets: Vec<Box<str>>,
    pub items: Expr,
    pub reversed: bool,
    /// The loop's body, once `{% empty %}` has ended it.
    pub body: Option<Body>,
}

/// An open `{% ifchanged %}`.
pub(super) struct Changed {
    pub slot: u32,
    pub values: Vec<Expr>,
    /// The first part, once `{% else %}` has ended it.
    pub body: Option<Body>,
}

/// An open `{% blocktranslate %}`.
pub(super) struct Translating {
    /// What is known so far.
    pub tag: Translation,
    /// `count name=value`.
    pub count: Option<Binding>,
    pub trimmed: bool,
    /// Whether it is spelled `blocktrans`.
    pub short: bool,
    /// Where the next token must begin: what is between is a comment.
    pub end: u32,
    /// Whether `{% plural %}` has been read.
    pub many: bool,
}

impl Translating {
    fn closers(&self) -> &'static [&'static str] {
        match (self.count.is_some() && !self.many, self.short) {
            (true, true) => &["plural", "endblocktrans"],
            (true, false) => &["plural", "endblocktranslate"],
            (false, true) => &["endblocktrans"],
            (false, false) => &["endblocktranslate"],
        }
    }
}

impl Form {
    /// The tags that end it or begin its next part.
    pub(super) fn closers(&self) -> &'static [&'static str] {
        match self {
            Form::If(Arms { condition: Some(_), .. }) => &["elif", "else", "endif"],
            Form::If(Arms { condition: None, .. }) => &["endif"],
            Form::For(Loop { body: None, .. }) => &["empty", "endfor"],
            Form::For(Loop { body: Some(_), .. }) => &["endfor"],
            Form::IfChanged(Changed { body: None, .. }) => &["else", "endifchanged"],
            Form::IfChanged(Changed { body: Some(_), .. }) => &["endifchanged"],
            Form::With(_) => &["endwith"],
            Form::Autoescape(_) => &["endautoescape"],
            Form::Setting(Setting::Localize(_)) => &["endlocalize"],
            Form::Setting(Setting::LocalTime(_)) => &["endlocaltime"],
            Form::Setting(Setting::TimeZone(_)) => &["endtimezone"],
            Form::Spaceless => &["endspaceless"],
            Form::Cache(_) => &["endcache"],
            Form::Filter(_) => &["endfilter"],
            Form::Translation(it) => it.closers(),
            Form::Language(_) => &["endlanguage"],
            Form::Block(_) => &["endblock"],
            Form::Partial { .. } => &["endpartialdef"],
            Form::Custom { .. } => &[],
            Form::Verbatim => &["endverbatim"],
            Form::Comment => &["endcomment"],
        }
    }
}

impl Form {
    /// The tag that ends it, when that is the application's word.
    fn own_closer(&self) -> Option<&str> {
        let Form::Custom { tag, .. } = self else { return None };
        match &tag.form {
            TagForm::Block { end } => Some(end),
            TagForm::Stub { end } => end.as_deref(),
            TagForm::Simple | TagForm::Inclusion { .. } => None,
        }
    }

    /// All tags that end it or begin its next part.
    pub(super) fn ends(&self) -> Vec<&str> {
        self.closers().iter().copied().chain(self.own_closer()).collect()
    }

    fn closes(&self, name: &str) -> bool {
        self.closers().contains(&name) || self.own_closer() == Some(name)
    }
}

/// What a closing tag leaves behind.
pub(super) enum Closed<'s> {
    /// The next part of the same block.
    Open(Frame<'s>),
    /// The whole block, as a node where its opening tag stands.
    Node(NodeKind),
    /// Nodes that take its place.
    Nodes(Vec<Node>),
}

/// The open blocks and the template around them.
#[derive(Default)]
pub(super) struct Nest<'s> {
    frames: Vec<Frame<'s>>,
    root: Body,
    /// Whether anything but text stands at the outermost level so far.
    pub begun: bool,
}

impl<'s> Nest<'s> {
    pub(super) fn top(&self) -> Option<&Frame<'s>> {
        self.frames.last()
    }

    pub(super) fn top_mut(&mut self) -> Option<&mut Frame<'s>> {
        self.frames.last_mut()
    }

    pub(super) fn depth(&self) -> usize {
        self.frames.len()
    }

    pub(super) fn push(&mut self, frame: Frame<'s>) {
        self.frames.push(frame);
    }

    /// Whether a tag of this name ends the open block, or one part of it.
    pub(super) fn is_closed_by(&self, name: &str) -> bool {
        self.top().is_some_and(|it| it.form.closes(name))
    }

    pub(super) fn pop(&mut self) -> Option<Frame<'s>> {
        self.frames.pop()
    }

    /// The body that is being filled.
    pub(super) fn body(&mut self) -> &mut Body {
        self.frames.last_mut().map_or(&mut self.root, |it| &mut it.body)
    }

    pub(super) fn add(&mut self, span: Span, kind: NodeKind) {
        self.body().nodes.push(Node { span, kind });
    }

    /// Whether a block is open, of whatever depth.
    pub(super) fn in_block(&self) -> bool {
        self.frames.iter().any(|it| matches!(it.form, Form::Block(_)))
    }

    /// Notes that the tag just read uses `block.super` as a value.
    pub(super) fn take_super(&mut self, tag: Span) {
        let body = self.body();
        let added = body.nodes.last().is_some_and(|it| it.span == tag);
        match (added, self.frames.last_mut()) {
            (false, Some(frame)) => frame.takes_super = true,
            _ => self.insert_take_super(),
        }
    }

    /// Puts the taking of `block.super` before the last node.
    pub(super) fn insert_take_super(&mut self) {
        let nodes = &mut self.body().nodes;
        let Some(user) = nodes.pop() else { return };
        let tested = matches!(user.kind, NodeKind::If { .. });
        let lazy = tested || matches!(user.kind, NodeKind::FirstOf { .. });
        // Nodes are known by where they start, and its user may have a place of its own.
        let span = Span::new(user.span.start + 1, user.span.end);
        let body = Body { nodes: vec![Node { span, kind: NodeKind::Super }], end: span.end };
        nodes.push(Node { span, kind: NodeKind::TakeSuper { body, tested, lazy } });
        nodes.push(user);
    }

    /// The template's body, once nothing is open.
    pub(super) fn finish(self, end: u32) -> Body {
        Body { end, ..self.root }
    }
}
