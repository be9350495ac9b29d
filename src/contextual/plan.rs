//! The [`Plan`]: what the analysis of one part of a template found.

use super::places::Places;
use crate::diagnostics::Error;
use crate::escape::Escaper;
use crate::syntax::{Ast, BlockId, Body, NodeKind, PartialId};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The part of a template that is compiled by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    /// From its start to its end, or to its `{% extends %}`.
    Whole,
    /// The body of one block.
    Block(BlockId),
    /// The body of one partial.
    Partial(PartialId),
}

/// What a part begins in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Start {
    pub places: Places,
    pub autoescape: bool,
    /// Whether the literal text right behind it ends the style sheet that it stands in, so that it may leave braces open:
    /// no value can follow in it.
    pub last: bool,
}

/// What the analysis found. Nodes are known by the offset they start at.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Changes to the literal text, by offset.
    pub edits: Vec<Edit>,
    /// What each printing node gets.
    pub holes: HashMap<u32, Hole>,
    /// What each `include`, `block`, `block.super`, `extends` and `blocktranslate` begins in.
    pub starts: HashMap<u32, Start>,
    /// Text to add at the end of branch `.1` of the `{% if %}` at `.0`.
    pub tails: HashMap<(u32, usize), &'static str>,
    /// Offsets in the literal text at which the nonce of the response is written, in order.
    pub stamps: Vec<u32>,
    /// The `{% cache %}`s that stand where what is printed depends on the values before it.
    pub uncached: HashSet<u32>,
    /// In mode `Report`: what mode `Contextual` would do, or why it refuses this part.
    pub shadow: Option<Result<Shadow, Error>>,
    /// The `{% filter %}`s whose body is one plain value, to be escaped after the filters.
    pub plain_bodies: HashSet<u32>,
    /// What is allowed and hardly meant, by the offset of its hole.
    pub warnings: BTreeMap<u32, Error>,
}

/// A change to the literal text: `delete` bytes at `at` are replaced by `insert`. An insertion at the
/// offset where a node starts comes before that node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edit {
    pub at: u32,
    pub delete: u32,
    pub insert: &'static str,
}

/// What mode `Contextual` would do, for mode `Report`.
#[derive(Debug)]
pub(crate) struct Shadow {
    /// What the holes would get.
    pub holes: HashMap<u32, Hole>,
    /// As [`Plan::plain_bodies`].
    pub plain_bodies: HashSet<u32>,
}

/// What a printing node gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hole {
    pub escaper: Escaper,
    /// How many of the nodes right after it belong to the same run: all values are concatenated and written
    /// as one by this hole's escaper. Those nodes have no entry of their own.
    pub joins: usize,
    /// Whether `{% autoescape off %}` vouches for the value as HTML, as `|safe` would.
    pub trusted: bool,
    /// Whether it stands in a value around which the author wrote no quotes.
    pub bare: bool,
}

/// The plan of mode `Report`. What is reached from here begins where it would in mode `Contextual`; where that refuses,
/// in what this part begins in.
pub(super) fn as_both(django: Plan, contextual: Result<Plan, Error>) -> Plan {
    match contextual {
        Ok(Plan { starts, holes, plain_bodies, .. }) => {
            Plan { starts, shadow: Some(Ok(Shadow { holes, plain_bodies })), ..django }
        }
        Err(error) => Plan { shadow: Some(Err(error)), ..django },
    }
}

/// The plan of mode `Django`: one escaper for all holes, and no change to the literal text.
pub(super) fn as_django(ast: &Ast, body: &Body, start: &Start) -> Plan {
    let mut plan = Plan::default();
    // An explicit stack: the walk needs no order.
    let mut open = vec![(body, start.autoescape)];
    while let Some((body, autoescape)) = open.pop() {
        for node in &body.nodes {
            let begin = || Start { places: start.places.clone(), autoescape, last: false };
            match &node.kind {
                NodeKind::Text
                | NodeKind::Literal(_)
                | NodeKind::ResetCycle { .. }
                | NodeKind::Regroup { .. } => {}
                NodeKind::IfChanged { body, otherwise, .. } => {
                    let bodies = [Some(body), otherwise.as_ref()].into_iter().flatten();
                    open.extend(bodies.map(|it| (it, autoescape)));
                }
                NodeKind::Print(_) | NodeKind::Tag(_) | NodeKind::FirstOf { .. } | NodeKind::Cycle { .. } => {
                    plan.holes.insert(
                        node.span.start,
                        Hole {
                            escaper: Escaper::Django { autoescape },
                            joins: 0,
                            trusted: false,
                            bare: false,
                        },
                    );
                }
                NodeKind::If { branches } => open.extend(branches.iter().map(|it| (&it.body, autoescape))),
                NodeKind::For { body, empty, .. } => {
                    open.extend(
                        [Some(body), empty.as_ref()].into_iter().flatten().map(|it| (it, autoescape)),
                    );
                }
                NodeKind::With { body, .. }
                | NodeKind::Language { body, .. }
                | NodeKind::Setting { body, .. }
                | NodeKind::Cache { body, .. }
                | NodeKind::Spaceless { body } => open.push((body, autoescape)),
                NodeKind::Translation(it) => {
                    plan.starts.insert(node.span.start, begin());
                    open.extend(it.bodies().map(|it| (it, autoescape)));
                }
                NodeKind::Autoescape { on, body } => open.push((body, *on)),
                NodeKind::Filter { body, .. } => {
                    // What comes out is not escaped again, whatever the filters made of it.
                    let escaper = Escaper::Django { autoescape: false };
                    plan.holes
                        .insert(node.span.start, Hole { escaper, joins: 0, trusted: false, bare: false });
                    open.push((body, autoescape));
                }
                NodeKind::TakeSuper { body, .. } => open.push((body, autoescape)),
                NodeKind::FilteredSuper { body, .. } | NodeKind::BlockCall { body, .. } => {
                    let escaper = Escaper::Django { autoescape };
                    plan.holes
                        .insert(node.span.start, Hole { escaper, joins: 0, trusted: false, bare: false });
                    open.push((body, autoescape));
                }
                NodeKind::InlinePartial(id) => open.push((&ast.partials[*id].body, autoescape)),
                NodeKind::Block(_)
                | NodeKind::Super
                | NodeKind::Partial { .. }
                | NodeKind::Inclusion { .. }
                | NodeKind::Extends
                | NodeKind::Include { .. } => {
                    plan.starts.insert(node.span.start, begin());
                }
            }
        }
    }
    plan
}
