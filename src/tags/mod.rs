//! Django's tags that merely print a value. Tags that control what is rendered are in `syntax::ast`.

use crate::diagnostics::Error;
use crate::html::escape_html;
use crate::value::{Cx, Kind, Origin, Value};

/// What such a tag returns.
type Printed<'a> = Result<Value<'a>, Error>;

/// Positional and `name=value` arguments in, the value to print out.
type Run = for<'a> fn(&[Value<'a>], &[(&'a str, Value<'a>)], Cx<'a>) -> Printed<'a>;

/// A built-in tag that prints a value.
pub(crate) struct Entry {
    pub name: &'static str,
    /// Least and most positional arguments.
    pub arguments: (u8, u8),
    /// Whether `name=value` arguments are taken.
    pub keywords: bool,
    pub run: Run,
}

/// All built-in tags that print a value, sorted by name.
pub(crate) const BUILTIN: &[Entry] =
    &[Entry { name: "csrf_token", arguments: (0, 0), keywords: false, run: csrf_token }];

/// The built-in tag of this name.
pub(crate) fn find(name: &str) -> Option<&'static Entry> {
    BUILTIN.binary_search_by(|it| it.name.cmp(name)).ok().map(|it| &BUILTIN[it])
}

/// The hidden field that proves a form came from this site; nothing when the host has no token.
fn csrf_token<'a>(_: &[Value<'a>], _: &[(&'a str, Value<'a>)], cx: Cx<'a>) -> Printed<'a> {
    let token = cx.host.csrf_token().unwrap_or_default();
    if token.is_empty() {
        return Ok(Value::Str(""));
    }
    let mut field = String::from("<input type=\"hidden\" name=\"csrfmiddlewaretoken\" value=\"");
    escape_html(&token, &mut field);
    field.push_str("\">");
    Ok(Value::Safe(Kind::Html(Origin::Earned), cx.arena.str(&field)?))
}

#[cfg(test)]
mod tests {
    use super::BUILTIN;

    #[test]
    fn the_table_is_sorted() {
        assert!(BUILTIN.is_sorted_by(|a, b| a.name < b.name));
    }
}
