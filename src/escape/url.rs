//! URLs in quoted attributes: the scheme is checked where a value can choose it, and whatever is not plain
//! URL text is percent-encoded, quotes, blanks, angle brackets and backslashes among it.

use super::Rejected;
use crate::html::{self, Scheme, UrlKind};
use crate::value::Kind;

/// A hole in a URL: what stands there, and what the URL is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct UrlHole {
    pub write: UrlWrite,
    pub kind: UrlKind,
}

/// What part of a URL a value is (WHATWG URL § 4.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum UrlWrite {
    /// The whole URL, or its begin: the scheme is checked.
    Whole,
    /// What stands before `://`.
    Scheme,
    /// Host and port, and with `path` what follows them; `label` when only part of a host name.
    Host {
        path: bool,
        label: bool,
    },
    /// After text that could still be a scheme: no `:` before the first `/`, `?` or `#`.
    Rest {
        guard: bool,
    },
    /// Path segments. `segment_start` after a `/`, where another would begin a host or an empty segment;
    /// `query` when the value may begin with `?` or `#`.
    Path {
        segment_start: bool,
        query: bool,
    },
    /// The first segment of a path: with an empty one, a `/` behind it would begin a host.
    Root,
    /// A ready query string or a key of one.
    Query,
    /// One component, whatever the part.
    Component,
    Fragment,
    /// The address of `mailto:`, `tel:` and the like.
    Address,
    /// Base64 data of a `data:` URL.
    Base64,
}

/// What stands for a URL that was refused: valid, loads nothing, goes nowhere (WHATWG URL § 7; RFC 6694).
pub(super) const BLOCKED: &str = "about:invalid#blocked";

/// What stands for a host that was refused (RFC 6761 § 6.4).
const BLOCKED_HOST: &str = "blocked.invalid";

const BAD_SCHEME: Rejected = Rejected { reason: "the URL's scheme is not one of those allowed here" };
const BAD_HOST: Rejected = Rejected { reason: "not a host name" };
const BAD_DATA: Rejected = Rejected { reason: "not base64 data" };

impl UrlHole {
    /// Writes a value, `kind` being its type if it has one.
    pub(super) fn write(self, value: &str, kind: Option<Kind>, out: &mut String) -> Option<Rejected> {
        match self.write {
            UrlWrite::Whole => return self.whole(value, kind, out),
            UrlWrite::Scheme => return self.scheme(value, out),
            UrlWrite::Host { path, label } => return host(value, path, label, out),
            UrlWrite::Base64 => return base64(value, out),
            UrlWrite::Rest { guard } => rest(value, guard, out),
            UrlWrite::Path { segment_start, query } => path(value, segment_start, query, out),
            // § 4.1: a single dot is a segment that is left out.
            UrlWrite::Root if value.is_empty() => out.push('.'),
            UrlWrite::Root => path(value, true, false, out),
            // A value that was percent-encoded already is not encoded again.
            UrlWrite::Component if kind == Some(Kind::UrlPart) => encode(value, QUERY, out),
            UrlWrite::Component => encode_all(value, out),
            UrlWrite::Query => encode(value, QUERY, out),
            UrlWrite::Fragment => encode(value, FRAGMENT, out),
            UrlWrite::Address => encode(value, ADDRESS, out),
        }
        None
    }

    /// Whether digits alone stay as they are: they name no scheme, and the URLs of code are looked at as a whole.
    pub(super) fn takes_digits(self) -> bool {
        self.kind != UrlKind::Code && self.write != UrlWrite::Scheme
    }

