//! [`Fragment`]: the element that cleaned HTML will be put into.

use super::shape::{Shape, shape};

/// Where a piece of HTML will stand. The same tags are read differently in a table's row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fragment {
    /// In `div` and everything else that takes any content.
    #[default]
    Flow,
    /// In `table`.
    Table,
    /// In `thead`, `tbody` or `tfoot`.
    Section,
    /// In `tr`.
    Row,
    /// In `title` or `textarea`, or in a quoted attribute: the text alone, escaped.
    Text,
}

impl Fragment {
    /// The element for which the HTML is read.
    pub(super) fn element(self) -> &'static str {
        match self {
            Fragment::Flow | Fragment::Text => "div",
            Fragment::Table => "table",
            Fragment::Section => "tbody",
            Fragment::Row => "tr",
        }
    }

    pub(super) fn shape(self) -> Shape {
        shape(self.element())
    }
}
