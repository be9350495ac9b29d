//! Properties over random style sheets, with another parser as the judge.

use super::{Css, CssHole, Escape, Frame, Position, Token, oracle};
use crate::contextual::place::UrlPart;
use crate::escape::{CssEscape, CssWrite, Sink, UrlHole, UrlWrite};
use crate::html::AtRule;
use proptest::prelude::*;

const PIECES: &[&str] = &[
    "a",
    "url",
    "URL(",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ";",
    ":",
    "'",
    "\"",
    "\\",
    "\n",
    "\r",
    "\r\n",
    " ",
    "/",
    "*",
    "/*",
    "*/",
    "<!--",
    "-->",
    "<",
    "!",
    "-",
    "--",
    "@",
    "@import",
    "#",
    ".",
    "1",
    "%",
    "expression",
    "\\75",
    "image-set(",
    "é",
    "\u{2003}",
    "\0",
    "?",
    "&",
    "//",
    "https:",
    "behavior",
    "\x01",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]
    #[test]
    fn another_parser_agrees(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..12)) {
        let text = pieces.concat();
        if let Ok(place) = Css::stylesheet().advance(&text)
            && place.escape == Escape::None
        {
            let frame = match place.frame() {
                Frame::Str(_) => Frame::Str('\0'),
                Frame::Comment { .. } => Frame::Comment { star: false },
                it => it,
            };
            prop_assert_eq!(oracle::frame(&(text + oracle::MARKER)), Some((frame, place.blocks.len())), "{:?}", place);
        }
    }
}

/// What an outer parser has as one kind.
fn coarse(place: &Css) -> &'static str {
    match (&place.position, place.context().position) {
        (Position::At(AtRule::Import), _) => "import",
        // The marker itself is the begin of the name.
        (_, "declaration") => "selector",
        (_, it) => it,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]
    #[test]
    fn another_parser_agrees_about_the_position(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..12),
        sheet: bool,
    ) {
        let text = pieces.concat();
        let start = if sheet { Css::stylesheet() } else { Css::declarations() };
        if let Ok(place) = start.advance(&text)
            && place.escape == Escape::None
            && !matches!(place.token, Token::Comment { .. } | Token::AtKeyword(_))
        {
            // Neither is a name whose begin is an escaped digit taken for one here.
            let escaped = text.contains('\\') && !matches!(coarse(&place), "value" | "custom_property");
            // § 5.4.3: a rule that begins like a custom property is dropped with all that is in it.
            let dropped = text.contains("--");
            let found = oracle::position(&(text + oracle::MARKER), sheet);
            let mine = coarse(&place);
            // An `@` in a selector may be the begin of a rule here, which gives values less.
            let careful = found == Some("selector") && matches!(mine, "at_prelude" | "import");
            prop_assert!(careful || escaped || found == Some(mine) || (dropped && found.is_none()), "{:?} {:?}", found, place);
        }
    }
}

/// What decides about a value in a page, in short.
fn escape(hole: &CssHole) -> Option<CssEscape> {
    let write = match hole {
        CssHole::Value | CssHole::CustomProperty => CssWrite::Value,
        CssHole::Hash => CssWrite::Hash,
        CssHole::Ident => CssWrite::Ident,
        CssHole::Rules => CssWrite::Rules,
        CssHole::Name => CssWrite::Name,
        CssHole::IdentPart => CssWrite::IdentPart,
        CssHole::NumberPart => CssWrite::NumberPart,
        CssHole::Unsigned => CssWrite::Unsigned,
        CssHole::Str => CssWrite::Str,
        CssHole::Url { part: UrlPart::Start, kind } => {
            CssWrite::Url(UrlHole { write: UrlWrite::Whole, kind: *kind })
        }
        CssHole::Url { kind, .. } => {
            CssWrite::Url(UrlHole { write: UrlWrite::Rest { guard: true }, kind: *kind })
        }
        CssHole::Declarations { closed } => CssWrite::Declarations { closed: *closed },
        CssHole::Comment => return None,
    };
    Some(CssEscape { write, sink: Sink::RawText })
}

/// The CSS with each `§` replaced by what `value` becomes there, and the place at its end; `None` when no
/// value may stand there.
fn rendered(start: Css, text: &str, value: &str) -> Option<(String, Css)> {
    let (mut place, mut out) = (start, String::new());
    let pieces: Vec<&str> = text.split('§').collect();
    for (at, piece) in pieces.iter().enumerate() {
        if at > 0 {
            let hole = place.hole(piece.starts_with([';', '}'])).ok()?;
            if let Some(escape) = escape(&hole) {
                escape.write(value, None, &mut out);
            }
            place = place.after_hole(&hole);
        }
        out.push_str(piece);
        place = place.advance(piece).ok()?;
    }
    Some((out, place))
}

const VALUES: &[&str] = &[
    "",
    "x",
    "5",
    "url",
    "import",
    "-",
    "--",
    "<!--",
    "*/",
    "/*",
    "*",
    "/",
    "(",
    ")",
    "{",
    "}",
    ";",
    ":",
    "\\",
    "\n",
    "'",
    "\"",
    "a b",
    "a, b",
    "rgb(1,2,3)",
    "#fff",
    "#",
    "a:b",
    "a:b;",
    "a:b;c:d",
    "x:y}",
    "url(",
    ".5",
    "%",
    "@import",
    " ",
    "e",
    "1 ",
    "\0",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]
    #[test]
    fn no_value_changes_what_follows(
        pieces in prop::collection::vec(prop_oneof![prop::sample::select(PIECES), Just("§")], 0..14),
        value in prop::sample::select(VALUES),
        sheet: bool,
    ) {
        let text = pieces.concat();
        let start = if sheet { Css::stylesheet() } else { Css::declarations() };
        if let Some((out, place)) = rendered(start.clone(), &text, value)
            && let Some((other, _)) = rendered(start, &text, "b")
            && place.escape == Escape::None
            && place.position != Position::Gap
        {
            let at_end = |css: String| oracle::frame(&(css + oracle::MARKER));
            prop_assert_eq!(at_end(out.clone()), at_end(other.clone()), "{:?} {:?}", &out, &other);
            let position = |css: String| oracle::position(&(css + oracle::MARKER), sheet);
            // Where nothing but a name stands, a `--` has the rule dropped, and nothing else.
            let sure = !matches!(place.token, Token::Comment { .. } | Token::AtKeyword(_))
                && !matches!(place.position, Position::At(_))
                && !out.contains("--") && !text.contains('\\');
            prop_assert!(!sure || position(out.clone()) == position(other.clone()), "{:?} {:?} {:?}", out, other, place);
        }
    }
}

proptest! {
    #[test]
    fn text_may_be_cut_anywhere(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..14),
        attribute: bool,
        at in 0_usize..60,
    ) {
        let text = pieces.concat();
        let start = if attribute { Css::declarations() } else { Css::stylesheet() };
        let cut = (0..=at.min(text.len())).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0);
        let (head, tail) = text.split_at(cut);
        let once = start.clone().advance(&text).map_err(|it| it.message);
        let twice = start.advance(head).and_then(|it| it.advance(tail)).map_err(|it| it.message);
        prop_assert_eq!(once, twice);
    }
}
