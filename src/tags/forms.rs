//! What proves to the browser, or to the site, that markup is the site's own.

use super::{Given, Printed};
use crate::fragment::Slot;
use crate::value::{Kind, Origin, Value};

/// The hidden field that proves a form came from this site; nothing when the host has no token.
pub(super) fn csrf_token<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    written(given, Slot::CsrfField, Kind::Html(Origin::Earned))
}

/// `nonce="…"` for a script or style; nothing when the host has no nonce.
pub(super) fn csp_nonce_attr<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    written(given, Slot::Nonce, Kind::Attrs)
}

fn written<'a>(given: &Given<'_, 'a>, slot: Slot, kind: Kind) -> Printed<'a> {
    let mut markup = String::new();
    slot.write(given.cx.host, &mut markup);
    if markup.is_empty() {
        return Ok(Value::Str(""));
    }
    Ok(Value::Safe(kind, given.cx.arena.str(&markup)?))
}
