//! The grammars of values, as data. Each is a list of items in any order: wider than the property's own
//! grammar, for browsers ignore what they cannot read, but made only of items that can do no harm.

use super::named::NAMED_ONLY;
use Item::{Color, Family, Length, Number, Words};

/// What a value may be made of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item {
    Color,
    /// A length that is not negative, a percentage or `0`.
    Length,
    /// A length that reaches no further than the element's neighbours.
    Short,
    /// A share of what is free in a grid: `1fr`.
    Fraction,
    /// A number that is not negative.
    Number,
    /// A name that the page gave to something: a line or an area of a grid.
    Name,
    /// The name of a font: words or a string.
    Family,
    Words(&'static [&'static str]),
}

/// What a property's value may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grammar {
    pub items: &'static [Item],
    /// How many items at most.
    pub most: usize,
    /// What may stand between items beside blanks: `,`, `/`, both or neither.
    pub separators: &'static str,
}

/// Keywords that every property has (CSS Cascade 5 § 7.3); alone only.
pub(super) const WIDE: &[&str] = &["inherit", "initial", "unset", "revert"];

pub(super) const AUTO: Item = Words(&["auto"]);
pub(super) const NORMAL: Item = Words(&["normal"]);
pub(super) const NONE: Item = Words(&["none"]);
const SIZING: Item = Words(&["auto", "none", "min-content", "max-content", "fit-content"]);
pub(super) const LINE_STYLE: Item =
    Words(&["none", "hidden", "dotted", "dashed", "solid", "double", "groove", "ridge", "inset", "outset"]);
pub(super) const LINE_WIDTH: Item = Words(&["thin", "medium", "thick"]);
const FONT_SIZE: Item = Words(&[
    "xx-small",
    "x-small",
    "small",
    "medium",
    "large",
    "x-large",
    "xx-large",
    "xxx-large",
    "smaller",
    "larger",
]);
const FONT_STYLE: Item = Words(&["normal", "italic", "oblique"]);
const FONT_WEIGHT: Item = Words(&["normal", "bold", "bolder", "lighter"]);
const FONT_VARIANT: Item = Words(&[
    "normal",
    "none",
    "small-caps",
    "all-small-caps",
    "petite-caps",
    "unicase",
    "titling-caps",
    "lining-nums",
    "oldstyle-nums",
    "proportional-nums",
    "tabular-nums",
    "slashed-zero",
    "ordinal",
    "common-ligatures",
    "no-common-ligatures",
    "super",
    "sub",
]);
const STRETCH: Item = Words(&[
    "normal",
    "ultra-condensed",
    "extra-condensed",
    "condensed",
    "semi-condensed",
    "semi-expanded",
    "expanded",
    "extra-expanded",
    "ultra-expanded",
]);
const ALIGN: Item = Words(&[
    "normal",
    "stretch",
    "center",
    "start",
    "end",
    "flex-start",
    "flex-end",
    "left",
    "right",
    "baseline",
    "space-between",
    "space-around",
    "space-evenly",
]);
const BREAK: Item =
    Words(&["auto", "avoid", "always", "page", "left", "right", "column", "avoid-page", "avoid-column"]);
const DECORATION_LINE: Item = Words(&["none", "underline", "overline", "line-through"]);
const DECORATION_STYLE: Item = Words(&["solid", "double", "dotted", "dashed", "wavy"]);
const LIST_TYPE: Item = Words(&[
    "none",
    "disc",
    "circle",
    "square",
    "decimal",
    "decimal-leading-zero",
    "lower-roman",
    "upper-roman",
    "lower-greek",
    "lower-latin",
    "upper-latin",
    "lower-alpha",
    "upper-alpha",
    "armenian",
    "georgian",
    "hebrew",
    "hiragana",
    "katakana",
    "cjk-decimal",
    "disclosure-open",
    "disclosure-closed",
]);
const LIST_POSITION: Item = Words(&["inside", "outside"]);

pub(super) const fn grammar(items: &'static [Item], most: usize) -> Grammar {
    Grammar { items, most, separators: "" }
}

