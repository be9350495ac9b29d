//! Expressions of the AST as the program has them.

use super::expr::{Call, Constant, Expr, FilterStep, Filtered, Operand};
use super::op::{Binding, Message, MessageContext, Setting};
use super::variable::{Key, Variable};
use crate::syntax;

pub(super) fn called(call: &syntax::TagCall) -> Call {
    let keywords = call.keywords.iter().map(|it| (it.name.clone(), expression(&it.value)));
    Call {
        tag: call.tag.clone(),
        arguments: call.arguments.iter().map(expression).collect(),
        keywords: keywords.collect(),
        stored: call.into.is_some(),
    }
}

pub(super) fn setting_of(setting: &syntax::Setting) -> Setting {
    match setting {
        syntax::Setting::Localize(on) => Setting::Localize(*on),
        syntax::Setting::LocalTime(on) => Setting::LocalTime(*on),
        syntax::Setting::TimeZone(zone) => Setting::TimeZone(Box::new(expression(zone))),
    }
}

pub(super) fn bound(bindings: &[syntax::Binding]) -> Box<[Binding]> {
    bindings.iter().map(|it| Binding { name: Key::new(&*it.name), value: expression(&it.value) }).collect()
}

pub(super) fn expression(expr: &syntax::Expr) -> Expr {
    filtered(expr, steps(&expr.filters))
}

pub(super) fn filtered(expr: &syntax::Expr, filters: Box<[FilterStep]>) -> Expr {
    let root = operand(&expr.root);
    if filters.is_empty() {
        return match root {
            Operand::Constant(constant) => Expr::Constant(constant),
            Operand::Variable(variable) => Expr::Variable(variable),
            Operand::Call(call) => Expr::Call(call),
        };
    }
    Expr::Filtered(Box::new(Filtered { root, filters }))
}

pub(super) fn steps(filters: &[syntax::FilterCall]) -> Box<[FilterStep]> {
    let step = |it: &syntax::FilterCall| FilterStep {
        filter: it.filter.clone(),
        argument: it.argument.as_ref().map(operand),
        span: it.span,
    };
    filters.iter().map(step).collect()
}

pub(super) fn operand(operand: &syntax::Operand) -> Operand {
    Operand::Constant(match operand {
        syntax::Operand::Text(text) => Constant::Text(text.clone()),
        syntax::Operand::Translated(text) => Constant::Translated(text.clone()),
        syntax::Operand::Int(number) => Constant::Int(*number),
        syntax::Operand::Float(number) => Constant::Float(*number),
        syntax::Operand::Number(digits) => Constant::Number(digits.clone()),
        syntax::Operand::Variable(path) => {
            return Operand::Variable(Variable::new(path.name.clone(), path.steps.clone()));
        }
    })
}

/// What catalogues are asked for.
pub(super) fn message(tag: &syntax::Translation) -> Message {
    let many = tag.plural.iter().flat_map(|it| &it.1.names);
    Message {
        id: tag.singular.id.clone(),
        context: match &tag.context {
            None => MessageContext::None,
            Some(syntax::Expr { root: syntax::Operand::Text(context), filters, .. })
                if filters.is_empty() =>
            {
                MessageContext::Literal(context.clone())
            }
            Some(_) => MessageContext::Computed,
        },
        names: tag.singular.names.iter().chain(many).cloned().collect(),
    }
}
