//! Holes: a value is found, and written by the escaper of its place.

use super::Rejection;
use super::eval::Missing;
use super::walk::Walk;
use crate::contextual::Escaping;
use crate::diagnostics::{Error, ErrorKind};
use crate::escape::{Escaper, Rejected};
use crate::program::{Expr, Print, Variable};
use crate::source::Span;
use crate::value::{Callable, Found, Kind, Origin, Value, display, early, resolve, within};

impl<'a> Walk<'a, '_, '_> {
    /// Most holes are a variable of the scope, or a field of one, and a text or a number: these are written from where
    /// they stand. What else there may be is not inlined here, or they would pay for its space.
    #[inline(always)]
    pub(super) fn print(&mut self, hole: &'a Print) -> Result<(), Error> {
        let Print { before, expr, escaper, usual, span } = hole;
        before.push_to(&mut self.out.text);
        let Expr::Variable(variable) = expr else { return self.print_computed(expr, *escaper, *span) };
        let Some(value) = self.scope.slot(variable.name.name()) else {
            return self.print_computed(expr, *escaper, *span);
        };
        let found;
        let value = match (&*variable.steps, value) {
            ([], value) => value,
            ([step], Value::Object(object)) if object.callable() == Callable::No => {
                found = object.named(&step.name, self.cx);
                match &found {
                    Ok(Some(value)) => value,
                    _ => return self.print_found(within(*object, found, step, self.cx)?, variable, hole),
                }
            }
            ([step], Value::Map(entries)) => match early(entries, step) {
                Some(value) => value,
                None => return self.print_path(variable, hole),
            },
            _ => return self.print_path(variable, hole),
        };
        if usual.write(value, self.grouped, &mut self.out.text) {
            return self.out.check(self.cx.arena.budget());
        }
        let value = *value;
        self.print_found(resolve(value, self.cx)?, variable, hole)
    }

    #[inline(never)]
    pub(super) fn print_computed(
        &mut self,
        expr: &'a Expr,
        escaper: Escaper,
        span: Span,
    ) -> Result<(), Error> {
        let value = self.value(expr, Missing::Invalid)?;
        self.write(value, escaper, span)?;
        self.out.check(self.cx.arena.budget())
    }

    /// Fields of fields of structs are read one after the other, and the last is written from where it stands.
    #[inline(never)]
    fn print_path(&mut self, variable: &'a Variable, hole: &'a Print) -> Result<(), Error> {
        let mut steps = &*variable.steps;
        let mut object = match self.scope.slot(variable.name.name()) {
            Some(Value::Object(object)) if object.callable() == Callable::No => *object,
            _ => return self.print_variable(variable, hole),
        };
        while let [step, rest @ ..] = steps {
            let named = object.named(&step.name, self.cx);
            match &named {
                Ok(Some(Value::Object(next))) if !rest.is_empty() && next.callable() == Callable::No => {
                    (object, steps) = (*next, rest);
                }
                Ok(Some(value))
                    if rest.is_empty() && hole.usual.write(value, self.grouped, &mut self.out.text) =>
                {
                    return self.out.check(self.cx.arena.budget());
                }
                _ => {
                    let found = self.path(within(object, named, step, self.cx)?, rest)?;
                    return self.print_found(found, variable, hole);
                }
            }
        }
        self.print_variable(variable, hole)
    }

    #[inline(never)]
    fn print_variable(&mut self, variable: &'a Variable, hole: &'a Print) -> Result<(), Error> {
        match self.variable(variable)? {
            Found::Value(value) if hole.usual.write(&value, self.grouped, &mut self.out.text) => {
                self.out.check(self.cx.arena.budget())
            }
            found => self.print_found(found, variable, hole),
        }
    }

    #[inline(never)]
    fn print_found(
        &mut self,
        found: Found<'a>,
        variable: &'a Variable,
        hole: &'a Print,
    ) -> Result<(), Error> {
        let value = self.found(found, variable, Missing::Invalid)?;
        self.write(value, hole.escaper, hole.span)?;
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
    #[inline(never)]
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
