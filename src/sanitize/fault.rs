//! What ends a cleaning early, before it is an [`Error`].

use super::policy::CleanLimits;
use crate::diagnostics::{Error, ErrorKind};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Input,
    Depth,
    Attributes,
    Nodes,
    Output,
    /// Reading what was printed gives something else, again and again.
    Unstable,
}

impl Fault {
    pub(super) fn error(self, limits: &CleanLimits) -> Error {
        let (kind, message) = match self {
            Fault::Input => (
                ErrorKind::HtmlTooLong,
                format!("the HTML is longer than input-bytes, {}", limits.input_bytes),
            ),
            Fault::Depth => {
                (ErrorKind::HtmlTooDeep, format!("elements stand deeper than depth, {}", limits.depth))
            }
            Fault::Attributes => (
                ErrorKind::TooManyAttributes,
                format!("a tag has more than attributes, {}, or does not end", limits.attributes),
            ),
            Fault::Nodes => (
                ErrorKind::TooManyNodes,
                format!(
                    "the HTML makes more elements and texts than nodes, {}, or than it has bytes",
                    limits.nodes
                ),
            ),
            Fault::Output => (
                ErrorKind::HtmlGrows,
                format!("cleaned, the HTML would be more than growth, {}, times as long", limits.growth),
            ),
            Fault::Unstable => {
                (ErrorKind::UnstableHtml, "read again, the cleaned HTML is another tree each time".to_owned())
            }
        };
        Error::new(kind, message)
    }
}
