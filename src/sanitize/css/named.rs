//! Grammars of properties that a policy must name.

use super::properties::Item::{Color, Family, Fraction, Length, Name, Number, Short, Words};
use super::properties::{
    ALIGNED, AUTO, BORDER_STYLE, BORDER_WIDTH, COLOR, GAP, Grammar, Item, LINE_STYLE, LINE_WIDTH, NONE,
    NORMAL, grammar,
};

const BOX: Item = Words(&["border-box", "padding-box", "content-box", "text"]);
const LINE: Grammar = grammar(&[Short, LINE_WIDTH, LINE_STYLE, Color, AUTO], 3);
const LINE_STYLES: Grammar = grammar(&[LINE_STYLE, AUTO], 1);
const TRACK: Item = Words(&["auto", "none", "min-content", "max-content", "subgrid", "masonry"]);
const TRACKS: Grammar = Grammar { items: &[Length, Fraction, TRACK, Name], most: 24, separators: "/" };
const LINES: Grammar =
    Grammar { items: &[Words(&["auto", "span"]), Number, Name], most: 12, separators: "/" };
const PLACE: Item = Words(&["left", "center", "right", "top", "bottom"]);
const REPEAT: Item = Words(&["repeat", "repeat-x", "repeat-y", "no-repeat", "space", "round"]);
const SHADOW: Grammar =
    Grammar { items: &[Short, Color, NONE, Words(&["inset"])], most: 16, separators: "," };
const OVERFLOW: Grammar = grammar(&[Words(&["visible", "hidden", "auto", "clip", "scroll"])], 1);

/// Properties that do no harm but change how a page looks more than most fragments should: in
/// [`CssRule::all`](super::CssRule::all) they are not, a policy must name them. Sorted by name. Beside the
/// modules above: Grid 2, UI 4, Overflow 3, Writing Modes 4.
pub(super) const NAMED_ONLY: &[(&str, Grammar)] = &[
    ("accent-color", grammar(&[Color, AUTO], 1)),
    (
        "background-blend-mode",
        grammar(&[NORMAL, Words(&["multiply", "screen", "overlay", "darken", "lighten"])], 1),
    ),
    ("background-clip", grammar(&[BOX], 1)),
    ("background-origin", grammar(&[BOX], 1)),
    ("background-position", grammar(&[Length, PLACE], 4)),
    ("background-repeat", grammar(&[REPEAT], 2)),
    ("background-size", grammar(&[Length, AUTO, Words(&["cover", "contain"])], 2)),
    ("box-decoration-break", grammar(&[Words(&["slice", "clone"])], 1)),
    ("box-shadow", SHADOW),
    ("caret-color", grammar(&[Color, AUTO], 1)),
    ("column-fill", grammar(&[Words(&["auto", "balance", "balance-all"])], 1)),
    ("column-rule", LINE),
    ("column-rule-color", COLOR),
    ("column-rule-style", BORDER_STYLE),
    ("column-rule-width", BORDER_WIDTH),
    ("column-span", grammar(&[Words(&["none", "all"])], 1)),
    ("columns", grammar(&[Length, Number, AUTO], 2)),
    // No image, and no `none`, which would hide where the pointer is.
    (
        "cursor",
        grammar(
            &[Words(&[
                "auto",
                "default",
                "pointer",
                "help",
                "wait",
                "progress",
                "text",
                "vertical-text",
                "move",
                "copy",
                "alias",
                "cell",
                "crosshair",
                "not-allowed",
                "no-drop",
                "grab",
                "grabbing",
                "zoom-in",
                "zoom-out",
                "context-menu",
                "col-resize",
                "row-resize",
                "n-resize",
                "e-resize",
                "s-resize",
                "w-resize",
                "ne-resize",
                "nw-resize",
                "se-resize",
                "sw-resize",
                "ew-resize",
                "ns-resize",
                "nesw-resize",
                "nwse-resize",
                "all-scroll",
            ])],
            1,
        ),
    ),
    (
        "flex-flow",
        grammar(
            &[Words(&["row", "row-reverse", "column", "column-reverse", "nowrap", "wrap", "wrap-reverse"])],
            2,
        ),
    ),
    ("font-size-adjust", grammar(&[Number, NONE], 1)),
    ("grid", TRACKS),
    ("grid-area", LINES),
    ("grid-auto-columns", TRACKS),
    ("grid-auto-flow", grammar(&[Words(&["row", "column", "dense"])], 2)),
    ("grid-auto-rows", TRACKS),
    ("grid-column", LINES),
    ("grid-column-end", LINES),
    ("grid-column-gap", GAP),
    ("grid-column-start", LINES),
    ("grid-gap", GAP),
    ("grid-row", LINES),
    ("grid-row-end", LINES),
    ("grid-row-gap", GAP),
    ("grid-row-start", LINES),
    ("grid-template", TRACKS),
    ("grid-template-areas", grammar(&[Family, NONE], 24)),
    ("grid-template-columns", TRACKS),
    ("grid-template-rows", TRACKS),
    ("hanging-punctuation", grammar(&[Words(&["none", "first", "last", "allow-end", "force-end"])], 3)),
    ("image-rendering", grammar(&[Words(&["auto", "smooth", "crisp-edges", "pixelated"])], 1)),
    ("justify-items", ALIGNED),
    ("justify-self", ALIGNED),
    ("line-break", grammar(&[Words(&["auto", "loose", "normal", "strict", "anywhere"])], 1)),
    ("object-position", grammar(&[Length, PLACE], 4)),
    ("order", grammar(&[Number], 1)),
    ("outline", LINE),
    ("outline-color", COLOR),
    ("outline-offset", grammar(&[Short], 1)),
    ("outline-style", LINE_STYLES),
    ("outline-width", grammar(&[Short, LINE_WIDTH], 1)),
    ("overflow-x", OVERFLOW),
    ("overflow-y", OVERFLOW),
    ("place-content", ALIGNED),
    ("place-items", ALIGNED),
    ("place-self", ALIGNED),
    ("ruby-position", grammar(&[Words(&["over", "under", "alternate"])], 2)),
    ("text-combine-upright", grammar(&[Words(&["none", "all"])], 1)),
    ("text-justify", grammar(&[Words(&["auto", "none", "inter-word", "inter-character"])], 1)),
    ("text-orientation", grammar(&[Words(&["mixed", "upright", "sideways"])], 1)),
    ("text-shadow", SHADOW),
    ("text-underline-position", grammar(&[Words(&["auto", "under", "left", "right"])], 2)),
    (
        "unicode-bidi",
        grammar(
            &[Words(&["normal", "embed", "isolate", "bidi-override", "isolate-override", "plaintext"])],
            1,
        ),
    ),
    (
        "writing-mode",
        grammar(&[Words(&["horizontal-tb", "vertical-rl", "vertical-lr", "sideways-rl", "sideways-lr"])], 1),
    ),
];