pub(super) const COLOR: Grammar = grammar(&[Color], 1);
const COLORS: Grammar = grammar(&[Color], 4);
const SIZE: Grammar = grammar(&[Length, SIZING], 1);
const SPACE: Grammar = grammar(&[Length], 1);
const SPACES: Grammar = grammar(&[Length], 4);
const MARGIN: Grammar = grammar(&[Length, AUTO], 1);
const MARGINS: Grammar = grammar(&[Length, AUTO], 4);
pub(super) const GAP: Grammar = grammar(&[Length, NORMAL], 2);
const BORDER: Grammar = grammar(&[Length, LINE_WIDTH, LINE_STYLE, Color], 3);
pub(super) const BORDER_STYLE: Grammar = grammar(&[LINE_STYLE], 1);
const BORDER_STYLES: Grammar = grammar(&[LINE_STYLE], 4);
pub(super) const BORDER_WIDTH: Grammar = grammar(&[Length, LINE_WIDTH], 1);
const BORDER_WIDTHS: Grammar = grammar(&[Length, LINE_WIDTH], 4);
const CORNER: Grammar = grammar(&[Length], 2);
pub(super) const ALIGNED: Grammar = grammar(&[ALIGN], 2);
const BROKEN: Grammar = grammar(&[BREAK], 1);
const COUNT: Grammar = grammar(&[Number, AUTO], 1);

