//! What is printed anew in each response, although the text around it is kept.

use crate::host::Host;
use crate::html::escape_html;

/// A place for something that belongs to one response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// `<input type="hidden" …>` with the CSRF token.
    CsrfField,
    /// `nonce="…"`.
    Nonce,
    /// The same with a blank before it.
    NonceAfterBlank,
}

impl Slot {
    /// Writes what the host has for it; nothing if it has nothing.
    pub(crate) fn write(self, host: &dyn Host, out: &mut String) {
        let value = match self {
            Slot::CsrfField => host.csrf_token(),
            Slot::Nonce | Slot::NonceAfterBlank => host.csp_nonce(),
        };
        let Some(value) = value.filter(|it| !it.is_empty()) else { return };
        let (before, after) = match self {
            Slot::CsrfField => ("<input type=\"hidden\" name=\"csrfmiddlewaretoken\" value=\"", "\">"),
            Slot::Nonce => ("nonce=\"", "\""),
            Slot::NonceAfterBlank => (" nonce=\"", "\""),
        };
        out.push_str(before);
        escape_html(&value, out);
        out.push_str(after);
    }

    /// The slot that writes exactly this, if one of the same value does.
    pub(crate) fn that_wrote(self, written: &str, host: &dyn Host) -> Option<Slot> {
        let spaced = match self {
            Slot::Nonce if written.starts_with(' ') => Slot::NonceAfterBlank,
            slot => slot,
        };
        let mut again = String::with_capacity(written.len());
        spaced.write(host, &mut again);
        (again == written).then_some(spaced)
    }
}
