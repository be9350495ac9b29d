//! What proves to the browser, or to the site, that markup is the site's own.

use super::{Given, Printed};
use crate::html::escape_html;
use crate::value::{Kind, Origin, Value};

/// The hidden field that proves a form came from this site; nothing when the host has no token.
pub(super) fn csrf_token<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    let token = given.cx.host.csrf_token().unwrap_or_default();
    let field = "<input type=\"hidden\" name=\"csrfmiddlewaretoken\" value=\"";
    quoted(given, &token, field, "\">", Kind::Html(Origin::Earned))
}

/// `nonce="…"` for a script or style; nothing when the host has no nonce.
pub(super) fn csp_nonce_attr<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    let nonce = given.cx.host.csp_nonce().unwrap_or_default();
    quoted(given, &nonce, "nonce=\"", "\"", Kind::Attrs)
}

/// A value in an attribute, between literal markup; nothing for an empty value.
fn quoted<'a>(given: &Given<'_, 'a>, value: &str, before: &str, after: &str, kind: Kind) -> Printed<'a> {
    if value.is_empty() {
        return Ok(Value::Str(""));
    }
    let mut markup = String::from(before);
    escape_html(value, &mut markup);
    markup.push_str(after);
    Ok(Value::Safe(kind, given.cx.arena.str(&markup)?))
}
