//! Mode `Report`: what Django prints, beside what the place would get.

use super::eval::Missing;
use super::output::LOOKED_BACK;
use super::walk::Walk;
use crate::diagnostics::Error;
use crate::escape::Reading;
use crate::program::{Compare, Expr, Operand, Shadow, VarName};
use crate::source::{Location, Source, Span};
use crate::value::Value;
use std::sync::Arc;
use std::{fmt, ptr};

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

/// What mode `Contextual` would write.
pub(super) struct Would {
    pub text: String,
    /// Why the value itself would not be in it.
    pub refused: Option<String>,
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
            if !self.aside.contextual {
                escaper.write(value, self.cx, &mut self.out.text)?;
            }
            values.push(value);
        }
        let kind = values.first().map_or("", |it| it.type_name());
        if self.aside.contextual {
            let values = self.as_contextual(run, &values);
            let mut text = std::mem::take(&mut self.out.text);
            let done = self.write_shadow(run.shadow, &values, &mut text);
            self.out.text = text;
            done?;
        } else if self.job.options.on_difference.is_some() && !self.aside.silent {
            let values = self.as_contextual(run, &values);
            let (mut text, from) = self.before(start);
            let refused = match self.write_shadow(run.shadow, &values, &mut text) {
                Err(error) => Some(error.message().to_owned()),
                Ok(refused) => refused.map(str::to_owned),
            };
            let would = Would { text: text.split_off(from.min(text.len())), refused };
            self.tell(&would, run.shadow, start, kind, run.span);
        }
        self.out.check(self.cx.arena.budget())
    }

    /// The values that mode `Contextual` would print: what `as name` stored is text there, which is escaped where it
    /// is printed.
    fn as_contextual(&mut self, run: &'a Compare, values: &[Value<'a>]) -> Vec<Value<'a>> {
        let parts = run.parts.iter().zip(values);
        parts.map(|((expr, _), value)| self.unprinted(expr).unwrap_or(*value)).collect()
    }

    /// The value of an expression whose variable was stored as it would be printed.
    fn unprinted(&mut self, expr: &'a Expr) -> Option<Value<'a>> {
        let name = variable_of(expr)?;
        let (stored, value) = *self.aside.stored.get(name.text)?;
        // It may have been set anew since, or stand in another scope.
        let still = matches!(self.scope.get(name.text), Some(Value::Safe(_, text)) if ptr::eq(text, stored));
        if !still {
            return None;
        }
        let mark = self.scope.push();
        self.scope.add(name, value);
        let found = self.value(expr, Missing::Invalid);
        self.scope.pop(mark);
        found.ok()
    }

    /// Tells if browsers would read something else from what would be written than from what Django printed from
    /// `start` on.
    pub(super) fn tell(&self, would: &Would, shadow: Shadow, start: usize, kind: &'static str, span: Span) {
        let Some(report) = &self.job.options.on_difference else { return };
        let django = self.out.text.get(start..).unwrap_or_default();
        let (class, reason) = match &would.refused {
            Some(reason) => (DifferenceClass::Blocked, &**reason),
            None if shadow.bare && ends_bare_value(django) => (DifferenceClass::Safer, BEYOND),
            None => match shadow.escaper.compare(django, &would.text) {
                Reading::Same => return,
                Reading::Beyond => (DifferenceClass::Safer, BEYOND),
                Reading::Other => (DifferenceClass::ChangedData, OTHER),
            },
        };
        let shown = self.job.options.reveal_rejected;
        report(&Difference {
            class,
            source: &self.at.program.source,
            span,
            place: shadow.escaper.place(),
            kind,
            reason,
            django: shown.then_some(django),
            contextual: shown.then_some(&*would.text),
        });
    }

    /// The reason, if the value would be rejected.
    fn write_shadow(
        &self,
        shadow: Shadow,
        values: &[Value<'a>],
        text: &mut String,
    ) -> Result<Option<&'static str>, Error> {
        let value = match values {
            [only] => *only,
            values => self.joined(values)?,
        };
        let value = if shadow.trusted { self.vouched(value)? } else { value };
        Ok(shadow.escaper.write(value, self.cx, text)?.map(|it| it.reason))
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

/// The variable that an expression begins with.
fn variable_of(expr: &Expr) -> Option<VarName<'_>> {
    match expr {
        Expr::Variable(variable) => Some(variable.name.name()),
        Expr::Filtered(filtered) => match &filtered.root {
            Operand::Variable(variable) => Some(variable.name.name()),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a value without quotes ends in a text (HTML, § attribute-value-(unquoted)-state).
fn ends_bare_value(text: &str) -> bool {
    text.contains(['\t', '\n', '\x0C', '\r', ' ', '>'])
}

const BEYOND: &str = "in what Django prints, the value reaches beyond its place";
const OTHER: &str = "the value stays in its place, and reads otherwise";
