//! [`UrlTable`]: URL patterns by name, to be reversed.

use super::Host;
use crate::diagnostics::{Error, ErrorKind};
use crate::percent::quote;
use std::borrow::Cow;

/// What Django keeps in a reversed URL: sub-delimiters and the rest of what a path may hold
/// (RFC 3986 § 3.3).
const KEPT: &str = "!$&'()*+,;=/~:@";

/// Named URL patterns in the syntax of Django's `path()`, for `{% url %}`. It is a [`Host`] itself; hosts
/// with more to say keep one and ask it.
///
/// ```
/// use palisade::UrlTable;
///
/// let urls = UrlTable::new().path("thread/<int:id>/", "thread")?.path("tag/<str:tag>/", "tag")?;
/// assert_eq!(urls.reverse("thread", &["7"], &[]).as_deref(), Some("/thread/7/"));
/// assert_eq!(urls.reverse("tag", &[], &[("tag", "a b")]).as_deref(), Some("/tag/a%20b/"));
/// assert_eq!(urls.reverse("thread", &["seven"], &[]), None);
/// # Ok::<(), palisade::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct UrlTable {
    patterns: Vec<Pattern>,
}

#[derive(Clone, Debug)]
struct Pattern {
    name: Box<str>,
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Literal(Box<str>),
    Parameter(Box<str>, Converter),
}

/// What a parameter may be.
#[derive(Clone, Copy, Debug)]
enum Converter {
    Int,
    Str,
    Slug,
    Uuid,
    Path,
}

const CONVERTERS: &[(&str, Converter)] = &[
    ("int", Converter::Int),
    ("str", Converter::Str),
    ("slug", Converter::Slug),
    ("uuid", Converter::Uuid),
    ("path", Converter::Path),
];

impl UrlTable {
    /// A table without patterns.
    pub fn new() -> UrlTable {
        UrlTable::default()
    }

    /// Adds a pattern below `/`: text with parameters `<converter:name>`, or `<name>` for `str`. The converters
    /// are `int str slug uuid path`. Of several patterns of one name the last that fits is taken.
    ///
    /// # Errors
    /// [`ErrorKind::BadSetting`] when a parameter is never closed or its converter is unknown.
    pub fn path(mut self, pattern: &str, name: impl Into<Box<str>>) -> Result<UrlTable, Error> {
        self.patterns.push(Pattern { name: name.into(), parts: parts(pattern)? });
        Ok(self)
    }

    /// The URL of a name with these arguments; `None` when no pattern fits them all.
    pub fn reverse(&self, name: &str, args: &[&str], kwargs: &[(&str, &str)]) -> Option<Cow<'static, str>> {
        let mut named = self.patterns.iter().rev().filter(|it| &*it.name == name);
        named.find_map(|it| it.filled(args, kwargs)).map(Cow::Owned)
    }
}

impl Host for UrlTable {
    fn reverse(&self, name: &str, args: &[&str], kwargs: &[(&str, &str)]) -> Option<Cow<'_, str>> {
        UrlTable::reverse(self, name, args, kwargs)
    }
}

fn parts(pattern: &str) -> Result<Vec<Part>, Error> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some((literal, after)) = rest.split_once('<') {
        let (parameter, after) =
            after.split_once('>').ok_or_else(|| bad(pattern, "a `<` is never closed"))?;
        let (converter, name) = parameter.split_once(':').unwrap_or(("str", parameter));
        let known = CONVERTERS.iter().find(|it| it.0 == converter);
        let (_, converter) = known.ok_or_else(|| bad(pattern, "a converter is unknown"))?;
        parts.push(Part::Literal(literal.into()));
        parts.push(Part::Parameter(name.into(), *converter));
        rest = after;
    }
    parts.push(Part::Literal(rest.into()));
    Ok(parts)
}

#[cold]
fn bad(pattern: &str, why: &str) -> Error {
    Error::new(ErrorKind::BadSetting, format!("{why} in the URL pattern `{pattern}`"))
        .help("parameters are `<converter:name>`, with int, str, slug, uuid or path")
}

impl Pattern {
    fn filled(&self, args: &[&str], kwargs: &[(&str, &str)]) -> Option<String> {
        let wanted = self.parts.iter().filter(|it| matches!(it, Part::Parameter(..))).count();
        if args.len() + kwargs.len() != wanted || !(args.is_empty() || kwargs.is_empty()) {
            return None;
        }
        let mut url = String::from("/");
        let mut args = args.iter();
        for part in &self.parts {
            match part {
                Part::Literal(text) => url.push_str(text),
                Part::Parameter(name, converter) => {
                    let named = || kwargs.iter().find(|it| it.0 == &**name).map(|it| it.1);
                    let value = args.next().copied().or_else(named)?;
                    url.push_str(converter.accepts(value).then_some(value)?);
                }
            }
        }
        Some(without_host(&quote(&url, KEPT)).into_owned())
    }
}

/// A URL that begins with `//` would lead to another host.
fn without_host(url: &str) -> Cow<'_, str> {
    match url.strip_prefix("//") {
        Some(rest) => Cow::Owned(format!("/%2F{rest}")),
        None => Cow::Borrowed(url),
    }
}

impl Converter {
    fn accepts(self, text: &str) -> bool {
        !text.is_empty()
            && match self {
                Converter::Int => text.bytes().all(|it| it.is_ascii_digit()),
                Converter::Str => !text.contains('/'),
                Converter::Slug => text.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it)),
                Converter::Uuid => is_uuid(text),
                Converter::Path => true,
            }
    }
}

/// Lower-case hexadecimal digits in groups of 8, 4, 4, 4 and 12.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::UrlTable;

    fn table() -> UrlTable {
        let table = UrlTable::new().path("", "home").unwrap();
        let table = table.path("f/<path:rest>", "file").unwrap().path("<path:all>", "any").unwrap();
        table.path("u/<uuid:id>/<slug:name>", "both").unwrap()
    }

    fn reversed(name: &str, args: &[&str]) -> Option<String> {
        table().reverse(name, args, &[]).map(|it| it.into_owned())
    }

    #[test]
    fn arguments_must_fit_and_are_encoded() {
        assert_eq!(reversed("home", &[]).as_deref(), Some("/"));
        assert_eq!(reversed("home", &["x"]), None);
        assert_eq!(reversed("file", &["a b/ü?#"]).as_deref(), Some("/f/a%20b/%C3%BC%3F%23"));
        let id = "01234567-89ab-cdef-0123-456789abcdef";
        assert_eq!(reversed("both", &[id, "x_1"]).as_deref(), Some(&*format!("/u/{id}/x_1")));
        assert_eq!(reversed("both", &[id, "x 1"]), None);
    }

    #[test]
    fn no_argument_leads_to_another_host() {
        assert_eq!(reversed("any", &["/evil.example/"]).as_deref(), Some("/%2Fevil.example/"));
    }

    #[test]
    fn a_pattern_is_checked() {
        assert!(UrlTable::new().path("<int:id", "x").is_err());
        assert!(UrlTable::new().path("<year:id>", "x").is_err());
    }
}
