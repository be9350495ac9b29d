//! Django templates, every value escaped for the exact place it stands in.
//!
//! When a template is loaded, the HTML around each `{{ value }}` is read and an escaper chosen for the
//! place: text, an attribute, the start of a URL, its query, a style. A place for which there is none makes
//! loading fail, with the line, the reason and the remedy. Nothing is guessed, and nothing is decided
//! while rendering.
//!
//! ```
//! use palisade::{Engine, MemoryLoader, Object, context};
//!
//! #[derive(Object)]
//! struct Member {
//!     name: String,
//!     website: String,
//! }
//!
//! let card = r#"<a href="{{ member.website }}" title="{{ member.name }}">{{ member.name|upper }}</a>"#;
//! let engine = Engine::builder().loader(MemoryLoader::new([("card.html", card)])?).build()?;
//!
//! let member = Member { name: "Tom & Eve".into(), website: "javascript:alert(1)".into() };
//! let html = engine.get_template("card.html")?.render(&context! { member => &member })?;
//! assert_eq!(
//!     html.as_str(),
//!     r#"<a href="about:invalid#blocked" title="Tom &amp; Eve">TOM &amp; EVE</a>"#
//! );
//! # Ok::<(), palisade::Error>(())
//! ```
//!
//! # Where to look
//!
//! | for | see |
//! |---|---|
//! | settings, loading, checking all templates at start | [`Engine`], [`EngineBuilder`], [`Verify`] |
//! | rendering | [`Template`], [`SafeHtml`] |
//! | where templates come from | [`FileSystemLoader`], [`MemoryLoader`], [`Loader`] |
//! | data | [`context!`], [`Context`], [`ToValue`](value::ToValue), [`Object`](trait@Object) and its derive, [`Json`], [`value`] |
//! | translations | [`Host::translate`], [`Translations`], [`Catalog`](gettext::Catalog), [`EngineBuilder::on_bad_translation`] |
//! | filters and tags of your own | [`Library`], [`EngineBuilder::filter`], [`IntoFilter`](value::IntoFilter), [`IntoTag`](value::IntoTag) |
//! | what an application is asked | [`Host`], [`host`] |
//! | kept fragments | [`EngineBuilder::fragment_cache`], [`fragment`] |
//! | client-side frameworks, warnings | [`Framework`], [`Template::warnings`] |
//! | text that you vouch for | [`SafeHtml::trust`], [`mark_safe`], [`format_html!`], [`SafeUrl`] and its kin |
//! | what went wrong | [`Error`], [`ErrorKind`] with an essay on each, [`Report`] |
//! | values that a place could not take | [`EngineBuilder::on_rejected`], [`Rejection`] |
//! | what a template may cost | [`Limits`] |
//! | HTML that others wrote | [`Sanitizer`], [`Policy`], [`sanitize`] |
//! | moving from Django | [`Escaping`], [`EngineBuilder::on_difference`] |
//! | templates that strangers write | [`EngineBuilder::untrusted`] |
//!
//! What is needed every day stands here; the rest is in the module that a room of the source has the name of.
//!
//! # Features
//!
//! None changes what another means. On by default: `derive` (`#[derive(Object)]`), `serde` ([`Json`],
//! `Context::from_serialize`), `sanitize` ([`Sanitizer`] and the filter `sanitize`). Off by default: `cache` (a store
//! for `{% cache %}` in memory, and seals), `redis` (a store in Redis), `ammonia` (an `ammonia::Builder` as a cleaner).
#![forbid(unsafe_code)]

// Rooms in reading order. Each imports only rooms above it; `tests/it/architecture.rs` holds it.

// Vocabulary: what all others talk about.
pub mod source;
mod diagnostics;
mod html;
mod limits;
mod table;
mod percent;
mod languages;
pub mod gettext;
pub mod host;
pub mod fragment;
pub mod value;
mod manifest;
// Skills: functions on values; no idea what a template is.
mod escape;
#[cfg(feature = "sanitize")]
pub mod sanitize;
mod filters;
mod tags;
pub mod library;
// The pipeline.
mod syntax;
mod contextual;
mod program;
pub mod render;
// The shell.
pub mod loader;
pub mod engine;

