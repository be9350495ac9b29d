//! The page in a `srcdoc`: what is written for a place in it is text of the attribute, and so escaped again.

use super::url::UrlHole;
use super::{Escaper, Rejected, html};
use crate::value::Kind;

/// A hole in the page of a `srcdoc`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Nested {
    Text,
    RcData,
    Attr,
    Url(UrlHole),
}

impl Nested {
    /// The escaper of the place in the inner page.
    pub(crate) fn escaper(self) -> Escaper {
        match self {
            Nested::Text => Escaper::Text,
            Nested::RcData => Escaper::RcData,
            Nested::Attr => Escaper::Attr,
            Nested::Url(hole) => Escaper::Url(hole),
        }
    }

    pub(super) fn write(self, value: &str, kind: Option<Kind>, out: &mut String) -> Option<Rejected> {
        let mut inner = String::new();
        let rejected = match kind {
            Some(kind) => self.escaper().write_safe(kind, value, &mut inner),
            None => self.escaper().write_plain(value, &mut inner),
        };
        html::text(&inner, out);
        rejected
    }

    pub(super) fn place(self) -> &'static str {
        match self {
            Nested::Text => "text in srcdoc",
            Nested::RcData => "text of `title` or `textarea` in srcdoc",
            Nested::Attr => "attribute in srcdoc",
            Nested::Url(_) => "URL in srcdoc",
        }
    }
}
