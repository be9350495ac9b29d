//! What was cleaned for anywhere, put elsewhere: each output is read as the content of twelve elements, and of
//! what the page then holds nothing is beyond the policy.

use super::agreement::markup;
use crate::dom::{self, Part};
use palisade::{Policy, Sanitizer};
use proptest::prelude::*;
use serde_json::Value;
use std::sync::OnceLock;

/// As html5ever names the contexts of fragments.
const PLACES: &[&str] = &[
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
fn stranger(html: &str, place: &str, policy: &Value) -> Option<String> {
    for scripting in [true, false] {
        for piece in dom::fragment(html, place, scripting) {
            let Part::Element(name, attributes) = piece.what else { continue };
            // In foreign content, unknown names are foreign, and do nothing.
            let local = name.rsplit(' ').next().unwrap_or_default().to_owned();
            let rule = &policy["elements"][&local];
            if rule.is_null() && !is_implied(&local) {
                return Some(format!("<{name}>"));
            }
            let is_known = |it: &str| {
                let link = matches!(it, "rel" | "target") && local == "a";
                link || !rule["attributes"][it].is_null()
                    || !rule["forced"][it].is_null()
                    || !policy["attributes"][it].is_null()
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
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_disallowed_appears_in_twelve_elements(html in markup()) {
        check(&html);
    }
}
