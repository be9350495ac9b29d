//! [`Escaper`]: how a value is written so that it stays data in the place it stands in. Which place that is
//! was decided before, when the template was analysed; what is here carries the decision out.
//!
//! The alphabets overlap on purpose as little as they can with the structural characters of neighbouring
//! places, so that even a wrong belief about a place cannot turn data into code.

mod compare;
mod css;
mod html;
mod js;
mod js_words;
mod json;
mod json_text;
mod mustache;
mod name;
mod refresh;
mod resource;
mod srcdoc;
mod srcset;
mod url;
mod usual;

pub(crate) use compare::Reading;
pub(crate) use css::{CssEscape, CssWrite, Sink};
pub(crate) use js::{JsEscape, JsGuard, JsRole, JsWrite};
pub(crate) use js_words::{Prefix, RESERVED, encloses_reserved, reserved_prefix, watched_prefix};
pub(crate) use json::{JsonWrite, Vouched};
pub(crate) use mustache::{Guard, Guarded};
pub(crate) use name::{NameWrite, Valued};
pub(crate) use refresh::RefreshWrite;
pub(crate) use srcdoc::Nested;
pub(crate) use srcset::SrcsetWrite;
#[cfg(feature = "sanitize")]
pub(crate) use srcset::{candidates, is_descriptor};
pub(crate) use url::{UrlHole, UrlWrite};
pub(crate) use usual::Usual;

use crate::diagnostics::Error;
use crate::html::UrlKind;
use crate::value::{Cx, Kind, Origin, Value, display, printed, text};

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
    /// Between tags of a template in a script: what is read as markup later may not end the script now.
    Template,
    /// In `title` and `textarea` (§ RCDATA state).
    RcData,
    /// In elements whose text has no character references (§ RAWTEXT state): `<` is escaped all the same.
    RawText,
    /// In scripts of types that browsers do not read: as raw text, but a person's HTML is what that person wrote.
    Data,
    /// In a quoted attribute that is text.
    Attr,
    /// In a quoted attribute that is a URL.
    Url(UrlHole),
    /// In a string of a `javascript:` URL.
    ScriptUrl(JsEscape),
    /// In CSS.
    Css(CssEscape),
    /// In JavaScript; with `quoted` in an attribute, or where character references are decoded.
    Js { hole: JsEscape, quoted: bool },
    /// In JSON; with `quoted` in an attribute.
    Json { write: JsonWrite, quoted: bool },
    /// In a `srcset`.
    Srcset(SrcsetWrite),
    /// In the `content` of a refresh.
    Refresh(RefreshWrite),
    /// In the page of a `srcdoc`.
    Srcdoc(Nested),
    /// The name of a tag or attribute, or the value of an attribute whose name is data.
    Name(NameWrite),
    /// In the text of a page in which a framework looks for templates.
    Guarded(Guarded),
}

/// Why a value was replaced by something inert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rejected {
    pub reason: &'static str,
}

