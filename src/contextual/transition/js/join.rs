//! Branches: whether two states stand in the same construct, and the one state that is right for both.

use super::markup::Markup;
use super::state::{Doubt, Escape, Frame, Head, Js, Literal, Name, Open, Position, Tok, Token};
use super::words::{self, Sink};
use crate::escape::{RESERVED, reserved_prefix};
use std::mem::discriminant;

impl Js {
    /// Whether both stand in the same string, comment, regular expression or code, inside the same
    /// brackets. What a `/` would mean may differ.
    pub(crate) fn same_construct(&self, other: &Js) -> bool {
        let same_stack = self.stack.len() == other.stack.len()
            && self.stack.iter().zip(&other.stack).all(|(a, b)| same_bracket(&a.kind, &b.kind));
        self.goal == other.goal && same_stack && self.token.same_construct(&other.token)
    }

    /// Whether no token is cut: text that is not seen here may follow, or have come before.
    pub(crate) fn at_rest(&self) -> bool {
        match &self.token {
            Token::Punct(_) | Token::Hash => false,
            Token::Literal(literal) => literal.escape == Escape::None && !literal.dollar,
            Token::Regexp { escape, .. } => *escape == Escape::None,
            _ => true,
        }
    }

    /// After text that is not seen here and ends in the same construct. `None` where a value could not be told
    /// from what it is part of.
    pub(crate) fn after_unseen(mut self) -> Option<Js> {
        match &mut self.token {
            Token::Regexp { .. } | Token::Flags | Token::Hash => return None,
            Token::Comment(_) => return Some(self),
            Token::Literal(literal) => {
                literal.markup = Markup::Yes;
                literal.head = Head::Dynamic;
            }
            _ => {
                self.token = Token::Between;
                self.position = Position::Unknown;
                self.tail = [Tok::Lost, Tok::Lost, Tok::Lost, Tok::Lost];
                self.sink = self.sink.map(|_| Sink::Either);
                self.head = Head::Empty;
            }
        }
        self.first = false;
        Some(self)
    }

    /// One state for both, if they differ in nothing that the text after them could bring to light as more
    /// than an unknown meaning.
    pub(crate) fn merge(&self, other: &Js) -> Option<Js> {
        if !self.same_construct(other) || self.line_start != other.line_start || self.first != other.first {
            return None;
        }
        let mut both = self.clone();
        both.token = self.token.merge(&other.token)?;
        both.position = match (self.position, other.position) {
            (a, b) if a == b && self.newline == other.newline => a,
            (a, b) if a == b && !matches!(a, Position::Operator | Position::Ended) => a,
            _ => Position::Unknown,
        };
        both.newline &= other.newline;
        both.head = head((self.sink, &self.head), (other.sink, &other.head))?;
        both.sink = either(self.sink, other.sink);
        for (tok, it) in both.tail.iter_mut().zip(&other.tail) {
            tok.merge(it);
        }
        for (frame, it) in both.stack.iter_mut().zip(&other.stack) {
            frame.merge(it)?;
        }
        Some(both)
    }
}

fn either(one: Option<Sink>, other: Option<Sink>) -> Option<Sink> {
    if one == other { one } else { Some(Sink::Either) }
}

/// What stands at the begin says nothing where it is not known what that is the begin of.
fn head(one: (Option<Sink>, &Head), other: (Option<Sink>, &Head)) -> Option<Head> {
    if one.0 == other.0 { one.1.or(other.1) } else { Some(Head::Empty) }
}

fn same_bracket(one: &Open, other: &Open) -> bool {
    match (one, other) {
        (Open::Group | Open::Call { .. }, Open::Group | Open::Call { .. }) => true,
        (Open::Template(_), Open::Template(_)) => true,
        (one, other) => one == other,
    }
}

impl Frame {
    fn merge(&mut self, other: &Frame) -> Option<()> {
        self.head = head((self.sink, &self.head), (other.sink, &other.head))?;
        self.sink = either(self.sink, other.sink);
        match (&mut self.kind, &other.kind) {
            (Open::Template(markup), Open::Template(it)) => *markup = markup.or(it),
            (kind @ (Open::Group | Open::Call { .. }), it) if kind != it => *kind = Open::Group,
            _ => {}
        }
        Some(())
    }
}

impl Token {
    fn same_construct(&self, other: &Token) -> bool {
        match (self, other) {
            (Token::Literal(a), Token::Literal(b)) => a.quote == b.quote,
            (Token::Regexp { class: a, .. }, Token::Regexp { class: b, .. }) => a.is_some() == b.is_some(),
            (Token::Comment(a), Token::Comment(b)) => discriminant(a) == discriminant(b),
            (a, b) => a.is_code() && b.is_code(),
        }
    }

    fn is_code(&self) -> bool {
        !matches!(self, Token::Literal(_) | Token::Regexp { .. } | Token::Comment(_))
    }

    fn merge(&self, other: &Token) -> Option<Token> {
        match (self, other) {
            (a, b) if a == b => Some(a.clone()),
            (Token::Literal(a), Token::Literal(b)) => a.merge(b).map(Token::Literal),
            (Token::Name(a), Token::Name(b)) if a.is_inert() && b.is_inert() && a.private == b.private => {
                let doubt = a.doubt().max(b.doubt());
                Some(Token::Name(Name { dynamic: true, doubt, private: a.private, ..Name::default() }))
            }
            _ => None,
        }
    }
}

impl Name {
    /// Whether it is no keyword, whatever follows.
    fn is_inert(&self) -> bool {
        let word = self.word.as_str();
        let plain = !RESERVED.contains(&word) && reserved_prefix(word).is_none();
        self.escape == super::state::NameEscape::None && (self.dynamic || plain)
    }

    /// What the name may become where a branch has put another in its place.
    fn doubt(&self) -> Doubt {
        match self.word.as_str() {
            _ if self.dynamic => self.doubt,
            word if words::is_telling(word) => Doubt::Whole,
            word if words::begins_name(word) => Doubt::Begin,
            _ => Doubt::None,
        }
    }
}

impl Tok {
    fn merge(&mut self, other: &Tok) {
        if self == other {
            return;
        }
        let same = !self.word().is_empty() && self.word() == other.word();
        *self = match (&*self, other) {
            (Tok::Name(word) | Tok::Start(word) | Tok::Member(word), _) if same => Tok::Name(word.clone()),
            (one, other) if one.is_telling() || other.is_telling() => Tok::Lost,
            _ => Tok::None,
        };
    }

    /// Whether it decides about what is done with a value.
    fn is_telling(&self) -> bool {
        match self {
            Tok::Lost | Tok::Punct("." | "?.") => true,
            tok => words::is_telling(tok.word()),
        }
    }
}

impl Literal {
    fn merge(&self, other: &Literal) -> Option<Literal> {
        let head = head((self.sink, &self.head), (other.sink, &other.head))?;
        let same = self.escape == other.escape && self.dollar == other.dollar;
        let markup = self.markup.or(&other.markup);
        same.then(|| Literal { markup, sink: either(self.sink, other.sink), head, ..self.clone() })
    }
}
