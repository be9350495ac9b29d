//! From tree and plan to the compiled form: [`compile`] gives a [`Program`].
//!
//! A program is pure data and knows neither loader nor engine: where it leads elsewhere it has a
//! [`Site`], which a [`Link`] resolves once.

mod compile;
mod expr;
mod literal;
mod lower;
mod op;
mod text;
mod unit;
mod variable;

pub(crate) use compile::compile;
pub(crate) use expr::{Call, Condition, Constant, Cycle, Expr, FilterStep, Filtered, Operand, Test};
pub(crate) use op::{
    Arm, Binding, BlockCall, Cache, Compare, Filter, For, IfChanged, Include, Inclusion, MessageContext,
    Name, Op, Print, Program, Regroup, Setting, Shadow, Site, Target, Then, Translation, Wording,
};
pub(crate) use unit::{Link, LinkId, LinkKey, TemplateId, Unit};
pub(crate) use variable::{VarName, Variable};