pub use contextual::Escaping;
pub use diagnostics::{Error, ErrorKind, Report};
pub use engine::{Engine, EngineBuilder, Template, Verify};
pub use gettext::Translations;
pub use host::{Host, UrlTable};
pub use html::Framework;
pub use languages::Language;
pub use library::Library;
pub use limits::Limits;
pub use loader::{ChainLoader, EmbeddedLoader, FileSystemLoader, Loader, MemoryLoader};
pub use manifest::StaticManifest;
#[cfg(feature = "derive")]
pub use palisade_derive::{Object, object};
pub use render::{Difference, Rejection};
#[cfg(feature = "sanitize")]
pub use sanitize::{Policy, Sanitizer};
#[cfg(feature = "serde")]
pub use value::Json;
pub use value::{
    Context, Cx, Kind, Object, SafeAttrs, SafeCss, SafeHtml, SafeIdentifier, SafeJs, SafeJsStr,
    SafeResourceUrl, SafeSrcset, SafeUrl, Value, conditional_escape, mark_safe,
};
#[doc(hidden)]
pub use value::{NoMethods, check_format, write_format};

/// Internals for this project's own tests, benches and fuzzers. Not covered by semver.
#[cfg(feature = "_internals")]
#[doc(hidden)]
pub mod internals {
    pub use crate::contextual::vocabulary::{Facts, facts_after};
    use crate::diagnostics::Error;
    use crate::source::Span;
    use crate::value::Value;

    pub use crate::engine::probe::{Parsed, Planned, hole_facts, holes};
    #[cfg(feature = "sanitize")]
    pub use crate::sanitize::probe::{plain_text, plain_tokens, stream_of_parts};
    pub use crate::value::probe::Probe;

    /// The time between two dates in words; `None` when Python cannot compare them.
    ///
    /// # Errors
    /// When one is no date.
    pub fn time_between<'a>(
        probe: &'a Probe,
        from: Value<'a>,
        to: Value<'a>,
        until: bool,
        depth: usize,
    ) -> Result<Option<String>, Error> {
        let date = |it| if let Value::Time(date) = it { Some(date) } else { None };
        let Some(start) = date(from) else { return Ok(None) };
        let wording = crate::filters::Wording { context: None, depth };
        crate::filters::time_between(start, date(to), until, &wording, probe.cx())
    }

    /// The tokens of a text: each one's kind in Django's words, its span, and what is inside.
    pub fn tokens(text: &str) -> Vec<(&'static str, Span, &str)> {
        crate::syntax::tokens(text)
    }

    /// What the sanitizer's engine makes of HTML without asking the recogniser first; none beyond a limit.
    #[cfg(feature = "sanitize")]
    pub fn cleaned_by_reading(sanitizer: &crate::Sanitizer, html: &str) -> Option<String> {
        sanitizer.cleaned_by_reading(html)
    }

    /// The words of a tag, quoted ones whole; `None` when a quote is not closed.
    pub fn words(text: &str) -> Option<Vec<&str>> {
        crate::syntax::words(text)
    }

    /// What `urlize` makes of a URL before it is escaped.
    pub fn quoted_url(url: &str) -> String {
        crate::filters::quoted_url(url)
    }

    /// What is left of a text, or of HTML, of so many characters at most with `mark` behind it.
    pub fn truncated(text: &str, most: usize, mark: &str, html: bool) -> String {
        crate::filters::truncated(text, most, mark, html)
    }

    /// Name of each built-in tag that begins something.
    pub fn tags() -> impl Iterator<Item = &'static str> {
        crate::syntax::tag_names().chain(crate::tags::BUILTIN.iter().map(|it| it.name))
    }

    /// Name of each built-in filter, and whether it needs an argument.
    pub fn filters() -> impl Iterator<Item = (&'static str, bool)> {
        crate::filters::BUILTIN.iter().map(|it| (it.name, it.arguments.0 > 0))
    }
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../docs/django.md")]
struct Moving;

#[cfg(all(doctest, feature = "sanitize", feature = "serde"))]
#[doc = include_str!("../docs/sanitizer.md")]
struct Sanitizing;
