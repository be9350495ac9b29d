//! Filter expressions: what stands in `{{ }}` and as an argument of tags.

use super::grammar::{Piece, Rule, is_decimal};
use super::{Expr, FilterCall, Operand, Parser, Path, SUPER};
use crate::diagnostics::{Error, ErrorKind, did_you_mean};
use crate::library::FilterRef;
use crate::value::Step;
use pest::iterators::{Pair, Pairs};

impl Parser<'_> {
    /// Reads an expression. Faults are told in the order they stand in.
    pub(super) fn expression(&self, piece: Piece<'_>) -> Result<Expr, Error> {
        let mut parts = piece.recognise(Rule::expression).ok_or_else(|| self.no_operand(piece))?;
        let root = parts.next().ok_or_else(|| self.no_operand(piece))?;
        let start = piece.part(&root).span();
        let root = self.operand(piece, root)?;
        let filters = self.chain(piece, parts)?;
        let end = filters.last().map_or(start, |it| it.span);
        Ok(Expr { span: start.to(end), root, filters })
    }

    /// Reads filters without a value before them.
    pub(super) fn filters(&self, piece: Piece<'_>) -> Result<Vec<FilterCall>, Error> {
        let parts = piece.recognise(Rule::filters).ok_or_else(|| self.no_operand(piece))?;
        self.chain(piece, parts)
    }

    fn chain<'s>(&self, piece: Piece<'s>, parts: Pairs<'s, Rule>) -> Result<Vec<FilterCall>, Error> {
        let mut filters = Vec::new();
        for part in parts {
            let here = piece.part(&part);
            match part.as_rule() {
                Rule::filter | Rule::first_filter => filters.push(self.filter(piece, part)?),
                Rule::remainder if !here.text.is_empty() => return Err(self.remainder(piece, here)),
                _ => {}
            }
        }
        Ok(filters)
    }

    fn filter(&self, piece: Piece<'_>, pair: Pair<'_, Rule>) -> Result<FilterCall, Error> {
        let end = pair.as_span().end() as u32 + piece.at;
        let mut parts = pair.into_inner();
        let Some(name) = parts.next() else {
            return Err(self.fault(ErrorKind::BadExpression, piece.span(), "a filter has no name"));
        };
        let name = Piece { text: name.as_str(), at: piece.at + name.as_span().start() as u32 };
        let filter = self.scope.filter(name.text).ok_or_else(|| self.unknown_filter(name))?;
        if self.scope.forbids_filter(&filter) {
            return Err(self.forbidden(name.span(), &format!("the filter {}", name.shown())));
        }
        let argument = parts.next().map(|it| self.operand(piece, it)).transpose()?;
        let mut span = name.span();
        span.end = end;
        let fault = arity_fault(&filter, argument.is_some());
        if let Some(fault) = fault.or_else(|| word_fault(&filter, argument.as_ref())) {
            return Err(self.fault(ErrorKind::FilterArguments, span, fault));
        }
        if let Some(Operand::Text(literal)) = &argument {
            filter.check_argument(literal).map_err(|it| it.at(self.source, span))?;
        }
        Ok(FilterCall { span, filter, argument })
    }

    fn operand(&self, piece: Piece<'_>, pair: Pair<'_, Rule>) -> Result<Operand, Error> {
        let here = Piece { text: pair.as_str(), at: piece.at + pair.as_span().start() as u32 };
        Ok(match pair.as_rule() {
            Rule::string => Operand::Text(unescape(here.text)),
            Rule::translated => {
                let string = pair.into_inner().next();
                Operand::Translated(string.map(|it| unescape(it.as_str())).unwrap_or_default())
            }
            Rule::integer => integer(here.text),
            Rule::float => match plain_digits(here.text).parse() {
                Ok(number) => Operand::Float(number),
                Err(_) => Operand::Variable(self.path(here)?),
            },
            _ => Operand::Variable(self.path(here)?),
        })
    }

    fn path(&self, piece: Piece<'_>) -> Result<Path, Error> {
        let text = piece.text;
        if text.starts_with('_') || text.contains("._") {
            let fault =
                format!("variables and attributes may not begin with an underscore: {}", piece.shown());
            return Err(self.fault(ErrorKind::BadExpression, piece.span(), fault));
        }
        if let Some(sign) = text.chars().find(|it| matches!(it, '+' | '-')) {
            let fault = format!("`{sign}` may not stand in a variable's name: {}", piece.shown());
            return Err(self.fault(ErrorKind::BadExpression, piece.span(), fault));
        }
        let mut names = text.split('.');
        let name = names.next().unwrap_or_default().into();
        let path = Path { name, steps: names.map(Step::new).collect() };
        if &*path.name != "block"
            || path.steps.first().is_none_or(|it| &*it.name != "super")
            || !self.nest.in_block()
        {
            return Ok(path);
        }
        self.takes_super.set(true);
        Ok(Path { name: SUPER.into(), steps: path.steps.into_iter().skip(1).collect() })
    }

    #[cold]
    fn no_operand(&self, piece: Piece<'_>) -> Error {
        let piece = piece.trimmed();
        let fault = match piece.text.starts_with('|') {
            _ if piece.text.starts_with(['"', '\'']) => {
                format!("a quote is never closed in {}", piece.shown())
            }
            true => format!("there is no variable at the start of {}", piece.shown()),
            false => format!("cannot read {}", piece.shown()),
        };
        self.fault(ErrorKind::BadExpression, piece.span(), fault)
    }

    #[cold]
    fn remainder(&self, piece: Piece<'_>, rest: Piece<'_>) -> Error {
        let fault = format!("cannot read {} in {}", rest.shown(), piece.shown());
        let error = self.fault(ErrorKind::BadExpression, rest.span(), fault);
        match rest.text.starts_with(':') {
            true => error.help("no blank may stand before or after the `:` of a filter's argument"),
            false => error,
        }
    }

    #[cold]
    fn unknown_filter(&self, name: Piece<'_>) -> Error {
        let fault = format!("there is no filter {}", name.shown());
        let error = self.fault(ErrorKind::UnknownFilter, name.span(), fault);
        if let Some(library) = self.scope.library_of_filter(name.text) {
            return error.help(format!("load its library first: `{{% load {library} %}}`"));
        }
        helped(error, did_you_mean(name.text, self.scope.filter_names()))
    }
}

