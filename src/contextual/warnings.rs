//! What is allowed and hardly meant: values that are not printed, and values that a framework could run.

use super::place::{Attr, Inner, Place, Value};
use super::places::Places;
use super::walk::Walk;
use crate::diagnostics::{Error, ErrorKind};
use crate::escape::Escaper;
use crate::html::{self, Framework};
use crate::source::Span;

impl Walk<'_> {
    /// Notes a hole that had better not stand where it does.
    pub(super) fn warn(&mut self, span: Span, places: &Places, escaper: Escaper) {
        let warning = places.iter().find_map(|it| match it {
            _ if escaper == Escaper::Nothing => Some(in_comment()),
            it => self.framework_in(it),
        });
        if let Some(warning) = warning {
            self.plan.warnings.insert(span.start, warning.at(&self.ast.source, span));
        }
    }

    /// The warning about the attribute that a value stands in, of this page or of one within it.
    fn framework_in(&self, mut place: &Place) -> Option<Error> {
        loop {
            place = match place {
                Place::Raw(raw) => match &raw.inner {
                    Inner::Html(inner) => inner,
                    _ => return None,
                },
                Place::Value(attr) => match &attr.value {
                    Value::Html(inner) => inner,
                    _ => return self.framework_of(attr).map(|it| in_framework(it, attr.name.as_str())),
                },
                _ => return None,
            };
        }
    }

    /// The framework that may run what stands in an attribute that is text here.
    fn framework_of(&self, attr: &Attr) -> Option<Framework> {
        let known = || {
            html::framework_kind(attr.tag.name.as_str(), attr.name.as_str(), self.changes.frameworks)
                .is_some()
        };
        let framework =
            matches!(attr.value, Value::Plain(_)).then(|| html::framework_of(attr.name.as_str()))?;
        framework.filter(|_| !known())
    }
}

fn in_comment() -> Error {
    Error::new(ErrorKind::ValueInComment, "a value in a comment is not printed")
        .help("use `{# … #}` for comments of the template, or move the value out of the comment")
}

fn in_framework(framework: Framework, attribute: &str) -> Error {
    let message = format!(
        "{} would run or fetch what this value puts into `{attribute}`, and it is escaped as text only",
        framework.name()
    );
    Error::new(ErrorKind::FrameworkAttribute, message).help(format!(
        "if the page uses it, call `EngineBuilder::framework(Framework::{framework:?})`; or put the value into a `data-*` attribute"
    ))
}
