//! [`Escaper`]: how a value is written so that it stays data in the place it stands in. Which place
//! that is was decided before ([`crate::contextual`]); what is here carries it out.

use crate::diagnostics::Error;
use crate::value::{Cx, Value};

/// Every way to write a value. Chosen once per hole, before rendering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Escaper {
    /// As it is: plain-text templates.
    Verbatim,
    /// Mode `Django`: `conditional_escape` when automatic escaping is on.
    Django { autoescape: bool },
    /// Between tags.
    Text,
}

/// Why a value was replaced by something inert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rejected {
    pub reason: &'static str,
}

impl Escaper {
    /// Writes a value; says so when the place could not take it and something inert was written.
    pub(crate) fn write<'a>(self, value: Value<'a>, cx: Cx<'a>, out: &mut String) -> Result<Option<Rejected>, Error> {
        let _ = (value, cx, out);
        todo!()
    }

    /// The kind of place it writes for, as rejections and `explain` name it.
    pub(crate) fn place(self) -> &'static str {
        todo!()
    }
}
