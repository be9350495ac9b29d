//! Text, variables and tags, by Django's rule `({%.*?%}|{{.*?}}|{#.*?#})`: a tag never spans lines,
//! the first closing pair ends it whatever stands before, and what is not closed is text.

use super::grammar::{Piece, Rule};
use crate::source::Span;
use memchr::{memchr, memmem};

/// One token; comments have none.
#[derive(Clone, Copy, Debug)]
pub(super) enum Token<'s> {
    Text(Span),
    /// `{{ … }}`: the whole, and what is inside.
    Variable(Span, Piece<'s>),
    /// `{% … %}`.
    Block(Tag<'s>),
    /// `{% %}`.
    Empty(Span),
}

/// A block tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'s> {
    /// From `{%` to `%}`.
    pub span: Span,
    /// What is inside, without blanks around it.
    pub contents: &'s str,
    pub name: &'s str,
    /// What follows the name.
    pub rest: Piece<'s>,
}

/// The tokens of a template.
pub(super) struct Lexer<'s> {
    text: &'s str,
    at: usize,
    /// A token found while looking for the end of the text before it.
    ahead: Option<Token<'s>>,
    lines: Lines<'s>,
    /// Contents of the tag that ends the `{% verbatim %}` in force.
    verbatim: Option<Box<str>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Braces {
    Block,
    Variable,
    Comment,
}

impl Braces {
    /// By the byte after the `{`.
    fn of(second: u8) -> Option<Braces> {
        match second {
            b'%' => Some(Braces::Block),
            b'{' => Some(Braces::Variable),
            b'#' => Some(Braces::Comment),
            _ => None,
        }
    }

    fn closer(self) -> &'static [u8; 2] {
        match self {
            Braces::Block => b"%}",
            Braces::Variable => b"}}",
            Braces::Comment => b"#}",
        }
    }
}

impl<'s> Lexer<'s> {
    pub(super) fn new(text: &'s str) -> Lexer<'s> {
        let lines = Lines { text: text.as_bytes(), end: None, dead: [0; 3] };
        Lexer { text, at: 0, ahead: None, lines, verbatim: None }
    }

    /// The next token at or after `from` that is not text, with its range. Comments count.
    fn find(&mut self, from: usize) -> Option<(Braces, usize, usize)> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        loop {
            at += memchr(b'{', bytes.get(at..)?)?;
            let braces = bytes.get(at + 1).and_then(|it| Braces::of(*it));
            if let Some(braces) = braces
                && let Some(closer) = self.lines.closer(braces, at + 2)
            {
                return Some((braces, at, closer + 2));
            }
            at += 1;
        }
    }

    /// The token in `start..end`, unless it is a comment, or text because of `{% verbatim %}`.
    fn token(&mut self, braces: Braces, start: usize, end: usize) -> Option<Token<'s>> {
        let span = Span::new(start as u32, end as u32);
        let inside = Piece { text: self.text.get(start + 2..end - 2)?, at: start as u32 + 2 };
        if braces != Braces::Block {
            let printed = braces == Braces::Variable && self.verbatim.is_none();
            return printed.then_some(Token::Variable(span, inside));
        }
        let tag = tag(span, inside);
        let contents = tag.map_or("", |it| it.contents);
        match &self.verbatim {
            Some(closer) if contents != &**closer => return None,
            Some(_) => self.verbatim = None,
            None if contents == "verbatim" || contents.starts_with("verbatim ") => {
                self.verbatim = Some(format!("end{contents}").into());
            }
            None => {}
        }
        Some(tag.map_or(Token::Empty(span), Token::Block))
    }
}

impl<'s> Iterator for Lexer<'s> {
    type Item = Token<'s>;

    fn next(&mut self) -> Option<Token<'s>> {
        if let Some(token) = self.ahead.take() {
            return Some(token);
        }
        let mut text = Span::new(self.at as u32, self.at as u32);
        while let Some((braces, start, end)) = self.find(self.at) {
            let verbatim = self.verbatim.is_some();
            self.at = end;
            text.end = start as u32;
            match self.token(braces, start, end) {
                Some(token) if text.is_empty() => return Some(token),
                Some(token) => {
                    self.ahead = Some(token);
                    return Some(Token::Text(text));
                }
                None if verbatim => {}
                None if text.is_empty() => text = Span::new(end as u32, end as u32),
                None => return Some(Token::Text(text)),
            }
        }
        text.end = self.text.len() as u32;
        self.at = self.text.len();
        (!text.is_empty()).then_some(Token::Text(text))
    }
}

/// The parts of a block tag; `None` when it is empty.
fn tag(span: Span, inside: Piece<'_>) -> Option<Tag<'_>> {
    let mut parts = inside.recognise(Rule::tag)?;
    let (name, rest) = (inside.part(&parts.next()?), inside.part(&parts.next()?));
    let contents = inside.text.get((name.at - inside.at) as usize..(rest.span().end - inside.at) as usize)?;
    Some(Tag { span, contents, name: name.text, rest })
}

/// Finds closing pairs on the line of a position, in ascending order of positions. What has been
/// searched in vain is remembered, so that a line full of unclosed `{%` is read once.
struct Lines<'s> {
    text: &'s [u8],
    /// End of the line last looked at.
    end: Option<usize>,
    /// For each kind of braces: up to here there is no closer.
    dead: [usize; 3],
}

impl Lines<'_> {
    fn closer(&mut self, braces: Braces, from: usize) -> Option<usize> {
        let end = self.end_of_line(from);
        let dead = self.dead.get_mut(braces as usize)?;
        if from < *dead {
            return None;
        }
        let found = memmem::find(self.text.get(from..end)?, braces.closer());
        if found.is_none() {
            *dead = end;
        }
        found.map(|it| from + it)
    }

    fn end_of_line(&mut self, from: usize) -> usize {
        if let Some(end) = self.end.filter(|it| *it >= from) {
            return end;
        }
        let rest = self.text.get(from..).unwrap_or_default();
        let end = memchr(b'\n', rest).map_or(self.text.len(), |it| from + it);
        self.end = Some(end);
        end
    }
}
