//! Django's filters. `|name` is `BUILTIN`'s row of that name, in the module of its topic.

use crate::diagnostics::Error;
use crate::value::{Cx, Value};

/// A built-in filter.
pub(crate) struct Entry {
    pub name: &'static str,
    /// Least and most arguments after the colon.
    pub arguments: (u8, u8),
    pub run: for<'a> fn(Value<'a>, Option<Value<'a>>, Cx<'a>) -> Result<Value<'a>, Error>,
}

/// All built-in filters, sorted by name.
pub(crate) const BUILTIN: &[Entry] = &[];

/// The built-in filter of this name.
pub(crate) fn find(name: &str) -> Option<&'static Entry> {
    BUILTIN.binary_search_by(|it| it.name.cmp(name)).ok().map(|it| &BUILTIN[it])
}
