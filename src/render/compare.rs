//! Mode `Report`: what Django prints, beside what the place would get.

use super::eval::Missing;
use super::output::LOOKED_BACK;
use super::walk::Walk;
use crate::diagnostics::Error;
use crate::escape::Reading;
use crate::program::Compare;
use crate::source::{Location, Source, Span};
use crate::value::Value;
use std::fmt;
use std::sync::Arc;

/// What a [`Difference`] means for whoever moves from mode `Django` to `Contextual`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DifferenceClass {
    /// The template would not load: no escaper is right for the place, or its HTML cannot be followed.
    Refused,
    /// The value would be rejected, and something inert printed in its place.
    Blocked,
    /// In what Django prints the value reaches beyond its place: it chooses code, a tag, another parameter. It would
    /// be data.
    Safer,
    /// The value stays in its place with both, and reads otherwise: such as `True`, which in a script would be `true`.
    ChangedData,
}

impl DifferenceClass {
    /// In a word or two.
    pub fn name(self) -> &'static str {
        match self {
            DifferenceClass::Refused => "refused",
            DifferenceClass::Blocked => "blocked",
            DifferenceClass::Safer => "safer",
            DifferenceClass::ChangedData => "changed data",
        }
    }
}

/// A value, or a template, of which mode `Contextual` would make something that browsers read otherwise than what
/// Django prints. Handed to [`EngineBuilder::on_difference`](crate::EngineBuilder::on_difference).
///
/// Values are not here unless they were asked for: they may be personal data, and reports go to logs.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Difference<'r> {
    /// What it means.
    pub class: DifferenceClass,
    /// The template.
    pub source: &'r Source,
    /// The hole in it, or what it would be refused for.
    pub span: Span,
    /// The kind of place the hole stands in; empty for a template.
    pub place: &'static str,
    /// The type of the value; empty for a template.
    pub kind: &'static str,
    /// Why, in a sentence or less.
    pub reason: &'r str,
    /// What Django prints, with [`EngineBuilder::reveal_rejected`](crate::EngineBuilder::reveal_rejected) only.
    pub django: Option<&'r str>,
    /// What would be printed, likewise.
    pub contextual: Option<&'r str>,
}

impl<'r> Difference<'r> {
    /// That of a template that would be refused.
    pub(crate) fn of_template(source: &'r Source, error: &'r Error) -> Difference<'r> {
        let source = error.source_text().unwrap_or(source);
        Difference {
            class: DifferenceClass::Refused,
            source,
            span: error.span().unwrap_or_default(),
            place: "",
            kind: "",
            reason: error.message(),
            django: None,
            contextual: None,
        }
    }

    /// Line and column.
    pub fn location(&self) -> Location {
        self.source.locate(self.span.start)
    }
}

/// One line, for a log: `thread.html:3:10: blocked: URL: …`.
impl fmt::Display for Difference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: ", self.source.name(), self.location(), self.class.name())?;
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(self.reason)
    }
}

/// Hears of differences.
pub(crate) type OnDifference = Arc<dyn Fn(&Difference<'_>) + Send + Sync>;

/// What the place would get.
struct Shadow {
    class: DifferenceClass,
    reason: String,
    text: String,
}

impl<'a> Walk<'a, '_, '_> {
    /// Prints what Django prints. Nothing that is found out beside it can change or fail the page.
    #[inline(never)]
    pub(super) fn compare(&mut self, run: &'a Compare) -> Result<(), Error> {
        self.out.text.push_str(&run.before);
        let start = self.out.text.len();
        let mut values = Vec::with_capacity(run.parts.len());
        for (expr, escaper) in &run.parts {
            let value = self.value(expr, Missing::Invalid)?;
            escaper.write(value, self.cx, &mut self.out.text)?;
            values.push(value);
        }
        if let (Some(report), [first, ..]) = (&self.job.options.on_difference, &*values)
            && let Some(shadow) = self.shadow(run, &values, start)
        {
            let shown = self.job.options.reveal_rejected;
            report(&Difference {
                class: shadow.class,
                source: &self.at.program.source,
                span: run.span,
                place: run.escaper.place(),
                kind: first.type_name(),
                reason: &shadow.reason,
                django: self.out.text.get(start..).filter(|_| shown),
                contextual: shown.then_some(&*shadow.text),
            });
        }
        self.out.check(self.cx.arena.budget())
    }

    /// What the place would get, if browsers would read something else from it.
    fn shadow(&self, run: &Compare, values: &[Value<'a>], start: usize) -> Option<Shadow> {
        let (mut text, from) = self.before(start);
        let (class, reason) = match self.write_shadow(run, values, &mut text) {
            Err(error) => (DifferenceClass::Blocked, error.message().to_owned()),
            Ok(Some(reason)) => (DifferenceClass::Blocked, reason.to_owned()),
            Ok(None) => {
                let django = self.out.text.get(start..).unwrap_or_default();
                match run.escaper.compare(django, text.get(from..).unwrap_or_default()) {
                    Reading::Same => return None,
                    Reading::Beyond => (DifferenceClass::Safer, BEYOND.to_owned()),
                    Reading::Other => (DifferenceClass::ChangedData, OTHER.to_owned()),
                }
            }
        };
        Some(Shadow { class, reason, text: text.split_off(from.min(text.len())) })
    }

    /// The reason, if the value would be rejected.
    fn write_shadow(
        &self,
        run: &Compare,
        values: &[Value<'a>],
        text: &mut String,
    ) -> Result<Option<&'static str>, Error> {
        let value = match values {
            [only] => *only,
            values => self.joined(values)?,
        };
        let value = if run.trusted { self.vouched(value)? } else { value };
        Ok(run.escaper.write(value, self.cx, text)?.map(|it| it.reason))
    }

    /// As much of the output before `start` as escapers look back at, and its length.
    fn before(&self, start: usize) -> (String, usize) {
        let from = start.saturating_sub(LOOKED_BACK);
        let from = (from..=start).find(|it| self.out.text.is_char_boundary(*it)).unwrap_or(start);
        let text = self.out.text.get(from..start).unwrap_or_default().to_owned();
        let length = text.len();
        (text, length)
    }
}

const BEYOND: &str = "in what Django prints, the value reaches beyond its place";
const OTHER: &str = "the value stays in its place, and reads otherwise";
