//! Tags that put something where they stand: `cycle`, `firstof`, `templatetag`, library tags.

use super::super::grammar::Piece;
use super::super::lex::Tag;
use super::super::{NamedCycle, NodeKind, Parser, TagCall};
use super::split_as;
use crate::diagnostics::{Error, ErrorKind, did_you_mean};
use crate::library::TagRef;
use crate::syntax::expression::helped;
use std::sync::Arc;

/// What `{% templatetag name %}` prints.
const BRACES: &[(&str, &str)] = &[
    ("openblock", "{%"),
    ("closeblock", "%}"),
    ("openvariable", "{{"),
    ("closevariable", "}}"),
    ("openbrace", "{"),
    ("closebrace", "}"),
    ("opencomment", "{#"),
    ("closecomment", "#}"),
];

pub(super) fn templatetag<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let words = tag.rest.plain_words();
    let [word] = &*words else {
        return Err(parser.bad_tag(tag, "`templatetag` takes one argument"));
    };
    let Some((_, braces)) = BRACES.iter().find(|it| it.0 == word.text) else {
        let names: Vec<&str> = BRACES.iter().map(|it| it.0).collect();
        let message = format!("`{}` is not one of {}", word.text, names.join(", "));
        let error = parser.fault(ErrorKind::BadTag, word.span(), message);
        return Err(helped(error, did_you_mean(word.text, names)));
    };
    parser.nest.add(tag.span, NodeKind::Literal(braces));
    Ok(())
}

pub(super) fn firstof<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let words = parser.words(tag)?;
    if words.is_empty() {
        return Err(parser.bad_tag(tag, "`firstof` takes at least one value"));
    }
    let (values, into) = split_as(&words);
    let values = parser.expressions(values)?;
    parser.nest.add(tag.span, NodeKind::FirstOf { values, into: into.map(name) });
    Ok(())
}

pub(super) fn cycle<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let words = parser.words(tag)?;
    match &*words {
        [] => Err(parser.bad_tag(tag, "`cycle` takes values, or the name of a cycle before it")),
        [name] => same_cycle(parser, tag, *name),
        words => new_cycle(parser, tag, words),
    }
}

/// `{% cycle name %}`: the next value of a cycle defined before.
fn same_cycle<'p>(parser: &mut Parser<'p>, tag: Tag<'p>, word: Piece<'p>) -> Result<(), Error> {
    let Some(cycle) = parser.named_cycles.get(word.text) else {
        let message = format!("no cycle before this one is named `{}`", word.text);
        let error = parser.fault(ErrorKind::BadTag, word.span(), message);
        return Err(helped(error, did_you_mean(word.text, parser.named_cycles.keys().copied())));
    };
    let kind = NodeKind::Cycle {
        slot: cycle.slot,
        values: cycle.values.clone(),
        into: Some(name(word)),
        silent: cycle.silent,
    };
    parser.nest.add(tag.span, kind);
    Ok(())
}

/// `{% cycle a b %}`, with `as name` and perhaps `silent`.
fn new_cycle<'p>(parser: &mut Parser<'p>, tag: Tag<'p>, words: &[Piece<'p>]) -> Result<(), Error> {
    let (words, into, silent) = match words {
        // With fewer words Django takes `as` for a variable.
        _ if words.len() < 4 => (words, None, false),
        [values @ .., keyword, into, flag] if keyword.text == "as" => {
            if flag.text != "silent" {
                let message = format!("only `silent` may follow the name of a cycle, not `{}`", flag.text);
                return Err(parser.fault(ErrorKind::BadTag, flag.span(), message));
            }
            (values, Some(*into), true)
        }
        words => {
            let (values, into) = split_as(words);
            (values, into, false)
        }
    };
    let values: Arc<[_]> = parser.expressions(words)?.into();
    let slot = parser.cycles;
    parser.cycles += 1;
    if let Some(into) = into {
        parser.named_cycles.insert(into.text, NamedCycle { slot, values: values.clone(), silent });
    }
    parser.nest.add(tag.span, NodeKind::Cycle { slot, values, into: into.map(name), silent });
    Ok(())
}

/// A library's tag: values, then `name=value`, then perhaps `as name`.
pub(super) fn call<'p>(parser: &mut Parser<'p>, tag: Tag<'p>, found: TagRef) -> Result<(), Error> {
    let words = parser.words(tag)?;
    let (words, into) = split_as(&words);
    let positional = match found.0.keywords {
        true => words.iter().take_while(|it| it.keyword().is_none()).count(),
        false => words.len(),
    };
    let (arguments, mut rest) = words.split_at(positional);
    let (least, most) = found.0.arguments;
    if !(usize::from(least)..=usize::from(most)).contains(&arguments.len()) {
        return Err(parser.bad_tag(tag, &format!("the tag takes {}", count(least, most))));
    }
    let arguments = parser.expressions(arguments)?;
    let keywords = parser.bindings(&mut rest)?;
    if let [word, ..] = rest {
        let message = format!("`{}` stands after a `name=value`", word.text);
        return Err(parser.fault(ErrorKind::BadTag, word.span(), message));
    }
    let call = TagCall { tag: found, arguments, keywords, into: into.map(name) };
    parser.nest.add(tag.span, NodeKind::Tag(call));
    Ok(())
}

fn count(least: u8, most: u8) -> String {
    match (least, most) {
        (0, 0) => "no arguments".to_owned(),
        (1, 1) => "1 argument".to_owned(),
        (least, most) if least == most => format!("{least} arguments"),
        (least, most) => format!("{least} to {most} arguments"),
    }
}

fn name(word: Piece<'_>) -> Box<str> {
    word.text.into()
}
