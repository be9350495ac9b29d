//! [`Host`]: what a render asks of the application. Rendering has no clock, no locale, no random
//! source and no disk of its own, so a page is a function of the program, the context and the host.

mod formats;
mod urls;
mod zone;

pub use formats::Formats;
pub use urls::UrlTable;
pub use zone::Zone;
pub(crate) use zone::{Local, instant};

use crate::languages;
use crate::percent::quote;
use std::borrow::Cow;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::SystemTime;

/// What a render may ask of the application. Every method has a default that says "nothing",
/// so implement only what your templates use.
///
/// ```
/// use palisade::{Engine, Host, MemoryLoader, UrlTable, context};
/// use std::borrow::Cow;
///
/// struct App {
///     urls: UrlTable,
/// }
///
/// impl Host for App {
///     fn reverse(&self, name: &str, args: &[&str], kwargs: &[(&str, &str)]) -> Option<Cow<'_, str>> {
///         self.urls.reverse(name, args, kwargs)
///     }
/// }
///
/// # fn main() -> Result<(), palisade::Error> {
/// let urls = UrlTable::new().path("thread/<int:id>/", "thread")?;
/// let page = "<a href=\"{% url 'thread' id %}\">{{ id }}</a>";
/// let engine = Engine::builder().loader(MemoryLoader::new([("t.html", page)])?).host(App { urls }).build()?;
/// let html = engine.get_template("t.html")?.render(&context! { id => 7 })?;
/// assert_eq!(html, "<a href=\"/thread/7/\">7</a>");
/// # Ok(())
/// # }
/// ```
pub trait Host: Send + Sync {
    /// The token that `{% csrf_token %}` puts into a form; `None` or an empty token prints nothing.
    fn csrf_token(&self) -> Option<Cow<'_, str>> {
        None
    }

    /// The nonce of this response's Content-Security-Policy, for `{% csp_nonce_attr %}`.
    fn csp_nonce(&self) -> Option<Cow<'_, str>> {
        None
    }

    /// The URL of a named view with these arguments, for `{% url %}`; `None` when no view fits them.
    /// Arguments come as text, unencoded. Whoever answers vouches for the URL: encode the arguments.
    fn reverse(&self, name: &str, args: &[&str], kwargs: &[(&str, &str)]) -> Option<Cow<'_, str>> {
        let _ = (name, args, kwargs);
        None
    }

    /// The URL of a static file, for `{% static %}`. Whoever answers vouches that code may be loaded
    /// from it. By default [`Host::static_prefix`] and the path, percent-encoded.
    fn static_url(&self, path: &str) -> Cow<'_, str> {
        Cow::Owned(joined(&self.static_prefix(), &quote(path, "/")))
    }

    /// What the URLs of static files begin with. Only the application may be able to write there:
    /// scripts are loaded from it.
    fn static_prefix(&self) -> Cow<'_, str> {
        Cow::Borrowed("/static/")
    }

    /// What the URLs of uploaded files begin with.
    fn media_prefix(&self) -> Cow<'_, str> {
        Cow::Borrowed("/media/")
    }

    /// The decoded query of the request in its order, for `{% querystring %}`; `None` without a request.
    fn query(&self) -> Option<Vec<(Cow<'_, str>, Cow<'_, str>)>> {
        None
    }

    /// The language of this render: a code in lower case such as `de` or `pt-br`. `{% language %}` overrides it
    /// for a part of a page. `None` leaves everything untranslated.
    fn language(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed("en"))
    }

    /// The translation of a message; `None` when there is none. [`Translations`](crate::Translations)
    /// answers it from catalogues. What is answered for one message in one language should not change while the
    /// engine lives: `{% blocktranslate %}` compiles each answer once and keeps it.
    fn translate(&self, message: &Message<'_>) -> Option<Cow<'_, str>> {
        let _ = message;
        None
    }

    /// What else this host's answers depend on, such as the language, the time zone or the tenant: fragments that
    /// `{% cache %}` keeps are not shared between hosts that differ in it. Django's own keys, in that mode, leave
    /// it out.
    fn fragment_variant(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    /// The languages that the application can be had in, for `{% get_available_languages %}`: code and English
    /// name. By default all that Django ships.
    fn languages(&self) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
        languages::available().iter().map(|it| (it.0.into(), it.1.into())).collect()
    }

    /// Whether pages in this language run from right to left, for `{% get_current_language_bidi %}`.
    fn is_bidi(&self, language: &str) -> bool {
        languages::is_right_to_left(language)
    }

    /// [`Host::reverse`] for a page in this language, or in none: for URLs that differ from language to language.
    /// By default they do not.
    fn reverse_in(
        &self,
        language: Option<&str>,
        name: &str,
        args: &[&str],
        kwargs: &[(&str, &str)],
    ) -> Option<Cow<'_, str>> {
        let _ = language;
        self.reverse(name, args, kwargs)
    }

    /// How a language writes dates and numbers; without a language, what `{% localize off %}` uses. By
    /// default what Django has for it.
    fn formats(&self, language: Option<&str>) -> &Formats<'_> {
        language.and_then(Formats::of).unwrap_or(Formats::settings())
    }

    /// Whether `{{ number }}` groups its digits, in languages that do.
    fn use_thousand_separator(&self) -> bool {
        false
    }

    /// The time of this render, for `{% now %}` and what counts from now; `None` without a clock.
    fn now(&self) -> Option<Moment> {
        None
    }

    /// The time zone that moments without one are meant in. By default that of the clock, or UTC.
    fn default_time_zone(&self) -> Zone {
        self.now().map_or(Zone::UTC, |it| Zone::fixed(it.offset))
    }

    /// The time zone of whoever reads the page. By default [`Host::default_time_zone`].
    fn time_zone(&self) -> Zone {
        self.default_time_zone()
    }

    /// Whether moments with a time zone are shown in [`Host::time_zone`], as with Django's `USE_TZ`. By
    /// default they are shown as they come.
    fn use_tz(&self) -> bool {
        false
    }

    /// A number from 0 up to but not including `below`, for `|random` and `{% lorem %}`: what a render picks by chance, it
    /// asks here. By default a number that nobody needs to be unable to guess, from the seeds that the
    /// standard library takes from the system for its hash maps. Answer it yourself where a page must come
    /// out the same each time, as in tests. An answer that is not below `below` picks nothing.
    fn random(&self, below: u64) -> u64 {
        let chance = RandomState::new().build_hasher().finish();
        // The upper half of the product is evenly spread; a remainder would not be.
        ((u128::from(chance) * u128::from(below)) >> 64) as u64
    }

    /// Whether the links that `|urlize` makes of bare domains begin with `https://`, as Django's
    /// `URLIZE_ASSUME_HTTPS` says. By default they begin with `http://`, as they do in Django 6.1.
    fn assume_https(&self) -> bool {
        false
    }
}

