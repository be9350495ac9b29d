//! HTML as Python's `html.parser` reads it, which Django's filters on HTML are built on. It is no
//! browser's parser: its quirks decide what `striptags` removes and where `truncatewords_html` cuts, so they
//! are kept (Python 3.13.0). Trust never rests on this reading: what comes out is as safe as the text was.
//!
//! Linear in the text, unlike the original: what was looked for once and is not there is not looked for
//! again, and no two attempts at a tag walk the same stretch in the same state.

mod tag;

use crate::value::is_space;
use tag::Whole;

/// A piece of the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// Text between tags. Read with `References::InText` its character references are still encoded.
    Text(&'t str),
    /// Text in which `&` is no reference: the inside of a script, and what only looked like a tag.
    Verbatim(&'t str),
    /// A character reference, without `&` and `;`.
    Reference(&'t str),
    /// A start tag: its source and its name in lower case.
    Start { source: &'t str, name: String, closed: bool },
    /// An end tag: its name in lower case.
    End { name: String },
}

/// How character references are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum References {
    /// As part of the text around them.
    InText,
    /// As tokens of their own.
    Apart,
}

/// Receives the tokens in order; `false` stops the reading.
type Take<'f, 't> = &'f mut dyn FnMut(Token<'t>) -> bool;

/// What comes after a piece of markup.
enum Next {
    /// Reading goes on here.
    At(usize),
    /// It does not end in this text.
    Incomplete,
    /// The reader was told to stop.
    Stop,
}

/// A text being read.
pub(super) struct Reader<'t> {
    text: &'t str,
    at: usize,
    references: References,
    /// The element whose content is not markup: `script` or `style`.
    raw: Option<&'static str>,
    last_gt: Option<usize>,
    last_quotes: [Option<usize>; 2],
    /// Closes that were looked for and are in no suffix of this text.
    no_comment_end: bool,
    no_section_end: [bool; 2],
    /// Per byte, the states in which an attempt at a start tag came by. See [`tag`].
    seen: Vec<u8>,
    /// Characters that attempts at start tags looked at.
    #[cfg(test)]
    steps: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, references: References) -> Reader<'t> {
        Reader {
            text,
            at: 0,
            references,
            raw: None,
            last_gt: text.rfind('>'),
            last_quotes: [text.rfind('\''), text.rfind('"')],
            no_comment_end: false,
            no_section_end: [false; 2],
            seen: Vec::new(),
            #[cfg(test)]
            steps: 0,
        }
    }

    /// Reads as far as the text is complete: `feed`. What follows an open construct is left.
    pub(super) fn feed(&mut self, take: Take<'_, 't>) {
        self.go_ahead(false, take);
    }

    /// Reads what is left: `close`. Open constructs are text.
    pub(super) fn close(&mut self, take: Take<'_, 't>) {
        self.go_ahead(true, take);
        if self.raw.is_none() && !self.rest().is_empty() {
            take(self.textual(self.at, self.text.len()));
        }
        self.at = self.text.len();
    }

    fn rest(&self) -> &'t str {
        self.from(self.at)
    }

    fn from(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    fn between(&self, from: usize, to: usize) -> &'t str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// A stretch as text.
    fn textual(&self, from: usize, to: usize) -> Token<'t> {
        let text = self.between(from, to);
        if self.raw.is_some() { Token::Verbatim(text) } else { Token::Text(text) }
    }

    fn go_ahead(&mut self, end: bool, take: Take<'_, 't>) {
        while self.at < self.text.len() {
            let Some(markup) = self.next_markup() else { return };
            if markup > self.at && !take(self.textual(self.at, markup)) {
                return;
            }
            self.at = markup;
            let rest = self.rest();
            let next = if rest.starts_with('<') {
                self.after_angle(rest, end, take)
            } else if rest.starts_with('&') {
                self.after_ampersand(rest, end, take)
            } else {
                return;
            };
            match next {
                Next::At(next) => self.at = next,
                Next::Incomplete | Next::Stop => return,
            }
        }
    }

    /// Where the next markup begins, or the text ends; `None` when the rest must wait.
    fn next_markup(&self) -> Option<usize> {
        let rest = self.rest();
        let end = self.text.len();
        match (self.raw, self.references) {
            (Some(name), _) => raw_end(rest, name).map(|it| self.at + it),
            (None, References::Apart) => Some(rest.find(['&', '<']).map_or(end, |it| self.at + it)),
            (None, References::InText) => match rest.find('<') {
                Some(at) => Some(self.at + at),
                None => (!ends_in_reference(rest)).then_some(end),
            },
        }
    }

    fn after_angle(&mut self, rest: &'t str, end: bool, take: Take<'_, 't>) -> Next {
        let next = match rest.as_bytes().get(1) {
            Some(letter) if letter.is_ascii_alphabetic() => self.start_tag(take),
            Some(b'/') => self.end_tag(take),
            Some(b'!') if rest.starts_with("<!--") => self.comment(),
            Some(b'!') => self.declaration(rest),
            Some(b'?') => self.after_gt(self.at + 2),
            Some(_) if take(Token::Verbatim("<")) => Next::At(self.at + 1),
            Some(_) => Next::Stop,
            None => return Next::Incomplete,
        };
        match next {
            Next::Incomplete if end => self.as_text(take),
            next => next,
        }
    }

    /// At the end of the text, what is incomplete is text up to the next `>` or `<`.
    fn as_text(&self, take: Take<'_, 't>) -> Next {
        let inside = self.at + 1;
        let to = match self.gt_from(inside) {
            Some(gt) => gt + 1,
            None => self.from(inside).find('<').map_or(inside, |it| inside + it),
        };
        if take(self.textual(self.at, to)) { Next::At(to) } else { Next::Stop }
    }

    /// The next `>`.
    fn gt_from(&self, at: usize) -> Option<usize> {
        self.last_gt.filter(|last| *last >= at)?;
        self.from(at).find('>').map(|it| at + it)
    }

    fn after_gt(&self, at: usize) -> Next {
        self.gt_from(at).map_or(Next::Incomplete, |it| Next::At(it + 1))
    }

    fn start_tag(&mut self, take: Take<'_, 't>) -> Next {
        let (token, end) = match self.whole_tag() {
            Whole::Incomplete => return Next::Incomplete,
            Whole::Junk { end } => (Token::Verbatim(self.between(self.at, end)), end),
            Whole::Tag { name, end, closed } => {
                let name = name.to_lowercase();
                if !closed {
                    self.raw = ["script", "style"].into_iter().find(|it| *it == name);
                }
                (Token::Start { source: self.between(self.at, end), name, closed }, end)
            }
        };
        if take(token) { Next::At(end) } else { Next::Stop }
    }

    fn end_tag(&mut self, take: Take<'_, 't>) -> Next {
        let Some(gt) = self.gt_from(self.at + 1) else { return Next::Incomplete };
        let inside = self.between(self.at + 2, gt);
        let name = match (tidy_name(inside), self.raw) {
            (Some(name), Some(raw)) if name.to_lowercase() != raw => None,
            (Some(name), _) => Some(name),
            (None, Some(_)) => None,
            (None, None) if inside.starts_with(|it: char| it.is_ascii_alphabetic()) => {
                Some(inside.split(ends_name).next().unwrap_or(inside))
            }
            // A bogus comment, or `</>`.
            (None, None) => return Next::At(gt + 1),
        };
        let token = match name {
            Some(name) => {
                self.raw = None;
                Token::End { name: name.to_lowercase() }
            }
            None => Token::Verbatim(self.between(self.at, gt + 1)),
        };
        if take(token) { Next::At(gt + 1) } else { Next::Stop }
    }

    fn comment(&mut self) -> Next {
        let inside = self.at + 4;
        let end = if self.no_comment_end { None } else { comment_end(self.from(inside)) };
        self.no_comment_end |= end.is_none();
        end.map_or(Next::Incomplete, |it| Next::At(inside + it))
    }

    fn declaration(&mut self, rest: &str) -> Next {
        if rest.starts_with("<![") {
            return self.section();
        }
        let doctype = rest.get(..9).is_some_and(|it| it.eq_ignore_ascii_case("<!doctype"));
        self.after_gt(self.at + if doctype { 9 } else { 2 })
    }

    /// `<![CDATA[…]]>`, `<![if …]>`. One with another word is a bogus comment, as in Python since 3.13.4; before,
    /// it ended the program.
    fn section(&mut self) -> Next {
        let inside = self.at + 3;
        let rest = self.from(inside);
        let word = rest.split(|it: char| !is_name_char(it)).next().unwrap_or_default();
        if rest[word.len()..].trim_start_matches(is_space).is_empty() {
            return Next::Incomplete;
        }
        let brackets = match &*word.to_ascii_lowercase() {
            "temp" | "cdata" | "ignore" | "include" | "rcdata" => 2,
            "if" | "else" | "endif" => 1,
            _ => return self.after_gt(self.at + 2),
        };
        let Some(missing) = self.no_section_end.get_mut(brackets - 1) else { return Next::Incomplete };
        let end = if *missing { None } else { section_end(rest, brackets) };
        *missing |= end.is_none();
        end.map_or(Next::Incomplete, |it| Next::At(inside + it))
    }

    /// A reference, or a `&` that is none. Only read when references are apart.
    fn after_ampersand(&mut self, rest: &'t str, end: bool, take: Take<'_, 't>) -> Next {
        let named = rest[1..].starts_with(|it: char| it.is_ascii_alphabetic());
        let numeric = rest.starts_with("&#");
        let name = if numeric { numeric_reference(rest) } else { named_reference(rest) };
        let (token, length) = match name {
            Some(name) => {
                let closed = rest[1 + name.len()..].starts_with(';');
                (Token::Reference(name), 1 + name.len() + usize::from(closed))
            }
            // Reading ends here; what is left is text.
            None if numeric => {
                if rest.contains(';') && take(Token::Text(&rest[..2])) {
                    self.at += 2;
                }
                return Next::Stop;
            }
            None if named => {
                // `&a` at the end loses its `&`.
                self.at += usize::from(end && rest.len() == 2);
                return Next::Stop;
            }
            None if rest.len() > 1 => (Token::Text("&"), 1),
            None => return Next::Incomplete,
        };
        if take(token) { Next::At(self.at + length) } else { Next::Stop }
    }
}

