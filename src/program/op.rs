//! The compiled form: pure data, shared by every template that reaches it. An op that leads to
//! another template names a *site*, never the template.

use super::expr::{Call, Condition, Expr, FilterStep};
use super::literal::Literal;
use super::variable::Key;
use crate::contextual::Start;
use crate::diagnostics::{Error, ErrorKind};
use crate::escape::{Escaper, Usual};
use crate::fragment::Slot;
use crate::source::{Source, Span};
use crate::value::{Cx, Object, Value};
use std::sync::Arc;

/// One part of a template, compiled for the places it begins in.
pub(crate) struct Program {
    pub source: Source,
    pub ops: Ops,
    pub sites: Box<[Site]>,
    /// The block this is the body of.
    pub block: Option<BlockName>,
    /// What the analysis warned of.
    pub warnings: Box<[Arc<Error>]>,
}

pub(crate) type Ops = Box<[Op]>;

/// One step of rendering. Whatever prints a value has its escaper here.
pub(crate) enum Op {
    /// Literal text that no print follows.
    Text(Literal),
    Print(Print),
    /// Stores a value under a name; with an escaper, what printing it there would have written.
    Set {
        name: Box<str>,
        expr: Expr,
        escaper: Option<Escaper>,
        span: Span,
    },
    /// Computes a value for its effect (`{% cycle … silent %}`).
    Advance {
        expr: Expr,
        span: Span,
    },
    If {
        arms: Box<[Arm]>,
        otherwise: Ops,
        span: Span,
    },
    For(Box<For>),
    With {
        bindings: Box<[Binding]>,
        body: Ops,
        span: Span,
    },
    Autoescape {
        on: bool,
        body: Ops,
        span: Span,
    },
    /// How numbers and dates are shown in the body.
    Setting {
        setting: Setting,
        body: Ops,
        span: Span,
    },
    Spaceless {
        body: Ops,
        span: Span,
    },
    Filter(Box<Filter>),
    Translation(Box<Translation>),
    /// Another language is in force.
    Language {
        language: Expr,
        body: Ops,
        span: Span,
    },
    /// What belongs to one response, written by itself.
    Slot(Slot),
    /// The same where a tag prints it.
    PrintSlot {
        slot: Slot,
        expr: Expr,
        escaper: Escaper,
        span: Span,
    },
    Cache(Box<Cache>),
    Compare(Box<Compare>),
    /// A `{% cycle %}` starts again.
    ResetCycle {
        slot: u32,
        span: Span,
    },
    Regroup(Box<Regroup>),
    IfChanged(Box<IfChanged>),
    /// What the youngest template of the chain has for this block.
    Block {
        site: usize,
        span: Span,
    },
    /// What the next older template of the chain has for the current block.
    Super {
        site: usize,
        span: Span,
    },
    /// Makes what `block.super` gives the variable [`SUPER`](crate::syntax::SUPER).
    TakeSuper {
        body: Ops,
        /// Whether it is text, and no HTML.
        plain: bool,
        /// Whether that waits until somebody asks for the variable.
        lazy: bool,
        span: Span,
    },
    /// A partial of the same template.
    Partial {
        site: usize,
        span: Span,
    },
    /// Renders the parent; the last op of its program.
    Extends {
        site: usize,
        name: Option<Expr>,
        span: Span,
    },
    Include(Box<Include>),
    BlockCall(Box<BlockCall>),
    Inclusion(Box<Inclusion>),
}

const _: () = assert!(size_of::<Op>() <= 96);

impl Op {
    /// The tag it came from; nothing for text.
    pub(crate) fn span(&self) -> Span {
        match self {
            Op::Text(_) | Op::Slot(_) => Span::default(),
            Op::PrintSlot { span, .. }
            | Op::Set { span, .. }
            | Op::Advance { span, .. }
            | Op::If { span, .. }
            | Op::With { span, .. }
            | Op::Autoescape { span, .. }
            | Op::Setting { span, .. }
            | Op::Spaceless { span, .. }
            | Op::Language { span, .. }
            | Op::Block { span, .. }
            | Op::Super { span, .. }
            | Op::TakeSuper { span, .. }
            | Op::Partial { span, .. }
            | Op::Extends { span, .. }
            | Op::ResetCycle { span, .. } => *span,
            Op::Print(it) => it.span,
            Op::Regroup(it) => it.span,
            Op::IfChanged(it) => it.span,
            Op::For(it) => it.span,
            Op::Include(it) => it.span,
            Op::BlockCall(it) => it.span,
            Op::Inclusion(it) => it.span,
            Op::Filter(it) => it.span,
            Op::Translation(it) => it.span,
            Op::Cache(it) => it.span,
            Op::Compare(it) => it.span,
        }
    }
}

/// Literal text and the value after it.
pub(crate) struct Print {
    pub before: Literal,
    pub expr: Expr,
    pub escaper: Escaper,
    /// What the escaper takes without a closer look.
    pub usual: Usual,
    pub span: Span,
}

impl Print {
    pub(crate) fn new(before: &str, expr: Expr, escaper: Escaper, span: Span) -> Print {
        Print { before: Literal::new(before), expr, escaper, usual: escaper.usual(), span }
    }
}

/// How numbers and dates are shown.
pub(crate) enum Setting {
    Localize(bool),
    LocalTime(bool),
    TimeZone(Box<Expr>),
}

/// A branch of an `{% if %}`.
pub(crate) struct Arm {
    pub condition: Condition,
    pub body: Ops,
}