    pub(super) fn place(self) -> &'static str {
        match self.write {
            UrlWrite::Whole => "URL",
            UrlWrite::Scheme => "URL scheme",
            UrlWrite::Host { .. } => "URL host",
            UrlWrite::Rest { .. } => "URL after its start",
            UrlWrite::Path { .. } | UrlWrite::Root => "URL path",
            UrlWrite::Query => "URL query",
            UrlWrite::Component => "URL component",
            UrlWrite::Fragment => "URL fragment",
            UrlWrite::Address => "URL address",
            UrlWrite::Base64 => "data URL",
        }
    }

    fn whole(self, value: &str, kind: Option<Kind>, out: &mut String) -> Option<Rejected> {
        // § 4.4, step 1: leading and trailing C0 controls and spaces are no part of a URL.
        let url = value.trim_matches(|it| it <= ' ');
        let vouched = matches!(kind, Some(Kind::Url | Kind::ResourceUrl));
        if !vouched && !self.scheme_allowed(url) {
            out.push_str(BLOCKED);
            return Some(BAD_SCHEME);
        }
        encode_untabbed(url, WHOLE, out);
        None
    }

    /// Whether a URL has no scheme, or one that may stand here.
    fn scheme_allowed(self, url: &str) -> bool {
        let end = url.find([':', '/', '?', '#', '\\']);
        let Some(colon) = end.filter(|it| url.as_bytes()[*it] == b':') else {
            return true;
        };
        // § 4.4, step 3: tabs and newlines are removed before the scheme is read.
        let name: String = url[..colon].chars().filter(|it| !is_removed(*it)).collect();
        match html::scheme(&name) {
            Scheme::Web => !(name.eq_ignore_ascii_case("ftp") && self.kind != UrlKind::Navigation),
            Scheme::Contact => matches!(self.kind, UrlKind::Navigation | UrlKind::Inert),
            Scheme::Data => self.kind == UrlKind::Media && is_raster(&url[colon + 1..]),
            Scheme::Script | Scheme::Other => false,
        }
    }

    fn scheme(self, value: &str, out: &mut String) -> Option<Rejected> {
        if html::scheme(value) == Scheme::Web {
            out.push_str(value);
            return None;
        }
        out.push_str("about");
        Some(BAD_SCHEME)
    }
}

/// § 4.4, step 3.
fn is_removed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r')
}

/// What follows `data:`: a raster image, a sound or a film in base64 (RFC 2397).
fn is_raster(data: &str) -> bool {
    let Some((head, body)) = data.split_once(',') else {
        return false;
    };
    let Some(mime) = head.strip_suffix(";base64") else {
        return false;
    };
    let media = |kind: &str| mime.get(..kind.len()).is_some_and(|it| it.eq_ignore_ascii_case(kind));
    let known = html::is_raster(mime) || media("audio/") || media("video/");
    known && mime.bytes().all(|it| it.is_ascii_alphanumeric() || b"/.+-".contains(&it)) && is_base64(body)
}

fn is_base64(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_alphanumeric() || b"+/=".contains(&it))
}

fn base64(value: &str, out: &mut String) -> Option<Rejected> {
    if !is_base64(value) {
        return Some(BAD_DATA);
    }
    out.push_str(value);
    None
}

/// § 4.4, host state and port state.
fn host(value: &str, with_path: bool, label: bool, out: &mut String) -> Option<Rejected> {
    let end = if with_path { value.find(['/', '?', '#']).unwrap_or(value.len()) } else { value.len() };
    let (authority, tail) = value.split_at(end);
    // § special-authority-ignore-slashes-state: with an empty host, the text behind it is one.
    let leaves_it = authority.is_empty() && !label && !with_path;
    if leaves_it || !(if label { is_host_name(authority) } else { is_host(authority) }) {
        out.push_str(BLOCKED_HOST);
        return Some(BAD_HOST);
    }
    out.push_str(authority);
    encode(tail, WHOLE, out);
    None
}

fn is_host_name(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_alphanumeric() || b".-_".contains(&it))
}

/// A host name or an IPv6 address in brackets, with or without a port.
fn is_host(text: &str) -> bool {
    let (host, port) = match text.rfind(':').filter(|it| !text[*it..].contains(']')) {
        Some(colon) => (&text[..colon], &text[colon + 1..]),
        None => (text, ""),
    };
    let address = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let is_address =
        address.is_some_and(|it| it.bytes().all(|it| it.is_ascii_hexdigit() || b":.".contains(&it)));
    (is_address || is_host_name(host)) && port.bytes().all(|it| it.is_ascii_digit())
}

