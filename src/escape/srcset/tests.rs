use super::SrcsetWrite;
use crate::escape::UrlWrite;
use crate::value::Kind;
use proptest::prelude::*;

const URL: SrcsetWrite = SrcsetWrite::Url { write: UrlWrite::Whole, whole: true };

#[track_caller]
fn check(write: SrcsetWrite, value: &str, want: &str, rejected: bool) {
    let mut out = String::new();
    let reason = write.write(value, None, &mut out);
    assert_eq!((out.as_str(), reason.is_some()), (want, rejected), "{value:?}");
}

#[test]
fn an_honest_list_stays() {
    for value in [
        "/a.png 1x, /b.png 2x",
        "/a.png",
        "",
        "a 300w,b 600w",
        "/w_1,h_2/a.png 1.5x",
        "\n /a 1x,\n /b 2x\n",
        ",,,",
        "a 1w 2h",
        "a, b",
    ] {
        check(SrcsetWrite::List, value, value, false);
    }
    check(SrcsetWrite::List, "/a?b=1&c=2 2x", "/a?b=1&amp;c=2 2x", false);
    check(SrcsetWrite::List, "data:image/png;base64,aa== 1x", "data:image/png;base64,aa== 1x", false);
}

#[test]
fn bad_candidates_are_blocked_one_by_one() {
    check(SrcsetWrite::List, "javascript:alert(1)", "about:invalid#blocked", true);
    check(
        SrcsetWrite::List,
        "/a 1x, javascript:alert(1) 2x, /b",
        "/a 1x, about:invalid#blocked 2x, /b",
        true,
    );
    check(SrcsetWrite::List, "/a onerror=x", "about:invalid#blocked ", true);
    check(SrcsetWrite::List, "/a (b, c) 1x, /d", "about:invalid#blocked , /d", true);
    check(SrcsetWrite::List, "/a\"><script> 1x", "/a%22%3E%3Cscript%3E 1x", false);
    check(
        SrcsetWrite::List,
        "/not-an-image#,javascript:alert(1)",
        "/not-an-image#,javascript:alert%281%29",
        false,
    );
    check(SrcsetWrite::List, "/a b,/c", "about:invalid#blocked ,/c", true);
    check(
        SrcsetWrite::List,
        "\x01 2x, a,\x02 1x",
        "about:invalid#blocked 2x, about:invalid#blocked 1x",
        true,
    );
    check(SrcsetWrite::List, "/a, javascript:x", "/a, about:invalid#blocked", true);
}

#[test]
fn a_url_is_one_url() {
    check(URL, "/a,b c.png", "/a%2Cb%20c.png", false);
    check(URL, "/x 1x, javascript:alert(1) 2x", "/x%201x%2C%20javascript:alert%281%29%202x", false);
    check(URL, "javascript:alert(1)", "about:invalid#blocked", true);
    check(URL, "", "about:invalid#blocked", true);
    check(URL, " \n", "about:invalid#blocked", true);
    check(URL, "data:image/png;base64,aa==", "data:image/png;base64,aa==", false);
    check(URL, "data:image/png;base64,", "data:image/png;base64%2C", false);
    check(SrcsetWrite::Url { write: UrlWrite::Whole, whole: false }, "", "", false);
}

#[test]
fn descriptors() {
    for value in ["1x", "2.5x", "300w", "300", "10h", ""] {
        check(SrcsetWrite::Descriptor, value, value, false);
    }
    for value in ["/x 1x, javascript:alert(1) 2x", "x", "1.", ".5x", "1xx", "-1x", "1 x", ","] {
        check(SrcsetWrite::Descriptor, value, "", true);
    }
}

#[test]
fn a_list_somebody_vouches_for_is_escaped_for_the_attribute_only() {
    let mut out = String::new();
    let list = "greeting=H%69,&addressee=(World) 2x, x:y 500.5w";
    assert!(SrcsetWrite::List.write(list, Some(Kind::Srcset), &mut out).is_none());
    assert_eq!(out, list.replace('&', "&amp;"));
}

