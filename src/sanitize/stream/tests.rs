use crate::sanitize::{Policy, Sanitizer};
use proptest::prelude::*;

/// The whole, cleaned in pieces that end at these places, and how often something was given back before the end.
fn streamed(sanitizer: &Sanitizer, html: &str, pieces: impl Iterator<Item = usize>) -> (String, usize) {
    let mut stream = sanitizer.stream();
    let (mut out, mut at, mut parts) = (String::new(), 0, 0);
    for length in pieces {
        let mut end = (at + length).min(html.len());
        while !html.is_char_boundary(end) {
            end += 1;
        }
        let part = stream.push(&html[at..end]).unwrap();
        parts += usize::from(!part.as_str().is_empty());
        out.push_str(part.as_str());
        at = end;
    }
    out.push_str(stream.push(&html[at..]).unwrap().as_str());
    out.push_str(stream.finish().unwrap().as_str());
    (out, parts)
}

/// Text that nobody cuts, so that one part is as long as a part must be.
fn filler() -> String {
    format!("<p>{}</p>", "x".repeat(super::PART))
}

#[test]
fn parts_end_where_nothing_is_open() {
    let sanitizer = Sanitizer::new(Policy::email()).unwrap();
    let filler = filler();
    for (html, is_cut) in [
        ("<p>a</p>", true),
        ("<p>a<p>b</p>", true),
        ("<ul><li>a<li><p>b<li>c</ul>", true),
        ("<dl><dt>a<dd>b</dl>", true),
        ("<table><tr><td>a<td>b<tr><th>c<tbody><tr><td><p>d</table>", true),
        ("<table><caption>a</caption><colgroup><col><thead><tr><td>b</table>", true),
        ("<script>'<p>'</script><!-- <b> --><style><b></style><p>a</p>", true),
        ("<svg><g><path d=x /></g></svg><p>a</p>", true),
        ("<html><body class=x><p>a</p>", true),
        ("</div></b><p>a</p>", true),
        ("<ruby>a<rt>b<rt>c</ruby><br>", false),
        ("<ruby>a<rt>b</rt></ruby><br>", true),
        ("<b><p>x</b>y</p>", false),
        ("<p><b>x<p>y</b></p>", false),
        ("<a>x<a>y</a>", false),
        ("<h1>x</h2>y", false),
        ("<select><p>x</p></select><p>a</p>", false),
        ("<svg><desc><p>x</p></desc></svg>", false),
        ("<table><b><tr><td>x</table>", false),
        ("<p>a</p>text", false),
        ("<unknown>a</unknown>", false),
    ] {
        // The text behind it shows whether it is cut right there.
        let page = format!("{html}{filler}{html}{filler}y");
        let (out, parts) = streamed(&sanitizer, &page, std::iter::repeat_n(1000, page.len() / 1000));
        assert!(out == sanitizer.clean(&page).unwrap().as_str(), "{html}");
        let is_lost = !is_cut && !html.ends_with("text") && !html.ends_with("</unknown>");
        assert_eq!(parts == 0, is_lost, "{html}");
    }
}

/// At the start of a page a byte order mark goes; at that of a part it stays, also when only tags that are passed over
/// stand before it.
#[test]
fn a_byte_order_mark_that_comes_to_stand_at_a_start_stays() {
    let sanitizer = Sanitizer::new(Policy::email()).unwrap();
    for start in ["", "<html>", "<!-- -->", "</i >"] {
        let page = format!("{}{start}\u{feff}x{}", filler(), filler());
        let (out, parts) = streamed(&sanitizer, &page, std::iter::repeat_n(1000, page.len() / 1000));
        assert!(out == sanitizer.clean(&page).unwrap().as_str(), "{start}");
        assert!(parts > 0, "{start}");
    }
}

#[test]
fn what_is_held_is_bounded() {
    let sanitizer = Sanitizer::new(Policy::article()).unwrap();
    let piece =
        "<h2 onclick=x()>Title</h2><p>Some <b>text</b> with <a href=x>links</a>.<ul><li>a<li>b</ul>\n"
            .repeat(8);
    let mut stream = sanitizer.stream();
    for _ in 0..2000 {
        stream.push(&piece).unwrap();
        assert!(stream.held.len() <= super::PART + 2 * piece.len());
    }
    let mut stream = sanitizer.stream();
    stream.push("<b><p>x</b>").unwrap();
    let error = std::iter::repeat_with(|| stream.push(&piece.repeat(100))).take(1000).find_map(Result::err);
    assert_eq!(error.unwrap().kind(), crate::ErrorKind::HtmlTooLong);
}

const TAGS: &str = "(<(p|b|i|a|li|ul|dl|dt|dd|div|h1|h2|table|tr|td|tbody|caption|colgroup|col|span|br|hr|ruby|rt|button|\
    form|svg|script|title|x|pre|select|option|math|template|noscript|object)( x=y| title=\"a\"|/)?>|\
    </(p|b|i|a|li|ul|dl|dt|dd|div|h1|h2|table|tr|td|tbody|caption|colgroup|span|br|ruby|rt|button|form|svg|script|title|\
    x|pre|select|math|object)>|a|\u{202e}|\u{feff}|\n|&amp;|<!--x-->|é){0,14}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A page of two random halves, with a place between them where a part may end, if the first left nothing open.
    #[test]
    fn parts_and_whole_are_cleaned_alike(one in TAGS, two in TAGS, length in 1000..9000_usize) {
        for policy in [Policy::ammonia(), Policy::email(), Policy::strict()] {
            let sanitizer = Sanitizer::new(policy).unwrap();
            let page = format!("{one}{}{two}{}{one}", filler(), filler());
            let Ok(whole) = sanitizer.clean(&page) else { continue };
            let (out, _) = streamed(&sanitizer, &page, std::iter::repeat_n(length, page.len() / length));
            prop_assert!(out == whole.as_str(), "{:?} {:?}", one, two);
        }
    }
}
