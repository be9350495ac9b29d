//! Trust passes through filters by type: whatever is put through whichever filter, only the doors that are
//! named for it make HTML.

use crate::data::{Tagged, Variables};
use crate::dom;
use crate::render::{Failure, Job};
use palisade::{Escaping, Json, Kind, Origin, internals};

/// Filters that vouch, as their names say.
const DOORS: &[&str] = &["safe", "safeseq", "trust"];

/// What would run, were it HTML, in each way out of an attribute.
const HOSTILE: &str =
    "x\"'`> <img src=x onerror=alert(1)>\n\n</title></style><b onclick=x>&lt;img onerror=x&gt;";

const PLACES: &[(&str, &str)] = &[
    ("<p>", "</p>"),
    ("<a title=\"", "\">x</a>"),
    ("<title>", "</title>"),
    ("<a href=\"", "\">x</a>"),
    ("<a href=\"/?q=", "\">x</a>"),
    ("<p style=\"color: ", "\">x</p>"),
];

const HTML: Kind = Kind::Html(Origin::Trusted);

const KINDS: &[Kind] = &[
    HTML,
    Kind::Attrs,
    Kind::Url,
    Kind::UrlPart,
    Kind::ResourceUrl,
    Kind::Srcset,
    Kind::Css,
    Kind::Js,
    Kind::JsStr,
    Kind::Identifier,
    Kind::Scalar,
];

fn rendered(source: &str, x: Tagged, y: Tagged) -> Result<String, Failure> {
    let variables = Variables(vec![("x".to_owned(), x), ("y".to_owned(), y)]);
    Job::of(source, Escaping::Contextual).render(&variables)
}

fn plain(text: &str) -> Tagged {
    Tagged::Plain(Json::Str(text.into()))
}

fn runs_something(html: &str) -> bool {
    dom::has_attribute(html, |it| it.starts_with("on"))
}

#[test]
fn no_filter_makes_html_of_what_is_none() {
    let mut offences = Vec::new();
    for (filter, _) in internals::filters().filter(|it| !DOORS.contains(&it.0)) {
        for (before, after) in PLACES {
            let text = *before == "<p>";
            for argument in ["", ":y", ":\"1\"", ":\"s\"", ":\"no,<b>,x\""] {
                let source = format!("{before}{{{{ x|{filter}{argument} }}}}{after}");
                // HTML that is vouched for may run between tags, and what is not may come as an argument.
                for kind in KINDS.iter().filter(|it| !(text && **it == HTML)) {
                    let x = Tagged::Safe(*kind, HOSTILE.to_owned());
                    let Ok(html) = rendered(&source, x, plain(HOSTILE)) else { continue };
                    if runs_something(&html) {
                        offences.push(format!("{source} of {kind:?}: {html}"));
                    }
                }
                for kind in KINDS.iter().filter(|it| argument == ":y" && !(text && **it == HTML)) {
                    let y = Tagged::Safe(*kind, HOSTILE.to_owned());
                    let Ok(html) = rendered(&source, plain(""), y) else { continue };
                    if runs_something(&html) {
                        offences.push(format!("{source} with an argument of {kind:?}: {html}"));
                    }
                }
            }
        }
    }
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn encoders_compose_with_the_place() {
    let same = |with: &str, without: &str, value: &str| {
        let with = rendered(with, plain(value), plain("")).unwrap();
        let without = rendered(without, plain(value), plain("")).unwrap();
        assert_eq!(dom::decoded(&with), dom::decoded(&without));
    };
    for value in ["a b&c=d/é", "<b>\"x\"</b>", "100%", "a+b"] {
        same("<a href=\"/?q={{ x|urlencode:'' }}\">", "<a href=\"/?q={{ x }}\">", value);
        for escape in ["escape", "force_escape"] {
            same(&format!("<p>{{{{ x|{escape} }}}}"), "<p>{{ x }}", value);
            same(&format!("<p title=\"{{{{ x|{escape} }}}}\">"), "<p title=\"{{ x }}\">", value);
            same(&format!("<title>{{{{ x|{escape} }}}}</title>"), "<title>{{ x }}</title>", value);
        }
    }
}

#[test]
fn what_is_made_of_numbers_prints_as_before() {
    let print = |expr: &str| {
        rendered(&format!("<p title=\"{{{{ {expr} }}}}\">{{{{ {expr} }}}}"), plain("<b>"), plain(""))
    };
    for (expr, wanted) in [
        ("1.5|floatformat:2", "1.50"),
        ("True|lower", "true"),
        ("x|yesno:'1,<b>'", "1"),
        ("None|default:'null'", "null"),
        ("x|length|stringformat:'03d'", "003"),
    ] {
        assert_eq!(print(expr).unwrap(), format!("<p title=\"{wanted}\">{wanted}"), "{expr}");
    }
}
