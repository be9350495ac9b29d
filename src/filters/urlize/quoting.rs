//! Django's `smart_urlquote`: percent-encodes what is not yet in a URL, part by part.

use crate::percent::{quote, quote_plus, unquote};
use std::borrow::Cow;
use std::net::Ipv6Addr;
use unicode_normalization::UnicodeNormalization;

/// What may stand unencoded in any part (RFC 3986 § 2.2).
const RESERVED: &str = "!$&'()*+,;=:/?#[]@~";

/// Schemes whose URLs may be relative and have a host, to Python.
const WITH_HOST: &[&str] = &[
    "ftp",
    "http",
    "gopher",
    "nntp",
    "telnet",
    "imap",
    "wais",
    "file",
    "mms",
    "https",
    "shttp",
    "snews",
    "prospero",
    "rtsp",
    "rtsps",
    "rtspu",
    "rsync",
    "svn",
    "svn+ssh",
    "sftp",
    "nfs",
    "git",
    "git+ssh",
    "ws",
    "wss",
    "itms-services",
];

/// The URL with what needs it percent-encoded, and nothing encoded twice.
pub(crate) fn quoted_url(url: &str) -> String {
    match Split::of(url) {
        Some(parts) => parts.joined(),
        None => requoted(url).into_owned(),
    }
}

fn requoted(part: &str) -> Cow<'_, str> {
    match unquote(part) {
        Cow::Borrowed(part) => quote(part, RESERVED),
        Cow::Owned(part) => Cow::Owned(quote(&part, RESERVED).into_owned()),
    }
}

/// The parts of a URL, as Python's `urlsplit` finds them.
struct Split {
    scheme: String,
    host: String,
    path: String,
    query: String,
    fragment: String,
}

impl Split {
    /// `None` when the host is none.
    fn of(url: &str) -> Option<Split> {
        let url = url.trim_start_matches(|it: char| it <= ' ').replace(['\t', '\r', '\n'], "");
        let (scheme, rest) = split_scheme(&url);
        let (host, rest) = match rest.strip_prefix("//") {
            Some(rest) => rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len())),
            None => ("", rest),
        };
        let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let owned = str::to_owned;
        (is_bracketed_well(host) && stays_a_host(host)).then(|| Split {
            scheme: scheme.to_ascii_lowercase(),
            host: owned(host),
            path: owned(path),
            query: owned(query),
            fragment: owned(fragment),
        })
    }

    fn joined(&self) -> String {
        let host = requoted(&self.host);
        let path = requoted(&self.path);
        let mut url = String::new();
        if !self.scheme.is_empty() {
            url.extend([&*self.scheme, ":"]);
        }
        if !host.is_empty() {
            url.extend(["//", &host, if path.is_empty() || path.starts_with('/') { "" } else { "/" }]);
        } else if path.starts_with("//") || (self.takes_host() && (path.is_empty() || path.starts_with('/')))
        {
            url.push_str("//");
        }
        url.push_str(&path);
        let query = requoted_query(&self.query);
        if !query.is_empty() {
            url.extend(["?", &query]);
        }
        if !self.fragment.is_empty() {
            url.extend(["#", &requoted(&self.fragment)]);
        }
        url
    }

    fn takes_host(&self) -> bool {
        WITH_HOST.contains(&&*self.scheme)
    }
}

/// What is before the first colon, if it is a scheme.
fn split_scheme(url: &str) -> (&str, &str) {
    let allowed = |it: char| it.is_ascii_alphanumeric() || matches!(it, '+' | '-' | '.');
    match url.split_once(':') {
        Some((scheme, rest))
            if scheme.starts_with(|it: char| it.is_ascii_alphabetic()) && scheme.chars().all(allowed) =>
        {
            (scheme, rest)
        }
        _ => ("", url),
    }
}

/// Whether brackets in a host, if any, hold an IPv6 address or one of the future.
fn is_bracketed_well(host: &str) -> bool {
    match (host.split_once('['), host.contains(']')) {
        (None, closed) => !closed,
        (Some(_), false) => false,
        (Some((_, inside)), true) => {
            let inside = inside.split(']').next().unwrap_or_default();
            if inside.starts_with('v') { is_future(inside) } else { is_ipv6(inside) }
        }
    }
}

fn is_ipv6(text: &str) -> bool {
    let (address, zone) = text.split_once('%').map_or((text, None), |it| (it.0, Some(it.1)));
    address.parse::<Ipv6Addr>().is_ok() && zone.is_none_or(|it| !it.is_empty() && !it.contains('%'))
}

/// `v1.…` (RFC 3986 § 3.2.2).
fn is_future(text: &str) -> bool {
    text.get(1..).and_then(|it| it.split_once('.')).is_some_and(|(version, rest)| {
        !version.is_empty() && version.bytes().all(|it| it.is_ascii_hexdigit()) && !rest.is_empty()
    })
}

/// Whether compatibility forms of a host's characters bring no delimiters into it.
fn stays_a_host(host: &str) -> bool {
    let delimits = |it: char| matches!(it, '/' | '?' | '#' | '@' | ':');
    if host.is_ascii() {
        return true;
    }
    let bare: String = host.chars().filter(|it| !matches!(it, '@' | ':' | '#' | '?')).collect();
    let form: String = bare.nfkc().collect();
    form == bare || !form.contains(delimits)
}

/// Each name and value of a query encoded for itself, so that what separates them in a value stays encoded.
fn requoted_query(query: &str) -> String {
    let mut out = String::with_capacity(query.len());
    for pair in query.split('&').filter(|it| !it.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        out.push_str(if out.is_empty() { "" } else { "&" });
        out.extend([&*field(name), "=", &field(value)]);
    }
    out
}

/// Decoded once as a form's field, once more as a part of a URL, and encoded.
fn field(text: &str) -> String {
    let spaced = text.replace('+', " ");
    quote_plus(&unquote(&unquote(&spaced)))
}
