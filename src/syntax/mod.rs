//! Django's template language: text in, [`Ast`] out. pest stays in this room.
//!
//! The lexer parts text from tags; each tag is recognised for itself by the grammar in `grammar/`;
//! Rust nests them on a stack of its own ([`nest`]), so that an unclosed block names its opener and
//! no template can exhaust the thread's stack.

mod ast;
mod condition;
mod expression;
mod format;
mod grammar;
mod lex;
mod nest;
mod tags;
#[cfg(test)]
mod tests;

pub(crate) use ast::*;
pub(crate) use format::{Idiom, parse_translation};
#[cfg(feature = "_internals")]
pub(crate) use tags::tag_names;

use crate::diagnostics::{Error, ErrorKind};
use crate::library::{Libraries, Scope};
use crate::limits::{Limits, exceeded};
use crate::source::{Source, Span};
use grammar::{Piece, Rule};
use lex::{Lexer, Tag, Token};
use nest::{Form, Frame, Nest};
use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

/// Parses a template with the filters and tags of `libraries`.
pub(crate) fn parse(source: &Source, libraries: &Libraries, limits: &Limits) -> Result<Ast, Error> {
    // Spans count in `u32`, so no setting can allow more.
    let most = limits.source_bytes.min(u32::MAX as usize);
    if source.text().len() > most {
        return Err(exceeded("source_bytes", most as u64).at(source, Span::default()));
    }
    let mut parser = Parser::new(source, libraries, limits);
    for token in Lexer::new(source.text()) {
        parser.token(token)?;
    }
    parser.finish()
}

/// The words of a tag, quoted ones whole; `None` when a quote is not closed.
#[cfg(feature = "_internals")]
pub(crate) fn words(text: &str) -> Option<Vec<&str>> {
    Some(Piece { text, at: 0 }.words()?.into_iter().map(|it| it.text).collect())
}

/// The tokens of a text: each one's kind in Django's words, its span, and what is inside. Comments have none.
#[cfg(feature = "_internals")]
pub(crate) fn tokens(text: &str) -> Vec<(&'static str, Span, &str)> {
    let shown = |token| match token {
        Token::Text(span) => ("TEXT", span, text.get(span.range()).unwrap_or_default()),
        Token::Variable(span, inside) => ("VAR", span, inside.text.trim()),
        Token::Block(tag) => ("BLOCK", tag.span, tag.contents),
        Token::Empty(span) => ("BLOCK", span, ""),
    };
    Lexer::new(text).map(shown).collect()
}

/// A template while it is parsed.
struct Parser<'p> {
    source: &'p Source,
    limits: &'p Limits,
    /// Filters and tags as of the last `{% load %}`.
    scope: Scope<'p>,
    nest: Nest<'p>,
    blocks: Vec<Block>,
    block_names: HashMap<&'p str, BlockId>,
    partials: Vec<Partial>,
    partial_names: HashMap<&'p str, PartialId>,
    extends: Option<Expr>,
    cycles: u32,
    changes: u32,
    named_cycles: HashMap<&'p str, NamedCycle>,
    /// Whether an expression of the tag that is being read uses `block.super` as a value.
    takes_super: Cell<bool>,
}

/// `{% cycle … as name %}`, for `{% cycle name %}` after it.
struct NamedCycle {
    slot: u32,
    values: Arc<[Expr]>,
    silent: bool,
}

