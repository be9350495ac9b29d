//! `{% cache %}`, of the library of that name.

use crate::diagnostics::Error;
use crate::syntax::lex::Tag;
use crate::syntax::nest::Form;
use crate::syntax::{CacheHead, Parser};

/// `{% cache timeout name vary… using="store" %}`. The name is a word, never a variable; `using` counts only as
/// the last word of more than two.
pub(super) fn cache<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let words = parser.words(tag)?;
    let [timeout, name, options @ ..] = &*words else {
        return Err(parser.bad_tag(tag, "`cache` takes a timeout and a name"));
    };
    let using = options.last().and_then(|it| it.keyword()).filter(|it| it.0.text == "using").map(|it| it.1);
    let vary = if using.is_some() { options.get(..options.len() - 1).unwrap_or_default() } else { options };
    let head = CacheHead {
        timeout: parser.expression(*timeout)?,
        name: name.text.into(),
        vary: parser.expressions(vary)?,
        using: using.map(|it| parser.expression(it)).transpose()?,
    };
    parser.open(tag, Form::Cache(head))
}
