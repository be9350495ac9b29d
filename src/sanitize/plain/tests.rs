use super::truncate::TextUnit::{Characters, Words};
use super::{extract_text, from_plain_text, linkify, truncate};
use crate::sanitize::{Policy, Sanitizer};
use proptest::prelude::*;

#[test]
fn blocks_stand_on_lines_of_their_own() {
    for (html, want) in [
        ("", ""),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("  a \n b<b> c</b> ", "a b c"),
        ("a<b>b</b>c", "abc"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<p>a<br>b<br><br>c</p>", "a\nb\n\nc"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>d", "a\nb\n\nc\n\nd"),
        ("<h1>a</h1>b<hr>c", "a\n\nb\n\nc"),
        ("<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>", "a\tb\nc"),
        ("x<pre>a\n  b</pre> y", "x\n\na\n  b\n\ny"),
        ("<div>a</div>b&nbsp;c", "a\nb\u{A0}c"),
        ("<p title=\"&lt;b&gt;\">a</p><img src=\"x\" alt=\"y\">", "a"),
    ] {
        assert_eq!(extract_text(html), want, "{html}");
    }
}

#[test]
fn plain_text_becomes_paragraphs() {
    for (text, want) in [
        ("", ""),
        ("\n\n", ""),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("a\r\nb\rc", "<p>a<br>b<br>c</p>"),
        ("a\n\n\nb\n", "<p>a</p><p>b</p>"),
        ("<script>", "<p>&lt;script&gt;</p>"),
        (
            "see https://a.test/?x=1&y=2.",
            "<p>see <a href=\"https://a.test/?x=1&amp;y=2\">https://a.test/?x=1&amp;y=2</a>.</p>",
        ),
        ("\0", "<p>\u{FFFD}</p>"),
    ] {
        assert_eq!(from_plain_text(text), want, "{text:?}");
    }
}

/// The address that is found in a text, as its link and its words; empty when none is.
fn link(text: &str) -> (String, String) {
    let html = from_plain_text(text);
    let Some((_, rest)) = html.split_once("<a href=\"") else { return Default::default() };
    let (url, rest) = rest.split_once("\">").unwrap();
    (url.to_owned(), rest.split_once("</a>").unwrap().0.to_owned())
}

