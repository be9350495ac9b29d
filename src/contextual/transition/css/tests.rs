use super::{Css, CssHole};
use crate::contextual::place::{Name, UrlPart};
use crate::html::UrlKind;

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
    CssHole::Url { part, kind: UrlKind::Media }
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
    holds(&sheet("url(javascript:"), &url(UrlPart::Script(None)));
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
    assert_eq!(sheet("@import url('").context().url_kind, Some(UrlKind::Code));
    assert_eq!(style("x:url('").context().url_kind, Some(UrlKind::Media));
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
    holds(&sheet(""), &CssHole::Rules);
    holds(&sheet("a{b:c} "), &CssHole::Rules);
    holds(&sheet("a "), &CssHole::Name);
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
    takes(
        Css::stylesheet(),
        "§:root{--a:§;--b:§px;--c:var(--x-§)}b{grid:repeat(§,1fr);transform:rotate(§deg)}",
    );
    takes(
        Css::stylesheet(),
        "@media (min-width:§px) and (max-width: §){a{b:§}}@keyframes k-§{from{a:§}50%{b:§}}§",
    );
    takes(Css::declarations(), "width:calc(§ * 1%);width:calc(100% / §);filter:drop-shadow(0 0 §px #§)");
    takes(Css::declarations(), "/* § */color:§!important");
    takes(Css::stylesheet(), ".a-§, #§ > b{width:§/§}@media (max-width:§px){.§{color:§}}§{color:red}");
    takes(Css::stylesheet(), "p// paragraph\n{border: 1px/* color */§}");
    is(&takes(Css::stylesheet(), "a{b:'§"), "css.string.sq", "value");
    takes(Css::declarations(), "§ color:red;§ § x:§;§ /* */ .a§{color:§}§§");
    for text in
        ["§:red", "§ {color:red}", "§ } §:", "x:§(", "x:ur§l(", "x:/§*", "x:§\\28(", "x:url(§ '", "x:url(§'"]
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
