//! What a template says, as a tree. Every node carries the bytes it came from; a node is known by
//! the offset it starts at. How deep it nests is bounded by `Limits::nesting`.

use crate::library::{FilterRef, TagRef};
use crate::source::{Source, Span};
use crate::value::Step;

/// A parsed template.
pub(crate) struct Ast {
    pub source: Source,
    pub body: Body,
    /// All blocks of the template, also nested ones, in the order they open.
    pub blocks: Vec<Block>,
    /// All partials of the template, also nested ones, in the order they open.
    pub partials: Vec<Partial>,
    /// The parent, if the template extends one. The node itself is [`NodeKind::Extends`].
    pub extends: Option<Expr>,
}

/// `{% block name %}…{% endblock %}`.
pub(crate) struct Block {
    pub name: Box<str>,
    /// The opening tag.
    pub span: Span,
    pub body: Body,
}

/// Index into [`Ast::blocks`].
pub(crate) type BlockId = usize;

/// `{% partialdef name %}…{% endpartialdef %}`.
pub(crate) struct Partial {
    pub name: Box<str>,
    /// The opening tag.
    pub span: Span,
    pub body: Body,
}

/// Index into [`Ast::partials`].
pub(crate) type PartialId = usize;

/// A run of nodes, between two tags or between the ends of the template.
#[derive(Default)]
pub(crate) struct Body {
    pub nodes: Vec<Node>,
    /// Offset of the tag that ends it, or of the end of the template.
    pub end: u32,
}

/// One piece of a template.
pub(crate) struct Node {
    /// The text, or the (opening) tag.
    pub span: Span,
    pub kind: NodeKind,
}

