//! Values in addresses: what is written where, by the address's part and what it is for.

use super::next::Next;
use super::place::{Attr, Refusal, UrlPart};
use super::transition::SCRIPT;
use crate::escape::{Escaper, RefreshWrite, UrlHole, UrlWrite};
use crate::html::UrlKind;

/// `values` of an animation: addresses with `;` between them (SVG Animations § 2.4).
pub(super) fn is_list(attr: &Attr) -> bool {
    attr.name.as_str() == "values"
}

/// A value is one address, and all of the list: behind a `;` another would begin.
pub(super) fn list_escaper(part: &UrlPart, next: Next<'_>) -> Result<Escaper, Refusal> {
    if *part == UrlPart::Start && next.ends_quoted_value() {
        return Ok(Escaper::Refresh(RefreshWrite::Url(UrlWrite::Whole)));
    }
    Err(Refusal { reason: "it is one of several addresses", remedy: "make the value the only one" })
}

pub(super) fn url_escaper(part: &UrlPart, kind: UrlKind, next: Next<'_>) -> Result<Escaper, Refusal> {
    const HOST: Refusal = Refusal {
        reason: "code or style would be loaded from a host that a value chooses",
        remedy: "write the host literally, or hand over a `SafeResourceUrl`",
    };
    if let (UrlPart::Script(Some(script)), UrlKind::Navigation | UrlKind::Form | UrlKind::Frame) =
        (part, kind)
    {
        return script.hole().map(Escaper::ScriptUrl);
    }
    let write = url_write(part, next)?;
    let chooses_host =
        matches!(write, UrlWrite::Host { .. } | UrlWrite::Scheme | UrlWrite::Address | UrlWrite::Base64);
    if kind == UrlKind::Code && chooses_host {
        return Err(HOST);
    }
    let write = if kind == UrlKind::Inert { inert_write(write) } else { write };
    Ok(Escaper::Url(UrlHole { write, kind }))
}

/// No browser follows or loads it, so that its query has no parameters that a value could add.
fn inert_write(write: UrlWrite) -> UrlWrite {
    match write {
        UrlWrite::Component | UrlWrite::Query => UrlWrite::Rest { guard: false },
        write => write,
    }
}

pub(super) fn url_write(part: &UrlPart, next: Next<'_>) -> Result<UrlWrite, Refusal> {
    Ok(match part {
        UrlPart::Start if next.starts_with("://") => UrlWrite::Scheme,
        UrlPart::Start => UrlWrite::Whole,
        UrlPart::MaybeScheme(_) => UrlWrite::Rest { guard: true },
        UrlPart::Any { scheme } => UrlWrite::Rest { guard: *scheme },
        UrlPart::Slashes(_) | UrlPart::Authority { .. } => host_write(part, next),
        UrlPart::Root => UrlWrite::Root,
        UrlPart::Path { segment_start } => {
            UrlWrite::Path { segment_start: *segment_start, query: !*segment_start }
        }
        UrlPart::QueryKey if !next.starts_with("=") => UrlWrite::Query,
        UrlPart::QueryKey | UrlPart::QueryName | UrlPart::QueryValue => UrlWrite::Component,
        UrlPart::Fragment => UrlWrite::Fragment,
        UrlPart::Opaque => UrlWrite::Address,
        UrlPart::Data { base64: true, .. } => UrlWrite::Base64,
        UrlPart::Data { .. } => {
            return Err(Refusal {
                reason: "a `data:` URL can hold a whole page",
                remedy: "only `data:image/png;base64,` and its kin may be followed by a value",
            });
        }
        UrlPart::Script(_) => return Err(SCRIPT),
    })
}

/// A value that ends the URL may bring its path; one before more text is part of the host name.
fn host_write(part: &UrlPart, next: Next<'_>) -> UrlWrite {
    let whole = matches!(part, UrlPart::Slashes(_) | UrlPart::Authority { empty: true });
    let closed =
        next.starts_with("/") || next.starts_with("?") || next.starts_with("#") || next.starts_with(":");
    let path = next.ends_value();
    let open = matches!(next, Next::Text(_)) && !path && !closed;
    UrlWrite::Host { path, label: !whole || open }
}

/// What is right for a value in either of two parts, if anything is.
pub(super) fn stronger_write(one: UrlWrite, other: UrlWrite) -> Option<UrlWrite> {
    use UrlWrite::{Component, Fragment, Path, Query, Rest, Root, Whole};
    Some(match (one, other) {
        _ if one == other => one,
        // A value with a scheme of its own that is allowed makes no other of what stands before it: no
        // executing scheme ends in the name of an allowed one.
        (Whole, Rest { .. }) | (Rest { .. }, Whole) => Whole,
        (Root, Path { .. }) | (Path { .. }, Root) => Root,
        (Rest { guard: a }, Rest { guard: b }) => Rest { guard: a || b },
        (Path { segment_start: a, query: q }, Path { segment_start: b, query: r }) => {
            Path { segment_start: a || b, query: q && r }
        }
        (
            Path { .. } | Query | Component | Fragment | Rest { .. },
            Path { .. } | Query | Component | Fragment | Rest { .. },
        ) => Component,
        _ => return None,
    })
}
