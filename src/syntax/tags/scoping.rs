//! Tags that change what holds in a part of the template: `with`, `autoescape`, `spaceless`,
//! `verbatim`, `comment`, `load`.

use super::super::grammar::Piece;
use super::super::lex::Tag;
use super::super::nest::{Closed, Form};
use super::super::{Binding, Body, NodeKind, Parser};
use crate::diagnostics::{Error, ErrorKind, did_you_mean};
use crate::syntax::expression::helped;

pub(super) fn with<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let words = parser.words(tag)?;
    let mut rest = &*words;
    let mut bindings = parser.bindings(&mut rest)?;
    if bindings.is_empty() {
        bindings = legacy_bindings(parser, &mut rest)?;
    }
    if bindings.is_empty() {
        return Err(parser.bad_tag(tag, "`with` takes at least one `name=value`"));
    }
    if let [word, ..] = rest {
        let message = format!("`{}` is not `name=value`", word.text);
        return Err(parser.fault(ErrorKind::BadTag, word.span(), message));
    }
    parser.open(tag, Form::With(bindings))
}

/// The old form, `value as name and value as name`.
fn legacy_bindings<'p>(parser: &Parser<'p>, words: &mut &[Piece<'p>]) -> Result<Vec<Binding>, Error> {
    let mut bindings = Vec::new();
    while let [value, keyword, name, rest @ ..] = *words
        && keyword.text == "as"
    {
        bindings.push(parser.binding(*name, *value)?);
        *words = rest;
        let [and, rest @ ..] = rest else { break };
        if and.text != "and" {
            break;
        }
        *words = rest;
    }
    Ok(bindings)
}

pub(super) fn autoescape<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let on = match &*tag.rest.plain_words() {
        [word] if word.text == "on" => true,
        [word] if word.text == "off" => false,
        _ => return Err(parser.bad_tag(tag, "`autoescape` takes `on` or `off`")),
    };
    parser.open(tag, Form::Autoescape(on))
}

pub(super) fn spaceless<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    parser.open(tag, Form::Spaceless)
}

pub(super) fn comment<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    parser.open(tag, Form::Comment)
}

/// The lexer has already made text of what follows.
pub(super) fn verbatim<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    parser.open(tag, Form::Verbatim)
}

/// What becomes of these blocks when they end. They let their closing tag say what it likes.
pub(super) fn end<'p>(form: Form, body: Body) -> Closed<'p> {
    match form {
        Form::With(bindings) => Closed::Node(NodeKind::With { bindings, body }),
        Form::Autoescape(on) => Closed::Node(NodeKind::Autoescape { on, body }),
        Form::Spaceless => Closed::Node(NodeKind::Spaceless { body }),
        _ => Closed::Nodes(body.nodes),
    }
}

pub(super) fn load<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let words = tag.rest.plain_words();
    if let [names @ .., keyword, library] = &*words
        && keyword.text == "from"
        && !names.is_empty()
    {
        return load_from(parser, names, *library);
    }
    for library in words {
        if !parser.scope.load(library.text) {
            return Err(unknown_library(parser, library));
        }
    }
    Ok(())
}

/// `{% load name name from library %}`.
fn load_from<'p>(parser: &mut Parser<'p>, names: &[Piece<'p>], library: Piece<'p>) -> Result<(), Error> {
    for name in names {
        match parser.scope.load_one(library.text, name.text) {
            None => return Err(unknown_library(parser, library)),
            Some(true) => {}
            Some(false) => {
                let message = format!("the library `{}` has no `{}`", library.text, name.text);
                return Err(parser.fault(ErrorKind::UnknownLibrary, name.span(), message));
            }
        }
    }
    Ok(())
}

#[cold]
fn unknown_library(parser: &Parser<'_>, word: Piece<'_>) -> Error {
    let known = parser.scope.known();
    let message = format!("there is no library `{}`", word.text);
    let error = parser.fault(ErrorKind::UnknownLibrary, word.span(), message);
    let near = did_you_mean(word.text, known.iter().copied());
    let listed = || (!known.is_empty()).then(|| format!("the libraries are: {}", known.join(", ")));
    helped(error, near.or_else(listed))
}
