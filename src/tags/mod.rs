//! Django's tags that merely print a value. Tags that control what is rendered are in `syntax::ast`.

use crate::diagnostics::Error;
use crate::value::{Cx, Value};

/// A built-in tag that prints a value.
pub(crate) struct Entry {
    pub name: &'static str,
    /// Least and most positional arguments.
    pub arguments: (u8, u8),
    /// Whether `name=value` arguments are taken.
    pub keywords: bool,
    pub run: for<'a> fn(&[Value<'a>], &[(&'a str, Value<'a>)], Cx<'a>) -> Result<Value<'a>, Error>,
}

/// All built-in tags that print a value, sorted by name.
pub(crate) const BUILTIN: &[Entry] = &[];

/// The built-in tag of this name.
pub(crate) fn find(name: &str) -> Option<&'static Entry> {
    BUILTIN.binary_search_by(|it| it.name.cmp(name)).ok().map(|it| &BUILTIN[it])
}
