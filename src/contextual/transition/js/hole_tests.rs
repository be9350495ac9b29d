//! What a value is written as, branches, and hostile sizes.

use super::hole::JsSink;
use super::tests::read;
use super::{Js, JsFaultKind, JsHole, JsQuote, Slash};
use crate::escape::JsRole;
use proptest::prelude::*;

const VALUE: JsHole = JsHole::Value { pad: false, role: JsRole::Operand, key: false, sink: None };

#[track_caller]
fn hole(text: &str) -> JsHole {
    match read(Js::script(), text).hole("") {
        Ok(hole) => hole,
        Err(refusal) => panic!("{text:?}: {refusal:?}"),
    }
}

#[test]
fn holes() {
    let string = |quote, sink| JsHole::Str { quote, sink };
    let rows = [
        ("a = ", VALUE),
        ("f(", VALUE),
        ("a = [", VALUE),
        ("a - ", VALUE),
        ("a -", VALUE),
        ("b/", VALUE),
        ("x = {}/2; d=", VALUE),
        ("", JsHole::Value { pad: false, role: JsRole::First, key: false, sink: None }),
        ("x => ", JsHole::Value { pad: false, role: JsRole::First, key: false, sink: None }),
        ("typeof", JsHole::Value { pad: true, role: JsRole::Operand, key: false, sink: None }),
        ("return", JsHole::Value { pad: true, role: JsRole::Operand, key: false, sink: None }),
        ("o = { ", JsHole::Value { pad: false, role: JsRole::Operand, key: true, sink: None }),
        ("o = {a: 1, ", JsHole::Value { pad: false, role: JsRole::Operand, key: true, sink: None }),
        ("o = {a: ", VALUE),
        ("foo.", JsHole::Member { prefix: "" }),
        ("var ", JsHole::Identifier { prefix: "" }),
        ("function ", JsHole::Identifier { prefix: "" }),
        ("foo_", JsHole::Identifier { prefix: "" }),
        ("f", JsHole::Identifier { prefix: "f" }),
        ("'a", string(JsQuote::Single, None)),
        ("\"a", string(JsQuote::Double, None)),
        ("`a", JsHole::Template { dollar: false, sink: None }),
        ("`a$", JsHole::Template { dollar: true, sink: None }),
        ("a = /", JsHole::Regexp),
        ("if (1) /", JsHole::Regexp),
        ("for (let y of /", JsHole::Regexp),
        ("function* g(){yield /", JsHole::Regexp),
        ("async function f(){await /", JsHole::Regexp),
        ("a = \u{FEFF}/", JsHole::Regexp),
        ("a = /x[", JsHole::RegexpClass),
        ("a = /[^a-z", JsHole::RegexpClass),
        ("// ", JsHole::Comment),
        ("/* ", JsHole::Comment),
        ("<!-- ", JsHole::Comment),
    ];
    for (text, want) in rows {
        assert_eq!(hole(text), want, "{text:?}");
    }
}