impl<'p> Parser<'p> {
    fn new(source: &'p Source, libraries: &'p Libraries, limits: &'p Limits) -> Parser<'p> {
        Parser {
            source,
            limits,
            scope: Scope::new(libraries),
            nest: Nest::default(),
            blocks: Vec::new(),
            block_names: HashMap::new(),
            partials: Vec::new(),
            partial_names: HashMap::new(),
            extends: None,
            cycles: 0,
            changes: 0,
            named_cycles: HashMap::new(),
            takes_super: Cell::new(false),
        }
    }

    fn token(&mut self, token: Token<'p>) -> Result<(), Error> {
        if matches!(self.nest.top(), Some(Frame { form: Form::Comment, .. })) {
            return match token {
                Token::Block(tag) if tag.contents == "endcomment" => self.tag(tag),
                _ => Ok(()),
            };
        }
        if matches!(self.nest.top(), Some(Frame { form: Form::Translation(_), .. })) {
            return tags::wording(self, token);
        }
        match token {
            Token::Text(span) => self.nest.add(span, NodeKind::Text),
            Token::Variable(span, inside) => self.variable(span, inside)?,
            Token::Block(tag) => {
                self.check_length(tag.span)?;
                self.tag(tag)?;
                if self.takes_super.take() {
                    self.nest.take_super(tag.span);
                }
            }
            Token::Empty(span) => return Err(self.fault(ErrorKind::EmptyTag, span, "the tag is empty")),
        }
        Ok(())
    }

    fn variable(&mut self, span: Span, inside: Piece<'_>) -> Result<(), Error> {
        self.check_length(span)?;
        let expr = self.expression(inside).map_err(|error| match inside.recognise(Rule::tag) {
            Some(_) => error,
            None => self.fault(ErrorKind::EmptyTag, span, "the variable is empty"),
        })?;
        self.mark_begun();
        let takes_super = self.takes_super.take() && !only_prints_super(&expr);
        self.nest.add(span, printed(expr));
        if takes_super {
            self.nest.take_super(span);
        }
        Ok(())
    }

    /// Opens a block.
    fn open(&mut self, opener: Tag<'p>, form: Form) -> Result<(), Error> {
        if self.nest.depth() >= self.limits.nesting as usize {
            let limit = exceeded("nesting", u64::from(self.limits.nesting));
            return Err(limit.at(self.source, opener.span));
        }
        self.nest.push(Frame::new(opener, form));
        Ok(())
    }

    /// Notes that something but text stands here: after that, no `{% extends %}` may.
    fn mark_begun(&mut self) {
        self.nest.begun = true;
    }

    fn check_length(&self, span: Span) -> Result<(), Error> {
        if span.range().len() > self.limits.tag_bytes {
            return Err(exceeded("tag_bytes", self.limits.tag_bytes as u64).at(self.source, span));
        }
        Ok(())
    }

    /// An error of this template.
    #[cold]
    fn fault(&self, kind: ErrorKind, span: Span, message: impl Into<String>) -> Error {
        Error::new(kind, message).at(self.source, span)
    }

    /// An error about what strangers may not write.
    #[cold]
    fn forbidden(&self, span: Span, what: &str) -> Error {
        self.fault(ErrorKind::NotAllowed, span, format!("{what} is not allowed in untrusted templates"))
    }

    fn finish(self) -> Result<Ast, Error> {
        if let Some(frame) = self.nest.top() {
            return Err(self.unclosed(frame));
        }
        Ok(Ast {
            source: self.source.clone(),
            body: self.nest.finish(self.source.text().len() as u32),
            blocks: self.blocks,
            partials: self.partials,
            extends: self.extends,
        })
    }

    #[cold]
    fn unclosed(&self, frame: &Frame<'_>) -> Error {
        let line = self.source.locate(frame.opener.span.start).line;
        let closers = frame.form.ends();
        let message = format!(
            "Unclosed tag on line {line}: '{}'. Looking for one of: {}.",
            frame.opener.name,
            closers.join(", ")
        );
        let error = self.fault(ErrorKind::UnclosedTag, frame.opener.span, message);
        expression::helped(error, closers.last().map(|it| format!("close it with `{{% {it} %}}`")))
    }
}

/// What `{{ expression }}` prints.
fn printed(expr: Expr) -> NodeKind {
    match expr {
        expr if !is_super(&expr.root) => NodeKind::Print(expr),
        Expr { filters, .. } if filters.is_empty() => NodeKind::Super,
        Expr { span, filters, .. } => {
            let nodes = vec![Node { span, kind: NodeKind::Super }];
            NodeKind::FilteredSuper { filters, body: Body { nodes, end: span.end } }
        }
    }
}

/// Whether `block.super` is what is printed, and in no argument of a filter.
fn only_prints_super(expr: &Expr) -> bool {
    let mut arguments = expr.filters.iter().filter_map(|it| it.argument.as_ref());
    is_super(&expr.root) && !arguments.any(|it| matches!(it, Operand::Variable(path) if &*path.name == SUPER))
}

fn is_super(operand: &Operand) -> bool {
    let Operand::Variable(path) = operand else { return false };
    &*path.name == SUPER && path.steps.is_empty()
}
