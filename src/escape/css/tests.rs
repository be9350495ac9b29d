use super::{CssEscape, CssWrite, Sink};
use crate::escape::{UrlHole, UrlWrite};
use crate::html::UrlKind;
use crate::value::Kind;
use cssparser::{ParseError, Parser, Token};
use proptest::prelude::*;

const URL: CssWrite = CssWrite::Url(UrlHole { write: UrlWrite::Whole, kind: UrlKind::Media });

const DECLARATIONS: CssWrite = CssWrite::Declarations { closed: false };

fn written(write: CssWrite, sink: Sink, kind: Option<Kind>, value: &str) -> (String, bool) {
    let mut out = String::new();
    let rejected = CssEscape { write, sink }.write(value, kind, &mut out);
    (out, rejected.is_some())
}

fn plain(write: CssWrite, value: &str) -> (String, bool) {
    written(write, Sink::RawText, None, value)
}

#[track_caller]
fn same(write: CssWrite, value: &str) {
    assert_eq!(plain(write, value), (value.to_owned(), false), "{value:?}");
}

#[track_caller]
fn rejects(write: CssWrite, value: &str) {
    assert_eq!(plain(write, value), (String::new(), true), "{value:?}");
}

#[track_caller]
fn check(write: CssWrite, value: &str, want: &str) {
    assert_eq!(plain(write, value).0, want, "{value:?}");
}

/// The tokens of some CSS, brackets opened, as `Debug` writes them.
fn tokens(css: &str) -> Vec<String> {
    fn read(parser: &mut Parser<'_>, out: &mut Vec<String>) {
        while let Ok(token) = parser.next_including_whitespace_and_comments().cloned() {
            let opens = matches!(
                token,
                Token::Function(_)
                    | Token::ParenthesisBlock
                    | Token::SquareBracketBlock
                    | Token::CurlyBracketBlock
            );
            out.push(format!("{token:?}"));
            if opens {
                let _ = parser.parse_nested_block(|inner| {
                    read(inner, out);
                    Ok::<_, ParseError<()>>(())
                });
                out.push("end".to_owned());
            }
        }
    }
    let mut out = Vec::new();
    read(&mut Parser::new(css), &mut out);
    out
}

/// Kinds of tokens of some CSS, without what they hold.
fn kinds(css: &str) -> Vec<String> {
    let name = |it: &String| it.split(['(', ' ']).next().unwrap_or_default().to_owned();
    tokens(css).iter().map(name).collect()
}

#[test]
fn words_numbers_and_colours_are_values() {
    for value in [
        "red",
        "0",
        "37.5",
        "-.5em",
        "+1e3px",
        "1e-2",
        "100%",
        "#fff",
        "#1E90FF80",
        "1px solid red",
        "a, b,c",
        "-webkit-box",
        "rgb(1,2,3)",
        "RGBA(1, 2, 3, .5)",
        "hsl(120deg 50% 50% / 0.5)",
        "oklch(0.5 none 20)",
        "color(display-p3 1 0 0)",
        "1px 2px 3px rgba(0,0,0,.5), 0 0 red",
        "  red ",
        "",
    ] {
        same(CssWrite::Value, value);
    }
    check(CssWrite::Value, "red\r\n", "red");
}

#[test]
fn nothing_else_is_a_value() {
    for value in [
        "a=b",
        "red;color:blue",
        "red}",
        "expression(alert(1))",
        "Expression",
        "url",
        "url(x)",
        "--x",
        "var(--x)",
        "a--b",
        "\"a\"",
        "'",
        "</style",
        "<",
        "/* */",
        "//",
        "a/b",
        "\\72 ed",
        "#ggg",
        "#12",
        "#12345",
        "rgb(1,2,3",
        "rgb(expression(1))",
        "rgb(rgb(1))",
        "rgb()",
        "rgb(1,)",
        "rgb(1/2)",
        "rgb(/ 2)",
        "attr(x)",
        "env(a)",
        "calc(1px)",
        ",",
        "a,",
        ",a",
        "a,,b",
        "a b,",
        "red !important",
        "@import",
        "é",
        "\u{a0}",
        "\0",
        "a\nb",
        ".foo",
        "1.",
        "1..2",
        "1%2",
        "--",
        "-",
        "+",
        "javascript:alert(1)",
        "{}",
        "]]>",
        "$a",
        "`",
        "color: red",
        "#fff#fff",
        "red#fff",
        "rgb(#fff)",
        "1px)",
        "(1px)",
    ] {
        rejects(CssWrite::Value, value);
    }
}