#[test]
fn addresses_end_where_the_sentence_goes_on() {
    for (text, url, words) in [
        ("(https://a.test/x)", "https://a.test/x", "https://a.test/x"),
        ("https://en.test/a_(b)", "https://en.test/a_(b)", "https://en.test/a_(b)"),
        ("x:https://a.test,", "https://a.test", "https://a.test"),
        ("HTTP://A.TEST/X", "http://a.test/X", "HTTP://A.TEST/X"),
        ("www.a.test!", "https://www.a.test", "www.a.test"),
        ("\"https://a.test\"", "https://a.test", "https://a.test"),
        ("见https://a.test/b。后", "", ""),
        ("见 https://a.test/b。后", "https://a.test/b", "https://a.test/b"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/", "https://bücher.example/"),
        ("mail me@a.test.", "mailto:me@a.test", "me@a.test"),
        ("<me@a.test>", "mailto:me@a.test", "me@a.test"),
        ("javascript:alert(1)", "", ""),
        ("javascript://https://a.test", "https://a.test", "https://a.test"),
        ("xhttps://a.test", "", ""),
        ("https://", "", ""),
        ("https://user@a.test/", "", ""),
        ("http://x", "", ""),
        ("a@b", "", ""),
        ("@me", "", ""),
        ("a@b.test.", "mailto:a@b.test", "a@b.test"),
        ("1.5", "", ""),
    ] {
        assert_eq!(link(text), (url.to_owned(), words.to_owned()), "{text:?}");
    }
}

#[test]
fn only_text_outside_links_and_code_is_linked() {
    for html in [
        "<a href=\"https://a.test\">https://a.test</a>",
        "<a href=\"/x\"><b>https://a.test</b></a>",
        "<pre>https://a.test</pre>",
        "<code>a@b.test</code>",
        "<p title=\"https://a.test\">x</p>",
        "<p>a &lt; b</p>",
    ] {
        assert_eq!(linkify(html), html);
    }
    assert_eq!(
        linkify("<p>https://a.test/?a&amp;b <i>x</i></p>"),
        "<p><a href=\"https://a.test/?a&amp;b\">https://a.test/?a&amp;b</a> <i>x</i></p>"
    );
}

#[test]
fn what_is_cut_short_is_closed() {
    for (html, most, unit, want) in [
        ("<p>abc</p>", 3, Characters, "<p>abc</p>"),
        ("<p>abcd</p>", 3, Characters, "<p>ab…</p>"),
        ("<p>a<b>bcd</b>e</p>", 4, Characters, "<p>a<b>bc…</b></p>"),
        ("<p>abc</p><p>def</p>", 4, Characters, "<p>abc…</p>"),
        ("a&amp;bc", 3, Characters, "a&amp;…"),
        ("a&amp;\u{301}bc", 3, Characters, "a…"),
        ("ab 👩\u{200D}👩\u{200D}👧 c", 6, Characters, "ab…"),
        ("abc", 0, Characters, "…"),
        ("", 0, Characters, ""),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", 1, Words, "<ul>\n<li>a …</li></ul>"),
        ("a<b>b</b>c d", 1, Words, "a<b>b</b>c …"),
        ("a<br>b", 1, Words, "a …"),
        ("<p>a b</p>", 2, Words, "<p>a b</p>"),
        ("<img src=\"x\"><p>a b</p>", 0, Words, "…"),
        ("<p>a<img src=\"x\"> b</p>", 1, Words, "<p>a …</p>"),
    ] {
        assert_eq!(truncate(html, most, unit), want, "{html} {most}");
    }
}

#[test]
fn no_character_is_cut_in_two() {
    for (html, most, want) in [
        ("ae\u{301}b", 3, "a…"),
        ("a&amp;\u{301}b", 3, "a…"),
        ("\u{1F1E9}\u{1F1EA}\u{1F1EB}\u{1F1F7}x", 3, "\u{1F1E9}\u{1F1EA}…"),
        ("\u{1F1E9}\u{1F1EA}\u{1F1EB}\u{1F1F7}x", 4, "\u{1F1E9}\u{1F1EA}…"),
        ("\u{1112}\u{1161}\u{11AB}x", 3, "…"),
        ("\u{1F468}\u{200D}\u{1F469}x", 3, "…"),
        ("\u{1F44D}\u{1F3FD}x", 2, "…"),
    ] {
        assert_eq!(truncate(html, most, Characters), want, "{html} {most}");
    }
}

#[test]
fn hostile_sizes() {
    for piece in [
        "<b>",
        "</b>",
        "<p>a</p>",
        "a@",
        "a@b.c",
        "https://",
        "www.",
        "(",
        ")",
        "https://a.test)",
        "&amp;",
        "\u{301}",
        "<",
        "a.",
        "@.",
    ] {
        let text = piece.repeat(50_000);
        for html in [text.clone(), format!("x{text} {text}")] {
            let _ = (extract_text(&html), linkify(&html), from_plain_text(&html));
            let _ = (truncate(&html, 10_000, Characters), truncate(&html, 10_000, Words));
        }
    }
}

proptest! {
    #[test]
    fn text_survives_being_made_html(text in "([a-z]{1,3}|[ \n]|<|>|&|&amp;|https://a\\.test/[a-z)]{0,3}|www\\.b\\.test|\\PC){0,12}") {
        let words = |it: &str| it.split(is_space).filter(|it| !it.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let html = from_plain_text(&text);
        prop_assert_eq!(words(&extract_text(&html)), words(&text));
        prop_assert_eq!(&linkify(&html), &html);
    }

    #[test]
    fn no_more_than_asked_for(
        html in "(<p>|</p>|<b>|</b>|<br>|[a-z]{1,4}|&lt;| |é|e\u{301}){0,16}", most in 0..12_usize,
    ) {
        let cut = truncate(&html, most, Characters);
        let text: String = super::pieces::pieces(&cut).filter_map(|it| match it {
            super::pieces::Piece::Text(it) if !it.trim().is_empty() => Some(super::pieces::decoded(it).into_owned()),
            _ => None,
        }).collect();
        prop_assert!(text.chars().count() <= most.max(1), "{} of {}", cut, html);
        prop_assert_eq!(truncate(&cut, most.max(1), Characters), cut.clone());
    }
}

/// What readers see of HTML that was printed by a sanitizer.
fn seen(html: &str) -> String {
    let text = |it| match it {
        super::pieces::Piece::Text(it) if !it.trim().is_empty() => {
            Some(super::pieces::decoded(it).into_owned())
        }
        _ => None,
    };
    super::pieces::pieces(html).filter_map(text).collect()
}

const MARKUP: &str = "(</?(p|b|i|ul|li|br|h2|table|tr|td|pre|a href=/x|code|img src=x alt=y|div|script)>|[a-z ]{1,5}|\
    www\\.a\\.test/x|me@a\\.test|&(lt|amp|eacute|nbsp);|e\u{301}|\u{1F1E9}\u{1F1EA}|\u{202E}|\n){0,20}";

proptest! {
    /// Whatever is made of HTML is clean by the policy that made it.
    #[test]
    fn what_is_made_is_clean(html in MARKUP, most in 0..16_usize) {
        for preset in ["comment", "article", "email", "strict"] {
            let sanitizer = Sanitizer::new(Policy::preset(preset).unwrap()).unwrap();
            let cut = sanitizer.truncate(&html, most, Characters).unwrap();
            prop_assert!(sanitizer.is_clean(cut.as_str()), "{}: {}", preset, cut);
            // A control that hides text is closed where the text is cut, by a character that nobody sees.
            let visible = seen(cut.as_str()).chars().filter(|it| *it != '\u{202C}').count();
            prop_assert!(visible <= most.max(1), "{} of {}: {}", most, preset, cut);
            let words = sanitizer.truncate(&html, most, Words).unwrap();
            prop_assert!(sanitizer.is_clean(words.as_str()), "{}: {}", preset, words);
            prop_assert!(seen(words.as_str()).trim_end_matches('…').split_whitespace().count() <= most.max(1) * 2);
            for made in [sanitizer.linkify(&html).unwrap(), sanitizer.from_plain_text(&html).unwrap()] {
                prop_assert!(sanitizer.is_clean(made.as_str()), "{}: {}", preset, made);
                let again = sanitizer.linkify(made.as_str()).unwrap();
                prop_assert_eq!(again.as_str(), made.as_str());
            }
            prop_assert!(sanitizer.clean(sanitizer.clean_or_text(&html).as_str()).unwrap().is_unchanged());
            let text = sanitizer.extract_text(&html).unwrap();
            prop_assert!(!text.starts_with('\n') && !text.ends_with('\n') || html.contains("pre"));
        }
    }
}

fn is_space(it: char) -> bool {
    it.is_ascii_whitespace()
}