/// After text that may be a scheme, up to the first character that settles it a `:` is encoded.
fn rest(value: &str, guard: bool, out: &mut String) {
    let settled = if guard { value.find(['/', '?', '#']).unwrap_or(value.len()) } else { 0 };
    encode(&value[..settled], SCHEMELESS, out);
    encode(&value[settled..], WHOLE, out);
}

fn path(value: &str, segment_start: bool, query: bool, out: &mut String) {
    let mut value = value;
    if segment_start && let Some(rest) = value.strip_prefix('/') {
        out.push_str("%2F");
        value = rest;
    }
    if query && value.starts_with(['?', '#']) {
        let (mark, tail) = value.split_at(1);
        out.push_str(mark);
        return encode(tail, if mark == "?" { QUERY } else { FRAGMENT }, out);
    }
    encode(value, PATH, out);
}

// What stays as it is, beside letters, digits, `-._~` and `%XX`. RFC 3986 § 2.2 without quotes and parentheses.
const WHOLE: &Kept = &kept(b":/?#[]@!$&*+,;=");
const SCHEMELESS: &Kept = &kept(b"!$&*+,;=");
const PATH: &Kept = &kept(b":/[]@!$&*+,;=");
const QUERY: &Kept = &kept(b":/?[]@!$&*+,;=");
const FRAGMENT: &Kept = &kept(b":/?[]@!$&*+,;=");
const ADDRESS: &Kept = &kept(b":@!$*+,;=/");
const NOTHING: &Kept = &kept(b"");

/// For each byte, whether it stays as it is.
type Kept = [bool; 256];

const fn kept(reserved: &[u8]) -> Kept {
    let mut kept = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        kept[byte] = is_unreserved(byte as u8);
        byte += 1;
    }
    let mut at = 0;
    while at < reserved.len() {
        kept[reserved[at] as usize] = true;
        at += 1;
    }
    kept
}

/// Percent-encodes all but letters, digits, `-._~`, what `keep` lists and valid `%XX`. Written for an
/// attribute: `&` is `&amp;`.
fn encode(value: &str, keep: &Kept, out: &mut String) {
    copy(value, keep, true, out);
}

/// Copies runs of what stays, and writes the rest.
fn copy(value: &str, keep: &Kept, escapes_stay: bool, out: &mut String) {
    let bytes = value.as_bytes();
    let mut copied = 0;
    for (at, byte) in bytes.iter().copied().enumerate() {
        if keep[usize::from(byte)] && byte != b'&' {
            continue;
        }
        if escapes_stay && byte == b'%' && starts_escape(&bytes[at + 1..]) {
            continue;
        }
        out.push_str(value.get(copied..at).unwrap_or_default());
        copied = at + 1;
        match byte {
            b'&' if keep[usize::from(b'&')] => out.push_str("&amp;"),
            byte => push_encoded(byte, out),
        }
    }
    out.push_str(value.get(copied..).unwrap_or_default());
}

/// Whether two hexadecimal digits follow.
fn starts_escape(after: &[u8]) -> bool {
    after.get(..2).is_some_and(|it| it.iter().all(u8::is_ascii_hexdigit))
}

/// As `encode`, and tabs and newlines are left out, as the URL parser does.
fn encode_untabbed(value: &str, keep: &Kept, out: &mut String) {
    for piece in value.split(is_removed) {
        encode(piece, keep, out);
    }
}

/// Percent-encodes all but letters, digits and `-._~`.
pub(super) fn encode_all(value: &str, out: &mut String) {
    copy(value, NOTHING, false, out);
}

/// RFC 3986 § 2.3.
const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

fn push_encoded(byte: u8, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(DIGITS[usize::from(byte >> 4)]));
    out.push(char::from(DIGITS[usize::from(byte & 15)]));
}
