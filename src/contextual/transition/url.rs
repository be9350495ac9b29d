//! The parts of a URL (WHATWG URL § 4.4, basic URL parser), as literal text moves through them.

use super::{Fault, ScriptUrl};
use crate::contextual::place::{Name, UrlPart};
use crate::diagnostics::ErrorKind;
use crate::html::{self, Scheme};

/// The part after decoded literal text.
pub(super) fn advance(part: UrlPart, text: &str) -> Result<UrlPart, Fault> {
    text.chars().try_fold(part, follow)
}

/// As [`read`], and into the scripts of `javascript:` URLs.
fn follow(part: UrlPart, next: char) -> Result<UrlPart, Fault> {
    match part {
        UrlPart::MaybeScheme(name) if next == ':' && name.as_str() == "javascript" => {
            Ok(UrlPart::Script(Some(Box::new(ScriptUrl::begin()))))
        }
        UrlPart::Script(Some(script)) if !is_removed(next) => {
            Ok(UrlPart::Script(script.read(next).map(Box::new)))
        }
        part => read(part, next),
    }
}

/// The part after one character of literal text.
pub(super) fn read(part: UrlPart, next: char) -> Result<UrlPart, Fault> {
    // § 4.4, step 3: tabs and newlines are removed wherever they stand.
    if is_removed(next) { Ok(part) } else { step(part, next) }
}

fn is_removed(next: char) -> bool {
    matches!(next, '\t' | '\n' | '\r')
}

fn step(part: UrlPart, next: char) -> Result<UrlPart, Fault> {
    Ok(match part {
        // § 4.4, step 1: leading C0 controls and spaces are removed.
        UrlPart::Start if next <= ' ' => UrlPart::Start,
        // § scheme-start-state
        UrlPart::Start if next.is_ascii_alphabetic() => {
            UrlPart::MaybeScheme(Name::new(next.encode_utf8(&mut [0; 4])))
        }
        UrlPart::Start if matches!(next, '/' | '\\') => UrlPart::Root,
        // § scheme-state
        UrlPart::MaybeScheme(name) if is_scheme(next) => {
            UrlPart::MaybeScheme(name.followed_by(next.encode_utf8(&mut [0; 4])))
        }
        UrlPart::MaybeScheme(name) if next == ':' => after_scheme(name.as_str()),
        UrlPart::Any { scheme: true } if next == ':' => return Err(value_as_scheme()),
        UrlPart::Any { scheme: true } if is_scheme(next) => part,
        // § relative-slash-state: a second slash begins a host.
        UrlPart::Root if matches!(next, '/' | '\\') => UrlPart::Authority { empty: true },
        // § special-authority-slashes-state: none or more slashes, of either kind
        UrlPart::Slashes(count) if matches!(next, '/' | '\\') => UrlPart::Slashes(count.saturating_add(1)),
        UrlPart::Slashes(_) | UrlPart::Authority { .. } => authority(next),
        UrlPart::QueryKey | UrlPart::QueryName | UrlPart::QueryValue => query(&part, next),
        UrlPart::Fragment | UrlPart::Script(_) => part,
        UrlPart::Opaque => {
            if matches!(next, '?' | '#') {
                path(next)
            } else {
                part
            }
        }
        UrlPart::Data { head, base64 } => data(&head, base64, next),
        UrlPart::Start
        | UrlPart::MaybeScheme(_)
        | UrlPart::Any { .. }
        | UrlPart::Root
        | UrlPart::Path { .. } => path(next),
    })
}

fn is_scheme(next: char) -> bool {
    next.is_ascii_alphanumeric() || matches!(next, '+' | '-' | '.')
}

fn after_scheme(name: &str) -> UrlPart {
    match html::scheme(name) {
        Scheme::Web => UrlPart::Slashes(0),
        Scheme::Contact => UrlPart::Opaque,
        Scheme::Data => UrlPart::Data { head: Name::default(), base64: false },
        Scheme::Script => UrlPart::Script(None),
        // The template's author chose it; what follows is no path this library understands.
        Scheme::Other => UrlPart::Opaque,
    }
}

// § path-state, and what ends it
fn path(next: char) -> UrlPart {
    match next {
        '?' => UrlPart::QueryKey,
        '#' => UrlPart::Fragment,
        '/' | '\\' => UrlPart::Path { segment_start: true },
        _ => UrlPart::Path { segment_start: false },
    }
}

// § authority-state, § host-state, § port-state
fn authority(next: char) -> UrlPart {
    match next {
        '/' | '\\' | '?' | '#' => path(next),
        _ => UrlPart::Authority { empty: false },
    }
}

// § query-state; keys and values as application/x-www-form-urlencoded has them
fn query(part: &UrlPart, next: char) -> UrlPart {
    match (part, next) {
        (_, '#') => UrlPart::Fragment,
        (_, '&' | '?') => UrlPart::QueryKey,
        (_, '=') | (UrlPart::QueryValue, _) => UrlPart::QueryValue,
        _ => UrlPart::QueryName,
    }
}

/// Beginnings of `data:` types that hold no script, with the encoding that lets nothing else in.
const RASTER: &[&str] = &[
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/avif",
    "image/bmp",
    "image/x-icon",
    "audio/",
    "video/",
];

/// RFC 2397: media type, parameters, comma, data.
fn data(head: &Name, base64: bool, next: char) -> UrlPart {
    if base64 {
        return UrlPart::Data { head: head.clone(), base64 };
    }
    let read = head.followed_by(next.encode_utf8(&mut [0; 4]));
    let raster = RASTER.iter().any(|it| read.as_str().starts_with(it));
    let base64 = raster && next == ',' && read.as_str().ends_with(";base64,");
    UrlPart::Data { head: read, base64 }
}

fn value_as_scheme() -> Fault {
    Fault {
        kind: ErrorKind::PlaceRefused,
        at: 0,
        message: "a value may not choose the URL's scheme".to_owned(),
        help: "write the scheme in the template, or move the value into a `data-*` attribute",
    }
}

/// The part after a value was printed in `part`.
pub(in crate::contextual) fn after_hole(part: UrlPart) -> UrlPart {
    match part {
        UrlPart::Start | UrlPart::MaybeScheme(_) => UrlPart::Any { scheme: true },
        UrlPart::Slashes(_) | UrlPart::Authority { .. } => UrlPart::Any { scheme: false },
        // In the middle of a segment a value may begin a query (`/list{{ query }}`).
        UrlPart::Path { segment_start: false } => UrlPart::Any { scheme: false },
        UrlPart::Root | UrlPart::Path { .. } => UrlPart::Path { segment_start: false },
        UrlPart::QueryKey => UrlPart::QueryKey,
        part => part,
    }
}

/// The part after an include or a block, whose text was not seen. It may have been empty, so that what is behind it must
/// not do more than in `part`.
pub(in crate::contextual) fn after_unseen(part: UrlPart) -> UrlPart {
    match part {
        UrlPart::Start | UrlPart::MaybeScheme(_) => UrlPart::Any { scheme: true },
        UrlPart::Slashes(_) => UrlPart::Authority { empty: false },
        UrlPart::Path { .. } => UrlPart::Any { scheme: false },
        UrlPart::QueryName => UrlPart::QueryValue,
        UrlPart::Script(_) => UrlPart::Script(None),
        part => part,
    }
}
