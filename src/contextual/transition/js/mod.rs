//! JavaScript (ECMA-262, 2026), as literal text moves through it: a lexer, with as much of the grammar as it
//! takes to know whether a `/` divides or begins a regular expression. Where two readings are possible it
//! says so and never guesses.
//!
//! The text may be cut anywhere, and a state does not grow with it.

mod brackets;
mod fault;
mod head;
mod hole;
mod join;
mod lex;
mod markup;
mod parse;
mod state;
#[cfg(test)]
mod hole_tests;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use fault::{JsFault, JsFaultKind, JsRefusal};
pub(crate) use hole::JsHole;
pub(crate) use state::{Js, JsQuote};

use crate::html::Handed;
use state::{Comment, Goal, Open, Position, Tok, Token};
use std::fmt;

/// What a `/` would mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Slash {
    Regexp,
    Div,
    Unknown,
}

impl Js {
    /// A classic script, from its begin.
    pub(crate) fn script() -> Js {
        Js::begin(Goal::Script)
    }

    /// A module, from its begin.
    pub(crate) fn module() -> Js {
        Js::begin(Goal::Module)
    }

    /// The value of an event handler attribute.
    pub(crate) fn handler() -> Js {
        Js::begin(Goal::Handler)
    }

    /// One expression, as frameworks keep in attributes, whose value is handed on.
    pub(crate) fn expression(handed: Handed) -> Js {
        let sink = match handed {
            Handed::Kept => None,
            Handed::Address => Some(words::Sink::Url),
            Handed::Markup => Some(words::Sink::Html),
            Handed::Module => Some(words::Sink::Module),
            Handed::Code => Some(words::Sink::Function),
        };
        Js { position: Position::Operand, sink, ..Js::begin(Goal::Handler) }
    }

    fn begin(goal: Goal) -> Js {
        Js {
            goal,
            stack: Vec::new(),
            token: Token::Between,
            position: Position::Statement,
            tail: [Tok::None, Tok::None, Tok::None, Tok::None],
            sink: None,
            head: state::Head::Empty,
            newline: false,
            line_start: true,
            first: true,
        }
    }

    /// The state after literal text.
    pub(crate) fn advance(mut self, text: &str) -> Result<Js, JsFault> {
        for (at, next) in text.char_indices() {
            self.step(next).map_err(|it| JsFault { at, ..it })?;
        }
        Ok(self)
    }

    /// The kind of place, in the words of `explain` and the corpora.
    pub(crate) fn context(&self) -> &'static str {
        match &self.token {
            Token::Literal(literal) => match literal.quote {
                JsQuote::Double => "js.string.dq",
                JsQuote::Single => "js.string.sq",
                JsQuote::Template => "js.template",
            },
            Token::Regexp { class: None, .. } => "js.regexp",
            Token::Regexp { class: Some(_), .. } => "js.regexp.class",
            Token::Punct("/") if self.slash() == Slash::Regexp => "js.regexp",
            Token::Comment(Comment::Line) => "js.comment.line",
            Token::Comment(Comment::Block { .. }) => "js.comment.block",
            Token::Comment(Comment::HtmlOpen) => "js.comment.html_open",
            Token::Comment(Comment::HtmlClose) => "js.comment.html_close",
            _ => "js.expr",
        }
    }

    /// Whether it stands inside the quotes of a string or template literal that is neither run nor an address.
    pub(crate) fn is_in_words(&self) -> bool {
        let Token::Literal(literal) = &self.token else { return false };
        matches!(self.literal_sink(literal.quote), None | Some(words::Sink::Html))
    }

    /// Whether it stands in the arguments of a call or in a function, so that it is not the value of the script.
    pub(crate) fn is_handed_over(&self) -> bool {
        self.stack.iter().any(|it| matches!(it.kind, Open::Call { .. } | Open::Body(_)))
    }

    /// How many template literals stand open.
    #[cfg(feature = "_internals")]
    pub(crate) fn template_depth(&self) -> usize {
        let inside = matches!(&self.token, Token::Literal(it) if it.quote == JsQuote::Template);
        self.substitutions().count() + usize::from(inside)
    }

    /// For each open `${` the braces open inside it, outermost first.
    #[cfg(feature = "_internals")]
    pub(crate) fn brace_depths(&self) -> Vec<usize> {
        self.substitutions().map(|at| self.braces_from(at + 1)).collect()
    }

    #[cfg(feature = "_internals")]
    fn substitutions(&self) -> impl Iterator<Item = usize> + '_ {
        self.stack.iter().enumerate().filter(|it| matches!(it.1.kind, Open::Template(_))).map(|it| it.0)
    }

    /// Braces from a level on, up to the next `${`.
    #[cfg(feature = "_internals")]
    fn braces_from(&self, level: usize) -> usize {
        let inside = self.stack.iter().skip(level).take_while(|it| !matches!(it.kind, Open::Template(_)));
        inside.filter(|it| it.kind.is_brace()).count()
    }
}

impl fmt::Display for Js {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.context() {
            "js.string.dq" | "js.string.sq" => "a JavaScript string",
            "js.template" => "a JavaScript template literal",
            "js.regexp" => "a JavaScript regular expression",
            "js.regexp.class" => "a character class of a JavaScript regular expression",
            "js.expr" => "JavaScript",
            _ => "a JavaScript comment",
        })
    }
}
