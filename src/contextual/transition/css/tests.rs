use super::{Css, CssHole, Escape, Frame, Position, Token, oracle};
use crate::contextual::place::{Name, UrlPart};
use crate::escape::{CssEscape, CssWrite, Sink, UrlHole, UrlWrite};
use crate::html::AtRule;
use proptest::prelude::*;

#[track_caller]
fn after(start: Css, text: &str) -> Css {
    let place = start.advance(text).unwrap_or_else(|it| panic!("{text:?} at {}: {}", it.at, it.message));
    for (cut, _) in text.char_indices() {
        let (head, tail) = text.split_at(cut);
        let twice = Css { ..place_start(&place) }.advance(head).and_then(|it| it.advance(tail));
        assert_eq!(twice.as_ref(), Ok(&place), "{text:?} cut at {cut}");
    }
    place
}

fn place_start(place: &Css) -> Css {
    if place.sheet { Css::stylesheet() } else { Css::declarations() }
}

fn sheet(text: &str) -> Css {
    after(Css::stylesheet(), text)
}

fn style(text: &str) -> Css {
    after(Css::declarations(), text)
}

#[track_caller]
fn is(place: &Css, context: &str, position: &str) {
    let found = place.context();
    assert_eq!((found.context, found.position), (context, position), "{place:?}");
}

#[track_caller]
fn holds(place: &Css, hole: &CssHole) {
    assert_eq!(place.hole(true).as_ref(), Ok(hole), "{place:?}");
}

#[track_caller]
fn refuses(place: &Css) {
    assert!(place.hole(true).is_err(), "{place:?}");
}

/// The place after literal text in which `§` stands for a value.
fn with_values(start: Css, text: &str) -> Result<Css, &'static str> {
    let mut place = start;
    let pieces: Vec<&str> = text.split('§').collect();
    for (at, piece) in pieces.iter().enumerate() {
        if at > 0 {
            let last = at == pieces.len() - 1 && piece.is_empty() || piece.starts_with([';', '}']);
            let hole = place.hole(last).map_err(|it| it.reason)?;
            place = place.after_hole(&hole);
        }
        place = place.advance(piece).map_err(|it| it.message)?;
    }
    Ok(place)
}

#[track_caller]
fn takes(start: Css, text: &str) -> Css {
    with_values(start, text).unwrap_or_else(|it| panic!("{text:?}: {it}"))
}

#[track_caller]
fn takes_not(start: Css, text: &str) {
    assert!(with_values(start, text).is_err(), "{text:?}");
}

fn url(part: UrlPart) -> CssHole {
    CssHole::Url { part, kind: crate::html::UrlKind::Media }
}

#[test]
fn values_selectors_and_properties() {
    is(&sheet(""), "css.value", "selector");
    is(&sheet("a:hover "), "css.value", "selector");
    is(&sheet("p{color:"), "css.value", "value");
    is(&sheet("p{color:red;"), "css.value", "declaration");
    is(&sheet("p{--tint:"), "css.value", "custom_property");
    is(&sheet("p{color:red}"), "css.value", "selector");
    is(&sheet("@media print{p{color:"), "css.value", "value");
    is(&sheet("@media (min-width:"), "css.value", "at_prelude");
    is(&style("color:"), "css.value", "value");
    is(&style("--tint:"), "css.value", "custom_property");
    is(&style("color: red; --x: {a: b; c: "), "css.value", "custom_property");
    is(&style(" ;\t\n width \n\t : \t\n"), "css.value", "value");
    is(&sheet("b=c>\n  <b>"), "css.value", "selector");
}

#[test]
fn nested_rules_end_where_they_began() {
    is(&sheet("a{color:red; &:hover{color:blue} margin:"), "css.value", "value");
    is(&sheet("a{b:hover{color:blue} margin:"), "css.value", "value");
    is(&sheet("a{b:hover{color:blue}}c"), "css.value", "selector");
    is(&sheet("a{x:f(;}y:"), "css.value", "value");
    is(&sheet("a{x:f(;}y:);b"), "css.value", "declaration");
    is(&style("x:[);];y:"), "css.value", "value");
}

#[test]
fn comments() {
    is(&sheet("/*"), "css.comment.block", "selector");
    is(&sheet("/***/"), "css.value", "selector");
    is(&sheet("/*\\*/"), "css.value", "selector");
    is(&style("/*/"), "css.comment.block", "declaration");
    is(&style("// text\n"), "css.value", "selector");
    is(&style("//</script>"), "css.value", "selector");
    holds(&sheet("/* </b"), &CssHole::Comment);
    is(&style("co/* x */lor"), "css.value", "declaration");
}

