//! `partialdef` and `partial`: parts of a template that have a name of their own.

use crate::diagnostics::{Error, ErrorKind};
use crate::syntax::grammar::shown;
use crate::syntax::lex::Tag;
use crate::syntax::nest::{Closed, Form};
use crate::syntax::{Body, NodeKind, Parser, Partial, PartialId};

pub(super) fn partialdef<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let words = parser.words(tag)?;
    let (name, inline) = match &*words {
        [name] => (*name, false),
        [name, option] if option.text == "inline" => (*name, true),
        _ => return Err(parser.bad_tag(tag, "`partialdef` takes a name, and perhaps `inline`")),
    };
    if let Some(first) = parser.partial_names.get(name.text).and_then(|it| parser.partials.get(*it)) {
        let message = format!("there are two partials {}", name.shown());
        let error = parser.fault(ErrorKind::DuplicatePartial, tag.span, message);
        return Err(error.note(parser.source, first.span, "the first one"));
    }
    let id = parser.partials.len();
    parser.open(tag, Form::Partial { id, inline })?;
    parser.partial_names.insert(name.text, id);
    parser.partials.push(Partial { name: name.text.into(), span: tag.span, body: Body::default() });
    Ok(())
}

/// At `endpartialdef`, which may repeat the name after exactly one blank.
pub(super) fn end_partialdef<'p>(
    parser: &mut Parser<'p>,
    opener: Tag<'p>,
    (id, inline): (PartialId, bool),
    body: Body,
    tag: Tag<'p>,
) -> Result<Closed<'p>, Error> {
    if let Some(partial) = parser.partials.get_mut(id) {
        let name = tag.contents.strip_prefix("endpartialdef ");
        if tag.contents != tag.name && name != Some(&*partial.name) {
            let names = (shown(tag.contents), shown(&partial.name));
            let message = format!("{} does not close the partial {}", names.0, names.1);
            let error = parser.fault(ErrorKind::UnexpectedTag, tag.span, message);
            return Err(error.note(parser.source, opener.span, "the partial that is open"));
        }
        partial.body = body;
    }
    Ok(if inline { Closed::Node(NodeKind::InlinePartial(id)) } else { Closed::Nodes(Vec::new()) })
}

/// The name is looked up when the template is linked: the partial may come later in the template.
pub(super) fn partial<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let words = parser.words(tag)?;
    let [name] = &*words else {
        return Err(parser.bad_tag(tag, "`partial` takes the name of a partial of this template"));
    };
    parser.nest.add(tag.span, NodeKind::Partial { name: name.text.into() });
    Ok(())
}
