//! [`Escaper`]: how a value is written so that it stays data in the place it stands in. Which place that is
//! was decided before, when the template was analysed; what is here carries the decision out.
//!
//! The alphabets overlap on purpose as little as they can with the structural characters of neighbouring
//! places, so that even a wrong belief about a place cannot turn data into code.

mod html;
mod js;
mod json;
mod json_text;
mod url;

pub(crate) use js::{JsGuard, JsHole, JsWrite, RESERVED, encloses_reserved, reserved_prefix};
pub(crate) use url::{UrlHole, UrlWrite};

use crate::diagnostics::Error;
use crate::value::{Cx, Kind, Origin, Value, display, text};

/// Every way to write a value. Chosen once per hole, before rendering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Escaper {
    /// As it is: plain-text templates.
    Verbatim,
    /// Mode `Django`: what Django's `conditional_escape` does when automatic escaping is on.
    Django { autoescape: bool },
    /// Not at all: a value in a comment.
    Nothing,
    /// Between tags (§ data state).
    Text,
    /// Between tags of SVG or MathML: HTML that a function earned is no markup there.
    Foreign,
    /// In `title` and `textarea` (§ RCDATA state).
    RcData,
    /// In elements whose text has no character references (§ RAWTEXT state): `<` is escaped all the same.
    RawText,
    /// In a quoted attribute that is text.
    Attr,
    /// In a quoted attribute that is a URL.
    Url(UrlHole),
}

/// Why a value was replaced by something inert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rejected {
    pub reason: &'static str,
}

impl Escaper {
    /// Writes a value. When its place cannot take it, something inert is written instead, and the reason
    /// is returned.
    pub(crate) fn write<'a>(self, value: Value<'a>, cx: Cx<'a>, out: &mut String) -> Result<Option<Rejected>, Error> {
        match value {
            // Digits and signs mean nothing in any of these places.
            Value::Int(_) if self.takes_numbers() => display(value, cx, out)?,
            Value::Safe(kind, trusted) => return Ok(self.write_safe(kind, trusted, out)),
            Value::Str(plain) => return Ok(self.write_plain(plain, out)),
            value => return Ok(self.write_plain(&text(value, cx)?, out)),
        }
        Ok(None)
    }

    fn takes_numbers(self) -> bool {
        matches!(self, Escaper::Verbatim | Escaper::Django { .. } | Escaper::Text | Escaper::Foreign | Escaper::RcData | Escaper::Attr)
    }

    fn write_plain(self, plain: &str, out: &mut String) -> Option<Rejected> {
        match self {
            Escaper::Verbatim | Escaper::Django { autoescape: false } => out.push_str(plain),
            Escaper::Nothing => {}
            Escaper::Django { autoescape: true } => html::django(plain, out),
            Escaper::Text | Escaper::Foreign | Escaper::RcData | Escaper::RawText | Escaper::Attr => {
                html::text(plain, out);
            }
            Escaper::Url(hole) => return hole.write(plain, None, out),
        }
        None
    }

    /// A typed value is raw only in the place its type is for; elsewhere it is text like any other.
    fn write_safe(self, kind: Kind, trusted: &str, out: &mut String) -> Option<Rejected> {
        match (self, kind) {
            // Django knows one kind of safe string, and prints it anywhere.
            (Escaper::Django { .. }, _) | (Escaper::Text, Kind::Html(_)) => out.push_str(trusted),
            // What a person vouches for was written for this very place; a cleaner's output was not.
            (Escaper::Foreign, Kind::Html(Origin::Trusted)) => out.push_str(trusted),
            (Escaper::RcData, Kind::Html(_)) => html::markup_as_rcdata(trusted, out),
            (Escaper::Attr, Kind::Html(_)) => html::markup_as_attribute(trusted, out),
            (Escaper::Url(hole), kind) => return hole.write(trusted, Some(kind), out),
            (escaper, _) => return escaper.write_plain(trusted, out),
        }
        None
    }

    /// The kind of place it writes for, as rejections and `explain` name it.
    pub(crate) fn place(self) -> &'static str {
        match self {
            Escaper::Verbatim => "plain text",
            Escaper::Django { .. } => "Django's output",
            Escaper::Nothing => "comment",
            Escaper::Text => "text",
            Escaper::Foreign => "text in SVG or MathML",
            Escaper::RcData => "text of `title` or `textarea`",
            Escaper::RawText => "raw text",
            Escaper::Attr => "attribute",
            Escaper::Url(hole) => hole.place(),
        }
    }
}

