//! Typed safe values: text that somebody vouches for, in one kind of place only.
//!
//! Two doors lead to each kind: an explicit `trust` (greppable), and a function that earns it
//! (a render, the sanitizer, a tag that builds URLs). None of the types implements `Deserialize`:
//! no JSON can carry trust.

use std::borrow::Cow;
use std::fmt;

/// What a safe text is safe for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// HTML between tags.
    Html(Origin),
    /// Whole attributes, as `class="a" id="b"`.
    Attrs,
    /// A URL whose scheme somebody vouches for.
    Url,
    /// Part of a URL, already percent-encoded.
    UrlPart,
    /// A URL that code or style may be loaded from.
    ResourceUrl,
    /// A whole `srcset`.
    Srcset,
    /// CSS declarations or a value.
    Css,
    /// A JavaScript expression.
    Js,
    /// The inside of a JavaScript string literal.
    JsStr,
    /// An identifier for `id`, `name` and the like.
    Identifier,
}

/// Who vouches for a piece of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A person: `|safe`, [`mark_safe`], [`format_html!`](crate::format_html).
    Trusted,
    /// A function that made it so: a render, the sanitizer.
    Earned,
}

impl Kind {
    /// The name messages show.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Html(_) => "SafeHtml",
            Kind::Attrs => "SafeAttrs",
            Kind::Url => "SafeUrl",
            Kind::UrlPart => "UrlPart",
            Kind::ResourceUrl => "SafeResourceUrl",
            Kind::Srcset => "SafeSrcset",
            Kind::Css => "SafeCss",
            Kind::Js => "SafeJs",
            Kind::JsStr => "SafeJsStr",
            Kind::Identifier => "SafeIdentifier",
        }
    }
}

/// HTML that is safe between tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeHtml<'a>(Cow<'a, str>, Origin);

impl fmt::Display for SafeHtml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