/// Control tags are variants, so that each phase must answer for a new one; tags that merely print
/// a value are [`NodeKind::Tag`].
pub(crate) enum NodeKind {
    /// Literal text: the bytes of the node's span.
    Text,
    /// Literal text that stands in the template under another spelling (`{% templatetag %}`).
    Literal(&'static str),
    /// `{{ expression }}`.
    Print(Expr),
    /// A library tag that prints a value.
    Tag(TagCall),
    /// A block tag of the application, which makes a value of what its body prints.
    BlockCall { call: TagCall, body: Body },
    /// A tag of the application that renders a template with variables of its own.
    Inclusion { call: TagCall, template: Box<str> },
    /// `{% firstof a b 'c' %}`, with `as name`.
    FirstOf { values: Vec<Expr>, into: Option<Box<str>> },
    /// `{% cycle 'a' 'b' %}`; `slot` numbers its state.
    Cycle { slot: u32, values: std::sync::Arc<[Expr]>, into: Option<Box<str>>, silent: bool },
    /// `{% resetcycle %}`: the cycle in this slot starts again.
    ResetCycle { slot: u32 },
    /// `{% regroup items by key as name %}`; `by` is the key of the item that `into` holds.
    Regroup { items: Expr, by: Expr, into: Box<str> },
    /// `{% ifchanged a b %}`; without values what the body prints is compared. `slot` tells several of a
    /// template apart.
    IfChanged { slot: u32, values: Vec<Expr>, body: Body, otherwise: Option<Body> },
    /// `{% if %}` with its `elif`s; the last branch is always the `else`, written or not.
    If { branches: Vec<Branch> },
    /// `{% for x, y in items reversed %}…{% empty %}…`.
    For { targets: Vec<Box<str>>, items: Expr, reversed: bool, body: Body, empty: Option<Body> },
    /// `{% with a=b %}`.
    With { bindings: Vec<Binding>, body: Body },
    /// `{% autoescape on %}`.
    Autoescape { on: bool, body: Body },
    /// A tag that changes how numbers and dates are shown in its body.
    Setting { setting: Setting, body: Body },
    /// `{% spaceless %}`.
    Spaceless { body: Body },
    /// `{% cache timeout name vary… using=… %}`.
    Cache { head: CacheHead, body: Body },
    /// `{% filter a|b %}`.
    Filter { filters: Vec<FilterCall>, body: Body },
    /// `{% blocktranslate %}`.
    Translation(Box<Translation>),
    /// `{% language code %}`.
    Language { language: Expr, body: Body },
    /// `{{ block.super|a|b }}`: the body is `{{ block.super }}`, a fragment of its own whose value is printed.
    FilteredSuper { filters: Vec<FilterCall>, body: Body },
    /// Before a tag that uses `block.super` as a value: the body is `{{ block.super }}`, which becomes the variable
    /// [`SUPER`]. Where the tag only asks whether there is any, it may stand everywhere; where it may never come to
    /// ask, nothing is rendered before it does.
    TakeSuper { body: Body, tested: bool, lazy: bool },
    /// `{% block %}`.
    Block(BlockId),
    /// `{{ block.super }}`.
    Super,
    /// `{% partialdef name inline %}`, which prints its body where it stands. Without `inline` no node is left.
    InlinePartial(PartialId),
    /// `{% partial name %}`.
    Partial { name: Box<str> },
    /// `{% extends parent %}`; nothing after it is rendered but the blocks.
    Extends,
    /// `{% include name with a=b only %}`.
    Include { name: Expr, bindings: Vec<Binding>, only: bool },
}

/// The variable that holds what `block.super` gave. No template can name it.
pub(crate) const SUPER: &str = "block super";

/// How numbers and dates are shown.
pub(crate) enum Setting {
    /// `{% localize on %}`.
    Localize(bool),
    /// `{% localtime on %}`.
    LocalTime(bool),
    /// `{% timezone "Europe/Paris" %}`.
    TimeZone(Expr),
}

/// One branch of an `{% if %}`.
pub(crate) struct Branch {
    /// `{% if … %}`, `{% elif … %}` or `{% else %}`; for an unwritten `else` the closing tag.
    pub span: Span,
    /// `None` for the `else`.
    pub condition: Option<Condition>,
    pub body: Body,
}

/// `name=value`.
pub(crate) struct Binding {
    pub name: Box<str>,
    pub value: Expr,
}

/// `{% blocktranslate with a=b count c=d context e %}…{% plural %}…`.
pub(crate) struct Translation {
    pub bindings: Vec<Binding>,
    /// Tells equal messages apart.
    pub context: Option<Expr>,
    pub singular: Wording,
    /// The number, and the text for many.
    pub plural: Option<(Binding, Wording)>,
    /// `asvar name`.
    pub into: Option<Box<str>>,
}

impl Translation {
    /// Its texts, for one and for many.
    pub(crate) fn bodies(&self) -> impl Iterator<Item = &Body> {
        std::iter::once(&self.singular).chain(self.plural.as_ref().map(|it| &it.1)).map(|it| &it.body)
    }
}

/// An untranslated text with its placeholders.
#[derive(Default)]
pub(crate) struct Wording {
    /// As gettext knows it: `100%% of %(name)s`.
    pub id: Box<str>,
    /// The names of its placeholders.
    pub names: Vec<Box<str>>,
    /// The same as text and variables.
    pub body: Body,
}

/// What `{% cache %}` says about the body it keeps.
pub(crate) struct CacheHead {
    /// Seconds, or `None` for ever.
    pub timeout: Expr,
    pub name: Box<str>,
    pub vary: Vec<Expr>,
    pub using: Option<Expr>,
}

/// A call of a library tag.
pub(crate) struct TagCall {
    pub tag: TagRef,
    pub arguments: Vec<Expr>,
    pub keywords: Vec<Binding>,
    /// Applied to what the tag gives: `{% translate "x"|upper %}`.
    pub filters: Vec<FilterCall>,
    /// `as name`.
    pub into: Option<Box<str>>,
}

impl TagCall {
    /// A call without arguments.
    pub(crate) fn bare(tag: TagRef) -> TagCall {
        TagCall { tag, arguments: Vec::new(), keywords: Vec::new(), filters: Vec::new(), into: None }
    }
}

/// A value with filters: `a.b|lower|default:"x"`.
pub(crate) struct Expr {
    pub span: Span,
    pub root: Operand,
    pub filters: Vec<FilterCall>,
}

/// `|name:argument`.
pub(crate) struct FilterCall {
    pub span: Span,
    pub filter: FilterRef,
    pub argument: Option<Operand>,
}

/// What an expression starts from.
pub(crate) enum Operand {
    /// `"text"`, unescaped. Django counts it as safe.
    Text(Box<str>),
    /// `_("text")`.
    Translated(Box<str>),
    Int(i64),
    Float(f64),
    /// A whole number that does not fit an `i64`.
    Number(Box<str>),
    Variable(Path),
}

/// `name.step.step`.
pub(crate) struct Path {
    pub name: Box<str>,
    pub steps: Box<[Step]>,
}

/// The condition of an `{% if %}` in postfix order: flat, however long it is.
pub(crate) struct Condition {
    pub ops: Vec<ConditionOp>,
}

/// Works on a stack of values.
pub(crate) enum ConditionOp {
    /// Pushes the value.
    Push(Expr),
    /// Replaces the top by its negation.
    Not,
    /// Replaces the top two by the result of an operator.
    Compare(Comparison),
    /// When the top is false, goes on at `ops[to]` with it; otherwise pops it.
    And { to: usize },
    /// When the top is true, goes on at `ops[to]` with it; otherwise pops it.
    Or { to: usize },
    /// Ends the right side of an `and` or `or`, where `to` of it points: a failure becomes false.
    Settle,
}

/// Operators of `{% if %}` that need both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
    Is,
    IsNot,
}
