//! pest, called for one tag at a time: a [`Piece`] of the source in, smaller pieces out.

use crate::source::Span;
use pest::Parser as _;
use pest::iterators::{Pair, Pairs};

pub(super) use pest::unicode::DECIMAL_NUMBER as is_decimal;

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/template.pest"]
#[grammar = "../grammar/tags.pest"]
#[grammar = "../grammar/expression.pest"]
struct Grammar;

/// A part of the source and where it starts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'s> {
    pub text: &'s str,
    pub at: u32,
}

impl<'s> Piece<'s> {
    pub(super) fn span(self) -> Span {
        Span::new(self.at, self.at + self.text.len() as u32)
    }

    /// The part that `pair` matched; `pair` comes from recognising this piece.
    pub(super) fn part(self, pair: &Pair<'s, Rule>) -> Piece<'s> {
        Piece { text: pair.as_str(), at: self.at + pair.as_span().start() as u32 }
    }

    /// What `rule` matches in it, which is always the whole piece; `None` when it does not match.
    pub(super) fn recognise(self, rule: Rule) -> Option<Pairs<'s, Rule>> {
        let mut pairs = Grammar::parse(rule, self.text).ok()?;
        Some(pairs.next()?.into_inner())
    }

    /// The parts that `item` matches under `rule`.
    fn list(self, rule: Rule, item: Rule) -> Option<Vec<Piece<'s>>> {
        let pairs = self.recognise(rule)?.filter(|it| it.as_rule() == item);
        Some(pairs.map(|it| self.part(&it)).collect())
    }

    /// Words as Django's `split_contents` gives them; `None` when a quote is not closed.
    pub(super) fn words(self) -> Option<Vec<Piece<'s>>> {
        self.list(Rule::words, Rule::word)
    }

    /// Words as Python's `split` gives them, quotes or not.
    pub(super) fn plain_words(self) -> Vec<Piece<'s>> {
        self.list(Rule::pieces, Rule::piece).unwrap_or_default()
    }

    /// Name and value, when this is `name=value`.
    pub(super) fn keyword(self) -> Option<(Piece<'s>, Piece<'s>)> {
        let mut parts = self.recognise(Rule::keyword)?;
        let (name, value) = (parts.next()?, parts.next()?);
        Some((self.part(&name), self.part(&value)))
    }
}