/// Sorted by name. CSS 2.2; Backgrounds 3, Box Alignment 3, Box Sizing 3, Break 4, Color 4, Flexbox 1,
/// Fonts 4, Images 3 § 5.5, Lists 3, Multi-column 1, Tables 3, Text 3, Text Decoration 4.
const GRAMMARS: &[(&str, Grammar)] = &[
    ("align-content", ALIGNED),
    ("align-items", ALIGNED),
    ("align-self", ALIGNED),
    ("aspect-ratio", Grammar { items: &[Number, AUTO], most: 3, separators: "/" }),
    // No image: it would have to be loaded.
    ("background", grammar(&[Color, NONE], 1)),
    ("background-color", COLOR),
    ("border", BORDER),
    ("border-bottom", BORDER),
    ("border-bottom-color", COLOR),
    ("border-bottom-left-radius", CORNER),
    ("border-bottom-right-radius", CORNER),
    ("border-bottom-style", BORDER_STYLE),
    ("border-bottom-width", BORDER_WIDTH),
    ("border-collapse", grammar(&[Words(&["collapse", "separate"])], 1)),
    ("border-color", COLORS),
    ("border-left", BORDER),
    ("border-left-color", COLOR),
    ("border-left-style", BORDER_STYLE),
    ("border-left-width", BORDER_WIDTH),
    ("border-radius", Grammar { items: &[Length], most: 8, separators: "/" }),
    ("border-right", BORDER),
    ("border-right-color", COLOR),
    ("border-right-style", BORDER_STYLE),
    ("border-right-width", BORDER_WIDTH),
    ("border-spacing", grammar(&[Length], 2)),
    ("border-style", BORDER_STYLES),
    ("border-top", BORDER),
    ("border-top-color", COLOR),
    ("border-top-left-radius", CORNER),
    ("border-top-right-radius", CORNER),
    ("border-top-style", BORDER_STYLE),
    ("border-top-width", BORDER_WIDTH),
    ("border-width", BORDER_WIDTHS),
    ("box-sizing", grammar(&[Words(&["content-box", "border-box"])], 1)),
    ("break-after", BROKEN),
    ("break-before", BROKEN),
    ("break-inside", BROKEN),
    ("caption-side", grammar(&[Words(&["top", "bottom"])], 1)),
    ("clear", grammar(&[Words(&["none", "left", "right", "both", "inline-start", "inline-end"])], 1)),
    ("color", COLOR),
    ("column-count", COUNT),
    ("column-gap", GAP),
    ("column-width", MARGIN),
    ("direction", grammar(&[Words(&["ltr", "rtl"])], 1)),
    // Not `none`: text that nobody sees is meant for machines.
    (
        "display",
        grammar(
            &[Words(&[
                "block",
                "inline",
                "inline-block",
                "flex",
                "inline-flex",
                "list-item",
                "table",
                "inline-table",
                "table-row",
                "table-cell",
                "table-row-group",
                "table-header-group",
                "table-footer-group",
                "table-column",
                "table-column-group",
                "table-caption",
                "flow-root",
                "grid",
                "inline-grid",
            ])],
            1,
        ),
    ),
    ("empty-cells", grammar(&[Words(&["show", "hide"])], 1)),
    ("flex", grammar(&[Number, Length, AUTO, NONE], 3)),
    ("flex-basis", SIZE),
    ("flex-direction", grammar(&[Words(&["row", "row-reverse", "column", "column-reverse"])], 1)),
    ("flex-grow", COUNT),
    ("flex-shrink", COUNT),
    ("flex-wrap", grammar(&[Words(&["nowrap", "wrap", "wrap-reverse"])], 1)),
    ("float", grammar(&[Words(&["none", "left", "right", "inline-start", "inline-end"])], 1)),
    (
        "font",
        Grammar {
            items: &[FONT_STYLE, FONT_WEIGHT, FONT_VARIANT, FONT_SIZE, STRETCH, Length, Number, Family],
            most: 24,
            separators: ",/",
        },
    ),
    ("font-family", Grammar { items: &[Family], most: 24, separators: "," }),
    ("font-kerning", grammar(&[Words(&["auto", "normal", "none"])], 1)),
    ("font-size", grammar(&[Length, FONT_SIZE], 1)),
    ("font-stretch", grammar(&[Length, STRETCH], 1)),
    ("font-style", grammar(&[FONT_STYLE], 1)),
    ("font-variant", grammar(&[FONT_VARIANT], 6)),
    ("font-variant-caps", grammar(&[FONT_VARIANT], 1)),
    ("font-variant-ligatures", grammar(&[FONT_VARIANT], 2)),
    ("font-variant-numeric", grammar(&[FONT_VARIANT], 5)),
    ("font-variant-position", grammar(&[FONT_VARIANT], 1)),
    ("font-weight", grammar(&[FONT_WEIGHT, Number], 1)),
    ("gap", GAP),
    ("height", SIZE),
    ("hyphens", grammar(&[Words(&["none", "manual", "auto"])], 1)),
    ("justify-content", ALIGNED),
    ("letter-spacing", grammar(&[Length, NORMAL], 1)),
    ("line-height", grammar(&[Number, Length, NORMAL], 1)),
    ("list-style", grammar(&[LIST_TYPE, LIST_POSITION], 2)),
    ("list-style-position", grammar(&[LIST_POSITION], 1)),
    ("list-style-type", grammar(&[LIST_TYPE], 1)),
    ("margin", MARGINS),
    ("margin-bottom", MARGIN),
    ("margin-left", MARGIN),
    ("margin-right", MARGIN),
    ("margin-top", MARGIN),
    ("max-height", SIZE),
    ("max-width", SIZE),
    ("min-height", SIZE),
    ("min-width", SIZE),
    ("object-fit", grammar(&[Words(&["fill", "contain", "cover", "none", "scale-down"])], 1)),
    ("orphans", COUNT),
    ("overflow", grammar(&[Words(&["visible", "hidden", "auto", "clip"])], 2)),
    ("overflow-wrap", grammar(&[Words(&["normal", "break-word", "anywhere"])], 1)),
    ("padding", SPACES),
    ("padding-bottom", SPACE),
    ("padding-left", SPACE),
    ("padding-right", SPACE),
    ("padding-top", SPACE),
    ("page-break-after", BROKEN),
    ("page-break-before", BROKEN),
    ("page-break-inside", BROKEN),
    ("row-gap", GAP),
    ("tab-size", grammar(&[Number, Length], 1)),
    ("table-layout", grammar(&[Words(&["auto", "fixed"])], 1)),
    (
        "text-align",
        grammar(&[Words(&["left", "right", "center", "justify", "start", "end", "match-parent"])], 1),
    ),
    (
        "text-align-last",
        grammar(&[Words(&["auto", "left", "right", "center", "justify", "start", "end"])], 1),
    ),
    (
        "text-decoration",
        grammar(&[DECORATION_LINE, DECORATION_STYLE, Color, Length, Words(&["auto", "from-font"])], 5),
    ),
    ("text-decoration-color", COLOR),
    ("text-decoration-line", grammar(&[DECORATION_LINE], 3)),
    ("text-decoration-style", grammar(&[DECORATION_STYLE], 1)),
    ("text-decoration-thickness", grammar(&[Length, Words(&["auto", "from-font"])], 1)),
    ("text-indent", SPACE),
    ("text-overflow", grammar(&[Words(&["clip", "ellipsis"])], 2)),
    ("text-transform", grammar(&[Words(&["none", "capitalize", "uppercase", "lowercase", "full-width"])], 2)),
    ("text-underline-offset", grammar(&[Length, AUTO], 1)),
    (
        "vertical-align",
        grammar(
            &[
                Length,
                Words(&["baseline", "sub", "super", "top", "text-top", "middle", "bottom", "text-bottom"]),
            ],
            1,
        ),
    ),
    (
        "white-space",
        grammar(&[Words(&["normal", "pre", "nowrap", "pre-wrap", "pre-line", "break-spaces"])], 1),
    ),
    ("widows", COUNT),
    ("width", SIZE),
    ("word-break", grammar(&[Words(&["normal", "break-all", "keep-all", "break-word"])], 1)),
    ("word-spacing", grammar(&[Length, NORMAL], 1)),
    ("word-wrap", grammar(&[Words(&["normal", "break-word", "anywhere"])], 1)),
];

