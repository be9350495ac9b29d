//! [`Policy`]: what may stay, as data. Built by hand, from a preset, or read from TOML or JSON; compared,
//! versioned and fingerprinted, so that stored HTML can be checked again when it changes.

mod build;
mod contradictions;
mod diff;
mod fingerprint;
mod presets;

pub(super) use contradictions::checked;
pub use diff::Change;

use super::css::CssRule;
use super::url::UrlRule;
use std::collections::{BTreeMap, BTreeSet};

/// What may stay of a piece of HTML: plain data, immutable once a [`Sanitizer`](super::Sanitizer) has it.
///
/// ```
/// use palisade::{Policy, Sanitizer};
/// use palisade::sanitize::{ElementRule, UrlRule, ValueRule};
///
/// let policy = Policy::comment()
///     .named("forum")
///     .element("img", ElementRule::new().attribute("src", ValueRule::Url(UrlRule::auto_load())));
/// let html = Sanitizer::new(policy)?.clean("<p onclick=steal()>Hello <img src=cat.png></p>")?.into_string();
/// assert_eq!(html, r#"<p>Hello <img src="cat.png"></p>"#);
/// # Ok::<(), palisade::Error>(())
/// ```
///
/// Elements are named `p` when they are HTML, `svg:path` and `math:mi` when they are not. An attribute's name
/// may end in `*`, which stands for any rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default, rename_all = "kebab-case"))]
pub struct Policy {
    pub(super) name: String,
    pub(super) version: u32,
    pub(super) disallowed: Disallowed,
    pub(super) id_prefix: Option<String>,
    pub(super) invisible: Invisible,
    pub(super) break_mustaches: bool,
    pub(super) drop_content: BTreeSet<String>,
    pub(super) links: Option<LinkRule>,
    pub(super) limits: CleanLimits,
    pub(super) attributes: BTreeMap<String, ValueRule>,
    pub(super) elements: BTreeMap<String, ElementRule>,
}

/// What becomes of an element that the policy does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Disallowed {
    /// Its tags go, its content stays.
    #[default]
    Unwrap,
    /// It goes with its content.
    Drop,
    /// Its tags become text, as they were written; its content stays.
    Escape,
}

/// What becomes of bidirectional controls and tag characters, which can hide or reorder text (Unicode
/// UAX #9, UTS #51).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Invisible {
    /// They stay.
    Keep,
    /// Controls are closed at the end of the text or attribute they stand in, so that they reach no further;
    /// closing ones that close nothing go. Tag characters go, except in flags.
    #[default]
    Isolate,
    /// They go.
    Strip,
}

/// What links get, beside what the author gave them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default, rename_all = "kebab-case"))]
pub struct LinkRule {
    /// Words that `rel` must hold; those that the policy lets an author write stay before them.
    pub rel: Vec<String>,
    /// The value of `target`.
    pub target: Option<String>,
    /// Which `a` and `area` it is about.
    pub on: Links,
}

/// Which links a [`LinkRule`] is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Links {
    /// Those with `href`.
    #[default]
    WithHref,
    /// Those that lead to another host.
    External,
    /// Every `a`, whether it leads somewhere or not.
    All,
}

/// What one element may have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default, rename_all = "kebab-case"))]
pub struct ElementRule {
    pub(super) attributes: BTreeMap<String, ValueRule>,
    /// Attributes it gets with these values, last in its tag.
    pub(super) forced: BTreeMap<String, String>,
    /// Attributes without which it is taken out.
    pub(super) required: BTreeSet<String>,
    /// The attribute whose text stands in for it when it is taken out.
    pub(super) instead: Option<String>,
}

/// What the value of an attribute may be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ValueRule {
    /// Any text.
    Plain,
    /// One of these, in any ASCII case.
    Values(BTreeSet<String>),
    /// A whole number in this range.
    Number {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// A whole number of pixels, or one with `%`: `width` and `height` of old.
    Length,
    /// Words parted by blanks, of these; others go.
    Words(BTreeSet<String>),
    /// Class names that fit one of these globs, as `language-*`; others go.
    Classes(BTreeSet<String>),
    /// A boolean attribute: its being there is its value.
    Flag,
    /// The element's `id` or `name`; prefixed with [`Policy::id_prefix`].
    Id,
    /// The id of another element, prefixed like ids: `for`, `list`.
    IdRef,
    /// Ids of other elements: `headers`, `aria-labelledby`.
    IdRefs,
    /// `#` and a name: `usemap`.
    HashRef,
    /// A URL.
    Url(UrlRule),
    /// CSS declarations.
    Css(CssRule),
}

/// What cleaning may cost. Each overrun is an error that names the limit; nothing is cut.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default, rename_all = "kebab-case"))]
#[non_exhaustive]
pub struct CleanLimits {
    /// Bytes of input. Default 16 MiB, at most 1 GiB.
    pub input_bytes: usize,
    /// How deep elements may stand; browsers flatten at 512. Default 256, which is also the most.
    pub depth: usize,
    /// Attributes of one tag. Default 256.
    pub attributes: usize,
    /// Elements and texts. Default 1,000,000.
    pub nodes: usize,
    /// Bytes of output for each byte of input, beside 64 KiB. Default 6: a quote in an attribute takes that
    /// many (`&quot;`), an ampersand in a text five.
    pub growth: usize,
}

impl Default for CleanLimits {
    fn default() -> CleanLimits {
        CleanLimits { input_bytes: 16 << 20, depth: 256, attributes: 256, nodes: 1_000_000, growth: 6 }
    }
}