#[test]
fn names_and_their_parts() {
    for value in ["fff", "00ff00", "1e90ff80", "abc"] {
        same(CssWrite::Hash, value);
    }
    for value in ["ff", "123456789", "a-b", "é00", "#fff", " fff"] {
        rejects(CssWrite::Hash, value);
    }
    for value in ["item", "-a", "_x", "a-1", "a--b", ""] {
        same(CssWrite::Ident, value);
    }
    for value in ["1a", "-1", "--a", "-", "a b", ".a", "a{"] {
        rejects(CssWrite::Ident, value);
    }
    same(CssWrite::Unsigned, "12.5px");
    rejects(CssWrite::Unsigned, "-5");
    same(CssWrite::Name, "123");
    rejects(CssWrite::Name, "--a");
    for value in ["1a", "-1", "--a", "a_B", "123", ""] {
        same(CssWrite::IdentPart, value);
    }
    for value in ["a b", ".my_class", "a=b", "<>", "a.b", "é"] {
        rejects(CssWrite::IdentPart, value);
    }
    for value in ["5", "37.5", ".5", "5px", "2.5rem", "%", "px", "1e3", "-5", "12.5%", ""] {
        same(CssWrite::NumberPart, value);
    }
    for value in ["1.", "5 px", "5;", "a.5", "5%%", "1.2.3", "/"] {
        rejects(CssWrite::NumberPart, value);
    }
}

#[test]
fn strings() {
    check(CssWrite::Str, "Times New-Roman_1", "Times New-Roman_1");
    check(CssWrite::Str, "\\", "\\5c ");
    check(CssWrite::Str, "a\"b'c\n</style>", "a\\22 b\\27 c\\a \\3c \\2f style\\3e ");
    check(CssWrite::Str, "é\0\u{2028}", "é\\fffd \u{2028}");
    check(CssWrite::Str, "javascript:x", "javascript\\3a x");
}

#[test]
fn urls() {
    check(URL, "/media/a b.png?x=1&y=2", "/media/a%20b.png?x=1&y=2");
    let attribute = written(URL, Sink::Markup, None, "/a?x=1&y=2");
    assert_eq!(attribute.0, "/a?x=1&amp;y=2");
    check(URL, "/a?b=&amp;c", "/a?b=&amp;c");
    check(URL, "\\", "%5C");
    check(URL, "a'\"()<>", "a%27%22%28%29%3C%3E");
    assert_eq!(plain(URL, "javascript:alert(1)"), ("about:invalid#blocked".to_owned(), true));
}

#[test]
fn lists_of_declarations() {
    for value in [
        "color: red; width: 5px",
        "color:red;",
        "",
        " ; ",
        "Width : 1em;\n height: 1em;",
        "--tint: #fff",
        "margin:0 auto !important",
        "color:red!IMPORTANT",
    ] {
        same(DECLARATIONS, value);
    }
    for (value, good) in [
        ("color:red;background:url(x);width:5px", "color:red;width:5px"),
        ("color:red;behavior:x", "color:red"),
        ("content:\"a;color:red\";width:5px", "width:5px"),
        ("x:url(data:image/png;base64,a);color:red", "color:red"),
        ("color", ""),
        ("color:;a:b", "a:b"),
        ("1a:b", ""),
        ("--:b", ""),
        ("color:red}p{color:blue", ""),
        ("color:expression(alert(1))", ""),
        ("a:b/**/;c:d", "c:d"),
        ("co\\6cor:red", ""),
        ("-moz-binding:none; color : red ", " color : red "),
        ("color:red !important !important", ""),
    ] {
        assert_eq!(plain(DECLARATIONS, value), (good.to_owned(), true), "{value:?}");
    }
}

