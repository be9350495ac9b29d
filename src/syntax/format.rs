//! A translation as a template: text, `%(name)s` for a value, `%%` for a percent sign (Python's printf, as gettext
//! catalogues of Django have it).

use super::{Ast, Body, Expr, Node, NodeKind, Operand, Path};
use crate::diagnostics::{Error, ErrorKind, did_you_mean};
use crate::source::{Source, Span};

/// How some characters of the literal text are written.
pub(crate) type Spellings = &'static [(char, &'static str)];

/// Reads a translation whose placeholders are among `names`. Of its literal text those characters that have a
/// spelling are written so; `unfit` says what is wrong with a piece of it, if anything.
pub(crate) fn parse_translation(
    source: &Source,
    names: &[&str],
    spellings: Spellings,
    unfit: impl Fn(&str) -> Option<&'static str>,
) -> Result<Ast, Error> {
    let mut reader = Reader { source, names, spellings, nodes: Vec::new() };
    reader.read(unfit)?;
    let body = Body { nodes: reader.nodes, end: source.text().len() as u32 };
    Ok(Ast { source: source.clone(), body, blocks: Vec::new(), partials: Vec::new(), extends: None })
}

struct Reader<'r> {
    source: &'r Source,
    names: &'r [&'r str],
    spellings: Spellings,
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
            if let Some((_, spelling)) = self.spellings.iter().find(|it| it.0 == c) {
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
        let Some(name) = name.filter(|it| rest.get(it.len() + 2..).is_some_and(|it| it.starts_with('s')))
        else {
            let message = "a `%` begins neither `%(name)s` nor `%%`".to_owned();
            return Err(self.fault(at, at + 1, message));
        };
        let end = at + name.len() + 4;
        if !self.names.contains(&name) {
            let error = self.fault(at, end, format!("the original has no placeholder `%({name})s`"));
            let near = did_you_mean(name, self.names.iter().copied());
            return Err(super::expression::helped(error, near));
        }
        let path = Path { name: name.into(), steps: Box::default() };
        let span = Span::new(at as u32, end as u32);
        let expr = Expr { span, root: Operand::Variable(path), filters: Vec::new() };
        self.add(at, end, NodeKind::Print(expr));
        Ok(end)
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