#[test]
fn sinks() {
    let rows = [
        ("location = '", Some(JsSink::Url)),
        ("location.href='", Some(JsSink::Url)),
        ("window.location.href = \"", Some(JsSink::Url)),
        ("location.href = `", Some(JsSink::Url)),
        ("location.href = '/a/", None),
        ("location.href = 'java", Some(JsSink::UrlRest)),
        ("location.href = a ? '' : '", Some(JsSink::Url)),
        ("location.href = base + '", Some(JsSink::UrlRest)),
        ("location.href = base + '/x/' + '", None),
        ("location.href = '/a/' + '", None),
        ("location.href = '' + '", Some(JsSink::Url)),
        ("location.href = 'java' + '", Some(JsSink::UrlRest)),
        ("location.href = '/a/' + ('", None),
        ("location.href = `${base}", Some(JsSink::UrlRest)),
        ("location.href = `/${base}", None),
        ("location.href = `${base}/` + '", None),
        ("location.href = location.protocol + '//' + location.host + ':80' + '", None),
        ("location.href = encodeURI('", Some(JsSink::Url)),
        ("location.href = String('", Some(JsSink::Url)),
        ("location.href = f('", None),
        ("location.href = '/a?b=' + encodeURIComponent('", None),
        ("location.href ||= '", Some(JsSink::Url)),
        ("location['href'] = '", Some(JsSink::Url)),
        ("window.location[\"href\"] = '", Some(JsSink::Url)),
        ("e['innerHTML'] = '", Some(JsSink::Html)),
        ("e['a'] = '", None),
        ("e[a] = '", None),
        ("e[0] = '", None),
        ("document['write']('", Some(JsSink::Html)),
        ("e['", Some(JsSink::Key)),
        ("e['a_", None),
        ("a = ['", None),
        ("e.setAttribute('href', '", Some(JsSink::Url)),
        ("e.setAttribute('title', '", None),
        ("e.setAttribute('data-x', '", None),
        ("$(e).attr('src', '", Some(JsSink::Url)),
        ("e.setAttribute('", None),
        ("document.write.call(document, '", Some(JsSink::Html)),
        ("navigation.navigate('", Some(JsSink::Url)),
        ("f(a)('", None),
        ("location.assign('", Some(JsSink::Url)),
        ("location.replace(\"", Some(JsSink::Url)),
        ("'abc'.replace('a', '", None),
        ("'abc'.replace('", None),
        ("window.open('", Some(JsSink::Url)),
        ("xhr.open('GET', '", None),
        ("img.src = '", Some(JsSink::Url)),
        ("src = '", None),
        ("e.innerHTML = '", Some(JsSink::Html)),
        ("e.innerHTML += '", Some(JsSink::Html)),
        ("e.insertAdjacentHTML('beforeend', '", Some(JsSink::Html)),
        ("document.write('", Some(JsSink::Html)),
        ("$(e).html('", Some(JsSink::Html)),
        ("a = '<b>", Some(JsSink::Html)),
        ("a = '<", Some(JsSink::HtmlName)),
        ("a = '<b title=\"", Some(JsSink::Html)),
        ("a = '<b title=", Some(JsSink::HtmlUnquoted { whole: false })),
        ("a = '<b ", Some(JsSink::HtmlName)),
        ("a = '<a href=\"", Some(JsSink::HtmlUrl { start: true, media: false })),
        ("a = '<a HREF = \"", Some(JsSink::HtmlUrl { start: true, media: false })),
        ("a = '<img src=", Some(JsSink::HtmlUrl { start: true, media: true })),
        ("a = '<img src=\"data:image/png;base64,", Some(JsSink::Html)),
        ("a = '<a href=\"/x/", Some(JsSink::Html)),
        ("a = '<a onclick=\"f(\\'", Some(JsSink::HtmlScript)),
        ("a = '<a title=\"\" onclick=\"", Some(JsSink::HtmlScript)),
        ("a = '<br/onload=\"", Some(JsSink::HtmlScript)),
        ("a = 'x < y ", None),
        ("a = `<b>${x}", Some(JsSink::Html)),
        ("import '", Some(JsSink::Module { start: true })),
        ("import a from '", Some(JsSink::Module { start: true })),
        ("export * from '", Some(JsSink::Module { start: true })),
        ("import('", Some(JsSink::Module { start: true })),
        ("new Worker('", Some(JsSink::Module { start: true })),
        ("importScripts('/x/", Some(JsSink::Module { start: false })),
        ("Array.from('", None),
        ("location.href = '/'; a = '", None),
        ("location.href = '/'\na = '", None),
        ("location.href = '/'\nvar a = '", None),
        ("setTimeout(f, '", None),
        ("setTimeout(function() { f('", None),
        ("setTimeout(() => f('", None),
        ("location.href == '", None),
        ("if (location.href == '/') { a = '", None),
    ];
    for (text, want) in rows {
        let sink = match hole(text) {
            JsHole::Str { sink, .. } | JsHole::Template { sink, .. } => sink,
            other => panic!("{text:?}: {other:?}"),
        };
        assert_eq!(sink, want, "{text:?}");
    }
    assert_eq!(
        hole("location = "),
        JsHole::Value { pad: false, role: JsRole::Operand, key: false, sink: Some(JsSink::Url) }
    );
    assert_eq!(
        read(Js::script(), "a = '").hole("<br>'"),
        Ok(JsHole::Str { quote: JsQuote::Single, sink: Some(JsSink::Html) })
    );
    assert_eq!(
        read(Js::script(), "a = '").hole("' + '<br>"),
        Ok(JsHole::Str { quote: JsQuote::Single, sink: None })
    );
}

