//! Tags that put something where they stand: `cycle`, `firstof`, `templatetag`.

use super::split_as;
use crate::diagnostics::{Error, ErrorKind, did_you_mean};
use crate::syntax::expression::helped;
use crate::syntax::grammar::Piece;
use crate::syntax::lex::Tag;
use crate::syntax::{NamedCycle, NodeKind, Parser};
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
        let message = format!("{} is not one of {}", word.shown(), names.join(", "));
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
        let message = format!("no cycle before this one is named {}", word.shown());
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
                let message = format!("only `silent` may follow the name of a cycle, not {}", flag.shown());
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

fn name(word: Piece<'_>) -> Box<str> {
    word.text.into()
}
