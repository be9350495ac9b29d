//! The value of an expression.

use super::walk::Walk;
use crate::contextual::Escaping;
use crate::diagnostics::{Error, ErrorKind, did_you_mean};
use crate::library::FilterRef;
use crate::limits::Cost;
use crate::program::{Constant, Cycle, Expr, FilterStep, Filtered, Operand, Variable};
use crate::value::{Callable, Found, Kind, Origin, Step, Value, display, fields_of, lookup, resolve, truth};

/// What a missing variable is taken for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// `string_if_invalid`, as where values are printed.
    Invalid,
    /// `None`, as where values are tested.
    None,
}

/// A literal is the template author's word, and so safe HTML, as in Django.
const LITERAL: Kind = Kind::Html(Origin::Trusted);

impl<'a> Walk<'a, '_, '_> {
    pub(super) fn value(&mut self, expr: &'a Expr, missing: Missing) -> Result<Value<'a>, Error> {
        if self.pending_super.is_some() {
            self.settle_super(expr)?;
        }
        match expr {
            Expr::Variable(variable) => self.named(variable, missing),
            Expr::Constant(it) => self.constant(it),
            Expr::Filtered(it) => self.filtered(it, missing),
            Expr::Call(it) => self.call(it),
            Expr::FirstOf(values) => self.first_of(values),
            Expr::Cycle(it) => self.cycle(it),
            Expr::Trusted(inner) => self.trusted(inner, missing),
            Expr::Concat(parts) => self.concat(parts),
        }
    }

    /// The value of a variable.
    #[inline]
    pub(super) fn named(&self, variable: &'a Variable, missing: Missing) -> Result<Value<'a>, Error> {
        self.found(self.variable(variable)?, variable, missing)
    }

    /// The value of a variable, from what its path leads to.
    #[inline]
    pub(super) fn found(
        &self,
        found: Found<'a>,
        variable: &'a Variable,
        missing: Missing,
    ) -> Result<Value<'a>, Error> {
        match found {
            Found::Value(value) => Ok(value),
            Found::Refused => Ok(self.refused()),
            Found::Missing => self.missing(variable, missing),
        }
    }

    fn constant(&self, constant: &'a Constant) -> Result<Value<'a>, Error> {
        Ok(match constant {
            Constant::Text(text) => Value::Safe(LITERAL, text),
            Constant::Translated(text) => Value::Safe(LITERAL, self.literal_in_language(text)?),
            Constant::Int(number) => Value::Int(*number),
            Constant::Float(number) => Value::Float(*number),
            Constant::Number(digits) => Value::Number(digits),
        })
    }

    /// A literal in the language of the render. Its `%` are doubled, as in all that Django looks up.
    fn literal_in_language(&self, text: &'a str) -> Result<&'a str, Error> {
        let id = text.replace('%', "%%");
        match self.cx.translation(&id, None, None) {
            Some(translation) => self.cx.arena.str(&translation),
            None if id == text => Ok(text),
            None => self.cx.arena.str(&id),
        }
    }

    /// What the path of a variable leads to. What most variables are takes no detour: a value that stands in the
    /// scope, or one step away from there.
    #[inline]
    pub(super) fn variable(&self, variable: &'a Variable) -> Result<Found<'a>, Error> {
        let value = self.scope.slot(variable.name.name());
        let Some(value) = value.filter(|it| is_settled(it)) else { return self.elsewhere(variable, value) };
        match &*variable.steps {
            [] => Ok(Found::Value(*value)),
            [step] => lookup(value, step, self.cx),
            steps => self.path(Found::Value(*value), steps),
        }
    }

    /// What the path of a variable leads to whose first value is global or has to be computed.
    #[inline(never)]
    fn elsewhere(&self, variable: &'a Variable, value: Option<&Value<'a>>) -> Result<Found<'a>, Error> {
        match value.copied().or_else(|| self.scope.global(variable.name.text())) {
            Some(value) => self.path(resolve(value, self.cx)?, &variable.steps),
            None => Ok(Found::Missing),
        }
    }

    /// What these steps lead to.
    #[inline(never)]
    pub(super) fn path(&self, mut found: Found<'a>, steps: &'a [Step]) -> Result<Found<'a>, Error> {
        for step in steps {
            let value = match found {
                Found::Value(value) => value,
                Found::Refused => self.refused(),
                Found::Missing => return Ok(Found::Missing),
            };
            found = lookup(&value, step, self.cx)?;
        }
        Ok(found)
    }

    fn refused(&self) -> Value<'a> {
        Value::Str(&self.job.options.invalid)
    }

    #[cold]
    fn missing(&self, variable: &Variable, missing: Missing) -> Result<Value<'a>, Error> {
        let invalid: &'a str = &self.job.options.invalid;
        Ok(match missing {
            Missing::None => Value::None,
            Missing::Invalid if self.job.options.strict_undefined => return Err(self.undefined(variable)?),
            Missing::Invalid if invalid.contains("%s") => {
                Value::Str(self.cx.arena.str(&invalid.replacen("%s", &written(variable), 1))?)
            }
            Missing::Invalid => Value::Str(invalid),
        })
    }

