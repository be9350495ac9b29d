//! Typed safe values: text that somebody vouches for, in one kind of place only.
//!
//! Two doors lead to each kind: an explicit `trust` (greppable), and a function that earns it
//! (a render, the sanitizer, a tag that builds URLs). None of the types implements `Deserialize`:
//! no JSON can carry trust.

use super::{Cx, IntoValue, ToValue, Value};
use crate::diagnostics::Error;
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
    /// Text that a built-in filter or tag made from a number, a boolean or `None`, or took from a literal
    /// of the template. Where JavaScript or JSON wants a value, it is one if it reads as a number, `true`,
    /// `false` or `null`; everywhere else it is text that nobody vouches for.
    Scalar,
}

/// Who vouches for a piece of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A person: `|safe`, [`mark_safe`](crate::mark_safe), [`format_html!`](crate::format_html).
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
            Kind::Scalar => "scalar",
        }
    }
}

/// HTML that is safe between tags.
///
/// Templates print it as it is between tags; in other places it is escaped as those need.
///
/// ```
/// use palisade::{SafeHtml, conditional_escape, format_html};
///
/// let icon = SafeHtml::trust("<i class=star></i>");
/// let link = format_html!("<a>{} {}</a>", icon, "Tom & Jerry");
/// assert_eq!(link, "<a><i class=star></i> Tom &amp; Jerry</a>");
/// assert_eq!(conditional_escape("<"), "&lt;");
/// ```
///
/// What a template computed is data, whatever it says; it does not become HTML by itself:
///
/// ```compile_fail,E0277
/// fn leak(value: palisade::Value<'_>) -> palisade::SafeHtml<'_> {
///     value.into()
/// }
/// ```
///
/// Neither does text that was read from somewhere; no JSON can carry trust:
///
/// ```compile_fail,E0277
/// let html: palisade::SafeHtml<'static> = serde_json::from_str("\"<b>\"")?;
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Eq)]
pub struct SafeHtml<'a>(Cow<'a, str>, Origin);

impl<'a> SafeHtml<'a> {
    /// Vouches for `html`: whoever calls this says that it holds nothing that must not run.
    pub fn trust(html: impl Into<Cow<'a, str>>) -> SafeHtml<'a> {
        SafeHtml(html.into(), Origin::Trusted)
    }

    /// HTML that the caller has made safe.
    pub(crate) fn earned(html: impl Into<Cow<'a, str>>) -> SafeHtml<'a> {
        SafeHtml(html.into(), Origin::Earned)
    }

    /// Whether it is the text that it was made of, without a copy: what a
    /// [`Sanitizer`](crate::Sanitizer) gives back when there was nothing to clean.
    #[cfg(feature = "sanitize")]
    pub fn is_unchanged(&self) -> bool {
        matches!(self.0, Cow::Borrowed(_))
    }

    fn kind(&self) -> Kind {
        Kind::Html(self.1)
    }
}

impl PartialEq for SafeHtml<'_> {
    fn eq(&self, other: &SafeHtml<'_>) -> bool {
        self.0 == other.0
    }
}

/// One row a type: its name, what a value of it is, and its kind.
macro_rules! safe_types {
    ($($name:ident $kind:ident $what:literal)*) => { $(
        #[doc = $what]
        ///
        /// Templates print it as it is in its own kind of place; elsewhere it is escaped like any text.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name<'a>(Cow<'a, str>);

        impl<'a> $name<'a> {
            /// Vouches for `text`: whoever calls this says that it is harmless in this kind of place.
            pub fn trust(text: impl Into<Cow<'a, str>>) -> $name<'a> {
                $name(text.into())
            }

            fn kind(&self) -> Kind {
                Kind::$kind
            }
        }

        text_of!($name);
    )* };
}

/// What all safe types do.
macro_rules! text_of {
    ($name:ident) => {
        impl $name<'_> {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, without anybody vouching for it any more.
            pub fn into_string(self) -> String {
                self.0.into_owned()
            }
        }

        impl fmt::Display for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl PartialEq<str> for $name<'_> {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name<'_> {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl ToValue for $name<'_> {
            fn to_value<'a>(&'a self, _: Cx<'a>) -> Result<Value<'a>, Error> {
                Ok(Value::Safe(self.kind(), &self.0))
            }
        }

        impl<'a, 'b: 'a> IntoValue<'a> for $name<'b> {
            fn into_value(self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
                let kind = self.kind();
                Ok(Value::Safe(
                    kind,
                    match self.0 {
                        Cow::Borrowed(text) => text,
                        Cow::Owned(text) => cx.arena.str(&text)?,
                    },
                ))
            }
        }
    };
}

text_of!(SafeHtml);

safe_types! {
    SafeAttrs Attrs "Whole attributes of a tag, such as `class=\"a\" id=\"b\"`."
    SafeUrl Url "A URL whose scheme somebody vouches for."
    UrlPart UrlPart "Part of a URL, already percent-encoded."
    SafeResourceUrl ResourceUrl "A URL that code or style may be loaded from."
    SafeSrcset Srcset "A whole `srcset`."
    SafeCss Css "CSS declarations, or a value of one."
    SafeJs Js "A JavaScript expression."
    SafeJsStr JsStr "The inside of a JavaScript string literal."
    SafeIdentifier Identifier "An identifier for `id`, `name` and the like."
}
