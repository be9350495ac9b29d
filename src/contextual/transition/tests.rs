use super::{Changes, advance};
use crate::contextual::place::{Insertion, Place};
use crate::html::Frameworks;
use proptest::prelude::*;
use std::collections::HashMap;

fn place_after(pieces: &[&str]) -> Result<Place, String> {
    let nothing = HashMap::new();
    let mut changes = Changes::new(&nothing, Frameworks::default());
    let mut place = Place::Text(Insertion::default());
    let mut at = 0;
    for piece in pieces {
        place = advance(place, piece, at, &mut changes).map_err(|it| it.message)?;
        at += piece.len() as u32;
    }
    Ok(place)
}

#[track_caller]
fn check(html: &str, want: &str) {
    assert_eq!(place_after(&[html]).unwrap().to_string(), want, "{html}");
}

#[test]
fn text_and_tags() {
    check("a < b", "text");
    check("a <", "the name of a tag");
    check("a <b", "the name of the tag `b`");
    check("<B ", "the tag `b`");
    check("<b/", "the tag `b`");
    check("<b/>", "text");
    check("<b x", "the attribute name `x`");
    check("<b X ", "the attribute name `x`");
    check("<b x =", "the start of attribute `x`");
    check("<b x = >", "text");
    check("<b x =y", "attribute `x` without quotes");
    check("<b x='y", "attribute `x` in single quotes");
    check("<b x=\"y>'", "attribute `x` in double quotes");
    check("<b x=\"y\"z=", "the start of attribute `z`");
    check("<b =x", "the attribute name `=x`");
    check("</b x=\"", "attribute `x` in double quotes");
    check("</b>", "text");
    check("</ b>", "text");
    check("</>x", "text");
}

#[test]
fn comments_and_declarations() {
    check("<!-- a -- b >", "a comment");
    check("<!-- a -->", "text");
    check("<!-- a --!>", "text");
    check("<!-- a --!-->", "text");
    check("<!-- a --!x>", "a comment");
    check("<!-->", "text");
    check("<!--->", "text");
    check("<!---->", "text");
    check("<!---x-->", "text");
    check("<!---x->", "a comment");
    check("<!-- <!-->", "text");
    check("<!doctype html", "the doctype");
    check("<!DOCTYPE a \">", "text");
    check("<!x", "a bogus comment");
    check("<!>", "text");
    check("<!-x>", "text");
    check("<?php a > b", "text");
    check("<![CDATA[ x", "a bogus comment");
    check("<svg><![CDATA[ <b> ]] >", "a CDATA section");
    check("<svg><![CDATA[ <b> ]]]>", "text in SVG");
}

#[test]
fn raw_text_ends_at_its_own_end_tag() {
    check("<title></b>", "text of `title`");
    check("<title></titlex>", "text of `title`");
    check("<title></TITLE >", "text");
    check("<title></title/>", "text");
    check("<textarea><title>", "text of `textarea`");
    check("<style></styl", "a style sheet, between rules");
    check("<xmp><b>", "raw text of `xmp`");
    check("<plaintext></plaintext>", "`plaintext`");
    check("<noscript><b>", "text");
}

#[test]
fn scripts_end_where_the_escaped_states_say() {
    check("<script type=x></script>", "text");
    check("<script type=x><!-- </script>", "text");
    check("<script type=x><!-- <script </script>", "raw text of `script`");
    check("<script type=x><!-- <script </script></script>", "text");
    check("<script type=x><!-- <script --></script>", "text");
    check("<script type=x><!-- <script -- ></script>", "raw text of `script`");
    check("<script type=x><!--> <script></script>", "text");
    check("<script type=x><!---> <script></script>", "text");
    check("<script type=x><!-- <scripty></script>", "text");
    check("<script type=x>\"<script>\"</script>", "text");
}

