//! [`TemplateName`]: a name that cannot lead out of a loader's root.

use crate::diagnostics::{Error, ErrorKind};
use std::fmt;

/// Longest name in bytes.
const LONGEST: usize = 1024;

/// The name of a template: relative, with `/` between its parts, none of which is empty, `.` or
/// `..`; without backslash, colon or control character. So no name can lead out of a loader's root,
/// whatever the system makes of drives and streams.
///
/// ```
/// use palisade::loader::TemplateName;
///
/// let page = TemplateName::new("forum/thread.html")?;
/// assert_eq!(page.join("../base.html")?.as_str(), "base.html");
/// assert!(TemplateName::new("../etc/passwd").is_err());
/// # Ok::<(), palisade::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TemplateName(Box<str>);

impl TemplateName {
    /// A name, checked.
    ///
    /// # Errors
    /// [`ErrorKind::BadTemplateName`] when it is not as described above.
    pub fn new(name: &str) -> Result<TemplateName, Error> {
        match fault(name) {
            Some(fault) => Err(illegal(name, fault)),
            None => Ok(TemplateName(name.into())),
        }
    }

    /// The name that `name` means inside this template: one that begins with `./` or `../` is relative
    /// to this template's folder, all others are relative to the root.
    ///
    /// # Errors
    /// [`ErrorKind::BadTemplateName`] when it leads out of the root, or is not a name.
    pub fn join(&self, name: &str) -> Result<TemplateName, Error> {
        if !name.starts_with("./") && !name.starts_with("../") {
            return TemplateName::new(name);
        }
        let mut parts: Vec<&str> = self.0.split('/').collect();
        parts.pop();
        for part in name.split('/') {
            match part {
                "." => {}
                ".." => drop(parts.pop().ok_or_else(|| illegal(name, "it leads out of the root"))?),
                part => parts.push(part),
            }
        }
        TemplateName::new(&parts.join("/"))
    }

    /// What is asked for by `page.html#part`: the template, and the partial of it.
    pub(crate) fn split_partial(asked: &str) -> (&str, Option<&str>) {
        match asked.split_once('#') {
            Some((name, partial)) => (name, Some(partial).filter(|it| !it.is_empty())),
            None => (asked, None),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TemplateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for TemplateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// What is wrong with a name.
fn fault(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        return Some("it is empty");
    }
    if name.len() > LONGEST {
        return Some("it is longer than 1024 bytes");
    }
    if name.starts_with('/') {
        return Some("it is absolute");
    }
    if name.chars().any(|it| it.is_control() || matches!(it, '\\' | ':')) {
        return Some("it holds a backslash, a colon or a control character");
    }
    name.split('/').find_map(|part| match part {
        "" => Some("a part of it is empty"),
        "." | ".." => Some("a part of it is `.` or `..`"),
        _ => None,
    })
}

#[cold]
fn illegal(name: &str, fault: &str) -> Error {
    let shown: String = name.chars().take(80).collect();
    Error::new(ErrorKind::BadTemplateName, format!("`{shown}` is no template name: {fault}"))
}

#[cfg(test)]
mod tests {
    use super::TemplateName;

    #[test]
    fn names_that_could_leave_the_root_are_refused() {
        let bad = [
            "",
            "/etc/passwd",
            "..",
            "../a",
            "a/../b",
            "a/..",
            "./a",
            "a//b",
            "a/",
            "a\\b",
            "C:a",
            "C:/a",
            "a\0b",
            "a\nb",
            "a:stream",
            "//host/share",
        ];
        for name in bad {
            assert!(TemplateName::new(name).is_err(), "{name:?}");
        }
        for name in ["a", "a.html", "a/b/c.html", "…/ß.html", "a b.html", "..a", "a..b", "%2e%2e/a"] {
            assert!(TemplateName::new(name).is_ok(), "{name:?}");
        }
    }

    #[test]
    fn relative_names_are_relative_to_the_folder_and_confined() {
        let page = TemplateName::new("a/b/page.html").unwrap();
        let joined = |name| page.join(name).map(|it| it.as_str().to_owned()).ok();
        assert_eq!(joined("./x.html").as_deref(), Some("a/b/x.html"));
        assert_eq!(joined("../x.html").as_deref(), Some("a/x.html"));
        assert_eq!(joined("../../x.html").as_deref(), Some("x.html"));
        assert_eq!(joined("./../c/x.html").as_deref(), Some("a/c/x.html"));
        assert_eq!(joined("x.html").as_deref(), Some("x.html"));
        assert_eq!(joined("../../../x.html"), None);
        assert_eq!(joined("./c/../x.html").as_deref(), Some("a/b/x.html"));
        assert_eq!(joined("c/../x.html"), None);
        assert_eq!(joined("../"), None);
    }
}
