//! Tags that change what holds in a part of the template: `with`, `autoescape`, `spaceless`,
//! `filter`, `verbatim`, `comment`, `load`.

use crate::diagnostics::{Error, ErrorKind, did_you_mean};
use crate::syntax::expression::helped;
use crate::syntax::grammar::Piece;
use crate::syntax::lex::Tag;
use crate::syntax::nest::{Closed, Form};
use crate::syntax::{Binding, Body, NodeKind, Parser};

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
        let message = format!("{} is not `name=value`", word.shown());
        return Err(parser.fault(ErrorKind::BadTag, word.span(), message));
    }
    parser.open(tag, Form::With(bindings))
}

/// The old form, `value as name and value as name`.
pub(super) fn legacy_bindings<'p>(
    parser: &Parser<'p>,
    words: &mut &[Piece<'p>],
) -> Result<Vec<Binding>, Error> {
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
    if !on && parser.scope.is_untrusted() {
        return Err(parser.forbidden(tag.span, "`autoescape off`"));
    }
    parser.open(tag, Form::Autoescape(on))
}

pub(super) fn spaceless<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    parser.open(tag, Form::Spaceless)
}

pub(super) fn filter<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    if tag.rest.text.trim().is_empty() {
        return Err(parser.bad_tag(tag, "`filter` takes at least one filter"));
    }
    let filters = parser.filters(tag.rest)?;
    if let Some(it) = filters.iter().find(|it| matches!(it.filter.name(), "escape" | "safe")) {
        let message = format!("`{}` has no meaning for a whole body", it.filter.name());
        let error = parser.fault(ErrorKind::BadTag, it.span, message);
        return Err(error.help("`{% autoescape %}` says whether the values in it are escaped"));
    }
    parser.open(tag, Form::Filter(filters))
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
        Form::Setting(setting) => Closed::Node(NodeKind::Setting { setting, body }),
        Form::Spaceless => Closed::Node(NodeKind::Spaceless { body }),
        Form::Cache(head) => Closed::Node(NodeKind::Cache { head, body }),
        Form::Filter(filters) => Closed::Node(NodeKind::Filter { filters, body }),
        Form::Language(language) => Closed::Node(NodeKind::Language { language, body }),
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
                let message = format!("the library {} has no {}", library.shown(), name.shown());
                return Err(parser.fault(ErrorKind::UnknownLibrary, name.span(), message));
            }
        }
    }
    Ok(())
}

#[cold]
fn unknown_library(parser: &Parser<'_>, word: Piece<'_>) -> Error {
    let known = parser.scope.known();
    let message = format!("there is no library {}", word.shown());
    let error = parser.fault(ErrorKind::UnknownLibrary, word.span(), message);
    let near = did_you_mean(word.text, known.iter().copied());
    let listed = || (!known.is_empty()).then(|| format!("the libraries are: {}", known.join(", ")));
    helped(error, near.or_else(listed))
}
