//! Holes: a value is found, and written by the escaper of its place.

use super::Rejection;
use super::eval::Missing;
use super::walk::Walk;
use crate::contextual::Escaping;
use crate::diagnostics::{Error, ErrorKind};
use crate::escape::{Escaper, Rejected};
use crate::program::Expr;
use crate::source::Span;
use crate::value::{Kind, Origin, Value, display};

impl<'a> Walk<'a, '_, '_> {
    pub(super) fn print(
        &mut self,
        before: &str,
        expr: &'a Expr,
        escaper: &Escaper,
        span: Span,
    ) -> Result<(), Error> {
        self.out.text.push_str(before);
        let value = match expr {
            Expr::Variable(variable) => {
                // What stands in the scope itself is not even copied.
                if variable.steps.is_empty()
                    && let Some(value) = self.scope.slot(variable.key())
                    && escaper.write_plainly(value, self.grouped, &mut self.out.text)
                {
                    return self.out.check(self.cx.arena.budget());
                }
                self.named(variable, Missing::Invalid)?
            }
            _ => self.value(expr, Missing::Invalid)?,
        };
        if !escaper.write_plainly(&value, self.grouped, &mut self.out.text) {
            self.write(value, *escaper, span)?;
        }
        self.out.check(self.cx.arena.budget())
    }

    /// A value as its place takes it. Not inlined: the usual hole would pay for its space.
    #[inline(never)]
    pub(super) fn write(&mut self, value: Value<'a>, escaper: Escaper, span: Span) -> Result<(), Error> {
        if let Some(rejected) = escaper.write(value, self.cx, &mut self.out.text)? {
            self.rejected(rejected, value, escaper, span)?;
        }
        Ok(())
    }

    #[cold]
    pub(super) fn rejected(
        &self,
        why: Rejected,
        value: Value<'a>,
        escaper: Escaper,
        span: Span,
    ) -> Result<(), Error> {
        let source = &self.at.program.source;
        let mut shown = String::new();
        if self.job.options.reveal_rejected {
            display(value, self.cx, &mut shown)?;
        }
        let rejection = Rejection {
            source,
            span,
            place: escaper.place(),
            kind: value.type_name(),
            reason: why.reason,
            value: self.job.options.reveal_rejected.then_some(&*shown),
        };
        let news = self.job.reported.is_none_or(|it| it.is_first(source.name(), span));
        if let Some(report) = self.job.options.on_rejected.as_ref().filter(|_| news) {
            report(&rejection);
        }
        if self.job.options.strict_places {
            return Err(Error::new(ErrorKind::Rejected, rejection.sentence()));
        }
        Ok(())
    }

    /// `as name`: stores the value, or what printing it would have written.
    pub(super) fn set(
        &mut self,
        name: &'a str,
        expr: &'a Expr,
        escaper: Option<Escaper>,
        span: Span,
    ) -> Result<(), Error> {
        let value = self.value(expr, Missing::Invalid)?;
        let stored = match escaper {
            Some(escaper) => self.printed(value, escaper, span)?,
            None => value,
        };
        if let (Escaping::Report, Value::Safe(_, text)) = (self.job.options.escaping, stored) {
            self.aside.stored.insert(name, (text, value));
        }
        self.scope.set(name, stored);
        Ok(())
    }

    fn printed(&mut self, value: Value<'a>, escaper: Escaper, span: Span) -> Result<Value<'a>, Error> {
        let capture = self.out.capture();
        let rejected = escaper.write(value, self.cx, &mut self.out.text)?;
        let text = self.cx.arena.str(&self.out.captured(&capture))?;
        if let Some(rejected) = rejected {
            self.rejected(rejected, value, escaper, span)?;
        }
        Ok(match value {
            _ if self.cx.autoescape => Value::Safe(Kind::Html(Origin::Earned), text),
            Value::Safe(kind, _) => Value::Safe(kind, text),
            _ => Value::Str(text),
        })
    }
}
