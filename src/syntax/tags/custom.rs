//! Tags of the application: what they take is read off their closures, and checked here.

use super::call::given_once;
use super::split_as;
use crate::diagnostics::{Error, ErrorKind, did_you_mean};
use crate::library::{CustomTag, TagForm, TagRef};
use crate::syntax::expression::helped;
use crate::syntax::grammar::{Piece, shown};
use crate::syntax::lex::Tag;
use crate::syntax::nest::{Closed, Form};
use crate::syntax::{Binding, Body, NodeKind, Parser, TagCall};
use crate::value::{Fills, Parameter};
use std::sync::Arc;

pub(super) fn custom<'p>(parser: &mut Parser<'p>, tag: Tag<'p>, own: Arc<CustomTag>) -> Result<(), Error> {
    match &own.form {
        TagForm::Stub { end: None } => {
            let call = TagCall::bare(TagRef::Custom(own));
            parser.nest.add(tag.span, NodeKind::Tag(call));
        }
        TagForm::Stub { end: Some(_) } => parser.open(tag, Form::Custom { tag: own, call: None })?,
        TagForm::Simple => {
            let call = call(parser, tag, &own, true)?;
            parser.nest.add(tag.span, NodeKind::Tag(call));
        }
        TagForm::Block { .. } => {
            let call = call(parser, tag, &own, true)?;
            parser.open(tag, Form::Custom { tag: own, call: Some(call) })?;
        }
        TagForm::Inclusion { template } => {
            let call = call(parser, tag, &own, false)?;
            parser.nest.add(tag.span, NodeKind::Inclusion { call, template: template.clone() });
        }
    }
    Ok(())
}

/// At the end of a block. A stub is as if its tags were not there.
pub(super) fn end<'p>(call: Option<TagCall>, body: Body) -> Closed<'p> {
    match call {
        Some(call) => Closed::Node(NodeKind::BlockCall { call, body }),
        None => Closed::Node(NodeKind::With { bindings: Vec::new(), body }),
    }
}

fn call<'p>(parser: &Parser<'p>, tag: Tag<'p>, own: &Arc<CustomTag>, stores: bool) -> Result<TagCall, Error> {
    let words = parser.words(tag)?;
    let (words, into) = if stores { split_as(&words) } else { (&*words, None) };
    let positional = words.iter().take_while(|it| it.keyword().is_none()).count();
    let (arguments, mut rest) = words.split_at(positional);
    let arguments = parser.expressions(arguments)?;
    let keywords = parser.bindings(&mut rest)?;
    if let [word, ..] = rest {
        let message = format!("{} stands after a `name=value`", word.shown());
        return Err(parser.fault(ErrorKind::TagArguments, word.span(), message));
    }
    given_once(parser, tag, &keywords)?;
    check(parser, tag, own, arguments.len(), &keywords)?;
    let into = into.map(|it: Piece<'_>| it.text.into());
    Ok(TagCall { arguments, keywords, into, ..TagCall::bare(TagRef::Custom(own.clone())) })
}

/// Whether so many values and these `name=value` are what the tag takes.
fn check(
    parser: &Parser<'_>,
    tag: Tag<'_>,
    own: &CustomTag,
    given: usize,
    keywords: &[Binding],
) -> Result<(), Error> {
    let content = usize::from(matches!(own.form, TagForm::Block { .. }));
    let ones: Vec<&Parameter> = own.parameters.iter().filter(|it| it.is_one()).skip(content).collect();
    let takes = |fills| own.parameters.iter().any(|it| it.fills == fills);
    let (by_position, by_name) = ones.split_at(given.min(ones.len()));
    let named = |it: &Parameter| keywords.iter().any(|keyword| keyword.name == it.name);
    let fault = |message: String| parser.fault(ErrorKind::TagArguments, tag.span, message);
    if given > ones.len() && !takes(Fills::Rest) {
        return Err(fault(format!("`{}` takes {} values, not {given}", own.name, ones.len())));
    }
    if let Some(twice) = by_position.iter().find(|it| named(it)) {
        return Err(fault(format!("`{}` of `{}` is given twice", twice.name, own.name)));
    }
    let known = |keyword: &&Binding| ones.iter().any(|it| it.name == keyword.name);
    if let Some(unknown) = keywords.iter().find(|it| !known(it)).filter(|_| !takes(Fills::Keywords)) {
        let error = fault(format!("`{}` takes no {}", own.name, shown(&unknown.name)));
        return Err(helped(error, did_you_mean(&unknown.name, ones.iter().map(|it| &*it.name))));
    }
    let missing = by_name.iter().filter(|it| it.fills == Fills::One { optional: false } && !named(it));
    let missing: Vec<String> = missing.map(|it| format!("`{}`", it.name)).collect();
    match &*missing {
        [] => Ok(()),
        missing => Err(fault(format!("`{}` needs a value for {}", own.name, missing.join(", ")))),
    }
}
