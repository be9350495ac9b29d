//! Library tags, which print a value: what they take is data, checked here.

use super::split_as;
use crate::diagnostics::{Error, ErrorKind};
use crate::library::TagRef;
use crate::syntax::grammar::Piece;
use crate::syntax::lex::Tag;
use crate::syntax::{Binding, Expr, NodeKind, Operand, Parser, TagCall};
use crate::tags::Takes;
use std::collections::HashSet;

pub(super) fn call<'p>(parser: &mut Parser<'p>, tag: Tag<'p>, found: TagRef) -> Result<(), Error> {
    let words = parser.words(tag)?;
    let call = match found.0.takes {
        Takes::Values { least, most, keywords } => {
            values(parser, tag, found, &words, (least, most), keywords)?
        }
        Takes::Message => message(parser, tag, found, &words)?,
        Takes::Nothing => stored(parser, tag, found, &words)?,
        Takes::Format => format_word(parser, tag, found, &words)?,
    };
    parser.nest.add(tag.span, NodeKind::Tag(call));
    Ok(())
}

fn name(word: Piece<'_>) -> Box<str> {
    word.text.into()
}

/// Values, then `name=value`, then perhaps `as name`.
fn values<'p>(
    parser: &Parser<'p>,
    tag: Tag<'p>,
    found: TagRef,
    words: &[Piece<'p>],
    (least, most): (u8, u8),
    keywords: bool,
) -> Result<TagCall, Error> {
    let (words, into) = split_as(words);
    let positional = match keywords {
        true => words.iter().take_while(|it| it.keyword().is_none()).count(),
        false => words.len(),
    };
    let (arguments, mut rest) = words.split_at(positional);
    if arguments.len() < usize::from(least) || (most < u8::MAX && arguments.len() > usize::from(most)) {
        return Err(parser.bad_tag(tag, &format!("the tag takes {}", count(least, most))));
    }
    let arguments = parser.expressions(arguments)?;
    let keywords = parser.bindings(&mut rest)?;
    if let [word, ..] = rest {
        let message = format!("{} stands after a `name=value`", word.shown());
        return Err(parser.fault(ErrorKind::BadTag, word.span(), message));
    }
    let mut seen = HashSet::new();
    if let Some(twice) = keywords.iter().find(|it| !seen.insert(&*it.name)) {
        return Err(parser.bad_tag(tag, &format!("`{}` is given twice", twice.name)));
    }
    Ok(TagCall { tag: found, arguments, keywords, filters: Vec::new(), into: into.map(name) })
}

fn count(least: u8, most: u8) -> String {
    match (least, most) {
        (0, 0) => "no arguments".to_owned(),
        (1, 1) => "1 argument".to_owned(),
        (least, most) if least == most => format!("{least} arguments"),
        (least, u8::MAX) => format!("at least {least}"),
        (least, most) => format!("{least} to {most} arguments"),
    }
}

/// A message with filters, then `noop`, `context value` and `as name` in any order, each once.
fn message<'p>(
    parser: &Parser<'p>,
    tag: Tag<'p>,
    found: TagRef,
    words: &[Piece<'p>],
) -> Result<TagCall, Error> {
    const OPTIONS: &[&str] = &["as", "context", "noop"];
    let Some((message, mut options)) = words.split_first() else {
        return Err(parser.bad_tag(tag, "the tag takes a message"));
    };
    let Expr { span, root, filters } = parser.expression(*message)?;
    let arguments = vec![Expr { span, root, filters: Vec::new() }];
    let (mut keywords, mut into) = (Vec::new(), None);
    let mut seen = HashSet::new();
    while let [option, rest @ ..] = options {
        let wanted = OPTIONS.contains(&option.text) && seen.insert(option.text);
        let value = rest.first().copied();
        match (option.text, value) {
            ("noop", _) if wanted => keywords.push(Binding { name: name(*option), value: literal("", tag) }),
            ("as", Some(value)) if wanted => into = Some(name(value)),
            ("context", Some(value)) if wanted && !OPTIONS.contains(&value.text) => {
                keywords.push(parser.binding(*option, value)?);
            }
            _ => return Err(parser.bad_tag(tag, &format!("{} is out of place", option.shown()))),
        }
        options = if option.text == "noop" { rest } else { rest.get(1..).unwrap_or_default() };
    }
    Ok(TagCall { tag: found, arguments, keywords, filters, into })
}

/// `as name` and nothing else.
fn stored<'p>(
    parser: &Parser<'p>,
    tag: Tag<'p>,
    found: TagRef,
    words: &[Piece<'p>],
) -> Result<TagCall, Error> {
    let ([], Some(into)) = split_as(words) else {
        return Err(parser.bad_tag(tag, "the tag takes `as name`"));
    };
    let (arguments, keywords, filters) = (Vec::new(), Vec::new(), Vec::new());
    Ok(TagCall { tag: found, arguments, keywords, filters, into: Some(name(into)) })
}

/// A quoted format; Django takes the first and the last character off, whatever they are.
fn format_word<'p>(
    parser: &Parser<'p>,
    tag: Tag<'p>,
    found: TagRef,
    words: &[Piece<'p>],
) -> Result<TagCall, Error> {
    let (words, into) = split_as(words);
    let [word] = words else {
        return Err(parser.bad_tag(tag, "the tag takes a format in quotes"));
    };
    let mut format = word.text.chars();
    format.next();
    format.next_back();
    let arguments = vec![literal(format.as_str(), tag)];
    Ok(TagCall { tag: found, arguments, keywords: Vec::new(), filters: Vec::new(), into: into.map(name) })
}

fn literal(text: &str, tag: Tag<'_>) -> Expr {
    Expr { span: tag.span, root: Operand::Text(text.into()), filters: Vec::new() }
}