/// What ends the name of a tag.
fn ends_name(it: char) -> bool {
    matches!(it, '\t' | '\n' | '\r' | '\x0c' | ' ' | '/' | '>' | '\0')
}

fn is_name_char(it: char) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.')
}

/// The name in an end tag that holds nothing else.
fn tidy_name(inside: &str) -> Option<&str> {
    let name = inside.trim_matches(is_space);
    let tidy = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '.' | ':' | '_');
    (name.starts_with(|it: char| it.is_ascii_alphabetic()) && name.chars().all(tidy)).then_some(name)
}

/// Where the end tag of a raw element begins.
fn raw_end(text: &str, name: &str) -> Option<usize> {
    text.match_indices("</").map(|it| it.0).find(|at| {
        let inside = text[at + 2..].trim_start_matches(is_space);
        let mut rest = inside.chars();
        // Python ignores case as Unicode does: a long s is an s.
        let same = name
            .chars()
            .all(|it| rest.next().is_some_and(|c| c.to_ascii_lowercase() == it || (c, it) == ('ſ', 's')));
        same && rest.as_str().trim_start_matches(is_space).starts_with('>')
    })
}

/// The end of `--`, blanks, `>`.
fn comment_end(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find("--")?;
        let after = text.get(at + 2..)?.trim_start_matches(is_space);
        if after.starts_with('>') {
            return Some(text.len() - after.len() + 1);
        }
        from = at + 1;
    }
}

