//! URLs that code or style is loaded from: somebody vouches for them, or they lie under a prefix that the
//! application declared. The same origin is no reason for trust: uploads live there.

use super::url::{BLOCKED, UrlHole, UrlWrite};
use super::{Rejected, UrlKind};
use crate::value::{Cx, Kind};

const UNDECLARED: Rejected = Rejected {
    reason: "code would be loaded from there; declare it with `resource_prefix`, or use `{% static %}`",
};

/// Longest URL that is looked back for in the output.
const LONGEST: usize = 1024;

/// Writes a value of a URL of code.
pub(super) fn write(
    hole: UrlHole,
    value: &str,
    kind: Option<Kind>,
    cx: Cx<'_>,
    out: &mut String,
) -> Option<Rejected> {
    let plain = |write| UrlHole { write, kind: UrlKind::Inert };
    match hole.write {
        UrlWrite::Whole if kind == Some(Kind::ResourceUrl) => hole.write(value, kind, out),
        UrlWrite::Whole if !is_declared(value, cx) => {
            out.push_str(BLOCKED);
            Some(UNDECLARED)
        }
        UrlWrite::Whole => plain(UrlWrite::Rest { guard: false }).write(value, None, out),
        // A query says nothing about where the code comes from.
        UrlWrite::Query | UrlWrite::Component | UrlWrite::Fragment => {
            plain(UrlWrite::Component).write(value, kind, out)
        }
        _ => {
            let Some(before) = so_far(out) else { return Some(UNDECLARED) };
            let url = format!("{}{value}", before.replace("&amp;", "&"));
            if !is_declared(&url, cx) || value.contains(['?', '#']) {
                return Some(UNDECLARED);
            }
            plain(UrlWrite::Path { segment_start: true, query: false }).write(value, None, out)
        }
    }
}

/// The URL as it was written so far: back to the quote that begins it.
fn so_far(out: &str) -> Option<&str> {
    let from = out.len().saturating_sub(LONGEST);
    let from = (from..=out.len()).find(|it| out.is_char_boundary(*it))?;
    let tail = &out[from..];
    tail.rfind(['"', '\'']).map(|it| &tail[it + 1..])
}

/// Whether a URL begins with a declared prefix and stays under it.
pub(super) fn is_declared(url: &str, cx: Cx<'_>) -> bool {
    let fixed = cx.host.static_prefix();
    let mut prefixes = cx.resources.iter().map(|it| &**it).chain([&*fixed]);
    let odd = url.contains(|it: char| it == '\\' || it.is_control()) || has_dot_segment(url);
    !odd && prefixes.any(|it| is_prefix(it) && url.starts_with(it))
}

/// A prefix ends with a `/`, so that it names a folder, and holds more than an origin or the root.
fn is_prefix(prefix: &str) -> bool {
    prefix.ends_with('/') && prefix.trim_matches('/').len() > 1
}

/// WHATWG URL § 4.1, single-dot and double-dot path segments.
fn has_dot_segment(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    path.split('/').any(|it| {
        let segment = it.to_ascii_lowercase().replace("%2e", ".");
        segment == "." || segment == ".."
    })
}
