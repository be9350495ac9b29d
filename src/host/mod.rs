//! [`Host`]: what a render asks of the application. Rendering has no clock, no locale, no random
//! source and no disk of its own, so a page is a function of the program, the context and the host.

mod urls;

pub use urls::UrlTable;

use crate::percent::quote;
use std::borrow::Cow;
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

    /// The translation of a message into the language of this render; `None` when there is none.
    /// `context` tells equal messages apart; `plural` is the message for many, and how many there are.
    fn translate(
        &self,
        message: &str,
        context: Option<&str>,
        plural: Option<(&str, u64)>,
    ) -> Option<Cow<'_, str>> {
        let _ = (message, context, plural);
        None
    }

    /// What else this host's answers depend on, such as the language, the time zone or the tenant: fragments that
    /// `{% cache %}` keeps are not shared between hosts that differ in it. Django's own keys, in that mode, leave
    /// it out.
    fn fragment_variant(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    /// The time of this render, for `{% now %}`; `None` without a clock.
    fn now(&self) -> Option<Moment> {
        None
    }
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
