//! A translation as a template: text, `%(name)s` for a value, `%%` for a percent sign (Python's printf, as gettext
//! catalogues of Django have it). A value may be padded, cut or quoted, as `%(name)-10.3s` and `%(name)r` do it; what
//! else Python knows is for numbers, which Django has made texts by then.

use super::{Ast, Body, Expr, FilterCall, Node, NodeKind, Operand, Path};
use crate::diagnostics::{Error, ErrorKind, did_you_mean};
use crate::filters;
use crate::library::FilterRef;
use crate::source::{Source, Span};

/// How some characters of the literal text are written.
pub(crate) type Spellings = &'static [(char, &'static str)];

/// What a translation may hold.
pub(crate) struct Idiom<'r> {
    /// The placeholders.
    pub names: &'r [Box<str>],
    /// Of its literal text those characters that have a spelling are written so.
    pub spellings: Spellings,
    /// The filters that make a value the text that is padded or cut.
    pub texts: &'static [&'static str],
}

/// Reads a translation. `unfit` says what is wrong with a piece of its literal text, if anything.
pub(crate) fn parse_translation(
    source: &Source,
    idiom: &Idiom<'_>,
    unfit: impl Fn(&str) -> Option<&'static str>,
) -> Result<Ast, Error> {
    let mut reader = Reader { source, idiom, nodes: Vec::new() };
    reader.read(unfit)?;
    let body = Body { nodes: reader.nodes, end: source.text().len() as u32 };
    Ok(Ast { source: source.clone(), body, blocks: Vec::new(), partials: Vec::new(), extends: None })
}

struct Reader<'r> {
    source: &'r Source,
    idiom: &'r Idiom<'r>,
    nodes: Vec<Node>,
}

impl Reader<'_> {
    fn read(&mut self, unfit: impl Fn(&str) -> Option<&'static str>) -> Result<(), Error> {
        let text = self.source.text();
        if text.len() > u32::MAX as usize {
            return Err(Error::new(ErrorKind::BadTranslation, "the translation is too long"));
        }
        let mut at = 0;
        while let Some(found) = text.get(at..).and_then(|it| memchr::memchr(b'%', it.as_bytes())) {
            self.literal(at, at + found, &unfit)?;
            at = self.conversion(at + found)?;
        }
        self.literal(at, text.len(), &unfit)
    }

    /// Literal text, without percent signs.
    fn literal(
        &mut self,
        from: usize,
        to: usize,
        unfit: &impl Fn(&str) -> Option<&'static str>,
    ) -> Result<(), Error> {
        let text = self.source.text().get(from..to).unwrap_or_default();
        if let Some(why) = unfit(text) {
            return Err(self.fault(from, to, why.to_owned()));
        }
        let mut plain = from;
        for (at, c) in text.char_indices() {
            if let Some((_, spelling)) = self.idiom.spellings.iter().find(|it| it.0 == c) {
                self.add(plain, from + at, NodeKind::Text);
                plain = from + at + c.len_utf8();
                self.add(from + at, plain, NodeKind::Literal(spelling));
            }
        }
        self.add(plain, to, NodeKind::Text);
        Ok(())
    }

    /// What begins with the percent sign at `at`; gives where it ends.
    fn conversion(&mut self, at: usize) -> Result<usize, Error> {
        let rest = self.source.text().get(at + 1..).unwrap_or_default();
        if rest.starts_with('%') {
            self.add(at, at + 2, NodeKind::Literal("%"));
            return Ok(at + 2);
        }
        let name = rest.strip_prefix('(').and_then(name);
        let Some((name, spec)) = name.and_then(|it| Some((it, spec(rest.get(it.len() + 2..)?)?))) else {
            let message = "a `%` begins neither `%(name)s` nor `%%`".to_owned();
            return Err(self.fault(at, at + 1, message));
        };
        let end = at + name.len() + 3 + spec.len();
        if !self.idiom.names.iter().any(|it| **it == *name) {
            let error = self.fault(at, end, format!("the original has no placeholder `%({name})s`"));
            let near = did_you_mean(name, self.idiom.names.iter().map(|it| &**it));
            return Err(super::expression::helped(error, near));
        }
        let path = Path { name: name.into(), steps: Box::default() };
        let span = Span::new(at as u32, end as u32);
        let expr = Expr { span, root: Operand::Variable(path), filters: self.shaped(spec, span) };
        self.add(at, end, NodeKind::Print(expr));
        Ok(end)
    }

    /// The filters for a conversion; none for that of most placeholders.
    fn shaped(&self, spec: &str, span: Span) -> Vec<FilterCall> {
        if spec == "s" {
            return Vec::new();
        }
        let spec = Some(Operand::Text(spec.into()));
        let texts = self.idiom.texts.iter().map(|it| (*it, None));
        let calls = texts.chain([("stringformat", spec)]).filter_map(|(name, argument)| {
            Some(FilterCall { span, filter: FilterRef::Builtin(filters::find(name)?), argument })
        });
        calls.collect()
    }

    fn add(&mut self, from: usize, to: usize, kind: NodeKind) {
        if from < to {
            self.nodes.push(Node { span: Span::new(from as u32, to as u32), kind });
        }
    }

    #[cold]
    fn fault(&self, from: usize, to: usize, message: String) -> Error {
        Error::new(ErrorKind::BadTranslation, message).at(self.source, Span::new(from as u32, to as u32))
    }
}

/// The conversion of a text at the start, after `%(name)`: flags, width, precision, a length that says nothing.
fn spec(text: &str) -> Option<&str> {
    let after_digits = |it: &'_ str| it.len() - it.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut at = text.len() - text.trim_start_matches(['#', '0', '-', ' ', '+']).len();
    at += after_digits(text.get(at..)?);
    if text.get(at..)?.starts_with('.') {
        at += 1 + after_digits(text.get(at + 1..)?);
    }
    at += usize::from(text.get(at..)?.starts_with(['h', 'l', 'L']));
    text.get(at..)?.starts_with(['s', 'r', 'a']).then(|| text.get(..=at))?
}

/// What stands before the parenthesis that closes; others in it come in pairs.
fn name(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return text.get(..at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}
