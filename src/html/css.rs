//! What CSS is made of, as far as a value or its place depends on it.

/// What a CSS function does with what stands in its parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CssFunction {
    /// `url(`: no function in its syntax, for without quotes its content is one token.
    Url,
    /// Its strings are URLs of images.
    Images,
    /// Runs code in some browser.
    Code,
    Plain,
}

/// CSS Syntax § 4.3.4 (`url`), CSS Images 4 § 2 (`image`, `image-set`), CSS Values 5 § 3 (`src`).
/// `expression` and `progid:` filters ran scripts in Internet Explorer.
const FUNCTIONS: &[(&str, CssFunction)] = &[
    ("url", CssFunction::Url),
    ("src", CssFunction::Images),
    ("image", CssFunction::Images),
    ("image-set", CssFunction::Images),
    ("-webkit-image-set", CssFunction::Images),
    ("expression", CssFunction::Code),
    ("-moz-element", CssFunction::Code),
];

/// What a function does, by its lower-case name.
pub(crate) fn css_function(name: &str) -> CssFunction {
    FUNCTIONS.iter().find(|it| it.0 == name).map_or(CssFunction::Plain, |it| it.1)
}

/// Functions that make a colour of numbers (CSS Color 4 § 4 to § 10).
const COLORS: &[&str] = &["rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color"];

/// Whether a function, its letters of either case, makes a colour of numbers.
pub(crate) fn is_color_function(name: &str) -> bool {
    COLORS.iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// Properties that loaded code in old browsers.
const CODE: &[&str] = &["behavior", "-ms-behavior", "-moz-binding"];

/// Whether a property, its letters of either case, could load code.
pub(crate) fn is_code_property(name: &str) -> bool {
    CODE.iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// Whether a name in lower case, with more text behind it, could be the name of such a property.
pub(crate) fn may_become_code_property(head: &str) -> bool {
    CODE.iter().any(|it| it.starts_with(head))
}

/// What stands between an at-rule's keyword and its `{` or `;`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum AtRule {
    /// Names and numbers.
    Values,
    /// The URL of a style sheet or namespace.
    Import,
    /// Anything else: nothing may be put in.
    Other,
}

/// CSS Cascade 5 § 2 and § 6.4, Media Queries 4, Containment 3, Animations 1 § 3, Paged Media 3 § 3,
/// Counter Styles 3, Properties and Values 1, Namespaces 3.
const AT_RULES: &[(&str, AtRule)] = &[
    ("container", AtRule::Values),
    ("counter-style", AtRule::Values),
    ("import", AtRule::Import),
    ("keyframes", AtRule::Values),
    ("-moz-keyframes", AtRule::Values),
    ("-webkit-keyframes", AtRule::Values),
    ("layer", AtRule::Values),
    ("media", AtRule::Values),
    ("namespace", AtRule::Import),
    ("page", AtRule::Values),
];

/// What an at-rule's prelude holds, by its lower-case keyword.
pub(crate) fn at_rule(keyword: &str) -> AtRule {
    AT_RULES.iter().find(|it| it.0 == keyword).map_or(AtRule::Other, |it| it.1)
}
