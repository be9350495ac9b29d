//! A whole start tag, as Python's expression for one matches it, without going back.

use super::{Reader, ends_name};
use crate::value::is_space;

/// What stands at a `<` with a letter after it.
pub(super) enum Whole<'t> {
    Tag {
        name: &'t str,
        end: usize,
        /// Whether it ends in `/>`.
        closed: bool,
    },
    /// Something else up to here.
    Junk { end: usize },
    /// It has no end, or what follows is no part of a tag.
    Incomplete,
}

/// States in which a stretch is walked. An attempt at a tag that meets the steps of an earlier one ends like
/// it, and that one had no end: else reading had gone on behind it.
const NAME: u8 = 1;
const GAP: u8 = 2;
const ATTRIBUTE: u8 = 4;
const BARE: u8 = 8;
const QUOTED: [u8; 2] = [16, 32];

impl<'t> Reader<'t> {
    pub(super) fn whole_tag(&mut self) -> Whole<'t> {
        if self.seen.is_empty() {
            self.seen = vec![0; self.text.len()];
        }
        self.try_tag().unwrap_or(Whole::Incomplete)
    }

    fn try_tag(&mut self) -> Option<Whole<'t>> {
        let name_end = self.walk(self.at + 1, NAME, |it| !ends_name(it))?;
        let name = self.between(self.at + 1, name_end);
        let gap_end =
            self.text.len() - self.from(name_end).trim_start_matches(|it| it == '/' || is_space(it)).len();
        let mut at = gap_end;
        while let Some(next) = self.attribute(at)? {
            at = next;
        }
        let closed = at == gap_end && self.between(name_end, at).ends_with('/');
        let rest = self.from(at);
        Some(match rest.chars().next()? {
            '>' => Whole::Tag { name, end: at + 1, closed },
            '/' if rest.starts_with("/>") => Whole::Tag { name, end: at + 2, closed: true },
            '/' | '=' => return None,
            it if it.is_ascii_alphabetic() => return None,
            _ => Whole::Junk { end: at },
        })
    }

    /// The end of the attribute that begins here and of the gap after it; `Some(None)` when none does.
    fn attribute(&mut self, at: usize) -> Option<Option<usize>> {
        let before = self.text.get(..at)?.chars().next_back()?;
        let first = self.from(at).chars().next();
        let Some(first) = first.filter(|it| !is_space(*it) && !matches!(it, '/' | '>')) else {
            return Some(None);
        };
        if !is_space(before) && !matches!(before, '\'' | '"' | '/') {
            return Some(None);
        }
        self.step(at, GAP)?;
        let end = self
            .walk(at + first.len_utf8(), ATTRIBUTE, |it| !is_space(it) && !matches!(it, '/' | '=' | '>'))?;
        let end = self.value(end)?;
        Some(Some(self.after_gap(end)))
    }

    /// Behind blanks, and slashes that close no tag.
    fn after_gap(&self, mut at: usize) -> usize {
        let mut rest = self.from(at).chars().peekable();
        while let Some(it) = rest.next() {
            if !is_space(it) && (it != '/' || rest.peek() == Some(&'>')) {
                break;
            }
            at += it.len_utf8();
        }
        at
    }

    fn blanks_from(&self, at: usize) -> usize {
        self.text.len() - self.from(at).trim_start_matches(is_space).len()
    }

    /// The end of the value, if one begins here. A quote that is never closed begins none: then a blank
    /// before it is an empty value, or a second `=` the start of one.
    fn value(&mut self, at: usize) -> Option<usize> {
        let equals = self.blanks_from(at);
        let after = self.text.len() - self.from(equals).trim_start_matches('=').len();
        if after == equals {
            return Some(at);
        }
        let start = self.blanks_from(after);
        let quote = ['\'', '"'].iter().position(|it| self.from(start).starts_with(*it));
        match quote {
            None => self.bare(start),
            Some(quote) if self.last_quotes[quote] > Some(start) => self.quoted(start + 1, quote),
            Some(_) if start > after => Some(start),
            Some(_) if after > equals + 1 => self.bare(after - 1),
            Some(_) => Some(at),
        }
    }

    fn bare(&mut self, at: usize) -> Option<usize> {
        self.walk(at, BARE, |it| it != '>' && !is_space(it))
    }

    fn quoted(&mut self, at: usize, quote: usize) -> Option<usize> {
        let end = ['\'', '"'][quote];
        Some(self.walk(at, QUOTED[quote], |it| it != end)? + 1)
    }

    /// The end of the characters that go on; `None` on the steps of an earlier attempt.
    fn walk(&mut self, from: usize, state: u8, goes_on: impl Fn(char) -> bool) -> Option<usize> {
        for (at, it) in self.from(from).char_indices() {
            if !goes_on(it) {
                return Some(from + at);
            }
            self.step(from + at, state)?;
        }
        Some(self.text.len())
    }

    fn step(&mut self, at: usize, state: u8) -> Option<()> {
        #[cfg(test)]
        {
            self.steps += 1;
        }
        let seen = self.seen.get_mut(at)?;
        let new = *seen & state == 0;
        *seen |= state;
        new.then_some(())
    }
}
