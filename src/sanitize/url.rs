//! [`UrlRule`]: which URLs an attribute may hold. The decoded value is read as the URL parser of browsers
//! reads it (WHATWG URL § 4.4), and is kept only if that parser and every older one agree on its parts.

mod build;
mod list;
mod one;
mod plain;

use super::verdict::Verdict;
use std::collections::BTreeSet;

/// What an attribute's URL may be: plain data, so that a policy can be stored and compared.
///
/// ```
/// use palisade::sanitize::{Relative, UrlRule};
///
/// let links = UrlRule::navigation();
/// let images = UrlRule::auto_load().hosts(["img.example.com", "*.cdn.example.com"]).relative(Relative::Deny);
/// assert_ne!(links, images);
/// ```
///
/// A URL with a user name or password is refused, and host names are printed in ASCII (`xn--…`), so that
/// a link shows where it leads. `javascript:` and its kin cannot be allowed at all.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "kebab-case"))]
pub struct UrlRule {
    #[cfg_attr(feature = "serde", serde(rename = "use"))]
    pub(crate) purpose: UrlPurpose,
    pub(crate) schemes: BTreeSet<String>,
    /// None: any host.
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) hosts: Option<BTreeSet<String>>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) deny_hosts: BTreeSet<String>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) relative: Relative,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) data: BTreeSet<String>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) cid: bool,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) list: UrlList,
    /// What stands before the percent-encoded URL of a host that is not allowed.
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) proxy: Option<String>,
    /// Like `proxy`, by the application's function.
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) rewrite_remote: bool,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) as_written: bool,
}

/// When the URL is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum UrlPurpose {
    /// When the reader follows it: `href`, `cite`.
    Navigation,
    /// As soon as the page is shown: `src`, `poster`. Whoever owns the host learns that the page was read.
    AutoLoad,
}

/// What becomes of URLs without a scheme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Relative {
    /// They stay. `//host/path` must pass the rules on hosts, and needs `http` or `https` among the schemes.
    #[default]
    Allow,
    /// They are refused.
    Deny,
    /// They are made absolute, against this absolute URL.
    Resolve(String),
    /// The application's function makes another URL of each; what it returns must pass the rule.
    Rewrite,
}

/// How many URLs the attribute holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum UrlList {
    /// One.
    #[default]
    One,
    /// Image candidates with their sizes: `srcset` (HTML § 4.8.4.2.1).
    Srcset,
    /// URLs parted by blanks: `ping` (HTML § 4.6.3).
    Blanks,
}

/// Makes another URL of one, or none. What it returns is checked like what it was given.
pub(crate) type Rewrite = dyn Fn(&str) -> Option<String> + Send + Sync;

/// What a rule may ask beside its own data.
#[derive(Clone, Copy, Default)]
pub(crate) struct UrlCx<'c> {
    /// For [`Relative::Rewrite`] and [`UrlRule::rewrite_remote`].
    pub rewrite: Option<&'c Rewrite>,
}

impl UrlRule {
    /// Links: `http`, `https`, `mailto` and relative URLs, any host.
    pub fn navigation() -> UrlRule {
        UrlRule::new(UrlPurpose::Navigation, &["http", "https", "mailto"])
    }

    /// Images and films: `http`, `https` and relative URLs, any host.
    pub fn auto_load() -> UrlRule {
        UrlRule::new(UrlPurpose::AutoLoad, &["http", "https"])
    }

    fn new(purpose: UrlPurpose, schemes: &[&str]) -> UrlRule {
        UrlRule {
            purpose,
            schemes: schemes.iter().map(|it| (*it).to_owned()).collect(),
            hosts: None,
            deny_hosts: BTreeSet::new(),
            relative: Relative::Allow,
            data: BTreeSet::new(),
            cid: false,
            list: UrlList::One,
            proxy: None,
            rewrite_remote: false,
            as_written: false,
        }
    }

    /// The schemes allowed, instead of those there were; without the `:`.
    #[must_use]
    pub fn schemes<S: Into<String>>(self, schemes: impl IntoIterator<Item = S>) -> UrlRule {
        UrlRule { schemes: schemes.into_iter().map(Into::into).collect(), ..self }
    }

    /// The only hosts allowed: `example.com`, or `*.example.com` for all below it. An empty list allows none.
    #[must_use]
    pub fn hosts<S: Into<String>>(self, hosts: impl IntoIterator<Item = S>) -> UrlRule {
        UrlRule { hosts: Some(hosts.into_iter().map(Into::into).collect()), ..self }
    }

    /// Hosts that are never allowed, written like those of [`UrlRule::hosts`].
    #[must_use]
    pub fn deny_hosts<S: Into<String>>(self, hosts: impl IntoIterator<Item = S>) -> UrlRule {
        UrlRule { deny_hosts: hosts.into_iter().map(Into::into).collect(), ..self }
    }

    /// What becomes of URLs without a scheme.
    #[must_use]
    pub fn relative(self, relative: Relative) -> UrlRule {
        UrlRule { relative, ..self }
    }

    /// Media types that a base64 `data:` URL may have: raster images only, for others can hold scripts.
    #[must_use]
    pub fn data<S: Into<String>>(self, types: impl IntoIterator<Item = S>) -> UrlRule {
        UrlRule { data: types.into_iter().map(Into::into).collect(), ..self }
    }

    /// Allows `cid:` URLs, which name a part of the same mail (RFC 2392).
    #[must_use]
    pub fn cid(self) -> UrlRule {
        UrlRule { cid: true, ..self }
    }

    /// How many URLs the attribute holds.
    #[must_use]
    pub fn list(self, list: UrlList) -> UrlRule {
        UrlRule { list, ..self }
    }

    /// URLs of hosts that are not allowed are loaded through a proxy: `prefix`, an absolute URL, followed by
    /// the percent-encoded URL.
    #[must_use]
    pub fn proxy(self, prefix: impl Into<String>) -> UrlRule {
        UrlRule { proxy: Some(prefix.into()), ..self }
    }

    /// URLs of hosts that are not allowed are handed to the application's function; what it returns must be
    /// a URL of an allowed host.
    #[must_use]
    pub fn rewrite_remote(self) -> UrlRule {
        UrlRule { rewrite_remote: true, ..self }
    }

    /// Prints the URL as it was written when it passes, instead of as the parser of browsers read it, and
    /// lets user names pass: what ammonia does.
    #[must_use]
    pub fn as_written(self) -> UrlRule {
        UrlRule { as_written: true, ..self }
    }

    /// Whether the rule is of no use without a function of the application.
    pub(crate) fn needs_rewriter(&self) -> bool {
        self.rewrite_remote || self.relative == Relative::Rewrite
    }

    /// What the rule says of an attribute's value, its character references decoded.
    pub(crate) fn check<'v>(&self, decoded: &'v str, cx: UrlCx<'_>) -> Verdict<'v> {
        match self.list {
            UrlList::One => one::check(self, decoded, cx),
            UrlList::Srcset => list::srcset(self, decoded, cx),
            UrlList::Blanks => list::blanks(self, decoded, cx),
        }
    }
}

#[cfg(test)]
mod tests;