#[test]
fn declarations_before_others_end_with_a_semicolon() {
    let closed = CssWrite::Declarations { closed: true };
    for (value, want) in [
        ("a:b", "a:b;"),
        ("a:b;", "a:b;"),
        ("a:b; ", "a:b; "),
        ("", ""),
        (" ", " "),
        ("x", ""),
        ("a:b;x", "a:b;"),
    ] {
        check(closed, value, want);
    }
    assert_eq!(written(closed, Sink::Markup, Some(Kind::Css), "a:'b'").0, "a:&#x27;b&#x27;;");
    assert_eq!(written(closed, Sink::RawText, Some(Kind::Css), "a:b").0, "a:b;");
}

#[test]
fn the_stronger_of_two_ways() {
    assert_eq!(CssWrite::Value.stronger(CssWrite::NumberPart), Some(CssWrite::NumberPart));
    assert_eq!(CssWrite::IdentPart.stronger(CssWrite::Value), Some(CssWrite::IdentPart));
    assert_eq!(CssWrite::Hash.stronger(CssWrite::Ident), Some(CssWrite::Hash));
    assert_eq!(CssWrite::Str.stronger(CssWrite::Value), None);
    assert_eq!(DECLARATIONS.stronger(CssWrite::Declarations { closed: true }), None);
}

#[test]
fn what_somebody_vouches_for() {
    let trusted = |sink, value| written(DECLARATIONS, sink, Some(Kind::Css), value);
    let css = "content:\"a&b\";b:url(x)";
    assert_eq!(trusted(Sink::RawText, css), (css.to_owned(), false));
    assert_eq!(trusted(Sink::Markup, css), ("content:&quot;a&amp;b&quot;;b:url(x)".to_owned(), false));
    let rules = written(CssWrite::Rules, Sink::RawText, Some(Kind::Css), "a>b{c:d}");
    assert_eq!(rules, ("a>b{c:d}".to_owned(), false));
    rejects(CssWrite::Rules, "a{}");
    same(CssWrite::Rules, "p");
    for value in ["a</StYle>", "a<", "a</", "a</sty", "</style"] {
        assert_eq!(trusted(Sink::RawText, value), (String::new(), true), "{value}");
    }
    assert_eq!(trusted(Sink::Markup, "</style>").0, "&lt;/style&gt;");
    assert_eq!(written(CssWrite::Str, Sink::RawText, Some(Kind::Css), "\"").0, "\\22 ");
    assert_eq!(written(CssWrite::Hash, Sink::RawText, Some(Kind::Css), "}").0, "");
}

#[test]
fn hostile_sizes() {
    for piece in ["\\", ";", "a:b;", "rgb(", "(", "'", "1 ", "#", "a,", "\0", "</style", "é", " ", "1e1e1e"]
    {
        let value = piece.repeat(300_000);
        for write in ALL {
            plain(*write, &value);
            written(*write, Sink::Markup, Some(Kind::Css), &value);
        }
    }
}

const ALL: &[CssWrite] = &[
    CssWrite::Value,
    CssWrite::Hash,
    CssWrite::Ident,
    CssWrite::Rules,
    CssWrite::Name,
    CssWrite::Unsigned,
    CssWrite::IdentPart,
    CssWrite::NumberPart,
    CssWrite::Str,
    URL,
    DECLARATIONS,
];

/// Each text of one or two characters of ASCII and a few beyond it.
fn short_texts() -> impl Iterator<Item = String> {
    let all: Vec<char> =
        ('\0'..='\x7F').chain(['é', '\u{a0}', '\u{2028}', '\u{feff}', '\u{fffd}', '\u{10ffff}']).collect();
    let pairs = all.clone().into_iter().flat_map({
        let all = all.clone();
        move |one| all.clone().into_iter().map(move |other| format!("{one}{other}"))
    });
    all.into_iter().map(String::from).chain(pairs)
}