    fn filtered(&mut self, expr: &'a Filtered, missing: Missing) -> Result<Value<'a>, Error> {
        let value = match &expr.root {
            Operand::Constant(it) => self.constant(it)?,
            Operand::Call(call) => self.call(call)?,
            Operand::Variable(variable) => match self.variable(variable)? {
                Found::Value(value) => value,
                Found::Refused => self.refused(),
                Found::Missing => {
                    let asked = expr.filters.first().is_some_and(|it| asks_for_missing(&it.filter));
                    if asked && self.job.options.strict_undefined {
                        return self.through(Value::Str(""), &expr.filters);
                    }
                    let value = self.missing(variable, missing)?;
                    // Django shows a non-empty `string_if_invalid` as it is, not filtered.
                    if missing == Missing::Invalid && !self.job.options.invalid.is_empty() {
                        return Ok(value);
                    }
                    value
                }
            },
        };
        self.through(value, &expr.filters)
    }

    /// A value through filters.
    pub(super) fn through(&self, mut value: Value<'a>, steps: &'a [FilterStep]) -> Result<Value<'a>, Error> {
        for step in steps {
            value = self.filter(value, step).map_err(|it| it.at(&self.at.program.source, step.span))?;
        }
        Ok(value)
    }

    fn filter(&self, value: Value<'a>, step: &'a FilterStep) -> Result<Value<'a>, Error> {
        let argument = match &step.argument {
            // The parser gives no call as an argument.
            None | Some(Operand::Call(_)) => None,
            Some(Operand::Constant(it)) => Some(self.constant(it)?),
            Some(Operand::Variable(variable)) => Some(match self.variable(variable)? {
                Found::Value(value) => value,
                Found::Refused => self.refused(),
                Found::Missing => return Err(self.undefined(variable)?),
            }),
        };
        self.cx.arena.budget().charge(Cost::Work(weight(value) + argument.map_or(0, weight)))?;
        let filtered = step.filter.apply(value, argument, self.cx)?;
        Ok(self.still_whole(value, step, filtered))
    }

    /// HTML that was earned, and that a filter for text may have cut open or grown quotes in, is text from there on:
    /// nobody wrote that filter for the markup that a value brings. Django prints it raw.
    fn still_whole(&self, before: Value<'a>, step: &FilterStep, after: Value<'a>) -> Value<'a> {
        let (Value::Safe(Kind::Html(Origin::Earned), from), Value::Safe(Kind::Html(Origin::Earned), to)) =
            (before, after)
        else {
            return after;
        };
        let places = self.job.options.escaping == Escaping::Contextual;
        let cuts =
            places && from != to && from.contains('<') && to.contains('<') && step.filter.cuts_markup();
        if cuts { Value::Str(to) } else { after }
    }

    #[cold]
    fn undefined(&self, variable: &'a Variable) -> Result<Error, Error> {
        let message = format!("the variable `{}` has no value", written(variable));
        let error = Error::new(ErrorKind::UndefinedVariable, message);
        let near = match self.last_found(variable)? {
            None => did_you_mean(variable.name.text(), self.scope.names()),
            Some((value, step)) => {
                let mut names = Vec::new();
                fields_of(value, self.cx, &mut |name, _| {
                    names.push(name);
                    Ok(())
                })?;
                did_you_mean(step, names)
            }
        };
        Ok(match near {
            Some(help) => error.help(help),
            None => error,
        })
    }

    /// The last value on the way of a variable, and the step that found nothing in it.
    fn last_found(&self, variable: &'a Variable) -> Result<Option<(Value<'a>, &'a str)>, Error> {
        let Some(mut value) = self.scope.get(variable.name.text()) else { return Ok(None) };
        if let Found::Value(resolved) = resolve(value, self.cx)? {
            value = resolved;
        }
        for step in &variable.steps {
            match lookup(&value, step, self.cx)? {
                Found::Value(next) => value = next,
                Found::Missing | Found::Refused => return Ok(Some((value, &step.name))),
            }
        }
        Ok(None)
    }

    fn first_of(&mut self, values: &'a [Expr]) -> Result<Value<'a>, Error> {
        for expr in values {
            let value = self.value(expr, Missing::None)?;
            if truth(value, self.cx)? {
                return Ok(value);
            }
        }
        Ok(Value::Str(""))
    }

    fn cycle(&mut self, cycle: &'a Cycle) -> Result<Value<'a>, Error> {
        let level = self.at.key.level;
        let turn = self.own().turns.next((level, cycle.slot));
        let expr = cycle.values.get(turn % cycle.values.len().max(1));
        let value = expr.map_or(Ok(Value::Str("")), |it| self.value(it, Missing::Invalid))?;
        if let Some(name) = &cycle.into {
            self.scope.set_upward(name, value);
        }
        Ok(value)
    }

    fn trusted(&mut self, expr: &'a Expr, missing: Missing) -> Result<Value<'a>, Error> {
        let value = self.value(expr, missing)?;
        self.vouched(value)
    }

    /// What `|safe` makes of a value, unless it has a type of its own.
    pub(super) fn vouched(&self, value: Value<'a>) -> Result<Value<'a>, Error> {
        Ok(match value {
            Value::Safe(kind, text) if kind != Kind::Scalar => Value::Safe(kind, text),
            Value::Str(plain) | Value::Safe(_, plain) => Value::Safe(LITERAL, plain),
            value => {
                let mut printed = String::new();
                display(value, self.cx, &mut printed)?;
                Value::Safe(LITERAL, self.cx.arena.str(&printed)?)
            }
        })
    }

    /// Several values as one text. It is safe HTML only if each part is.
    fn concat(&mut self, parts: &'a [Expr]) -> Result<Value<'a>, Error> {
        let mut values = Vec::with_capacity(parts.len());
        for expr in parts {
            values.push(self.value(expr, Missing::Invalid)?);
        }
        self.joined(&values)
    }

    pub(super) fn joined(&self, values: &[Value<'a>]) -> Result<Value<'a>, Error> {
        let (mut text, mut safe) = (String::new(), true);
        for value in values.iter().copied() {
            safe &= matches!(value, Value::Safe(Kind::Html(_), _));
            display(value, self.cx, &mut text)?;
        }
        let text = self.cx.arena.str(&text)?;
        Ok(if safe { Value::Safe(LITERAL, text) } else { Value::Str(text) })
    }
}

/// Whether there is nothing to be computed or called.
#[inline]
fn is_settled(value: &Value<'_>) -> bool {
    match value {
        Value::Object(object) => object.callable() == Callable::No,
        Value::Lazy(_) => false,
        _ => true,
    }
}

/// Whether a filter is there for variables that may not exist.
fn asks_for_missing(filter: &FilterRef) -> bool {
    filter.is_builtin("default") || filter.is_builtin("default_if_none")
}

/// About how much there is to look through in a value.
pub(super) fn weight(value: Value<'_>) -> usize {
    match value {
        Value::Str(text) | Value::Safe(_, text) | Value::Number(text) => text.len() + 1,
        Value::List(items) | Value::Tuple(items) => items.len() + 1,
        Value::Map(entries) => entries.len() + 1,
        _ => 1,
    }
}

/// A variable as the template has it.
fn written(variable: &Variable) -> String {
    let steps = variable.steps.iter().map(|it| &*it.name);
    std::iter::once(variable.name.text()).chain(steps).collect::<Vec<_>>().join(".")
}
