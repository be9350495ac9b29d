//! What proves to the browser, or to the site, that markup is the site's own.

use super::{Given, Printed};
use crate::fragment::Slot;
use crate::value::{Kind, Origin, Value, truth};

/// The hidden field that proves a form came from this site; nothing when the host has no token.
pub(super) fn csrf_token<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    written(given, Slot::CsrfField, Kind::Html(Origin::Earned))
}

/// `nonce="…"` for a script or style; nothing when the host has no nonce. Given the scripts and styles that a form
/// needs, these with their nonces.
pub(super) fn csp_nonce_attr<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    let media = given.at(0);
    if !truth(media, given.cx)? {
        return written(given, Slot::Nonce, Kind::Attrs);
    }
    let Value::Safe(kind @ Kind::Html(_), markup) = media else { return Ok(media) };
    let mut nonce = String::new();
    Slot::NonceAfterBlank.write(given.cx.host, &mut nonce);
    Ok(Value::Safe(kind, given.cx.arena.str(&stamped(markup, &nonce))?))
}

/// What Django's `Media` writes, and which attribute it writes first; the nonce is the second.
const ASSETS: [&str; 2] = ["<link href=\"", "<script src=\""];

fn stamped(markup: &str, nonce: &str) -> String {
    let mut out = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some(tag) = rest.find('<') {
        let from = &rest[tag..];
        let length = ASSETS.iter().find(|it| from.starts_with(**it)).and_then(|it| {
            let url = from[it.len()..].find('"')?;
            Some(it.len() + url + 1)
        });
        let end = tag + length.unwrap_or(1);
        out.push_str(&rest[..end]);
        if length.is_some() {
            out.push_str(nonce);
        }
        rest = &rest[end..];
    }
    out + rest
}

fn written<'a>(given: &Given<'_, 'a>, slot: Slot, kind: Kind) -> Printed<'a> {
    let mut markup = String::new();
    slot.write(given.cx.host, &mut markup);
    if markup.is_empty() {
        return Ok(Value::Str(""));
    }
    Ok(Value::Safe(kind, given.cx.arena.str(&markup)?))
}
