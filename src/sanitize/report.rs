//! What a cleaning took out.

use super::verdict::Reason;
use crate::source::Span;
use std::fmt;

/// One thing that was taken out or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Removal {
    /// What it was: `<script>`, `onclick of <p>`.
    pub what: String,
    /// Why.
    pub reason: Reason,
    /// Its bytes in the input: those of a tag, an attribute with its value, or a comment.
    pub span: Span,
}

impl fmt::Display for Removal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}: {}: {}", self.span.start, self.span.end, self.what, self.reason)
    }
}