#[test]
fn holes_that_are_refused() {
    for text in [
        "eval('",
        "eval(",
        "setTimeout('",
        "setTimeout(\"f('",
        "setInterval(\"a\" + '",
        "new Function('a', '",
        "window.setTimeout(`",
        "'\\",
        "'\\x4",
        "'\\u00",
        "'\\u{4",
        "'\\1",
        "`\\",
        "a = /\\",
        "a = /[\\",
        "a = /[a-",
        "await /",
        "a => {} /",
        "a = /x/g",
        "location = 'javascript:f(\"",
        "a\\u00",
        "location.href = '\\x6aava",
        "location = 'javascript:' + '",
        "(eval)('",
        "(0, eval)('",
        "(0, window.eval)('",
        "eval.call(null, '",
        "setTimeout.apply(null, ['a', '",
        "setTimeout`",
        "setTimeout`a${b}",
        "e\\u0076al('",
        "window['eval']('",
        "e.setAttribute('onclick', '",
        "e.setAttribute('on' + a, '",
    ] {
        assert!(read(Js::script(), text).hole("").is_err(), "{text:?}");
    }
    assert!(read(Js::script(), "a = /[").hole("-z]/").is_err());
    assert!(read(Js::script(), "f").hole("r (a) /").is_err());
    assert!(read(Js::script(), "a = ").hole("in b").is_err());
    assert!(read(Js::script(), "a = this").hole("").is_err());
    assert!(read(Js::script(), "function").hole("").is_err());
    assert!(read(Js::script(), "a.this").hole("").is_ok());
    assert_eq!(read(Js::script(), "a = ").hole("n;"), Ok(VALUE));
    assert_eq!(read(Js::script(), "a = ").hole("_cb();"), Ok(JsHole::Identifier { prefix: "" }));
    assert!(read(Js::script(), "a = /[").hole("-]/").is_ok());
    let js = read(Js::script(), "location = '");
    let hole = js.hole("").expect("a URL");
    assert!(js.after_hole(hole).advance(":x'").is_err());
}

#[test]
fn after_holes() {
    let rows = [
        ("a = ", "/", "js.expr"),
        ("a = ", " ' ", "js.string.sq"),
        ("a = /", "/.test(", "js.expr"),
        ("a = /[", "/", "js.regexp.class"),
        ("'", "'", "js.expr"),
        ("`$", "{", "js.template"),
        ("`", "${", "js.expr"),
        ("foo_", "(", "js.expr"),
        ("foo_", "/'", "js.string.sq"),
        ("`a`/", "/b; '", "js.string.sq"),
        ("o = {", ": /", "js.regexp"),
        ("class A {", "() {} b() {}} /", "js.regexp"),
        ("retx", "urn /'", "js.string.sq"),
        ("", "#!", "js.expr"),
        ("", "\n-->", "js.comment.html_close"),
        ("", "-->", "js.expr"),
    ];
    for (before, after, want) in rows {
        let js = read(Js::script(), before);
        let hole = js.hole(after).unwrap_or_else(|it| panic!("{before:?}: {it:?}"));
        assert_eq!(read(js.after_hole(hole), after).context(), want, "{before:?} {after:?}");
    }
}

#[test]
fn depths_are_counted() {
    let js = read(Js::script(), "`${ f({ a: { c: `${");
    assert_eq!((js.template_depth(), js.brace_depths()), (2, vec![2, 0]));
    assert_eq!(read(Js::script(), "`").template_depth(), 1);
}