/// Properties that move or cover what stands elsewhere, hide what stands there, change what a click does,
/// put in text, or load; and all that begin with one of these and a hyphen.
const NEVER: &[&str] = &[
    "all",
    "animation",
    "appearance",
    "backdrop-filter",
    "background-attachment",
    "background-image",
    "border-image",
    "bottom",
    "clip",
    "content",
    "contain",
    "container",
    "counter",
    "filter",
    "inset",
    "isolation",
    "left",
    "list-style-image",
    "mask",
    "mix-blend-mode",
    "offset",
    "opacity",
    "perspective",
    "pointer-events",
    "position",
    "resize",
    "right",
    "rotate",
    "scale",
    "scroll",
    "shape-outside",
    "top",
    "transform",
    "transition",
    "translate",
    "user-select",
    "visibility",
    "will-change",
    "z-index",
    "zoom",
];

/// The grammar of a property, by its lower-case name.
pub(super) fn grammar_of(name: &str) -> Option<Grammar> {
    let of = |table: &[(&str, Grammar)]| {
        let row = table.binary_search_by(|it| it.0.cmp(name)).ok()?;
        table.get(row).map(|it| it.1)
    };
    of(GRAMMARS).or_else(|| of(NAMED_ONLY))
}

/// The names of all properties that have a grammar, but those that a policy must name.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    GRAMMARS.iter().map(|it| it.0)
}

/// Whether no policy may allow a property, by its lower-case name.
pub(super) fn is_never(name: &str) -> bool {
    let name =
        ["-webkit-", "-moz-", "-ms-", "-o-"].iter().find_map(|it| name.strip_prefix(it)).unwrap_or(name);
    let begins =
        |it: &&&str| name.strip_prefix(**it).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    name.is_empty() || name.starts_with('-') || NEVER.iter().any(|it| begins(&it))
}

#[cfg(test)]
mod tests {
    use super::{GRAMMARS, is_never, names};
    use crate::sanitize::css::named::NAMED_ONLY;

    #[test]
    fn the_table_is_sorted_and_holds_nothing_that_is_never_allowed() {
        assert!(GRAMMARS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(NAMED_ONLY.is_sorted_by(|a, b| a.0 < b.0));
        let all = || names().chain(NAMED_ONLY.iter().map(|it| it.0));
        assert_eq!(all().filter(|it| is_never(it)).collect::<Vec<_>>(), Vec::<&str>::new());
        assert!(NAMED_ONLY.iter().all(|it| !names().any(|name| name == it.0)));
        for name in
            ["position", "inset-inline", "z-index", "animation-name", "-webkit-transform", "--x", "left"]
        {
            assert!(is_never(name), "{name}");
        }
    }
}