#[test]
fn hostile_sizes() {
    for piece in [",", "(", " ", "a ", "a,", "a (", "1x,", "é", "data:,", "\t,"] {
        let value = piece.repeat(400_000);
        for write in [SrcsetWrite::List, URL, SrcsetWrite::Descriptor] {
            let _ = write.write(&value, None, &mut String::new());
        }
    }
}

proptest! {
    #[test]
    fn nothing_leaves_the_attribute_or_the_candidate(value in "(\\PC|[,() ]|javascript:|data:|1x|\\s|\x01){0,10}") {
        for write in [SrcsetWrite::List, URL, SrcsetWrite::Descriptor] {
            let mut out = String::new();
            write.write(&value, None, &mut out);
            prop_assert!(!out.contains(['"', '\'', '<', '>', '`', '\\', '(', ')', '{', '}']), "{}", out);
        }
        let mut out = String::new();
        URL.write(&value, None, &mut out);
        prop_assert!(!out.is_empty() && !out.ends_with(',') && !out.starts_with(','), "{}", out);
        prop_assert!(!out.contains(|it: char| it.is_ascii_whitespace()), "{}", out);
    }

    #[test]
    fn a_list_that_was_written_is_written_again_as_it_is(value in "(/[a-z,]{1,3}|javascript:|1x|[ ,(\x01]){0,10}") {
        let mut once = String::new();
        SrcsetWrite::List.write(&value, None, &mut once);
        let mut twice = String::new();
        SrcsetWrite::List.write(&once, None, &mut twice);
        prop_assert_eq!(once.replace("about:invalid#blocked", "X"), twice.replace("about:invalid#blocked", "X"));
    }

    /// With a value in it, a list has the candidates it has with another: as the splitting loop finds them.
    #[test]
    fn candidates_stay_what_they_are(value in "(\\PC|[,() ]|javascript:|data:image/png;base64,|1x|\\s|\x01){0,6}") {
        let with = |write: SrcsetWrite, value: &str, before: &str, after: &str| {
            let mut out = before.to_owned();
            write.write(value, None, &mut out);
            candidates(&(out + after))
        };
        let path = SrcsetWrite::Url { write: UrlWrite::Path { segment_start: true, query: false }, whole: false };
        for (write, before, after) in [(URL, "/a 1x, ", " 2x, /b"), (path, "/i/", ".png 2x, /b 3x"), (path, "/i/", " 2x, /b")] {
            let (urls, sizes): (Vec<_>, Vec<_>) = with(write, &value, before, after).into_iter().unzip();
            let (others, same): (Vec<_>, Vec<_>) = with(write, "x", before, after).into_iter().unzip();
            prop_assert_eq!((urls.len(), sizes), (others.len(), same));
        }
        let urls = |value: &str| with(SrcsetWrite::Descriptor, value, "/a ", ", /b 2x").into_iter().map(|it| it.0).collect::<Vec<_>>();
        prop_assert_eq!(urls(&value), urls("1x"));
    }
}

/// § 4.8.4.3.10: each candidate's URL, and the text of its descriptors.
fn candidates(list: &str) -> Vec<(String, String)> {
    let blank = |it: char| matches!(it, ' ' | '\t' | '\n' | '\r' | '\x0C');
    let (mut rest, mut found) = (list, Vec::new());
    loop {
        rest = rest.trim_start_matches(|it| blank(it) || it == ',');
        if rest.is_empty() {
            return found;
        }
        let (word, tail) = rest.split_at(rest.find(blank).unwrap_or(rest.len()));
        let url = word.trim_end_matches(',');
        let end = if url.len() < word.len() { 0 } else { tail.find(',').unwrap_or(tail.len()) };
        found.push((url.to_owned(), tail[..end].trim_matches(blank).to_owned()));
        rest = &tail[end..];
    }
}
