//! What the engine's settings say about values, and the report of one that a place could not take.

use crate::source::Span;
use crate::value::ToValue;
use std::collections::HashMap;
use std::sync::Arc;

/// A value that its place could not take; something inert was written instead.
///
/// The value itself is not here: it may be personal data, and reports go to logs.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Rejection<'r> {
    /// The template with the hole.
    pub template: &'r str,
    /// The hole, in that template's source.
    pub span: Span,
    /// The kind of place it stands in.
    pub place: &'static str,
    /// The type of the value.
    pub kind: &'static str,
    /// Why the place could not take it.
    pub reason: &'static str,
}

/// Hears of rejected values.
pub(crate) type OnRejected = Arc<dyn Fn(&Rejection<'_>) + Send + Sync>;

/// What an engine says about the values of all its renders.
#[derive(Default)]
pub(crate) struct Options {
    /// Django's `string_if_invalid`.
    pub invalid: Box<str>,
    /// Whether a rejected value is an error.
    pub strict_places: bool,
    pub on_rejected: Option<OnRejected>,
    /// Known in all templates, below the variables of a render.
    pub globals: HashMap<Box<str>, Box<dyn ToValue>>,
}
