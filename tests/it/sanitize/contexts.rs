//! What was cleaned for anywhere, put elsewhere: each output is read as the content of twelve elements, and of
//! what the page then holds nothing is beyond the policy.

use super::agreement::markup;
use crate::dom::{self, Part};
use palisade::sanitize::Fragment;
use palisade::{Policy, Sanitizer};
use proptest::prelude::*;
use serde_json::Value;
use std::sync::OnceLock;

/// As html5ever names the contexts of fragments.
pub(crate) const PLACES: &[&str] = &[
    "div",
    "p",
    "td",
    "li",
    "a",
    "button",
    "select",
    "svg svg",
    "math math",
    "svg foreignObject",
    "template",
    "noscript",
];

/// Each preset at work, with its public description.
fn presets() -> &'static [(Sanitizer, Value)] {
    static PRESETS: OnceLock<Vec<(Sanitizer, Value)>> = OnceLock::new();
    PRESETS.get_or_init(|| {
        let all = Policy::PRESETS.iter().filter_map(|it| Policy::preset(it));
        let made = all.map(|it| (serde_json::to_value(&it).unwrap(), Sanitizer::new(it).unwrap()));
        made.map(|it| (it.1, it.0)).collect()
    })
}

/// What of the HTML the policy does not have, when it is read there.
pub(crate) fn stranger(html: &str, place: &str, policy: &Value) -> Option<String> {
    for scripting in [true, false] {
        for piece in dom::fragment(html, place, scripting) {
            let Part::Element(name, attributes) = piece.what else { continue };
            // In foreign content, unknown names are foreign, and do nothing.
            let local = name.rsplit(' ').next().unwrap_or_default().to_owned();
            let keys = ["", "svg:", "math:"].map(|it| format!("{it}{local}"));
            let rules = keys.each_ref().map(|it| &policy["elements"][it]);
            if rules.iter().all(|it| it.is_null()) && !is_implied(&local) {
                return Some(format!("<{name}>"));
            }
            let is_known = |it: &str| {
                let link = matches!(it, "rel" | "target") && local == "a";
                let has = |rules: &Value| {
                    !rules[it].is_null() || (it.starts_with("data-") && !rules["data-*"].is_null())
                };
                let is_said = |rule: &&Value| has(&rule["attributes"]) || has(&rule["forced"]);
                link || rules.iter().any(is_said) || has(&policy["attributes"])
            };
            if let Some(other) = attributes.iter().find(|it| !is_known(&it.0)) {
                return Some(format!("{} of <{name}>", other.0));
            }
        }
    }
    None
}

/// What the parser adds around parts of tables.
fn is_implied(name: &str) -> bool {
    matches!(name, "tbody" | "tr" | "colgroup")
}

#[track_caller]
fn check(html: &str) {
    for (sanitizer, policy) in presets() {
        let Ok(clean) = sanitizer.clean(html) else { continue };
        for place in PLACES {
            let found = stranger(clean.as_str(), place, policy);
            assert_eq!(found, None, "in {place}: {} of {html:?}", clean.as_str());
        }
    }
}

/// What was cleaned for a part of a table, where it belongs and where it does not.
#[track_caller]
fn check_parts(html: &str) {
    let parts = [(Fragment::Table, "table"), (Fragment::Section, "tbody"), (Fragment::Row, "tr")];
    for ((fragment, home), (sanitizer, policy)) in
        parts.iter().flat_map(|part| presets().iter().map(move |it| (*part, it)))
    {
        let Ok(clean) = sanitizer.clean_in(fragment, html) else { continue };
        let clean = clean.html.as_str();
        for place in PLACES.iter().chain([&home]) {
            let found = stranger(clean, place, policy);
            assert_eq!(found, None, "for {home}, in {place}: {clean} of {html:?}");
        }
        let again = sanitizer.clean_in(fragment, clean).unwrap();
        assert!(again.html.is_unchanged(), "for {home}: {clean} of {html:?} becomes {}", again.html);
    }
}

/// What was cleaned as text, where text alone can stand: nothing else comes of it, and all of it is there.
#[track_caller]
fn check_text(html: &str) {
    let (sanitizer, _) = &presets()[0];
    let clean = sanitizer.clean_in(Fragment::Text, html).unwrap().html.into_string();
    for (before, after) in [("<title>", "</title>"), ("<textarea>\n", "</textarea>"), ("<p title=\"", "\">")]
    {
        let pieces = |text: &str| dom::fragment(&format!("{before}{text}{after}x"), "div", true);
        let elements = |text: &str| {
            let shape = |it: &dom::Piece| match &it.what {
                Part::Element(name, attributes) => Some((name.clone(), attributes.len())),
                Part::Comment(text) => Some((format!("<!--{text}-->"), 0)),
                Part::Text(_) | Part::Content => None,
            };
            pieces(text).iter().filter_map(shape).collect::<Vec<_>>()
        };
        assert_eq!(elements(&clean), elements("text"), "{before}{clean}{after} of {html:?}");
        let plain: String = html.chars().filter(|it| it.is_ascii_graphic()).collect();
        let read: String = pieces(&clean).iter().map(text_of).collect();
        let read: String = read.chars().filter(|it| it.is_ascii_graphic()).collect();
        assert_eq!(read, format!("{plain}x"), "{before}{clean}{after}");
    }
}

/// The text of a piece, that of its attributes before it.
fn text_of(piece: &dom::Piece) -> String {
    match &piece.what {
        Part::Text(text) => text.clone(),
        Part::Element(_, attributes) => attributes.iter().map(|it| it.1.as_str()).collect(),
        _ => String::new(),
    }
}

/// Shapes that were read otherwise in other places, once.
#[test]
fn old_escapes_stay_closed_in_twelve_elements() {
    for html in [
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<select><template><style><!--</style><a rel=\"--><img src onerror=alert(1)>\">",
        "<p title=\"</noscript></template></select></svg><img src=x onerror=alert(1)>\">x</p>",
        "<a title=\"</a>\"><table><a href=x>y</a></table></a><li><td><option><button><button>",
        "<pre>\n\n</pre><img alt=\"</title></textarea></style></script><script>alert(1)</script>\" src=x>",
    ] {
        check(html);
        check_parts(html);
        check_text(html);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_disallowed_appears_in_twelve_elements(html in markup()) {
        check(&html);
    }

    #[test]
    fn nothing_disallowed_appears_of_parts_of_tables(html in markup()) {
        check_parts(&html);
    }

    #[test]
    fn text_is_text_where_only_text_can_stand(html in markup(), more in "[ -~]{0,20}") {
        check_text(&format!("{html}{more}"));
    }
}
