//! What the analysis decided, for this project's own tests.

use super::start;
use crate::contextual::vocabulary::Facts;
use crate::contextual::{self, Mode, Part, Plan, Start};
use crate::diagnostics::Error;
use crate::html::{Framework, Frameworks};
use crate::library::Libraries;
use crate::limits::Limits;
use crate::loader::TemplateName;
use crate::program::compile;
use crate::source::Source;
use crate::syntax;
use std::collections::BTreeMap;

/// The holes of one template in the order they stand in, each with the kind of place it is written for.
/// Of holes that are written as one, the first has the place and the others have none.
///
/// # Errors
/// Whatever is wrong with the template.
pub fn holes(name: &str, text: &str) -> Result<Vec<(String, &'static str)>, Error> {
    let source = Source::new(TemplateName::new(name)?.as_str(), text);
    let ast = syntax::parse(&source, &Libraries::default(), &Limits::default())?;
    let mut found = BTreeMap::new();
    let mut parts = vec![(Part::Whole, start(name))];
    while let Some((part, begin)) = parts.pop() {
        let plan = contextual::analyze(&ast, part, &begin, Mode::default())?;
        found.extend(plan.holes.iter().map(|it| (*it.0, it.1.escaper.place())));
        let inside = ast.blocks.iter().enumerate();
        parts.extend(
            inside.filter_map(|(block, it)| {
                Some((Part::Block(block), plan.starts.get(&it.span.start)?.clone()))
            }),
        );
    }
    let spans: BTreeMap<u32, &str> =
        syntax::tokens(text).into_iter().map(|it| (it.1.start, source.slice(it.1))).collect();
    Ok(found
        .into_iter()
        .map(|(at, place)| (spans.get(&at).copied().unwrap_or_default().to_owned(), place))
        .collect())
}

/// The facts about the place of each hole, in the order they stand in. A run that is written as one has one
/// entry.
///
/// # Errors
/// Whatever is wrong with the template.
pub fn hole_facts(name: &str, text: &str, frameworks: &[Framework]) -> Result<Vec<Facts>, Error> {
    let source = Source::new(TemplateName::new(name)?.as_str(), text);
    let ast = syntax::parse(&source, &Libraries::default(), &Limits::default())?;
    let frameworks = frameworks.iter().fold(Frameworks::default(), |all, it| all.with(*it));
    let (plan, trace) = contextual::explain(&ast, Part::Whole, &start(name), frameworks, &[])?;
    let holes = trace.seen.into_iter().filter(|it| plan.holes.contains_key(&it.0));
    Ok(holes.map(|it| it.1.facts).collect())
}

/// A template on its way to a program, for the benches: each phase by itself.
pub struct Parsed {
    ast: syntax::Ast,
    start: Start,
}

/// What the analysis decided.
pub struct Planned(Plan);

#[allow(missing_docs, reason = "not public API")]
impl Parsed {
    pub fn new(name: &str, text: &str) -> Result<Parsed, Error> {
        let source = Source::new(TemplateName::new(name)?.as_str(), text);
        let ast = syntax::parse(&source, &Libraries::default(), &Limits::default())?;
        Ok(Parsed { ast, start: start(name) })
    }

    pub fn analyze(&self) -> Result<Planned, Error> {
        contextual::analyze(&self.ast, Part::Whole, &self.start, Mode::default()).map(Planned)
    }

    /// How many ops it becomes.
    pub fn compile(&self, planned: &Planned) -> Result<usize, Error> {
        compile(&self.ast, Part::Whole, &planned.0).map(|it| it.ops.len())
    }
}