/// What is to be translated, as gettext knows it: [`Host::translate`] answers `gettext`, `ngettext`, `pgettext` and
/// `npgettext` alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Message<'m> {
    /// The language to translate into, in lower case.
    pub language: &'m str,
    /// The message. In all that templates ask for, `%` is doubled and a value is `%(name)s`.
    pub id: &'m str,
    /// Tells equal messages apart; an empty one is a context too.
    pub context: Option<&'m str>,
    /// For a message that depends on a number.
    pub plural: Option<Plural<'m>>,
}

/// The number that a message depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plural<'m> {
    /// The untranslated message for many.
    pub id: &'m str,
    /// How many there are; exact up to 2<sup>53</sup>.
    pub count: f64,
}

/// A point in time, as a clock in some time zone shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The point in time.
    pub utc: SystemTime,
    /// Seconds that the time zone is east of UTC.
    pub offset: i32,
}

/// A host that has nothing to say, for pages that need nothing from their application.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoHost;

impl Host for NoHost {}

/// A path relative to a prefix, as browsers resolve it (RFC 3986 § 5.2).
fn joined(prefix: &str, path: &str) -> String {
    if path.starts_with("//") {
        return path.to_owned();
    }
    let (origin, base) = prefix.split_at(origin_len(prefix));
    if path.starts_with('/') {
        return format!("{origin}{path}");
    }
    let folder = base.rfind('/').map_or("", |it| &base[..=it]);
    format!("{origin}{}", without_dots(&format!("{folder}{path}")))
}

/// The length of `scheme://host` or `//host`.
fn origin_len(url: &str) -> usize {
    let Some(host) = url.find("//").filter(|at| *at == 0 || url[..*at].ends_with(':')) else { return 0 };
    url[host + 2..].find('/').map_or(url.len(), |it| host + 2 + it)
}

/// § 5.2.4: `.` and `..` are taken out of a path.
fn without_dots(path: &str) -> String {
    if !path.split('/').any(|it| matches!(it, "." | "..")) {
        return path.to_owned();
    }
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "." => {}
            ".." if kept.len() > 1 => drop(kept.pop()),
            ".." => {}
            _ => kept.push(segment),
        }
    }
    if path.ends_with("/.") || path.ends_with("/..") {
        kept.push("");
    }
    kept.join("/")
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn a_path_is_joined_as_a_browser_would() {
        assert_eq!(joined("/static/", "css/a.css"), "/static/css/a.css");
        assert_eq!(joined("https://cdn.example/s/", "a.css"), "https://cdn.example/s/a.css");
        assert_eq!(joined("https://cdn.example/s/", "/a.css"), "https://cdn.example/a.css");
        assert_eq!(joined("/static/", "../a.css"), "/a.css");
        assert_eq!(joined("/static/", "//other/a.css"), "//other/a.css");
        assert_eq!(joined("/static/", ""), "/static/");
    }
}
