//! Django's filters. `|name` is `BUILTIN`'s row of that name, in the module of its topic.
//!
//! Trust flows by type: what a filter returns is untrusted unless it is [`Value::Safe`]. A filter that
//! Django flags `is_safe` goes through [`safety::keep_safe`], all others cannot keep trust.

mod coerce;
mod date;
mod decimal;
mod html;
mod humanize;
mod i18n;
mod json;
mod l10n;
mod list;
mod logic;
mod markup;
mod number;
mod pprint;
mod printf;
mod safety;
mod since;
mod sort;
mod striptags;
mod text;
mod truncate;
mod tz;
mod unordered_list;
mod url;
mod urlize;
mod wording;
mod wordwrap;

pub(crate) use coerce::{float_of, int_of};
pub(crate) use i18n::{language_of, translated_name};
pub(crate) use safety::str_of;
#[cfg(feature = "_internals")]
pub(crate) use since::{Wording, time_between};
#[cfg(feature = "_internals")]
pub(crate) use truncate::truncated;
pub(crate) use tz::zone_of;
#[cfg(feature = "_internals")]
pub(crate) use urlize::quoted_url;

use crate::diagnostics::Error;
use crate::value::{Cx, Value};

/// What a filter returns.
pub(crate) type Filtered<'a> = Result<Value<'a>, Error>;

/// A built-in filter.
pub(crate) struct Entry {
    pub name: &'static str,
    /// The library that has to be loaded; empty for filters that are always there.
    pub library: &'static str,
    /// Least and most arguments after the colon.
    pub arguments: (u8, u8),
    pub run: for<'a> fn(Value<'a>, Option<Value<'a>>, Cx<'a>) -> Filtered<'a>,
}

/// Builds [`BUILTIN`]: `name (least, most) function` a row, with the library if it needs one.
macro_rules! table {
    ($($name:literal ($least:literal, $most:literal) $run:path $(, $library:literal)?;)*) => {
        &[$(Entry { name: $name, library: concat!($($library)?), arguments: ($least, $most), run: $run }),*]
    };
}

