//! What no template shows: where words are cut, and how URLs are encoded.

use super::{link, punctuation, quoted_url};

#[track_caller]
fn check_parts(word: &str, want: [&str; 3]) {
    let parts = punctuation::trim(word);
    assert_eq!([parts.lead, parts.middle, parts.trail], want);
}

#[test]
fn punctuation_around_a_url_is_no_part_of_it() {
    check_parts("(a.com).", ["(", "a.com", ")."]);
    check_parts("a.com/b_(c).", ["", "a.com/b_(c)", "."]);
    check_parts("a.com?x=&lt;", ["", "a.com?x=&lt;", ""]);
    check_parts("a.com?x=&lt;;;", ["", "a.com?x=&lt;", ";;"]);
    check_parts("((", ["((", "", ""]);
    check_parts("a).).)", ["", "a)", ".).)"]);
}

#[test]
fn nothing_is_encoded_twice() {
    assert_eq!(quoted_url("http://öäü.com/a b%20c"), "http://%C3%B6%C3%A4%C3%BC.com/a%20b%20c");
    assert_eq!(quoted_url("http://a.com/?x=1%262&y"), "http://a.com/?x=1%262&y=");
    assert_eq!(quoted_url("http://[a/%41"), "http://[a/A");
    assert_eq!(quoted_url("javascript:alert(1)"), "javascript:alert(1)");
}

#[test]
fn only_three_schemes_are_linked() {
    let url = |word| link(word, "http").map(|it| it.url);
    assert_eq!(url("javascript:alert(1).com"), None);
    assert_eq!(url("JaVaScRiPt://a.com"), None);
    assert_eq!(url("httpſ://a.com"), None);
    assert_eq!(url("HTTPS://a.com").as_deref(), Some("https://a.com"));
    assert_eq!(url("www.javascript:x").as_deref(), Some("http://www.javascript:x"));
    assert_eq!(url("a@b.co").as_deref(), Some("mailto:a@b.co"));
}
