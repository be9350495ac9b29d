//! The [`Plan`]: what the analysis of one part of a template found.

use super::Places;
use crate::escape::Escaper;
use crate::syntax::BlockId;
use std::collections::HashMap;

/// The part of a template that is compiled by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    /// From its start to its end, or to its `{% extends %}`.
    Whole,
    /// The body of one block.
    Block(BlockId),
}

/// What a part begins in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Start {
    pub places: Places,
    pub autoescape: bool,
}

/// What the analysis found. Nodes are known by the offset they start at.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Changes to the literal text, by offset.
    pub edits: Vec<Edit>,
    /// What each printing node gets.
    pub holes: HashMap<u32, Hole>,
    /// What each `include`, `block`, `block.super` and `extends` begins in.
    pub starts: HashMap<u32, Start>,
    /// Text to add at the end of branch `.1` of the `{% if %}` at `.0`.
    pub tails: HashMap<(u32, usize), &'static str>,
}

/// A change to the literal text: `delete` bytes at `at` are replaced by `insert`. An insertion at the
/// offset where a node starts comes before that node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edit {
    pub at: u32,
    pub delete: u32,
    pub insert: &'static str,
}

/// What a printing node gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hole {
    pub escaper: Escaper,
    /// Whether the next node is a hole of the same run: both values are concatenated, then written
    /// as one by this hole's escaper. Then the next node has no entry.
    pub joins_next: bool,
}
