//! No shape of input costs more than a linear pass, or it is refused with an error that says so.

use palisade::{ErrorKind, Policy, Sanitizer};
use std::time::{Duration, Instant};

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

/// The better of two runs.
fn cost(sanitizer: &Sanitizer, html: &str) -> Duration {
    let run = || {
        let start = Instant::now();
        let most = 4 * html.len() + (64 << 10);
        match sanitizer.clean(html) {
            Ok(clean) => assert!(clean.as_str().len() <= most + html.len()),
            Err(error) => assert!(error.code().starts_with("E10"), "{error}"),
        }
        start.elapsed()
    };
    run().min(run())
}

#[test]
fn twice_the_input_costs_twice_the_time() {
    for preset in ["ammonia", "email"] {
        let sanitizer = Sanitizer::new(Policy::preset(preset).unwrap()).unwrap();
        for (name, piece) in SHAPES {
            let times = 100_000 / piece.len();
            let (once, twice) = (built(piece, times), built(piece, 2 * times));
            // Other work on the machine makes one measurement slow, not five in a row.
            let is_linear = (0..5).any(|_| {
                let (once, twice) = (cost(&sanitizer, &once), cost(&sanitizer, &twice));
                twice < once * 3 + Duration::from_millis(20)
            });
            assert!(is_linear, "{preset}, {name}: {:?}", cost(&sanitizer, &twice));
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
