//! `{% if %}`: conditions in postfix order, on a stack of outcomes.
//!
//! As in Django, a failure inside an operator makes that operator false; a failure with no operator
//! around it ends the render, unless it is that a variable is missing: then the condition does not hold.

use super::eval::{Missing, weight};
use super::walk::Walk;
use crate::diagnostics::{Error, ErrorKind};
use crate::limits::Cost;
use crate::program::{Condition, Expr, Test, Variable};
use crate::syntax::Comparison;
use crate::value::{Callable, Cx, LoopField, Step, Value, compare, contains, early, equal, truth, within};
use std::cmp::Ordering;

/// What a part of a condition came to.
pub(super) type Outcome<'a> = Result<Value<'a>, Error>;

impl<'a> Walk<'a, '_, '_> {
    #[inline]
    pub(super) fn holds(&mut self, condition: &'a Condition) -> Result<bool, Error> {
        let holds = match &*condition.0 {
            // What most conditions are.
            [Test::Push(Expr::Variable(variable))] if self.pending_super.is_none() => self.is_true(variable),
            _ => self.decided(condition),
        };
        match holds {
            Ok(holds) => Ok(holds),
            Err(error) => self.excused(error),
        }
    }

    /// Most variables that are tested are booleans: these are read where they stand.
    #[inline]
    fn is_true(&self, variable: &'a Variable) -> Result<bool, Error> {
        let found = match (&*variable.steps, self.scope.slot(variable.name.name())) {
            ([], Some(Value::Bool(it))) => return Ok(*it),
            ([Step { of_loop: Some(LoopField::First), .. }], Some(Value::Loop(state))) => {
                return Ok(state.is_first());
            }
            ([Step { of_loop: Some(LoopField::Last), .. }], Some(Value::Loop(state))) => {
                return Ok(state.is_last());
            }
            ([step], Some(Value::Object(object))) if object.callable() == Callable::No => {
                match object.named(&step.name, self.cx) {
                    Ok(Some(Value::Bool(it))) => return Ok(it),
                    named => within(*object, named, step, self.cx)?,
                }
            }
            ([step], Some(Value::Map(entries))) => match early(entries, step) {
                Some(Value::Bool(it)) => return Ok(*it),
                _ => self.variable(variable)?,
            },
            _ => self.variable(variable)?,
        };
        truth(self.found(found, variable, Missing::None)?, self.cx)
    }

    /// A filter's argument that is missing makes no failure of the page, as it does elsewhere.
    #[cold]
    fn excused(&self, error: Error) -> Result<bool, Error> {
        if error.kind() == ErrorKind::UndefinedVariable && !self.job.options.strict_undefined {
            return Ok(false);
        }
        Err(error)
    }

    #[inline(never)]
    fn decided(&mut self, condition: &'a Condition) -> Result<bool, Error> {
        if let [Test::Push(expr)] = &*condition.0 {
            return truth(self.value(expr, Missing::None)?, self.cx);
        }
        // The stack is kept between conditions: they do not nest.
        let mut stack = std::mem::take(&mut self.outcomes);
        self.test(&condition.0, &mut stack);
        let outcome = stack.pop().unwrap_or(Ok(Value::None));
        stack.clear();
        self.outcomes = stack;
        // Operators swallow failures, but no limit.
        self.cx.arena.budget().charge(Cost::Work(0))?;
        truth(outcome?, self.cx)
    }

    fn test(&mut self, tests: &'a [Test], stack: &mut Vec<Outcome<'a>>) {
        let mut at = 0;
        while let Some(test) = tests.get(at) {
            at += 1;
            match test {
                Test::Push(expr) => stack.push(self.value(expr, Missing::None)),
                Test::Not => {
                    let negated = matches!(stack.pop().map(|it| truth(it?, self.cx)), Some(Ok(false)));
                    stack.push(Ok(Value::Bool(negated)));
                }
                Test::Compare(comparison) => {
                    let (second, first) = (stack.pop(), stack.pop());
                    let holds = match (first, second) {
                        (Some(Ok(a)), Some(Ok(b))) if self.affords(a, b) => {
                            compared(*comparison, a, b, self.cx).unwrap_or(false)
                        }
                        _ => false,
                    };
                    stack.push(Ok(Value::Bool(holds)));
                }
                Test::And { to } => at = self.branch_off(stack, at, *to, true),
                Test::Or { to } => at = self.branch_off(stack, at, *to, false),
                Test::Settle => {
                    if let Some(top @ Err(_)) = stack.last_mut() {
                        *top = Ok(Value::Bool(false));
                    }
                }
            }
        }
    }

    /// Whether two values may still be compared; `holds` tells of it if not.
    fn affords(&self, a: Value<'a>, b: Value<'a>) -> bool {
        self.cx.arena.budget().charge(Cost::Work(weight(a).saturating_add(weight(b)))).is_ok()
    }

    /// Drops the top and goes on when its truth is `on`; otherwise keeps it, or its failure, and goes
    /// to `to`. Jumps lead forward only, so that a condition ends.
    fn branch_off(&self, stack: &mut Vec<Outcome<'a>>, next: usize, to: usize, on: bool) -> usize {
        let Some(top) = stack.pop() else { return to.max(next) };
        match top.and_then(|it| Ok((it, truth(it, self.cx)?))) {
            Ok((_, holds)) if holds == on => return next,
            Ok((value, _)) => stack.push(Ok(value)),
            Err(error) => stack.push(Err(error)),
        }
        to.max(next)
    }
}

fn compared<'a>(comparison: Comparison, a: Value<'a>, b: Value<'a>, cx: Cx<'a>) -> Result<bool, Error> {
    let ordered = |holds: fn(Ordering) -> bool| compare(a, b, cx)?.map(holds).ok_or_else(|| no_order(a, b));
    match comparison {
        Comparison::Equal => equal(a, b, cx),
        Comparison::NotEqual => Ok(!equal(a, b, cx)?),
        Comparison::Less => ordered(Ordering::is_lt),
        Comparison::LessOrEqual => ordered(Ordering::is_le),
        Comparison::Greater => ordered(Ordering::is_gt),
        Comparison::GreaterOrEqual => ordered(Ordering::is_ge),
        Comparison::In => contains(b, a, cx)?.ok_or_else(|| no_order(a, b)),
        Comparison::NotIn => Ok(!contains(b, a, cx)?.ok_or_else(|| no_order(a, b))?),
        Comparison::Is => Ok(identical(a, b)),
        Comparison::IsNot => Ok(!identical(a, b)),
    }
}

#[cold]
fn no_order(a: Value<'_>, b: Value<'_>) -> Error {
    Error::new(ErrorKind::ValueError, format!("{} and {} cannot be compared", a.type_name(), b.type_name()))
}

/// Python's `is`: the same singleton, small number, text or object. Values made twice differ.
fn identical(a: Value<'_>, b: Value<'_>) -> bool {
    match (a, b) {
        (Value::None, Value::None) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Str(a) | Value::Safe(_, a), Value::Str(b) | Value::Safe(_, b)) => std::ptr::eq(a, b),
        (Value::List(a), Value::List(b)) | (Value::Tuple(a), Value::Tuple(b)) => std::ptr::eq(a, b),
        (Value::Map(a), Value::Map(b)) => std::ptr::eq(a, b),
        (Value::Object(a), Value::Object(b)) => std::ptr::addr_eq(a, b),
        (Value::Loop(a), Value::Loop(b)) => std::ptr::eq(a, b),
        _ => false,
    }
}
