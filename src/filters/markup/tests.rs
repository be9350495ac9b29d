//! What the reader makes of text, in the points in which Python's parser differs from a browser's.

use super::{Reader, References, Token};

/// The tokens as a line: `<name>`, `</name>`, `&name;`, texts in brackets.
fn read(text: &str, references: References, close: bool) -> String {
    let mut out = String::new();
    let mut take = |token: Token<'_>| {
        out += &match token {
            Token::Text(text) => format!("[{text}]"),
            Token::Verbatim(text) => format!("[={text}]"),
            Token::Reference(name) => format!("&{name};"),
            Token::Start { name, closed, .. } => format!("<{name}{}>", if closed { "/" } else { "" }),
            Token::End { name } => format!("</{name}>"),
        };
        true
    };
    let mut reader = Reader::new(text, references);
    reader.feed(&mut take);
    if close {
        reader.close(&mut take);
    }
    out
}

#[track_caller]
fn check(text: &str, want: &str) {
    assert_eq!(read(text, References::Apart, true), want, "{text}");
}

#[test]
fn tags_may_be_written_in_many_ways() {
    check("<A b=c d='>' e=\">\"f/>x</ a >", "<a/>[x]</a>");
    check("<a/b></a b><br / ><br//>", "<a></a><br><br/>");
    check("<a b=\"c><i>", "[<a b=\"c>]<i>");
    check("<a b= \"c><i>", "<a><i>");
    check("<a b==\"c><i>", "<a><i>");
    check("<a\0b>", "[=<a][\0b>]");
}

#[test]
fn comments_and_declarations_vanish() {
    check("a<!-- > -- >b<!x>c<?y>d<!DOCTYPE z>e</>f</1>g", "[a][b][c][d][e][f][g]");
    check("<![CDATA[ > ] ] >a<![if x]>b<![what>c", "[a][b][c]");
    check("a<!-- <b>", "[a][<!-- <b>]");
}

#[test]
fn scripts_hold_text_and_are_lost_when_open() {
    check("<script>a<b>&lt;</ SCRIPT >c", "<script>[=a<b>&lt;]</script>[c]");
    check("<style>a</script>", "<style>");
    check("<script/>a<b>", "<script/>[a]<b>");
}

#[test]
fn references_are_told_apart() {
    check("&amp;&lt &#60;&#x3c &b-", "&amp;&lt;[ ]&#60;&#x3c;[ ]&b;[-]");
    check("a & b &1", "[a ][&][ b ][&][1]");
    check("&#6a;<b>", "[&#][6a;]<b>");
    check("&#6a;&#6b;<b>", "[&#][6a;][&#][6b;<b>]");
    check("x&a", "[x][a]");
}

#[test]
fn without_an_end_what_is_open_waits() {
    let feed = |text| read(text, References::InText, false);
    assert_eq!(feed("a &amp b"), "[a &amp b]");
    assert_eq!(feed("AT&T"), "");
    assert_eq!(feed("a<b c"), "[a]");
}

/// Each attempt at a tag here runs to the end of the text.
#[test]
fn nothing_is_walked_twice() {
    for piece in [
        "<a ",
        "<a b=",
        "<a b='x' ",
        "<a",
        "<a b=\"",
        "<!--",
        "<![if ",
        "</a",
        "<script",
        "&#",
        "&a",
        "<a b= \"",
    ] {
        let text = piece.repeat(20_000) + ">\"'";
        let mut reader = Reader::new(&text, References::Apart);
        reader.feed(&mut |_| true);
        reader.close(&mut |_| true);
        assert!(reader.steps <= 8 * text.len(), "{piece}: {} steps", reader.steps);
    }
}
