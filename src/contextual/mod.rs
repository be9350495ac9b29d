//! Contextual analysis: which place each hole of a template stands in, and so which escaper it gets.

mod address;
mod after;
mod branches;
mod callee;
mod client;
mod construct;
mod decide;
mod explain;
mod faults;
mod filtered;
mod insertion;
mod next;
mod place;
mod places;
mod plan;
mod references;
mod transition;
mod translated;
#[cfg(feature = "_internals")]
pub(crate) mod vocabulary;
mod walk;
mod warnings;
mod words;

pub(crate) use explain::{Open, Trace, explain};
pub(crate) use places::Places;
pub(crate) use plan::{Edit, Hole, Part, Plan, Start};
pub(crate) use translated::{Manner, manner};

use crate::diagnostics::Error;
use crate::html::Frameworks;
use crate::syntax::{Ast, Body};
use walk::{Pass, Walked};

/// Engine-wide choice of what a hole gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Escaping {
    /// The escaper of its place; impossible places are errors when the template is loaded.
    #[default]
    Contextual,
    /// What Django prints, byte for byte: HTML escaping everywhere. Promises no more than Django.
    Django,
    /// What Django prints, and a report of every value that `Contextual` would print otherwise or refuse, and of
    /// every template that it would refuse: see [`EngineBuilder::on_difference`](crate::EngineBuilder::on_difference).
    Report,
}

/// How a template is read.
#[derive(Clone, Copy, Debug, Default, Hash)]
pub(crate) struct Mode {
    pub escaping: Escaping,
    pub frameworks: Frameworks,
}

/// Finds the place of every hole of one part of a template that begins in `start`. Looks at no other
/// template: blocks and includes must end in the construct they begin in.
pub(crate) fn analyze(ast: &Ast, part: Part, start: &Start, mode: Mode) -> Result<Plan, Error> {
    let body = body_of(ast, part);
    match mode.escaping {
        Escaping::Django => Ok(plan::as_django(ast, body, start)),
        Escaping::Contextual => by_places(ast, body, start, mode.frameworks),
        Escaping::Report => {
            let contextual = by_places(ast, body, start, mode.frameworks);
            Ok(plan::as_both(plan::as_django(ast, body, start), contextual))
        }
    }
}

fn by_places(ast: &Ast, body: &Body, start: &Start, frameworks: Frameworks) -> Result<Plan, Error> {
    // A fault is worth a second walk, which sees where it comes from.
    let watched = |_| run(ast, body, start, frameworks, || Some(Trace::watching(start)));
    run(ast, body, start, frameworks, || None).or_else(watched).map(|it| it.plan)
}

fn body_of(ast: &Ast, part: Part) -> &Body {
    match part {
        Part::Whole => &ast.body,
        Part::Block(block) => &ast.blocks[block].body,
        Part::Partial(partial) => &ast.partials[partial].body,
    }
}

/// As many walks as it takes, each with a trace if one is wanted.
fn run(
    ast: &Ast,
    body: &Body,
    start: &Start,
    frameworks: Frameworks,
    trace: impl Fn() -> Option<Trace>,
) -> Result<Walked, Error> {
    let probe = walk::walk(ast, body, start, Pass::Probe, frameworks, trace())?;
    if !probe.doubtful && probe.tags.is_empty() {
        return Ok(probe);
    }
    walk::walk(ast, body, start, Pass::Final(&probe.tags), frameworks, trace())
}