/// No character of what is written means anything to a neighbouring language.
fn is_inert(write: CssWrite, out: &str) -> bool {
    let structural = match write {
        CssWrite::Str => "<>&\"'`/${}\n\r",
        CssWrite::Url(_) => "<>\"'`\\{}()\n\r \t",
        CssWrite::Value => "<>&\"'`\\${};:@\n\r",
        DECLARATIONS => "<>&\"'`\\${}@",
        _ => "<>&\"'`/\\${}();:@ \n\r",
    };
    !out.contains(|it| structural.contains(it))
}

#[track_caller]
fn parses_as_intended(write: CssWrite, value: &str) {
    let (out, _) = plain(write, value);
    assert!(is_inert(write, &out), "{write:?} {value:?} {out:?}");
    match write {
        CssWrite::Str => {
            let want = format!("{:?}", Token::QuotedString(value.replace('\0', "\u{fffd}").into()));
            for quote in ["\"", "'"] {
                assert_eq!(tokens(&format!("{quote}{out}{quote}")), std::slice::from_ref(&want), "{value:?}");
            }
        }
        CssWrite::Url(_) => {
            let url = format!("{:?}", Token::UnquotedUrl(out.clone().into()));
            assert_eq!(tokens(&format!("url({out})")), [url], "{value:?}");
            let string = format!("{:?}", Token::QuotedString(out.clone().into()));
            assert_eq!(tokens(&format!("'{out}'")), [string], "{value:?}");
        }
        CssWrite::Value => {
            let known = [
                "Ident",
                "Number",
                "Percentage",
                "Dimension",
                "Hash",
                "IDHash",
                "Comma",
                "WhiteSpace",
                "Function",
                "end",
                "Delim",
            ];
            assert!(kinds(&out).iter().all(|it| known.contains(&it.as_str())), "{value:?} {out:?}");
        }
        CssWrite::Hash if !out.is_empty() => assert_eq!(kinds(&format!("#{out}")).len(), 1, "{out:?}"),
        CssWrite::Ident if !out.is_empty() => assert_eq!(kinds(&out), ["Ident"], "{out:?}"),
        CssWrite::IdentPart => assert_eq!(kinds(&format!("a{out}")), ["Ident"], "{out:?}"),
        CssWrite::NumberPart if !out.starts_with(['-', '_']) => {
            assert!(kinds(&format!("1{out}")).len() <= 1 || out.contains('-'), "{out:?}");
        }
        _ => {}
    }
}

#[test]
fn every_short_text_parses_as_intended() {
    for value in short_texts() {
        for write in ALL {
            parses_as_intended(*write, &value);
        }
    }
}

proptest! {
    #[test]
    fn every_text_parses_as_intended(value in "([ -~]|\\PC|[a-f0-9 #,.%()-]{1,4}|\\s){0,12}") {
        for write in ALL {
            parses_as_intended(*write, &value);
        }
    }

    #[test]
    fn declarations_stay_declarations(value in "((color|--x|[a-z]{1,3}|[;:!]|red|#fff|[ -~]|5px|\n){1,3};?){0,5}") {
        let (out, _) = plain(DECLARATIONS, &value);
        prop_assert!(is_inert(DECLARATIONS, &out));
        let known = kinds(&out);
        let harmless = ["Ident", "Number", "Percentage", "Dimension", "Hash", "IDHash", "Comma", "WhiteSpace", "Function", "end",
            "Delim", "Semicolon", "Colon"];
        prop_assert!(known.iter().all(|it| harmless.contains(&it.as_str())), "{}", out);
        prop_assert_eq!(plain(DECLARATIONS, &out), (out, false));
    }

    #[test]
    fn strings_join(one in "\\PC{0,6}", other in "[0-9a-f \\PC]{0,6}") {
        let out = plain(CssWrite::Str, &one).0 + &plain(CssWrite::Str, &other).0;
        prop_assert_eq!(out, plain(CssWrite::Str, &format!("{one}{other}")).0);
    }
}