/// Adds a remedy if there is one.
pub(super) fn helped(error: Error, help: Option<String>) -> Error {
    match help {
        Some(help) => error.help(help),
        None => error,
    }
}

/// What is wrong with giving an argument to `filter`, or none.
fn arity_fault(filter: &FilterRef, given: bool) -> Option<String> {
    let (least, most) = filter.arguments();
    match given {
        true if most == 0 => Some(format!("`{}` takes no argument", filter.name())),
        false if least > 0 => Some(format!("`{}` needs an argument", filter.name())),
        _ => None,
    }
}

/// What is wrong with the argument of a filter that takes one of certain literal words, or none.
fn word_fault(filter: &FilterRef, argument: Option<&Operand>) -> Option<String> {
    let words = filter.words()?;
    match argument {
        Some(Operand::Text(word)) if words.contains(&&**word) => None,
        _ => Some(format!("`{}` takes one of these, written out: {}", filter.name(), words.join(", "))),
    }
}

/// The text of a string literal: a backslash protects the quote and itself, and is kept elsewhere.
fn unescape(literal: &str) -> Box<str> {
    let mut chars = literal.chars();
    let quote = chars.next();
    chars.next_back();
    let inside = chars.as_str();
    if !inside.contains('\\') {
        return inside.into();
    }
    let mut text = String::with_capacity(inside.len());
    while let Some(c) = chars.next() {
        let next = chars.clone().next();
        if c == '\\' && (next == quote || next == Some('\\')) {
            text.extend(chars.next());
        } else {
            text.push(c);
        }
    }
    text.into()
}

fn integer(text: &str) -> Operand {
    let digits = plain_digits(text);
    if let Ok(number) = digits.parse() {
        return Operand::Int(number);
    }
    let sign = if digits.starts_with('-') { "-" } else { "" };
    let digits = digits.trim_start_matches(['+', '-']).trim_start_matches('0');
    Operand::Number(format!("{sign}{digits}").into())
}

/// A number as Rust writes it: decimal digits of all scripts become ASCII, `_` is dropped.
fn plain_digits(text: &str) -> String {
    text.chars().filter(|it| *it != '_').map(ascii_digit).collect()
}

/// Unicode keeps the decimal digits of a script together, from zero to nine.
fn ascii_digit(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    let below = |it: &u32| char::from_u32(*it).is_some_and(is_decimal);
    let before = (0..c as u32).rev().take_while(below).count();
    char::from_digit(before as u32 % 10, 10).unwrap_or(c)
}
