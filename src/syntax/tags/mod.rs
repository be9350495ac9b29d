//! Block tags: which there are, and how each opens, goes on and ends. One file for each group.

mod branch;
mod cache;
mod call;
mod compose;
mod custom;
mod group;
mod partial;
mod print;
mod scoping;
mod settings;
mod translation;

pub(super) use translation::wording;

use super::expression::helped;
use super::grammar::{Piece, shown};
use super::lex::Tag;
use super::nest::{Closed, Form, Frame};
use super::{Binding, Expr, Parser};
use crate::diagnostics::{Error, ErrorKind, did_you_mean};
use crate::library::TagRef;
use crate::tags;

/// What a tag does where it stands.
type Handler = for<'p> fn(&mut Parser<'p>, Tag<'p>) -> Result<(), Error>;

/// The tags that control what is rendered, beside those that continue or end one of them. Tags that
/// merely print a value are in [`tags::BUILTIN`].
const CONTROL: &[(&str, Handler)] = &[
    ("autoescape", scoping::autoescape),
    ("block", compose::block),
    ("blocktrans", translation::blocktranslate),
    ("blocktranslate", translation::blocktranslate),
    ("cache", cache::cache),
    ("comment", scoping::comment),
    ("cycle", print::cycle),
    ("extends", compose::extends),
    ("filter", scoping::filter),
    ("firstof", print::firstof),
    ("for", branch::for_loop),
    ("if", branch::if_else),
    ("ifchanged", branch::if_changed),
    ("include", compose::include),
    ("language", translation::language),
    ("load", scoping::load),
    ("localize", settings::localize),
    ("localtime", settings::local_time),
    ("partial", partial::partial),
    ("partialdef", partial::partialdef),
    ("regroup", group::regroup),
    ("resetcycle", print::resetcycle),
    ("spaceless", scoping::spaceless),
    ("templatetag", print::templatetag),
    ("timezone", settings::time_zone),
    ("verbatim", scoping::verbatim),
    ("with", scoping::with),
];

/// Tags that begin another part of a block. All others that continue one are `end` and its name.
const PARTS: &[&str] = &["elif", "else", "empty", "plural"];

/// The tags that control what is rendered.
#[cfg(feature = "_internals")]
pub(crate) fn tag_names() -> impl Iterator<Item = &'static str> {
    CONTROL.iter().map(|it| it.0)
}

fn control(name: &str) -> Option<Handler> {
    CONTROL.iter().find(|it| it.0 == name).map(|it| it.1)
}

/// Whether some block ends or continues with it.
fn closes_something(name: &str) -> bool {
    PARTS.contains(&name) || name.strip_prefix("end").is_some_and(|it| control(it).is_some())
}

impl<'p> Parser<'p> {
    pub(super) fn tag(&mut self, tag: Tag<'p>) -> Result<(), Error> {
        if self.nest.is_closed_by(tag.name)
            && let Some(frame) = self.nest.pop()
        {
            return self.close(frame, tag);
        }
        if self.scope.forbids_tag(tag.name) {
            return Err(self.forbidden(tag.span, &format!("the tag {}", shown(tag.name))));
        }
        if tag.name != "extends" {
            self.mark_begun();
        }
        if let Some(own) = self.scope.custom_tag(tag.name) {
            return custom::custom(self, tag, own);
        }
        if let Some(handler) = control(tag.name).filter(|_| self.scope.has_control(tag.name)) {
            return handler(self, tag);
        }
        match self.scope.tag(tag.name) {
            Some(TagRef::Builtin(found)) => call::call(self, tag, found),
            _ => Err(self.unknown_tag(tag)),
        }
    }

    /// Ends the open block, or one part of it.
    fn close(&mut self, mut frame: Frame<'p>, tag: Tag<'p>) -> Result<(), Error> {
        frame.body.end = tag.span.start;
        let (opener, takes_super) = (frame.opener.span, frame.takes_super);
        match self.closed(frame, tag)? {
            Closed::Open(frame) => self.nest.push(Frame { takes_super, ..frame }),
            Closed::Node(kind) => {
                self.nest.add(opener, kind);
                if takes_super {
                    self.nest.insert_take_super();
                }
            }
            Closed::Nodes(nodes) => self.nest.body().nodes.extend(nodes),
        }
        Ok(())
    }

