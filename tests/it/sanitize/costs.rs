//! No shape of input costs more than a linear pass, or it is refused with an error that says so.

use palisade::{ErrorKind, Policy, Sanitizer};

/// What is repeated, each a shape that some parser, filter or printer takes quadratic time or output for.
const SHAPES: &[(&str, &str)] = &[
    ("nesting", "<div>"),
    ("paragraphs in blocks", "<div><p>"),
    ("lists", "<ul><li>"),
    ("items", "<li><span>"),
    ("terms", "<dd><span>"),
    ("formatting opened anew", "<p><b title={i}>x</p>"),
    ("formatting in paragraphs", "<font size={i}><p>"),
    ("adoption", "<b><i><div></b>"),
    ("anchors", "<a><div>"),
    ("end tags", "<span></x>"),
    ("tables", "<table><tr><td>"),
    ("foster parents", "<table><b>x"),
    ("foreign", "<svg><g></svg>"),
    ("text points", "<math><mi>"),
    ("templates", "<template><b>"),
    ("selects", "<select><option>"),
    ("forms", "<form><button>"),
    ("references", "&amp"),
    ("spaces", "\u{a0}"),
    ("angles", "<"),
    ("comments", "<!--x-->"),
    ("controls", "\u{202e}"),
    ("closing controls", "\u{2069}"),
    ("links", "<a href=http://e.example/{i}>x</a>"),
    ("styles", "<p style=\"color:red;width:((((\">"),
    ("unknown elements", "<x{i}>"),
];

fn built(piece: &str, times: usize) -> String {
    (0..times).map(|it| piece.replace("{i}", &it.to_string())).collect()
}

/// Bytes allocated while cleaning, which nodes, attributes and output all need.
fn cost(sanitizer: &Sanitizer, html: &str) -> u64 {
    let most = 6 * html.len() + (64 << 10);
    let run = || match sanitizer.clean(html) {
        Ok(clean) => assert!(clean.as_str().len() <= most),
        Err(error) => assert!(error.code().starts_with("E10"), "{error}"),
    };
    allocation_counter::measure(run).bytes_total
}

#[test]
fn twice_the_input_costs_twice_the_work() {
    for preset in ["ammonia", "email"] {
        let sanitizer = Sanitizer::new(Policy::preset(preset).unwrap()).unwrap();
        for (name, piece) in SHAPES {
            let times = 50_000 / piece.len();
            let (once, twice) = (built(piece, times), built(piece, 2 * times));
            let (once, twice) = (cost(&sanitizer, &once), cost(&sanitizer, &twice));
            assert!(twice < once * 3 + (1 << 20), "{preset}, {name}: {once} bytes, then {twice}");
        }
    }
}

#[test]
fn what_never_ends_is_refused() {
    let sanitizer = Sanitizer::new(Policy::comment()).unwrap();
    let many: String = (0..20_000).map(|it| format!(" a{it}")).collect();
    let kind = |html: &str| sanitizer.clean(html).expect_err("too much").kind();
    assert_eq!(kind(&format!("<p{many}>x")), ErrorKind::TooManyAttributes);
    assert_eq!(kind(&format!("<p{}>x", &many[..3_000])), ErrorKind::TooManyAttributes);
    assert_eq!(kind(&"<blockquote>".repeat(300)), ErrorKind::HtmlTooDeep);
    let text = sanitizer.clean_or_text("<b>".repeat(300).as_str()).into_string();
    assert!(text.starts_with("&lt;b&gt;&lt;b&gt;"));
    assert!(sanitizer.is_clean(&text));
}

#[test]
fn a_long_picture_in_the_text_is_no_flood() {
    let sanitizer = Sanitizer::new(Policy::email()).unwrap();
    let picture = "iVBORw0KGgo/AAA+".repeat(20_000);
    let html = format!("<p><img src=\"data:image/png;base64,{picture}\" alt=x>");
    assert!(sanitizer.clean(&html).unwrap().as_str().contains("<img src"));
}

#[test]
fn what_has_no_attributes_is_no_flood_of_them() {
    let words = "so many words ".repeat(20_000);
    let sanitizer = Sanitizer::new(Policy::comment()).unwrap();
    for html in [format!("a<!--{words}-->b"), format!("a<!{words}>b"), format!("a<?{words}>b")] {
        assert_eq!(sanitizer.clean(&html).unwrap(), "ab");
        assert_eq!(sanitizer.clean_with_report(&html).unwrap().html, "ab");
    }
    let disguised = format!("<p title='<!--' {words}>");
    assert_eq!(sanitizer.clean(&disguised).expect_err("a flood").kind(), ErrorKind::TooManyAttributes);
}

#[test]
fn plain_text_is_never_too_long_when_escaped() {
    for preset in Policy::PRESETS {
        let sanitizer = Sanitizer::new(Policy::preset(preset).unwrap()).unwrap();
        assert_eq!(sanitizer.clean(&"& ".repeat(300_000)).unwrap().as_str().len(), 6 * 300_000);
        assert_eq!(sanitizer.clean(&"&".repeat(300_000)).unwrap().as_str().len(), 5 * 300_000);
    }
}

#[test]
fn a_stream_of_any_length_takes_little_memory() {
    let sanitizer = Sanitizer::new(Policy::article()).unwrap();
    let piece =
        "<h2 onclick=x()>Title</h2><p>Some <b>text</b> with <a href=x>links</a>.<ul><li>a<li>b</ul>\n"
            .repeat(20);
    let run = |times: usize| {
        let mut stream = sanitizer.stream();
        (0..times).for_each(|_| drop(stream.push(&piece).unwrap()));
        stream.finish().unwrap();
    };
    let most = |times| allocation_counter::measure(|| run(times)).bytes_max;
    let (short, long) = (most(100), most(1000));
    assert!(long < short + (64 << 10), "{short} bytes at most, then {long}");
    assert!(long < 2 << 20, "{long}");
}