impl Escaper {
    /// Writes a value. When its place cannot take it, something inert is written instead, and the reason
    /// is returned.
    #[inline]
    pub(crate) fn write<'a>(
        self,
        value: Value<'a>,
        cx: Cx<'a>,
        out: &mut String,
    ) -> Result<Option<Rejected>, Error> {
        match (self, value) {
            (Escaper::Js { hole, quoted: false }, value) => return hole.write(value, cx.unlocalized(), out),
            (Escaper::Js { hole, quoted: true }, value) => {
                return quoted(|out| hole.write(value, cx.unlocalized(), out), out);
            }
            (Escaper::Json { write, quoted: false }, value) => {
                return write.write(value, cx.unlocalized(), out);
            }
            (Escaper::Json { write, quoted: true }, value) => {
                return quoted(|out| write.write(value, cx.unlocalized(), out), out);
            }
            (Escaper::ScriptUrl(hole), value) => {
                let mut script = String::new();
                let rejected = hole.write(value, cx.unlocalized(), &mut script)?;
                url::encode_all(&script, out);
                return Ok(rejected);
            }
            (Escaper::Guarded(guarded), value) => return guarded.write(value, cx, out),
            (Escaper::Url(hole), value) if hole.kind == UrlKind::Code => {
                let kind = if let Value::Safe(kind, _) = value { Some(kind) } else { None };
                return Ok(resource::write(hole, &text(value, cx.unlocalized())?, kind, cx, out));
            }
            // Digits, signs and the names of constants mean nothing in any of these places.
            (_, Value::Int(_) | Value::Float(_) | Value::Bool(_) | Value::None) if self.takes_numbers() => {
                display(value, cx, out)?;
            }
            (_, Value::Safe(kind, trusted)) => return Ok(self.write_safe(kind, trusted, out)),
            (_, Value::Str(plain)) => return Ok(self.write_plain(plain, out)),
            (_, Value::Int(number)) if !self.is_read_by_people() => {
                return Ok(self.write_plain(itoa::Buffer::new().format(number), out));
            }
            (_, value) => {
                let cx = if self.is_read_by_people() { cx } else { cx.unlocalized() };
                return Ok(match printed(value, cx)? {
                    Value::Safe(kind, trusted) => self.write_safe(kind, trusted, out),
                    value => self.write_plain(&text(value, cx)?, out),
                });
            }
        }
        Ok(None)
    }

    /// Whether numbers and dates are written in the language of the render; programs read them in one only.
    fn is_read_by_people(self) -> bool {
        match self {
            Escaper::Verbatim
            | Escaper::Django { .. }
            | Escaper::Nothing
            | Escaper::Text
            | Escaper::Foreign
            | Escaper::Template
            | Escaper::RcData
            | Escaper::RawText
            | Escaper::Data
            | Escaper::Attr
            | Escaper::Srcdoc(_)
            | Escaper::Guarded(_) => true,
            Escaper::Url(_)
            | Escaper::ScriptUrl(_)
            | Escaper::Css(_)
            | Escaper::Js { .. }
            | Escaper::Json { .. }
            | Escaper::Srcset(_)
            | Escaper::Refresh(_)
            | Escaper::Name(_) => false,
        }
    }

    fn takes_numbers(self) -> bool {
        matches!(
            self,
            Escaper::Verbatim
                | Escaper::Django { .. }
                | Escaper::Text
                | Escaper::Foreign
                | Escaper::RcData
                | Escaper::Attr
        )
    }

    fn write_plain(self, plain: &str, out: &mut String) -> Option<Rejected> {
        match self {
            Escaper::Verbatim | Escaper::Django { autoescape: false } => out.push_str(plain),
            // Scripts and JSON take values, not texts: `write` has seen to them.
            Escaper::Nothing
            | Escaper::Js { .. }
            | Escaper::ScriptUrl(_)
            | Escaper::Json { .. }
            | Escaper::Guarded(_) => {}
            Escaper::Django { autoescape: true } => html::django(plain, out),
            Escaper::Text
            | Escaper::Foreign
            | Escaper::Template
            | Escaper::RcData
            | Escaper::RawText
            | Escaper::Data
            | Escaper::Attr => {
                html::text(plain, out);
            }
            Escaper::Url(_)
            | Escaper::Css(_)
            | Escaper::Srcset(_)
            | Escaper::Refresh(_)
            | Escaper::Srcdoc(_)
            | Escaper::Name(_) => {
                return self.write_checked(plain, None, out);
            }
        }
        None
    }

    /// A typed value is raw only in the place its type is for; elsewhere it is text like any other.
    fn write_safe(self, kind: Kind, trusted: &str, out: &mut String) -> Option<Rejected> {
        match (self, kind) {
            // No kinds of Django's: its tags return these as plain text.
            (Escaper::Django { .. }, Kind::Url | Kind::UrlPart | Kind::ResourceUrl | Kind::Scalar) => {
                return self.write_plain(trusted, out);
            }
            // Django knows one kind of safe string, and prints it anywhere.
            (Escaper::Django { .. }, _) | (Escaper::Text, Kind::Html(_)) => out.push_str(trusted),
            // What a person vouches for was written for this very place; a cleaner's output was not.
            (Escaper::Foreign, Kind::Html(Origin::Trusted)) => out.push_str(trusted),
            (Escaper::Template, Kind::Html(_)) | (Escaper::Data, Kind::Html(Origin::Trusted)) => {
                html::markup_in_script(trusted, out);
            }
            (Escaper::RcData, Kind::Html(_)) => html::markup_as_rcdata(trusted, out),
            (Escaper::Attr, Kind::Html(_)) => html::markup_as_attribute(trusted, out),
            (escaper, kind) => return escaper.write_checked(trusted, Some(kind), out),
        }
        None
    }

    /// The places that look at the value before they take it.
    fn write_checked(self, value: &str, kind: Option<Kind>, out: &mut String) -> Option<Rejected> {
        match self {
            Escaper::Url(hole) => hole.write(value, kind, out),
            Escaper::Css(css) => css.write(value, kind, out),
            Escaper::Srcset(srcset) => srcset.write(value, kind, out),
            Escaper::Refresh(refresh) => refresh.write(value, kind, out),
            Escaper::Srcdoc(nested) => nested.write(value, kind, out),
            Escaper::Name(name) => name.write(value, kind, out),
            Escaper::Verbatim
            | Escaper::Django { .. }
            | Escaper::Nothing
            | Escaper::Text
            | Escaper::Foreign
            | Escaper::Template
            | Escaper::RcData
            | Escaper::RawText
            | Escaper::Data
            | Escaper::Attr
            | Escaper::Js { .. }
            | Escaper::ScriptUrl(_)
            | Escaper::Json { .. }
            | Escaper::Guarded(_) => self.write_plain(value, out),
        }
    }

    /// The kind of place it writes for, as rejections and `explain` name it.
    pub(crate) fn place(self) -> &'static str {
        match self {
            Escaper::Verbatim => "plain text",
            Escaper::Django { .. } => "Django's output",
            Escaper::Nothing => "comment",
            Escaper::Text => "text",
            Escaper::Foreign => "text in SVG or MathML",
            Escaper::Template => "text of a template in a script",
            Escaper::RcData => "text of `title` or `textarea`",
            Escaper::RawText => "raw text",
            Escaper::Data => "text of a script of another type",
            Escaper::Attr => "attribute",
            Escaper::Url(hole) => hole.place(),
            Escaper::ScriptUrl(_) => "string in a `javascript:` URL",
            Escaper::Css(css) => css.place(),
            Escaper::Js { hole, .. } => hole.place(),
            Escaper::Json { write, .. } => write.place(),
            Escaper::Guarded(guarded) => guarded.escaper().place(),
            Escaper::Srcset(srcset) => srcset.place(),
            Escaper::Refresh(refresh) => refresh.place(),
            Escaper::Srcdoc(nested) => nested.place(),
            Escaper::Name(name) => name.place(),
        }
    }
}

/// JavaScript or JSON in an attribute: its quotes are the attribute's too.
fn quoted(
    write: impl FnOnce(&mut String) -> Result<Option<Rejected>, Error>,
    out: &mut String,
) -> Result<Option<Rejected>, Error> {
    let mut script = String::new();
    let rejected = write(&mut script)?;
    html::text(&script, out);
    Ok(rejected)
}
