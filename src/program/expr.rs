//! Compiled expressions. The commonest forms have variants of their own, so that a plain
//! `{{ name }}` costs one lookup and nothing else.

use super::variable::Variable;
use crate::library::{FilterRef, TagRef};
use crate::source::Span;
use crate::syntax::Comparison;
use std::sync::Arc;

/// What has a value.
pub(crate) enum Expr {
    Constant(Constant),
    Variable(Variable),
    Filtered(Box<Filtered>),
    /// A library tag.
    Call(Box<Call>),
    /// The first value that counts as true.
    FirstOf(Box<[Expr]>),
    Cycle(Box<Cycle>),
    /// A value that `{% autoescape off %}` vouches for as HTML.
    Trusted(Box<Expr>),
    /// A run of adjacent holes, written as one value.
    Concat(Box<[Expr]>),
}

impl Expr {
    /// Whether it begins with the variable of this name, or gives it to a filter.
    pub(crate) fn names(&self, name: &str) -> bool {
        let is_it = |it: &Operand| matches!(it, Operand::Variable(variable) if variable.name.text() == name);
        match self {
            Expr::Variable(variable) => variable.name.text() == name,
            Expr::Filtered(it) => {
                is_it(&it.root) || it.filters.iter().any(|it| it.argument.as_ref().is_some_and(is_it))
            }
            Expr::Trusted(inner) => inner.names(name),
            Expr::Constant(_) | Expr::Call(_) | Expr::FirstOf(_) | Expr::Cycle(_) | Expr::Concat(_) => false,
        }
    }
}

/// A literal; rendering borrows it.
pub(crate) enum Constant {
    Text(Box<str>),
    /// Text in the language of the render.
    Translated(Box<str>),
    Int(i64),
    Float(f64),
    /// A whole number beyond `i64`.
    Number(Box<str>),
}

/// A value with filters.
pub(crate) struct Filtered {
    pub root: Operand,
    pub filters: Box<[FilterStep]>,
}

/// What a filter chain starts from, and what a filter takes.
pub(crate) enum Operand {
    Constant(Constant),
    Variable(Variable),
    /// A library tag; filters may follow it, but none takes it.
    Call(Box<Call>),
}

/// `|name:argument`.
pub(crate) struct FilterStep {
    pub filter: FilterRef,
    pub argument: Option<Operand>,
    pub span: Span,
}

/// A call of a library tag.
pub(crate) struct Call {
    pub tag: TagRef,
    pub arguments: Box<[Expr]>,
    pub keywords: Box<[(Box<str>, Expr)]>,
    /// Whether `as name` stores the value.
    pub stored: bool,
}

/// `{% cycle %}`. Several of one name share the slot and the values.
pub(crate) struct Cycle {
    pub slot: u32,
    pub values: Arc<[Expr]>,
    pub into: Option<Box<str>>,
}

/// The condition of an `{% if %}` in postfix order.
pub(crate) struct Condition(pub Box<[Test]>);

/// Works on a stack of outcomes; the meaning of each is that of `syntax::ConditionOp`.
pub(crate) enum Test {
    Push(Expr),
    Not,
    Compare(Comparison),
    And { to: usize },
    Or { to: usize },
    Settle,
}