/// `{% regroup %}`: runs of items with equal keys.
pub(crate) struct Regroup {
    pub items: Expr,
    /// The key of the item that the variable `into` holds.
    pub by: Expr,
    pub into: Box<str>,
    pub span: Span,
}

/// `{% ifchanged %}`.
pub(crate) struct IfChanged {
    pub slot: u32,
    /// What is compared with the last time; without any, what the body prints.
    pub values: Box<[Expr]>,
    pub body: Ops,
    pub otherwise: Ops,
    pub span: Span,
}

/// Values that are printed as Django does, and compared with what their place would get; in mode `Report`.
pub(crate) struct Compare {
    pub before: Box<str>,
    /// Adjacent holes, which the place would get as one.
    pub parts: Vec<(Expr, Escaper)>,
    pub shadow: Shadow,
    pub span: Span,
}

/// What mode `Contextual` would write.
#[derive(Clone, Copy)]
pub(crate) struct Shadow {
    pub escaper: Escaper,
    /// Whether `{% autoescape off %}` vouches for the value as HTML.
    pub trusted: bool,
    /// Whether the author wrote no quotes around it.
    pub bare: bool,
}

/// `{% cache %}`: what the body prints is kept.
pub(crate) struct Cache {
    pub timeout: Expr,
    pub name: Box<str>,
    pub vary: Box<[Expr]>,
    /// The name of the store.
    pub using: Option<Expr>,
    pub body: Ops,
    /// Whether what is printed depends on nothing that stands before it.
    pub kept: bool,
    pub span: Span,
}

/// `{% filter %}`: what a body gives is filtered and printed as one value.
pub(crate) struct Filter {
    pub body: Ops,
    pub filters: Box<[FilterStep]>,
    /// Whether the body gives plain text and not HTML.
    pub plain: bool,
    /// Whether `{% autoescape off %}` vouches for the result as HTML.
    pub trusted: bool,
    pub escaper: Escaper,
    /// In mode `Report`, what mode `Contextual` would write, and whether the body would be plain text to it.
    pub shadow: Option<(Shadow, bool)>,
    pub span: Span,
}

/// `{% blocktranslate %}`.
pub(crate) struct Translation {
    pub bindings: Box<[Binding]>,
    /// Tells equal messages apart.
    pub context: Option<Expr>,
    pub singular: Wording,
    /// The number, and the text for many.
    pub plural: Option<(Binding, Wording)>,
    /// `asvar name`.
    pub into: Option<Box<str>>,
    /// Where translations are kept.
    pub site: usize,
    pub span: Span,
}

/// An untranslated text.
pub(crate) struct Wording {
    /// What catalogues know it by.
    pub id: Box<str>,
    pub ops: Ops,
}

/// A loop.
pub(crate) struct For {
    pub targets: Box<[Key]>,
    pub items: Expr,
    pub reversed: bool,
    pub body: Ops,
    pub empty: Ops,
    pub span: Span,
}

/// `name=value`.
pub(crate) struct Binding {
    pub name: Key,
    pub value: Expr,
}

/// An include. `name` is there when it is only known while rendering.
pub(crate) struct Include {
    pub site: usize,
    pub name: Option<Expr>,
    pub bindings: Box<[Binding]>,
    pub only: bool,
    pub span: Span,
}

/// A block tag of the application: what a body gives becomes the first argument of a call.
pub(crate) struct BlockCall {
    pub body: Ops,
    pub call: Call,
    /// Whether the body gives plain text and not HTML.
    pub plain: bool,
    /// What becomes of the call's value.
    pub then: Then,
    pub span: Span,
}

/// What becomes of a value.
pub(crate) enum Then {
    /// `trusted` is whether `{% autoescape off %}` vouches for it as HTML.
    Print { escaper: Escaper, trusted: bool },
    /// `as name`.
    Store(Box<str>),
}

/// A tag of the application that renders a template with the variables that a call gives.
pub(crate) struct Inclusion {
    pub site: usize,
    pub call: Call,
    pub span: Span,
}

/// A point that leads to another unit, and the places that one begins in.
pub(crate) struct Site {
    pub target: Target,
    pub start: Start,
    pub span: Span,
}

/// Where a site leads.
pub(crate) enum Target {
    Extends(Name),
    Include(Name),
    Block(Box<str>),
    /// A partial of the same template.
    Partial(Box<str>),
    /// The same block in an older template.
    Super(Box<str>),
    /// The translations of a text.
    Translations(Box<Message>),
}

/// A text that is translated.
pub(crate) struct Message {
    /// What catalogues know it by.
    pub id: Box<str>,
    pub context: MessageContext,
    /// The names of its placeholders, of both wordings.
    pub names: Box<[Box<str>]>,
}

/// What tells equal messages apart.
pub(crate) enum MessageContext {
    None,
    Literal(Box<str>),
    /// Known while rendering.
    Computed,
}

/// A template's name, as the template that names it has it.
pub(crate) enum Name {
    Literal(Box<str>),
    /// Known while rendering; the text of the expression.
    Dynamic(Box<str>),
}

/// What templates see as `block`.
pub(crate) struct BlockName(pub Box<str>);

impl Object for BlockName {
    fn attr<'a>(&'a self, name: &str, _: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        match name {
            "name" => Ok(Some(Value::Str(&self.0))),
            // The analysis places the parent's content where it is asked for.
            "super" => {
                let message = "`block.super` stands in another template than the block";
                Err(Error::new(ErrorKind::BadExpression, message))
            }
            _ => Ok(None),
        }
    }
}
