//! What the engine's settings say about values, and the report of one that a place could not take.

use super::compare::OnDifference;
use crate::contextual::Escaping;
use crate::diagnostics::Error;
use crate::fragment::{Flights, Seal, Stores};
use crate::source::{Location, Source, Span};
use crate::value::ToValue;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// A value that its place could not take; something inert was written instead.
///
/// The value itself is not here unless it was asked for: it may be personal data, and reports go to logs.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Rejection<'r> {
    /// The template with the hole.
    pub source: &'r Source,
    /// The hole, in that source.
    pub span: Span,
    /// The kind of place it stands in.
    pub place: &'static str,
    /// The type of the value.
    pub kind: &'static str,
    /// Why the place could not take it.
    pub reason: &'static str,
    /// The value as text, with [`EngineBuilder::reveal_rejected`](crate::EngineBuilder::reveal_rejected) only.
    pub value: Option<&'r str>,
}

impl Rejection<'_> {
    /// Line and column of the hole.
    pub fn location(&self) -> Location {
        self.source.locate(self.span.start)
    }

    /// What happened, without the place in the source.
    pub(super) fn sentence(&self) -> String {
        format!("a value ({}) cannot stand in this place ({}): {}", self.kind, self.place, self.reason)
    }
}

/// One line, for a log: `thread.html:3:10: a value (text) cannot stand in …`.
impl fmt::Display for Rejection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.source.name(), self.location(), self.sentence())
    }
}

/// Hears of rejected values.
type OnRejected = Arc<dyn Fn(&Rejection<'_>) + Send + Sync>;

/// Hears of translations that were refused.
type OnBadTranslation = Arc<dyn Fn(&Error) + Send + Sync>;

/// What an engine says about the values of all its renders.
#[derive(Default)]
pub(crate) struct Options {
    /// Django's `string_if_invalid`.
    pub invalid: Box<str>,
    /// Whether a variable that does not exist is an error where it is used.
    pub strict_undefined: bool,
    /// Whether pages may show the variables in force.
    pub debug: bool,
    /// Whether a rejected value is an error.
    pub strict_places: bool,
    /// Hears of every rejected value.
    pub on_rejected: Option<OnRejected>,
    /// Hears of every translation that is refused, once.
    pub on_bad_translation: Option<OnBadTranslation>,
    /// Hears of what mode `Contextual` would print otherwise.
    pub on_difference: Option<OnDifference>,
    /// Whether reports show the value.
    pub reveal_rejected: bool,
    /// What URLs of code may begin with, beside the host's static prefix.
    pub resources: Vec<Box<str>>,
    /// What holes get.
    pub escaping: Escaping,
    /// Where `{% cache %}` keeps fragments, how they are sealed, and which are being made.
    pub stores: Stores,
    pub seal: Seal,
    pub flights: Flights,
    /// Known in all templates, below the variables of a render.
    pub globals: HashMap<Box<str>, Box<dyn ToValue>>,
}

/// Holes whose rejections were reported, each by its template and offset: never more than there are.
#[derive(Default)]
pub(crate) struct Reported(Mutex<HashSet<(Box<str>, u32)>>);

impl Reported {
    /// Whether this is the first report of a hole.
    pub(super) fn is_first(&self, template: &str, span: Span) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert((template.into(), span.start))
    }
}
