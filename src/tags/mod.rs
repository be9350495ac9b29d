//! Django's tags that merely print a value. Tags that control what is rendered are in `syntax::ast`.
//!
//! What a tag returns says by its type where it may be printed raw: a URL that the application
//! reversed is a `SafeUrl`, one of a static file a `SafeResourceUrl`, and so on.

mod forms;
mod i18n;
mod lorem;
mod number;
mod time;
mod urls;

use crate::diagnostics::Error;
use crate::value::{Cx, Value};

/// What such a tag returns.
type Printed<'a> = Result<Value<'a>, Error>;

/// What a call gives a tag.
pub(crate) struct Given<'g, 'a> {
    pub positional: &'g [Value<'a>],
    /// `name=value`.
    pub keywords: &'g [(&'a str, Value<'a>)],
    /// Whether the value is stored by `as name`, not printed.
    pub stored: bool,
    /// All variables in force, as text; nothing unless the engine says that pages may show them.
    pub dump: &'g dyn Fn() -> Result<String, Error>,
    pub cx: Cx<'a>,
}

impl<'a> Given<'_, 'a> {
    /// A positional argument; the parser has seen to it that there are enough.
    fn at(&self, index: usize) -> Value<'a> {
        self.positional.get(index).copied().unwrap_or(Value::None)
    }
}

/// What stands after a tag's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Values, from least to most, then `name=value` if there are `keywords`.
    Values { least: u8, most: u8, keywords: bool },
    /// A message to translate, perhaps with filters, and `noop` and `context` in any order: given as the
    /// message before its filters and the keywords `noop` and `context`.
    Message,
    /// Words that it cannot do without: `for value` if it `asks` for one, then `as name`.
    Stored { asks: bool },
    /// A word whose first and last character do not count, whatever they are.
    Format,
    /// A count, `w`, `p` or `b`, and `random`, each of which may be missing: given as three values.
    Lorem,
}

/// A built-in tag that prints a value.
pub(crate) struct Entry {
    pub name: &'static str,
    /// The library that has to be loaded; empty for tags that are always there.
    pub library: &'static str,
    pub takes: Takes,
    /// Whether `as name` stores what would be printed, which Django does for some.
    pub stores_printed: bool,
    pub run: for<'a> fn(&Given<'_, 'a>) -> Printed<'a>,
}

/// Builds [`BUILTIN`]: `name library takes function` a row, with `printed` where `as name` stores what
/// would be printed.
macro_rules! table {
    ($($name:literal $library:literal $takes:expr, $run:path $(, $printed:ident)?;)*) => {
        &[$(Entry {
            name: $name,
            library: $library,
            takes: $takes,
            stores_printed: table!(@ $($printed)?),
            run: $run,
        }),*]
    };
    (@ printed) => { true };
    (@) => { false };
}

/// Exactly so many values.
const fn values(count: u8) -> Takes {
    Takes::Values { least: count, most: count, keywords: false }
}

/// At least so many values, and `name=value`.
const fn any(least: u8) -> Takes {
    Takes::Values { least, most: u8::MAX, keywords: true }
}

/// All built-in tags that print a value, sorted by name.
pub(crate) const BUILTIN: &[Entry] = table! {
    "csp_nonce_attr" "" Takes::Values { least: 0, most: 1, keywords: false }, forms::csp_nonce_attr;
    "csrf_token" "" values(0), forms::csrf_token;
    "debug" "" values(0), debug;
    "get_available_languages" "i18n" Takes::Stored { asks: false }, i18n::get_available_languages;
    "get_current_language" "i18n" Takes::Stored { asks: false }, i18n::get_current_language;
    "get_current_language_bidi" "i18n" Takes::Stored { asks: false }, i18n::get_current_language_bidi;
    "get_current_timezone" "tz" Takes::Stored { asks: false }, time::get_current_timezone;
    "get_language_info" "i18n" Takes::Stored { asks: true }, i18n::get_language_info;
    "get_language_info_list" "i18n" Takes::Stored { asks: true }, i18n::get_language_info_list;
    "get_media_prefix" "static" values(0), urls::get_media_prefix;
    "get_static_prefix" "static" values(0), urls::get_static_prefix;
    "lorem" "" Takes::Lorem, lorem::lorem;
    "now" "" Takes::Format, time::now;
    "querystring" "" any(0), urls::querystring;
    "static" "static" values(1), urls::static_file, printed;
    "trans" "i18n" Takes::Message, i18n::translate, printed;
    "translate" "i18n" Takes::Message, i18n::translate, printed;
    "url" "" any(1), urls::url;
    "widthratio" "" values(3), number::widthratio;
};

/// The built-in tag of this name.
pub(crate) fn find(name: &str) -> Option<&'static Entry> {
    BUILTIN.binary_search_by(|it| it.name.cmp(name)).ok().map(|it| &BUILTIN[it])
}

/// What the variables are, for who writes the template.
fn debug<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    Ok(Value::Str(given.cx.arena.str(&(given.dump)()?)?))
}

#[cfg(test)]
mod tests {
    use super::BUILTIN;

    #[test]
    fn the_table_is_sorted() {
        assert!(BUILTIN.is_sorted_by(|a, b| a.name < b.name));
    }
}