#[test]
fn strings() {
    for text in [
        "a{content:\"",
        "a{content:\"Hello, World!",
        "a{content:\"Don't",
        "a{content:\"\\22",
        "a{content:\"\\22 ",
    ] {
        is(&sheet(text), "css.string.dq", "value");
    }
    for text in ["a{content:'", "a{content:'\\27 ", "a{content:'\\'", "a{content:'a\\\r\nb"] {
        is(&sheet(text), "css.string.sq", "value");
    }
    for text in ["a{content:\"\n", "a{content:\"\x0C", "a{content:'\r"] {
        is(&sheet(text), "error", "value");
        refuses(&sheet(text));
    }
    is(&sheet("a{content:\"x\n;color:"), "css.value", "value");
    is(&style("background: '/foo?img="), "css.string.sq", "value");
    holds(&sheet("a[href=\""), &CssHole::Str);
    holds(&style("font-family:'x "), &CssHole::Str);
}

#[test]
fn partial_escapes_take_no_value() {
    for text in ["content:'\\", "content:'\\2", "content:'\\00002", "width:\\6", "background:url(/\\"] {
        refuses(&style(text));
    }
    holds(&style("content:'\\22 "), &CssHole::Str);
    refuses(&style("content:'\\000022"));
    holds(&style("content:'\\000022 "), &CssHole::Str);
    holds(&style("content:'\\,"), &CssHole::Str);
}

#[test]
fn urls() {
    for (text, context) in [
        ("background:url(", "css.url.unquoted"),
        ("background:url(   ", "css.url.unquoted"),
        ("background:URL( '", "css.url.sq"),
        ("background:u\\72L(\"", "css.url.dq"),
        ("background:\\75 rl(", "css.url.unquoted"),
        ("background:image-set('", "css.url.sq"),
        ("background:-webkit-image-set(\"a\" 1x,\"", "css.url.dq"),
    ] {
        let place = style(text);
        is(&place, context, "value");
        holds(&place, &url(UrlPart::Start));
    }
    for text in [
        "background:1url(",
        "background:--url(",
        "background:#url(",
        "background:-url(",
        "background:u/**/rl(",
    ] {
        is(&style(text), "css.value", "value");
    }
    is(&style("x:1.url("), "css.url.unquoted", "value");
    is(&style("x:5%url("), "css.url.unquoted", "value");
    is(&sheet("<!--url("), "css.url.unquoted", "selector");
    holds(&style("x:image-set(type('"), &CssHole::Str);
}

#[test]
fn parts_of_urls() {
    holds(&style("x:url(/"), &url(UrlPart::Root));
    holds(&style("x:url( /img/"), &url(UrlPart::Path { segment_start: true }));
    holds(&style("x:url(/img?name="), &url(UrlPart::QueryValue));
    holds(&style("x:url(#"), &url(UrlPart::Fragment));
    holds(&style("x:url('(/don%27t+panic) "), &url(UrlPart::Path { segment_start: false }));
    holds(&style("x:url(\"//"), &url(UrlPart::Authority { empty: true }));
    holds(&style("x:url(Mu+"), &url(UrlPart::MaybeScheme(Name::new("mu+"))));
    holds(&sheet("url(javascript:"), &url(UrlPart::Script));
    is(&style("x:url(#a)"), "css.value", "value");
    is(&style("x:url('#a'"), "css.value", "value");
    refuses(&style("x:url('#a'"));
    refuses(&style("x:url(/a "));
    refuses(&style("x:url(/a'"));
    is(&style("x:url(/a'b)"), "css.value", "value");
}

#[test]
fn imports_take_no_value() {
    for text in [
        "@import ",
        "@import url(",
        "@import url('",
        "@import\"",
        "@im\\70ort '",
        "--> @import '",
        "@namespace x '",
    ] {
        refuses(&sheet(text));
    }
    is(&sheet("@import 'x';"), "css.value", "selector");
    is(&sheet("@import url('"), "css.url.sq", "at_prelude");
    refuses(&sheet("@imp"));
    refuses(&sheet("@"));
    // Were the first value empty, it would be an `@import`.
    takes_not(Css::stylesheet(), "§ @import url(§)");
    takes_not(Css::stylesheet(), "@charset '§'; @foo §");
}

