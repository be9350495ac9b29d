//! `block`, `extends` and `include`: templates made of templates.

use super::super::lex::Tag;
use super::super::nest::{Closed, Form};
use super::super::{Block, BlockId, Body, NodeKind, Parser};
use crate::diagnostics::{Error, ErrorKind};

pub(super) fn block<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let words = tag.rest.plain_words();
    let [name] = &*words else {
        return Err(parser.bad_tag(tag, "`block` takes one name"));
    };
    if let Some(first) = parser.block_names.get(name.text).and_then(|it| parser.blocks.get(*it)) {
        let message = format!("there are two blocks `{}`", name.text);
        let error = parser.fault(ErrorKind::DuplicateBlock, tag.span, message);
        return Err(error.note(parser.source, first.span, "the first one"));
    }
    let id = parser.blocks.len();
    parser.open(tag, Form::Block(id))?;
    parser.block_names.insert(name.text, id);
    parser.blocks.push(Block { name: name.text.into(), span: tag.span, body: Body::default() });
    Ok(())
}

/// At `endblock`, which may repeat the name after exactly one blank.
pub(super) fn end_block<'p>(
    parser: &mut Parser<'p>,
    opener: Tag<'p>,
    id: BlockId,
    body: Body,
    tag: Tag<'p>,
) -> Result<Closed<'p>, Error> {
    if let Some(block) = parser.blocks.get_mut(id) {
        let name = tag.contents.strip_prefix("endblock ");
        if tag.contents != tag.name && name != Some(&*block.name) {
            let message = format!("`{}` does not close the block `{}`", tag.contents, block.name);
            let error = parser.fault(ErrorKind::UnexpectedTag, tag.span, message);
            return Err(error.note(parser.source, opener.span, "the block that is open"));
        }
        block.body = body;
    }
    Ok(Closed::Node(NodeKind::Block(id)))
}

pub(super) fn extends<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let words = parser.words(tag)?;
    let [parent] = &*words else {
        return Err(parser.bad_tag(tag, "`extends` takes one argument, the parent's name"));
    };
    if parser.extends.is_some() {
        let message = "`extends` stands more than once in this template";
        return Err(parser.fault(ErrorKind::MisplacedExtends, tag.span, message));
    }
    if parser.nest.begun {
        let message = "`extends` must be the first tag of a template";
        return Err(parser.fault(ErrorKind::MisplacedExtends, tag.span, message));
    }
    parser.extends = Some(parser.expression(*parent)?);
    parser.mark_begun();
    parser.nest.add(tag.span, NodeKind::Extends);
    Ok(())
}

pub(super) fn include<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let words = parser.words(tag)?;
    let [name, options @ ..] = &*words else {
        return Err(parser.bad_tag(tag, "`include` takes the name of a template"));
    };
    let mut options = options;
    let (mut bindings, mut only) = (Vec::new(), false);
    while let [option, rest @ ..] = options {
        options = rest;
        match option.text {
            "with" if !bindings.is_empty() => return Err(parser.bad_tag(tag, "`with` stands twice")),
            "only" if only => return Err(parser.bad_tag(tag, "`only` stands twice")),
            "only" => only = true,
            "with" => {
                bindings = parser.bindings(&mut options)?;
                if bindings.is_empty() {
                    return Err(parser.bad_tag(tag, "`with` takes at least one `name=value`"));
                }
            }
            other => {
                let message = format!("`include` knows no option `{other}`, only `with` and `only`");
                return Err(parser.fault(ErrorKind::BadTag, option.span(), message));
            }
        }
    }
    let name = parser.expression(*name)?;
    parser.nest.add(tag.span, NodeKind::Include { name, bindings, only });
    Ok(())
}
