//! What holds of the filters that read or make markup, whatever the text: no panic, no element that they are
//! not for, no address with another scheme, and work that grows no faster than the text.

use crate::data::{Tagged, Variables};
use crate::dom::{self, What};
use crate::render::{Failure, Job};
use palisade::{Engine, Escaping, Json, context};
use proptest::prelude::*;

/// Filters as they are called, with the elements that may come out of unsafe text.
const FILTERS: &[(&str, &[&str])] = &[
    ("striptags", &[]),
    ("truncatewords_html:3", &[]),
    ("truncatechars_html:9", &[]),
    ("truncatechars:9", &[]),
    ("truncatewords:3", &[]),
    ("urlize", &["a"]),
    ("urlizetrunc:5", &["a"]),
    ("wordwrap:7", &[]),
    ("pprint", &[]),
    ("random", &[]),
    ("make_list|unordered_list", &["li"]),
    ("linebreaks", &["p", "br"]),
];

/// Pieces of markup, of addresses, and of what is around them in text.
const PIECES: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "<a ",
    "<b>",
    "</b>",
    "<br/>",
    "=\"",
    "='",
    "\"",
    "'",
    "=",
    " ",
    "\n",
    "\t",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<![if",
    "]>",
    "<!",
    "<?",
    "<script>",
    "</script>",
    "&",
    "&lt;",
    "&#60",
    "&#x3c;",
    "&quot;",
    ";",
    "http://",
    "https://",
    "www.",
    "a.com",
    "x@b.org",
    "javascript:",
    "data:",
    "//",
    "?",
    "#",
    "(",
    ")",
    "[",
    "]",
    ".",
    ",",
    "!",
    "%",
    "%22",
    "é",
    "\u{301}",
    "\u{212A}",
    "ſ",
    "\0",
    "😀",
    "word",
    " onclick=alert(1) ",
];

/// What an attempt begins, and nothing ends.
const OPEN: &[&str] = &[
    "<a ",
    "<a b='",
    "<a b=\"x\" ",
    "<a b= \"",
    "<!--",
    "<![cdata[",
    "</",
    "</a",
    "&",
    "&#",
    "&a",
    "&lt",
    "<script>",
    "((",
    "))",
    "()",
    ";",
    "&;",
    ".;",
    "a@",
    "http://",
    "a.",
    "www.a.com ",
    "[",
    "x\u{301}",
    " ",
    "\t",
    "'",
    "-- ",
    "] ",
];

fn spliced() -> impl Strategy<Value = String> {
    let piece = prop_oneof![5 => proptest::sample::select(PIECES).prop_map(str::to_owned), 1 => ".{0,6}"];
    proptest::collection::vec(piece, 0..24).prop_map(|it| it.concat())
}

fn page(filter: &str, value: Tagged) -> Result<String, Failure> {
    let source = format!("<main>{{{{ x|{filter} }}}}</main>");
    Job::of(&source, Escaping::Contextual).render(&Variables(vec![("x".to_owned(), value)]))
}

/// The elements inside of `<main>`, with the addresses of links.
fn elements(html: &str) -> Vec<(String, Option<String>)> {
    let around = ["html", "head", "body", "main"];
    let element = |it: dom::Seen| match it.what {
        What::Element(name, attributes) => {
            let href = attributes.into_iter().find(|it| it.0 == "href").map(|it| it.1);
            Some((name, href)).filter(|it| !around.contains(&&*it.0))
        }
        What::Text(_) => None,
    };
    dom::nodes(html).into_iter().filter_map(element).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn unsafe_text_becomes_no_element_but_the_filters_own(
        (filter, own) in proptest::sample::select(FILTERS),
        text in spliced(),
    ) {
        // `striptags` has an error for what hides too many tags.
        let Ok(html) = page(filter, Tagged::Plain(Json::Str(text.as_str().into()))) else { return Ok(()) };
        for (element, href) in elements(&html) {
            prop_assert!(own.contains(&&*element), "{filter} of {text:?} gives {html}");
            let schemes = ["http://", "https://", "mailto:"];
            let known = href.as_deref().is_none_or(|it| schemes.iter().any(|scheme| it.starts_with(scheme)));
            prop_assert!(known, "{filter} of {text:?} leads to {href:?}");
        }
    }

    #[test]
    fn text_that_is_vouched_for_is_survived(
        (filter, _) in proptest::sample::select(FILTERS),
        text in spliced(),
    ) {
        let html = palisade::Kind::Html(palisade::value::Origin::Trusted);
        let _ = page(filter, Tagged::Safe(html, text));
    }
}

/// Memory taken is counted, not time: what is read again is copied again.
#[test]
fn twice_the_text_costs_twice_the_work() {
    for (filter, _) in FILTERS.iter().filter(|it| it.0 != "make_list|unordered_list") {
        let engine = Engine::builder().build().expect("an engine");
        let source = format!("{{{{ x|{filter} }}}}");
        let template = engine.template_from_str("main.html", &source).expect("compiles");
        let cost = |text: String| {
            let text = palisade::mark_safe(text + ">;\"'");
            let vars = context! { x => &text };
            allocation_counter::measure(|| drop(template.render_text(&vars))).bytes_total
        };
        for piece in OPEN {
            let (once, twice) = (cost(piece.repeat(4_000)), cost(piece.repeat(8_000)));
            assert!(twice <= 3 * once + 4096, "{filter} of {piece:?}: {once} bytes, then {twice}");
        }
    }
}