#[test]
fn branches() {
    let at = |text| read(Js::script(), text);
    for (one, other) in [
        ("[", "[1,"),
        ("[a", "[b"),
        ("f(", "f(1, "),
        ("'a", "'b<"),
        ("a;", "b = 1;"),
        ("`${a}", "`"),
        ("x = 1", ""),
    ] {
        assert!(at(one).same_construct(&at(other)), "{one:?} {other:?}");
    }
    for (one, other) in
        [("(", "["), ("'", "\""), ("'", "x"), ("{", "x = {"), ("/*", "//"), ("", "("), ("`${", "`")]
    {
        assert!(!at(one).same_construct(&at(other)), "{one:?} {other:?}");
        assert_eq!(at(one).merge(&at(other)), None);
    }
    let both = at("x = 1;").merge(&at("x = 1; y")).map(|it| it.slash_meaning());
    assert_eq!(both, None, "a name may go on");
    let both = at("x = ").merge(&at("x = 1 ")).expect("same brackets");
    assert_eq!(both.slash_meaning(), Slash::Unknown);
    assert!(both.clone().advance("/-1").is_err());
    assert_eq!(both.hole("").map(|it| matches!(it, JsHole::Value { .. })), Ok(true));
    let sinks = at("location.href = ").merge(&at("x = ")).expect("same brackets");
    assert!(read(sinks, "'").hole("").is_err());
    assert_eq!(at("a_true").merge(&at("b_x")).map(|it| it.slash_meaning()), Some(Slash::Div));
}

/// A list written by a loop: at its begin stands `[` or a comma or a value.
#[test]
fn loops_over_items() {
    let open = read(Js::script(), "var a = [");
    let item = open.clone().after_hole(VALUE);
    assert!(open.same_construct(&item));
    let both = open.merge(&item).expect("same brackets");
    assert!(matches!(both.hole(", "), Ok(JsHole::Value { .. })));
    assert_eq!(read(both, "{a: {}}").slash_meaning(), Slash::Div);
}

#[test]
fn hostile_sizes() {
    for bracket in ["(", "[", "{", "`${", "a ? ", "case ", "class ", "x = {a:"] {
        let fault = Js::script().advance(&bracket.repeat(100_000));
        assert!(fault.is_ok() || fault.is_err_and(|it| it.kind == JsFaultKind::TooDeep), "{bracket}");
    }
    for piece in [
        "a", "1", "/", "'", "-", "<", "!", ".", "\\", "`", "#", "\u{e9}", "}", ")", "*", "a\n", "a b ", "?",
        "=>",
    ] {
        let _ = Js::script().advance(&piece.repeat(250_000));
    }
}

/// Pieces that begin, cut and end tokens.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "ret",
        "urn",
        "return ",
        "/",
        "*",
        "//",
        "\n",
        " ",
        "'",
        "\"",
        "`",
        "${",
        "}",
        "{",
        "(",
        ")",
        "[",
        "]",
        "if",
        "for",
        "of ",
        "\\",
        "\\u0061",
        "\\x41",
        "$",
        "<!",
        "<!--",
        "--",
        "-->",
        ">",
        "#!",
        "#",
        "!",
        ".",
        "?.",
        "?",
        ":",
        ";",
        ",",
        "=",
        "=>",
        "+",
        "++",
        "0",
        "1e",
        "1_0n",
        "x",
        "in ",
        "async ",
        "function ",
        "class ",
        "await ",
        "yield ",
        "let ",
        "get ",
        "static ",
        "\u{2028}",
        "\u{FEFF}",
        "é",
        "\r\n",
        "location.href",
        "eval",
        "<b",
        "import ",
        "from ",
        "case ",
        "default",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|it| it.concat())
}

proptest! {
    #[test]
    fn text_may_be_cut_anywhere(text in pieces()) {
        let whole = Js::script().advance(&text);
        for (at, _) in text.char_indices() {
            let cut = Js::script().advance(&text[..at]).and_then(|it| it.advance(&text[at..]).map_err(|it| super::JsFault { at: it.at + at, ..it }));
            prop_assert_eq!(&cut, &whole, "cut at {}", at);
        }
    }

    #[test]
    fn holes_and_merges_never_panic(text in pieces(), other in pieces()) {
        for start in [Js::script(), Js::module(), Js::handler()] {
            if let Ok(js) = start.clone().advance(&text) {
                if let Ok(hole) = js.hole(&other) {
                    let _ = js.clone().after_hole(hole).advance(&other);
                }
                if let Ok(it) = start.advance(&other) {
                    prop_assert_eq!(js.same_construct(&it), it.same_construct(&js));
                    prop_assert_eq!(js.merge(&it).is_some(), it.merge(&js).is_some());
                }
            }
        }
    }
}
