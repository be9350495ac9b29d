//! [`StaticManifest`]: static files under names that hold a hash of their content.

use crate::diagnostics::{Error, ErrorKind};
use crate::percent::quote;
#[cfg(feature = "serde")]
use crate::value::Json;
use std::collections::HashMap;

/// Which static file is stored under which name, such as `css/site.css` under `css/site.55e7cbb9ba48.css`: what
/// Django's `ManifestStaticFilesStorage` and `palisade static-manifest` write. It answers
/// [`Host::static_url`](crate::Host::static_url).
///
/// ```
/// use palisade::{Host, StaticManifest};
/// use std::borrow::Cow;
///
/// struct App {
///     files: StaticManifest,
/// }
///
/// impl Host for App {
///     fn static_url(&self, path: &str) -> Cow<'_, str> {
///         self.files.url(path).unwrap_or_else(|| format!("/static/missing?{}", path.len())).into()
///     }
/// }
///
/// let files = StaticManifest::new("/static/", [("site.css", "site.55e7cbb9ba48.css")])?;
/// assert_eq!(App { files }.static_url("site.css#top"), "/static/site.55e7cbb9ba48.css#top");
/// # Ok::<(), palisade::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct StaticManifest {
    prefix: Box<str>,
    names: HashMap<Box<str>, Box<str>>,
}

/// Characters beside letters and digits that Django leaves alone in a file's URL (`filepath_to_uri`).
const KEPT: &str = "/~!*()'";

impl StaticManifest {
    /// Files by their paths, each with the name it is stored under; URLs begin with `prefix`.
    ///
    /// # Errors
    /// [`ErrorKind::BadManifest`] when a name would lead out of the prefix.
    pub fn new<P: Into<Box<str>>, N: Into<Box<str>>>(
        prefix: impl Into<Box<str>>,
        names: impl IntoIterator<Item = (P, N)>,
    ) -> Result<StaticManifest, Error> {
        let mut files = HashMap::new();
        for (path, name) in names {
            let (path, name) = (path.into(), name.into());
            if !stays_inside(&name) {
                let message =
                    format!("`{}` is stored under a name that leads elsewhere", path.escape_debug());
                return Err(Error::new(ErrorKind::BadManifest, message));
            }
            files.insert(path, name);
        }
        Ok(StaticManifest { prefix: prefix.into(), names: files })
    }

    /// The manifest in a JSON text that was read: `{"version": "1.1", "paths": {"a.css": "a.5d41402abc4b.css"}}`.
    ///
    /// # Errors
    /// [`ErrorKind::BadManifest`] when it is none, or a name would lead out of the prefix.
    #[cfg(feature = "serde")]
    pub fn from_json(prefix: impl Into<Box<str>>, json: &Json) -> Result<StaticManifest, Error> {
        let member = |name: &str| match json {
            Json::Map(entries) => entries.iter().find(|it| &*it.0 == name).map(|it| &it.1),
            _ => None,
        };
        let known =
            matches!(member("version"), Some(Json::Str(version)) if matches!(&**version, "1.0" | "1.1"));
        let (true, Some(Json::Map(paths))) = (known, member("paths")) else {
            let message = "this is no manifest of version 1.0 or 1.1";
            return Err(Error::new(ErrorKind::BadManifest, message));
        };
        let mut names = Vec::with_capacity(paths.len());
        for (path, name) in paths {
            let Json::Str(name) = name else {
                let message = format!("the name of `{}` is no text", path.escape_debug());
                return Err(Error::new(ErrorKind::BadManifest, message));
            };
            names.push((path.clone(), name.clone()));
        }
        StaticManifest::new(prefix, names)
    }

    /// The URL of a file, with the query and fragment that follow the path; `None` when the manifest has no such
    /// file. A path that ends with `/` is a folder, and has no other name.
    pub fn url(&self, path: &str) -> Option<String> {
        let end = path.find(['?', '#']).unwrap_or(path.len());
        let (file, rest) = path.split_at_checked(end)?;
        let file = file.trim();
        let name = if file.ends_with('/') && stays_inside(file.trim_end_matches('/')) {
            file
        } else {
            self.names.get(file)?
        };
        Some(format!("{}{}{}", self.prefix, quote(name, KEPT), quote(rest, "?#&=;%/:+,@~!*()'")))
    }
}

/// Whether a name, relative to a folder, names something in it.
fn stays_inside(name: &str) -> bool {
    !name.contains('\\') && name.split('/').all(|it| !matches!(it, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::StaticManifest;

    #[test]
    fn paths_have_the_urls_that_django_gives_them() {
        let files = [("a.css", "a.1234.css"), ("f/ü b.eot", "f/ü b.99.eot")];
        let manifest = StaticManifest::new("/static/", files).unwrap();
        let url = |path| manifest.url(path);
        assert_eq!(url("a.css").unwrap(), "/static/a.1234.css");
        assert_eq!(url(" a.css ").unwrap(), "/static/a.1234.css");
        assert_eq!(url("f/ü b.eot?#iefix").unwrap(), "/static/f/%C3%BC%20b.99.eot?#iefix");
        assert_eq!(url("a.css?v=1&w=\"#x").unwrap(), "/static/a.1234.css?v=1&w=%22#x");
        assert_eq!(url("img/").unwrap(), "/static/img/");
        assert_eq!([url("b.css"), url("../"), url("/"), url("")], [None, None, None, None]);
    }

    #[test]
    fn names_stay_inside() {
        for name in ["../x.js", "a/../../x.js", "/x.js", "//evil/x.js", "", "a//b", "a\\..\\b", "."] {
            assert!(StaticManifest::new("/s/", [("a.js", name)]).is_err(), "{name}");
        }
        let odd = StaticManifest::new("/s/", [("a.js", "javascript:x\n\"<")]).unwrap();
        assert_eq!(odd.url("a.js").unwrap(), "/s/javascript%3Ax%0A%22%3C");
    }

    #[cfg(feature = "serde")]
    #[test]
    fn what_is_no_manifest_is_refused() {
        let read = |text: &str| StaticManifest::from_json("/s/", &serde_json::from_str(text).unwrap());
        let good = r#"{"version": "1.1", "hash": "x", "paths": {"a": "b"}}"#;
        assert_eq!(read(good).unwrap().url("a").unwrap(), "/s/b");
        for bad in [
            "[]",
            "1",
            "{}",
            r#"{"version": "2", "paths": {}}"#,
            r#"{"version": "1.1", "paths": []}"#,
            r#"{"version": "1.1", "paths": {"a": 1}}"#,
            r#"{"version": "1.1", "paths": {"a": "../b"}}"#,
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