#[test]
fn foreign_content_is_markup() {
    check("<svg><style>", "a style sheet, between rules");
    check("<svg><script>", "JavaScript");
    check("<svg><style>a<b", "the name of the tag `b`");
    check("<svg><style>a<g>", "a script or style sheet in SVG");
    check("<svg><style>a<b>", "text");
    check("<svg><style>a<g></style>", "text in SVG");
    check("<svg><style></style>", "text in SVG");
    check("<svg><script></script>", "text in SVG");
    check("<svg><title>", "text");
    check("<svg><title></title>", "text in SVG");
    check("<svg><foreignObject><style><g>", "a CSS selector");
    check("<svg><foreignObject></foreignObject><style><g>", "a script or style sheet in SVG");
    check("<svg></svg><style>", "a style sheet, between rules");
    check("<svg/><style><g>", "a CSS selector");
    check("<svg><g/><p><style><g>", "a CSS selector");
    check("<svg><style><p><style><g>", "a CSS selector");
    check("<math><mi><style><g>", "a CSS selector");
    check("<math><mrow><style><g>", "a script or style sheet in SVG");
}

#[test]
fn urls_know_their_part() {
    let url = |text: &str| format!("<a href=\"{text}");
    let check = |text: &str, part: &str| {
        check(&url(text), &format!("URL {part} in attribute `href` in double quotes"));
    };
    check(" \t", "start");
    check("java", "start or path");
    check("page.html", "start or path");
    check("1a", "path");
    check("/", "path");
    check("/\t/", "host");
    check("\\\\x", "host");
    check("http:", "host");
    check("https://x", "host");
    check("https://x/", "path");
    check("https&colon;&sol;&sol;x", "host");
    check("/a?", "query");
    check("/a?b=c", "query");
    check("?a#", "fragment");
    check("mailto:x", "address");
    check("mailto:x?", "query");
    check("jav&#x61;script:", "script");
    check("java\nscript&#58;", "script");
    check("data:image/png;base64,", "data");
}

#[test]
fn siblings_decide_what_an_attribute_is() {
    check("<meta content=\"x", "attribute `content` in double quotes");
    check("<link rel=canonical href=\"x", "URL start or path in attribute `href` in double quotes");
    check("<svg xlink:href=\"", "URL start in attribute `xlink:href` in double quotes");
}

/// Pieces that bring the automaton into every state.
const PIECES: &[&str] = &[
    "<",
    "</",
    "<!",
    "<!-",
    "<!--",
    "-",
    "--",
    "--!",
    "-->",
    ">",
    "/",
    "/>",
    " ",
    "\n",
    "=",
    "\"",
    "'",
    "a",
    "B",
    "&",
    "&#",
    "&#x3a;",
    ";",
    "x",
    "title",
    "textarea",
    "script",
    "style",
    "svg",
    "math",
    "foreignObject",
    "<script>",
    "</script",
    "<style>",
    "</style>",
    "<svg>",
    "</svg>",
    "<title>",
    "</title>",
    "<a href=\"",
    "http",
    ":",
    "//",
    "?",
    "#",
    "]]>",
    "[CDATA[",
    "doctype",
    "<?",
    "!",
    "é",
    "\0",
];

fn html() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(PIECES), 0..24)
}

/// The pieces, but none that ends inside of a character reference: one that is cut in two is two texts, and the walk
/// never cuts one.
fn references_kept(pieces: &[&str]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for piece in pieces {
        let in_reference = |it: &String| {
            it.rfind('&')
                .is_some_and(|at| it[at + 1..].chars().all(|it| it == '#' || it.is_ascii_alphanumeric()))
        };
        match kept.last_mut().filter(|it| in_reference(it)) {
            Some(last) => last.push_str(piece),
            None => kept.push((*piece).to_owned()),
        }
    }
    kept
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]
    /// However the text is cut, the place is the same: a template may hold a comment anywhere.
    #[test]
    fn text_may_be_cut_anywhere(pieces in html()) {
        let whole = pieces.concat();
        let kept = references_kept(&pieces);
        let kept: Vec<&str> = kept.iter().map(String::as_str).collect();
        prop_assert_eq!(place_after(&kept), place_after(&[&whole]));
        let bytes: Vec<String> = whole.chars().map(String::from).collect();
        let bytes: Vec<&str> = bytes.iter().map(String::as_str).collect();
        if !whole.contains('&') {
            prop_assert_eq!(place_after(&bytes), place_after(&[&whole]));
        }
    }
}
