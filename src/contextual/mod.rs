//! Contextual analysis: which place each hole of a template stands in, and so which escaper it gets.

mod decide;
mod faults;
mod filtered;
mod place;
mod places;
mod plan;
mod transition;
mod walk;

pub(crate) use places::Places;
pub(crate) use plan::{Edit, Hole, Part, Plan, Start};

use crate::diagnostics::Error;

use crate::syntax::Ast;
use walk::Pass;

/// Engine-wide choice of what a hole gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Escaping {
    /// The escaper of its place; impossible places are errors when the template is loaded.
    #[default]
    Contextual,
    /// What Django prints, byte for byte: HTML escaping everywhere. Promises no more than Django.
    Django,
}

/// Finds the place of every hole of one part of a template that begins in `start`. Looks at no other
/// template: blocks and includes must end in the construct they begin in.
pub(crate) fn analyze(ast: &Ast, part: Part, start: &Start, mode: Escaping) -> Result<Plan, Error> {
    let body = match part {
        Part::Whole => &ast.body,
        Part::Block(block) => &ast.blocks[block].body,
    };
    if mode == Escaping::Django {
        return Ok(plan::as_django(body, start));
    }
    let probe = walk::walk(ast, body, start, Pass::Probe)?;
    if !probe.doubtful && probe.tags.is_empty() {
        return Ok(probe.plan);
    }
    walk::walk(ast, body, start, Pass::Final(&probe.tags)).map(|it| it.plan)
}