#[test]
fn what_a_value_is() {
    holds(&style("color:"), &CssHole::Value);
    holds(&style("border:1px solid "), &CssHole::Value);
    holds(&style("width:calc(100% - "), &CssHole::Value);
    holds(&style("width:calc(100% -"), &CssHole::Unsigned);
    holds(&style("--x:"), &CssHole::CustomProperty);
    holds(&style("color:#"), &CssHole::Hash);
    holds(&style("color:#00"), &CssHole::IdentPart);
    holds(&style("animation:fade-"), &CssHole::IdentPart);
    holds(&style("width:1"), &CssHole::NumberPart);
    holds(&style("width:1."), &CssHole::NumberPart);
    holds(&style("color:var(--"), &CssHole::IdentPart);
    holds(&style("aspect-ratio:4/"), &CssHole::Value);
    holds(&sheet("p"), &CssHole::IdentPart);
    holds(&sheet("."), &CssHole::Ident);
    holds(&sheet(".a-"), &CssHole::IdentPart);
    holds(&sheet("#"), &CssHole::IdentPart);
    holds(&sheet("li:nth-child("), &CssHole::Name);
    holds(&sheet("@keyframes "), &CssHole::Name);
    holds(&sheet(""), &CssHole::Name);
    holds(&sheet("@media (min-width:"), &CssHole::Value);
    holds(&style(""), &CssHole::Declarations { closed: false });
    holds(&style("color:red;"), &CssHole::Declarations { closed: false });
    for text in
        ["colo", "color ", "width:expression(", "behavior:url(", "-moz-binding:url('", "a:b;behavior:"]
    {
        refuses(&style(text));
    }
}

#[test]
fn after_a_value() {
    takes(Css::declarations(), "width:§px;height:§%;color:#§;margin:-§px -§.5em §§");
    takes(Css::declarations(), "background:url(§/§.png) no-repeat §, url('§?a=§')");
    takes(Css::declarations(), "§;color:§;§");
    takes(Css::declarations(), "/* § */color:§!important");
    takes(Css::stylesheet(), ".a-§, #§ > b{width:§/§}@media (max-width:§px){.§{color:§}}§{color:red}");
    takes(Css::stylesheet(), "p// paragraph\n{border: 1px/* color */§}");
    is(&takes(Css::stylesheet(), "a{b:'§"), "css.string.sq", "value");
    takes(Css::declarations(), "§ color:red;§ § x:§;§ /* */ .a§{color:§}§§");
    for text in ["§:red", "§ {color:red}", "x:§(", "x:ur§l(", "x:/§*", "x:§\\28(", "x:url(§ '", "x:url(§'"]
    {
        takes_not(Css::declarations(), text);
    }
    takes(Css::declarations(), "x:§/**/(;)");
    takes_not(Css::declarations(), "x:url(§:");
}

#[test]
fn text_that_was_not_seen() {
    refuses(&style("color:").after_unseen());
    holds(&style("color:").after_unseen().advance(";width:").expect("valid"), &CssHole::Value);
    holds(&sheet("").after_unseen().advance("}.a{width:").expect("valid"), &CssHole::Value);
    assert!(style("color:").after_unseen().advance("{").is_err());
    assert!(style("color:").after_unseen().advance("(").is_err());
    assert!(style("color:").after_unseen().advance("*/").is_err());
}

#[test]
fn constructs() {
    assert!(style("color:red").same_construct(&style("")));
    assert!(style("x:url('a").same_construct(&style("x:url('a?b")));
    assert!(sheet("a{b:c;").same_construct(&sheet("d{")));
    for (one, other) in [
        ("x:'", "x:\""),
        ("x:(", "x:["),
        ("x:'", "x:"),
        ("/*", "/**"),
        ("x:url(", "x:url('"),
        ("x:'\\", "x:'"),
    ] {
        assert!(!style(one).same_construct(&style(other)), "{one} {other}");
    }
    assert!(style("x:red").merge(&style("y:blue ")).is_some());
    assert!(style("x:red").merge(&style("")).is_none());
    assert!(style("x:red;").merge(&style("")).is_some());
}

#[test]
fn hostile_sizes() {
    let deep = "(".repeat(1000);
    assert_eq!(Css::stylesheet().advance(&deep).map_err(|it| it.at), Err(32));
    let many = 300_000;
    for piece in ["a", "\\", "'", "/*", "url(", "\\0", "é", "-", "{}", "@", "<!-", "{}a:b;", "\r\n", "()"] {
        let _ = Css::stylesheet().advance(&piece.repeat(many));
        let _ = Css::declarations().advance(&piece.repeat(many));
    }
}

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