/// All built-in filters, sorted by name.
pub(crate) const BUILTIN: &[Entry] = table! {
    "add" (1, 1) number::add;
    "addslashes" (0, 0) text::addslashes;
    "apnumber" (0, 0) humanize::apnumber, "humanize";
    "capfirst" (0, 0) text::capfirst;
    "center" (1, 1) text::center;
    "cut" (1, 1) text::cut;
    "date" (0, 1) date::date;
    "default" (1, 1) logic::default;
    "default_if_none" (1, 1) logic::default_if_none;
    "dictsort" (1, 1) sort::dictsort;
    "dictsortreversed" (1, 1) sort::dictsortreversed;
    "divisibleby" (1, 1) number::divisibleby;
    "escape" (0, 0) html::escape;
    "escapejs" (0, 0) html::escapejs;
    "escapeseq" (0, 0) list::escapeseq;
    "filesizeformat" (0, 0) number::filesizeformat;
    "first" (0, 0) list::first;
    "floatformat" (0, 1) number::floatformat;
    "force_escape" (0, 0) html::force_escape;
    "get_digit" (1, 1) number::get_digit;
    "intcomma" (0, 1) humanize::intcomma, "humanize";
    "intword" (0, 0) humanize::intword, "humanize";
    "iriencode" (0, 0) url::iriencode;
    "join" (1, 1) list::join;
    "json_script" (0, 1) json::json_script;
    "language_bidi" (0, 0) i18n::language_bidi, "i18n";
    "language_name" (0, 0) i18n::language_name, "i18n";
    "language_name_local" (0, 0) i18n::language_name_local, "i18n";
    "language_name_translated" (0, 0) i18n::language_name_translated, "i18n";
    "last" (0, 0) list::last;
    "length" (0, 0) list::length;
    "linebreaks" (0, 0) html::linebreaks;
    "linebreaksbr" (0, 0) html::linebreaksbr;
    "linenumbers" (0, 0) html::linenumbers;
    "ljust" (1, 1) text::ljust;
    "localize" (0, 0) l10n::localize, "l10n";
    "localtime" (0, 0) tz::localtime, "tz";
    "lower" (0, 0) text::lower;
    "make_list" (0, 0) list::make_list;
    "naturalday" (0, 1) humanize::naturalday, "humanize";
    "naturaltime" (0, 0) humanize::naturaltime, "humanize";
    "ordinal" (0, 0) humanize::ordinal, "humanize";
    "phone2numeric" (0, 0) text::phone2numeric;
    "pluralize" (0, 1) logic::pluralize;
    "pprint" (0, 0) pprint::pprint;
    "random" (0, 0) list::random;
    "rjust" (1, 1) text::rjust;
    "safe" (0, 0) html::safe;
    "safeseq" (0, 0) list::safeseq;
    "slice" (1, 1) list::slice;
    "slugify" (0, 0) text::slugify;
    "stringformat" (1, 1) printf::stringformat;
    "striptags" (0, 0) striptags::striptags;
    "time" (0, 1) date::time;
    "timesince" (0, 1) since::timesince;
    "timeuntil" (0, 1) since::timeuntil;
    "timezone" (1, 1) tz::timezone, "tz";
    "title" (0, 0) text::title;
    "truncatechars" (1, 1) truncate::truncatechars;
    "truncatechars_html" (1, 1) truncate::truncatechars_html;
    "truncatewords" (1, 1) truncate::truncatewords;
    "truncatewords_html" (1, 1) truncate::truncatewords_html;
    "trust" (1, 1) html::trust;
    "unlocalize" (0, 0) l10n::unlocalize, "l10n";
    "unordered_list" (0, 0) unordered_list::unordered_list;
    "upper" (0, 0) text::upper;
    "urlencode" (0, 1) url::urlencode;
    "urlize" (0, 0) urlize::urlize;
    "urlizetrunc" (1, 1) urlize::urlizetrunc;
    "utc" (0, 0) tz::utc, "tz";
    "wordcount" (0, 0) text::wordcount;
    "wordwrap" (1, 1) wordwrap::wordwrap;
    "yesno" (0, 1) logic::yesno;
};

/// `escape` where the place escapes anyway: numbers and dates are no longer written as the language does.
pub(crate) static ESCAPED_BY_PLACE: Entry =
    Entry { name: "escape", library: "", arguments: (0, 0), run: html::escaped_by_place };

/// A date by a format, as the filter `date` does it.
pub(crate) fn date<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    date::date(value, argument, cx)
}

/// The built-in filter of this name.
pub(crate) fn find(name: &str) -> Option<&'static Entry> {
    BUILTIN.binary_search_by(|it| it.name.cmp(name)).ok().map(|it| &BUILTIN[it])
}

/// What a filter makes of text with markup in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnMarkup {
    /// Markup with the same structure, whatever the values in it.
    Keeps,
    /// Typed text without any markup.
    Encodes,
    /// Perhaps something else: a tag cut in two, an entity spoiled.
    Unknown,
}

/// What the filter of this name makes of text with markup in it.
pub(crate) fn on_markup(name: &str) -> OnMarkup {
    const KEEPS: &[&str] = &[
        "capfirst",
        "center",
        "default",
        "default_if_none",
        "linebreaks",
        "linebreaksbr",
        "linenumbers",
        "ljust",
        "lower",
        "rjust",
        "title",
    ];
    const ENCODES: &[&str] = &["escapejs", "force_escape", "urlencode"];
    match name {
        _ if KEEPS.contains(&name) => OnMarkup::Keeps,
        _ if ENCODES.contains(&name) => OnMarkup::Encodes,
        _ => OnMarkup::Unknown,
    }
}

/// The words that the argument of a filter must be one of, literally.
pub(crate) fn words(name: &str) -> Option<Vec<&'static str>> {
    (name == "trust").then(|| html::TRUSTED.iter().map(|it| it.0).collect())
}

#[cfg(test)]
mod tests;