    fn closed(&mut self, frame: Frame<'p>, tag: Tag<'p>) -> Result<Closed<'p>, Error> {
        let Frame { opener, form, body, .. } = frame;
        match form {
            Form::If(arms) => branch::end_arm(self, opener, arms, body, tag),
            Form::For(head) => branch::end_loop(self, opener, head, body, tag),
            Form::IfChanged(head) => branch::end_changed(self, opener, head, body, tag),
            Form::Block(id) => compose::end_block(self, opener, id, body, tag),
            Form::Translation(open) => translation::end_wording(self, opener, open, body, tag),
            Form::Partial { id, inline } => partial::end_partialdef(self, opener, (id, inline), body, tag),
            Form::Custom { call, .. } => Ok(custom::end(call, body)),
            form => Ok(scoping::end(form, body)),
        }
    }

    /// The words after the tag's name, quotes and what they hold kept together.
    fn words(&self, tag: Tag<'p>) -> Result<Vec<Piece<'p>>, Error> {
        tag.rest.words().ok_or_else(|| {
            let message = format!("a quote is never closed in {}", shown(tag.contents));
            self.fault(ErrorKind::BadExpression, tag.span, message)
        })
    }

    /// An error about the words of a tag.
    #[cold]
    fn bad_tag(&self, tag: Tag<'_>, message: &str) -> Error {
        self.fault(ErrorKind::BadTag, tag.span, format!("{message}: {}", shown(tag.contents)))
    }

    /// Reads `name=value` from the front of `words` while there is any.
    fn bindings(&self, words: &mut &[Piece<'p>]) -> Result<Vec<Binding>, Error> {
        let mut bindings = Vec::new();
        while let [word, rest @ ..] = *words
            && let Some((name, value)) = word.keyword()
        {
            bindings.push(self.binding(name, value)?);
            *words = rest;
        }
        Ok(bindings)
    }

    fn binding(&self, name: Piece<'_>, value: Piece<'_>) -> Result<Binding, Error> {
        Ok(Binding { name: name.text.into(), value: self.expression(value)? })
    }

    fn expressions(&self, words: &[Piece<'_>]) -> Result<Vec<Expr>, Error> {
        words.iter().map(|it| self.expression(*it)).collect()
    }

    #[cold]
    fn unknown_tag(&self, tag: Tag<'_>) -> Error {
        let expected = self.nest.top().map(|it| it.form.ends()).unwrap_or_default();
        let closing = closes_something(tag.name);
        let (kind, what) = match closing {
            true => (ErrorKind::UnexpectedTag, "unexpected"),
            false => (ErrorKind::UnknownTag, "unknown"),
        };
        let message = format!("{what} tag {}{}", shown(tag.name), wanted(&expected));
        let error = self.fault(kind, tag.span, message);
        let error = match self.nest.top() {
            Some(Frame { opener, .. }) => {
                error.note(self.source, opener.span, format!("`{}` is still open", opener.name))
            }
            None => error,
        };
        if let Some(library) = self.scope.library_of_tag(tag.name) {
            return error.help(format!("load its library first: `{{% load {library} %}}`"));
        }
        let names = CONTROL.iter().map(|it| it.0).chain(tags::BUILTIN.iter().map(|it| it.name));
        let names = names.chain(self.scope.tag_names());
        let near = did_you_mean(tag.name, names.chain(expected.iter().copied()));
        helped(error, near.filter(|_| !closing))
    }
}

/// The tags that an open block waits for, as the end of a sentence.
fn wanted(expected: &[&str]) -> String {
    match expected {
        [] => String::new(),
        [one] => format!(", expected `{one}`"),
        [most @ .., last] => format!(", expected `{}` or `{last}`", most.join("`, `")),
    }
}

/// The last two words, when they are `as name`, and the words before them.
fn split_as<'w, 's>(words: &'w [Piece<'s>]) -> (&'w [Piece<'s>], Option<Piece<'s>>) {
    match words {
        [before @ .., keyword, name] if keyword.text == "as" => (before, Some(*name)),
        _ => (words, None),
    }
}
