//! Django's filters. `|name` is `BUILTIN`'s row of that name, in the module of its topic.
//!
//! Trust flows by type: what a filter returns is untrusted unless it is [`Value::Safe`]. A filter that
//! Django flags `is_safe` goes through [`safety::keep_safe`], all others cannot keep trust.

mod coerce;
mod date;
mod decimal;
mod html;
mod humanize;
mod json;
mod l10n;
mod list;
mod logic;
mod number;
mod printf;
mod safety;
mod since;
mod sort;
mod text;
mod tz;
mod url;
mod wording;

pub(crate) use coerce::{float_of, int_of};
pub(crate) use safety::str_of;
#[cfg(feature = "_internals")]
pub(crate) use since::{Wording, time_between};
pub(crate) use tz::zone_of;

use crate::diagnostics::Error;
use crate::value::{Cx, Value};

/// What a filter returns.
pub(crate) type Filtered<'a> = Result<Value<'a>, Error>;

/// A built-in filter.
pub(crate) struct Entry {
    pub name: &'static str,
    /// Least and most arguments after the colon.
    pub arguments: (u8, u8),
    pub run: for<'a> fn(Value<'a>, Option<Value<'a>>, Cx<'a>) -> Filtered<'a>,
}

/// Builds [`BUILTIN`]: `name (least, most) function` a row.
macro_rules! table {
    ($($name:literal ($least:literal, $most:literal) $run:path;)*) => {
        &[$(Entry { name: $name, arguments: ($least, $most), run: $run }),*]
    };
}

/// All built-in filters, sorted by name.
pub(crate) const BUILTIN: &[Entry] = table! {
    "add" (1, 1) number::add;
    "addslashes" (0, 0) text::addslashes;
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
    "iriencode" (0, 0) url::iriencode;
    "join" (1, 1) list::join;
    "json_script" (0, 1) json::json_script;
    "last" (0, 0) list::last;
    "length" (0, 0) list::length;
    "linebreaks" (0, 0) html::linebreaks;
    "linebreaksbr" (0, 0) html::linebreaksbr;
    "linenumbers" (0, 0) html::linenumbers;
    "ljust" (1, 1) text::ljust;
    "lower" (0, 0) text::lower;
    "make_list" (0, 0) list::make_list;
    "phone2numeric" (0, 0) text::phone2numeric;
    "pluralize" (0, 1) logic::pluralize;
    "rjust" (1, 1) text::rjust;
    "safe" (0, 0) html::safe;
    "safeseq" (0, 0) list::safeseq;
    "slice" (1, 1) list::slice;
    "slugify" (0, 0) text::slugify;
    "stringformat" (1, 1) printf::stringformat;
    "time" (0, 1) date::time;
    "timesince" (0, 1) since::timesince;
    "timeuntil" (0, 1) since::timeuntil;
    "title" (0, 0) text::title;
    "truncatechars" (1, 1) text::truncatechars;
    "truncatewords" (1, 1) text::truncatewords;
    "trust" (1, 1) html::trust;
    "upper" (0, 0) text::upper;
    "urlencode" (0, 1) url::urlencode;
    "wordcount" (0, 0) text::wordcount;
    "yesno" (0, 1) logic::yesno;
};

/// The filters of Django's libraries, which need a `{% load %}`.
const LIBRARIES: &[(&str, &[Entry])] = &[
    (
        "humanize",
        table! {
            "apnumber" (0, 0) humanize::apnumber;
            "intcomma" (0, 1) humanize::intcomma;
            "intword" (0, 0) humanize::intword;
            "naturalday" (0, 1) humanize::naturalday;
            "naturaltime" (0, 0) humanize::naturaltime;
            "ordinal" (0, 0) humanize::ordinal;
        },
    ),
    (
        "l10n",
        table! {
            "localize" (0, 0) l10n::localize;
            "unlocalize" (0, 0) l10n::unlocalize;
        },
    ),
    (
        "tz",
        table! {
            "localtime" (0, 0) tz::localtime;
            "timezone" (1, 1) tz::timezone;
            "utc" (0, 0) tz::utc;
        },
    ),
];

/// The filters of a library.
pub(crate) fn of_library(library: &str) -> &'static [Entry] {
    LIBRARIES.iter().find(|it| it.0 == library).map_or(&[], |it| it.1)
}

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