/// The end of so many `]` and a `>`, with blanks before each but the first.
fn section_end(text: &str, brackets: usize) -> Option<usize> {
    let closes = |at: usize| {
        let mut rest = &text[at..];
        for _ in 0..brackets {
            rest = rest.strip_prefix(']')?.trim_start_matches(is_space);
        }
        rest.strip_prefix('>').map(|it| text.len() - it.len())
    };
    text.match_indices(']').find_map(|it| closes(it.0))
}

/// Whether the text may go on in the middle of a reference: an `&` among the last 34 characters, and neither
/// blank nor `;` after it.
fn ends_in_reference(text: &str) -> bool {
    let start = text.char_indices().rev().nth(33).map_or(0, |it| it.0);
    match text[start..].rfind('&') {
        Some(at) => !text[start + at..].contains(|it| it == ';' || is_space(it)),
        None => false,
    }
}

/// `#` and digits, after a `&`, when something that is no digit follows.
fn numeric_reference(text: &str) -> Option<&str> {
    let digits = text.get(2..)?;
    let hex = digits.starts_with(['x', 'X']);
    let digits = &digits[usize::from(hex)..];
    let count = digits
        .bytes()
        .take_while(|it| if hex { it.is_ascii_hexdigit() } else { it.is_ascii_digit() })
        .count();
    let next = digits.as_bytes().get(count)?;
    (count > 0 && !next.is_ascii_hexdigit()).then(|| &text[1..2 + usize::from(hex) + count])
}

/// A name after a `&`, when something that is no part of it follows.
fn named_reference(text: &str) -> Option<&str> {
    let name = text.get(1..).filter(|it| it.starts_with(|it: char| it.is_ascii_alphabetic()))?;
    let part = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '.');
    match name.find(|it| !part(it)) {
        Some(end) => Some(&name[..end]),
        // At the end of the text it gives back what may follow a name.
        None => name.rfind(['-', '.']).map(|end| &name[..end]),
    }
}

#[cfg(test)]
mod tests;
