//! Library tags, which print a value: what they take is data, checked here.

use super::split_as;
use crate::diagnostics::{Error, ErrorKind};
use crate::library::TagRef;
use crate::syntax::grammar::Piece;
use crate::syntax::lex::Tag;
use crate::syntax::{Binding, Expr, NodeKind, Operand, Parser, TagCall};
use crate::tags::{Entry, Takes};
use std::collections::HashSet;

pub(super) fn call<'p>(parser: &mut Parser<'p>, tag: Tag<'p>, found: &'static Entry) -> Result<(), Error> {
    let words = parser.words(tag)?;
    let call = match found.takes {
        Takes::Values { least, most, keywords } => {
            values(parser, tag, found, &words, (least, most), keywords)?
        }
        Takes::Message => message(parser, tag, found, &words)?,
        Takes::Stored { asks } => stored(parser, tag, found, &words, asks)?,
        Takes::Format => format_word(parser, tag, found, &words)?,
        Takes::Lorem => lorem(parser, tag, found, &words)?,
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
    found: &'static Entry,
    words: &[Piece<'p>],
    (least, most): (u8, u8),
    keywords: bool,
) -> Result<TagCall, Error> {
    let (words, into) = split_as(words);
    let mut words = words.to_vec();
    // Django finds that `url` is given both only when it asks for the URL.
    if let ("url", [_, given @ ..]) = (found.name, &mut *words) {
        given.sort_by_key(|it| it.keyword().is_some());
    }
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
    given_once(parser, tag, &keywords)?;
    Ok(TagCall {
        tag: TagRef::Builtin(found),
        arguments,
        keywords,
        filters: Vec::new(),
        into: into.map(name),
    })
}

/// No name of `name=value` may stand twice.
pub(super) fn given_once(parser: &Parser<'_>, tag: Tag<'_>, keywords: &[Binding]) -> Result<(), Error> {
    let mut seen = HashSet::new();
    match keywords.iter().find(|it| !seen.insert(&*it.name)) {
        Some(twice) => Err(parser.bad_tag(tag, &format!("`{}` is given twice", twice.name))),
        None => Ok(()),
    }
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
    found: &'static Entry,
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
    Ok(TagCall { tag: TagRef::Builtin(found), arguments, keywords, filters, into })
}

/// `for value as name`, or `as name`.
fn stored<'p>(
    parser: &Parser<'p>,
    tag: Tag<'p>,
    found: &'static Entry,
    words: &[Piece<'p>],
    asks: bool,
) -> Result<TagCall, Error> {
    let (arguments, into) = match words {
        [keyword, into] if !asks && keyword.text == "as" => (Vec::new(), *into),
        [before, value, keyword, into] if asks && before.text == "for" && keyword.text == "as" => {
            (vec![parser.expression(*value)?], *into)
        }
        _ if asks => return Err(parser.bad_tag(tag, "the tag takes the form `for value as name`")),
        _ => return Err(parser.bad_tag(tag, "the tag takes the form `as name`")),
    };
    Ok(TagCall { arguments, into: Some(name(into)), ..TagCall::bare(TagRef::Builtin(found)) })
}

/// A quoted format; Django takes the first and the last character off, whatever they are.
fn format_word<'p>(
    parser: &Parser<'p>,
    tag: Tag<'p>,
    found: &'static Entry,
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
    Ok(TagCall {
        tag: TagRef::Builtin(found),
        arguments,
        keywords: Vec::new(),
        filters: Vec::new(),
        into: into.map(name),
    })
}

/// A count, a method and `random`, read from the end as Django does.
fn lorem<'p>(
    parser: &Parser<'p>,
    tag: Tag<'p>,
    found: &'static Entry,
    words: &[Piece<'p>],
) -> Result<TagCall, Error> {
    let (words, random) = split_word(words, &["random"]);
    let (words, method) = split_word(words, &["w", "p", "b"]);
    let count = match words {
        [] => Expr { span: tag.span, root: Operand::Int(1), filters: Vec::new() },
        [count] => parser.expression(*count)?,
        _ => return Err(parser.bad_tag(tag, "`lorem` takes a count, `w`, `p` or `b`, and `random`")),
    };
    let arguments = vec![count, literal(method, tag), literal(random, tag)];
    Ok(TagCall { arguments, ..TagCall::bare(TagRef::Builtin(found)) })
}

/// The last word, when it is one of these, and the words before it.
fn split_word<'w, 's>(words: &'w [Piece<'s>], wanted: &[&str]) -> (&'w [Piece<'s>], &'s str) {
    match words {
        [rest @ .., last] if wanted.contains(&last.text) => (rest, last.text),
        words => (words, ""),
    }
}

fn literal(text: &str, tag: Tag<'_>) -> Expr {
    Expr { span: tag.span, root: Operand::Text(text.into()), filters: Vec::new() }
}
