//! `if`, `ifchanged` and `for`.

use crate::diagnostics::Error;
use crate::syntax::grammar::Piece;
use crate::syntax::lex::Tag;
use crate::syntax::nest::{Arms, Changed, Closed, Form, Frame, Loop};
use crate::syntax::{Body, Branch, NodeKind, Parser};

pub(super) fn if_else<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let condition = Some(parser.condition(&parser.words(tag)?, tag.span)?);
    parser.open(tag, Form::If(Arms { done: Vec::new(), condition, span: tag.span }))
}

/// At `elif`, `else` or `endif`.
pub(super) fn end_arm<'p>(
    parser: &Parser<'p>,
    opener: Tag<'p>,
    mut arms: Arms,
    body: Body,
    tag: Tag<'p>,
) -> Result<Closed<'p>, Error> {
    let last = arms.condition.is_none();
    arms.done.push(Branch { span: arms.span, condition: arms.condition.take(), body });
    arms.span = tag.span;
    if tag.name == "elif" {
        arms.condition = Some(parser.condition(&parser.words(tag)?, tag.span)?);
    } else if tag.name != tag.contents {
        return Err(parser.bad_tag(tag, "this tag takes no arguments"));
    } else if tag.name == "endif" {
        if !last {
            let body = Body { nodes: Vec::new(), end: tag.span.start };
            arms.done.push(Branch { span: tag.span, condition: None, body });
        }
        return Ok(Closed::Node(NodeKind::If { branches: arms.done }));
    }
    Ok(Closed::Open(Frame::new(opener, Form::If(arms))))
}

pub(super) fn if_changed<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let values = parser.expressions(&parser.words(tag)?)?;
    let slot = parser.changes;
    parser.changes += 1;
    parser.open(tag, Form::IfChanged(Changed { slot, values, body: None }))
}

/// At `else` or `endifchanged`.
pub(super) fn end_changed<'p>(
    parser: &Parser<'p>,
    opener: Tag<'p>,
    head: Changed,
    body: Body,
    tag: Tag<'p>,
) -> Result<Closed<'p>, Error> {
    if tag.name == "else" {
        if tag.name != tag.contents {
            return Err(parser.bad_tag(tag, "this tag takes no arguments"));
        }
        let form = Form::IfChanged(Changed { body: Some(body), ..head });
        return Ok(Closed::Open(Frame::new(opener, form)));
    }
    let Changed { slot, values, body: first } = head;
    let (body, otherwise) = match first {
        Some(first) => (first, Some(body)),
        None => (body, None),
    };
    Ok(Closed::Node(NodeKind::IfChanged { slot, values, body, otherwise }))
}

pub(super) fn for_loop<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let words = parser.words(tag)?;
    let (words, reversed) = match &*words {
        [words @ .., last] if last.text == "reversed" => (words, true),
        words => (words, false),
    };
    let [targets @ .., keyword, items] = words else { return Err(bad_for(parser, tag)) };
    if keyword.text != "in" || targets.is_empty() {
        return Err(bad_for(parser, tag));
    }
    let Some(targets) = names(targets) else {
        return Err(parser.bad_tag(tag, "the names of `for` are parted by commas and are no expressions"));
    };
    let items = parser.expression(*items)?;
    parser.open(tag, Form::For(Loop { targets, items, reversed, body: None }))
}

#[cold]
fn bad_for(parser: &Parser<'_>, tag: Tag<'_>) -> Error {
    parser.bad_tag(tag, "`for` takes the form `for x in items`")
}

/// The names in `key, value`; `None` when one is missing or no name.
fn names(words: &[Piece<'_>]) -> Option<Vec<Box<str>>> {
    let words: Vec<&str> = words.iter().map(|it| it.text).collect();
    let text = words.join(" ");
    let name = |it: &str| {
        let it = it.trim_matches(' ');
        let bad = it.is_empty() || it.contains([' ', '"', '\'', '|']);
        (!bad).then(|| it.into())
    };
    text.split(',').map(name).collect()
}

/// At `empty` or `endfor`.
pub(super) fn end_loop<'p>(
    parser: &Parser<'p>,
    opener: Tag<'p>,
    head: Loop,
    body: Body,
    tag: Tag<'p>,
) -> Result<Closed<'p>, Error> {
    if tag.name == "empty" {
        if tag.name != tag.contents {
            return Err(parser.bad_tag(tag, "this tag takes no arguments"));
        }
        let form = Form::For(Loop { body: Some(body), ..head });
        return Ok(Closed::Open(Frame::new(opener, form)));
    }
    let Loop { targets, items, reversed, body: first } = head;
    let (body, empty) = match first {
        Some(first) => (first, Some(body)),
        None => (body, None),
    };
    Ok(Closed::Node(NodeKind::For { targets, items, reversed, body, empty }))
}
