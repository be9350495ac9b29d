//! Trust passes through filters by type: whatever is put through whichever filter, only the doors that are
//! named for it make HTML.

use crate::corpus::language::acts;
use crate::data::{Tagged, Variables};
use crate::dom;
use crate::render::{Failure, Job};
use palisade::value::Origin;
use palisade::{Escaping, Json, Kind, internals};

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
    let (mut offences, mut pages) = (Vec::new(), 0);
    for (filter, _) in internals::filters().filter(|it| !DOORS.contains(&it.0)) {
        for (before, after) in PLACES {
            let text = *before == "<p>";
            for argument in ["", ":y", ":\"1\"", ":\"s\"", ":\"no,<b>,x\""] {
                let source = format!("{before}{{{{ x|{filter}{argument} }}}}{after}");
                // HTML that is vouched for may run between tags, and what is not may come as an argument.
                for kind in KINDS.iter().filter(|it| !(text && **it == HTML)) {
                    let x = Tagged::Safe(*kind, HOSTILE.to_owned());
                    let Ok(html) = rendered(&source, x, plain(HOSTILE)) else { continue };
                    pages += 1;
                    if runs_something(&html) {
                        offences.push(format!("{source} of {kind:?}: {html}"));
                    }
                }
                for kind in KINDS.iter().filter(|it| argument == ":y" && !(text && **it == HTML)) {
                    let y = Tagged::Safe(*kind, HOSTILE.to_owned());
                    let Ok(html) = rendered(&source, plain(""), y) else { continue };
                    pages += 1;
                    if runs_something(&html) {
                        offences.push(format!("{source} with an argument of {kind:?}: {html}"));
                    }
                }
            }
        }
    }
    assert!(pages > 5_000, "only {pages} pages were rendered");
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

/// Every place a value can be written in, and the kinds that are raw there because somebody vouches for them.
const ALL_PLACES: &[(&str, &str, &[Kind])] = &[
    ("<p>", "</p>", &[HTML, EARNED]),
    ("<svg><text>", "</text></svg>", &[HTML]),
    ("<textarea>", "</textarea>", &[]),
    ("<iframe>", "</iframe>", &[]),
    ("<noscript>", "</noscript>", &[HTML, EARNED]),
    ("<!-- ", " --><p>", &[]),
    ("<p title=\"", "\">", &[]),
    ("<p title='", "'>", &[]),
    ("<p title=", " id=i>", &[]),
    ("<p data-a", "=\"x\">", &[]),
    ("<p ", ">", &[HTML, Kind::Attrs]),
    ("<p ", "=\"x\">", &[HTML, Kind::Attrs]),
    ("<p", ">", &[HTML, Kind::Attrs]),
    ("<h", ">", &[HTML, Kind::Attrs]),
    ("<a href=\"", "\">", &[Kind::Url, Kind::ResourceUrl]),
    ("<a href=\"", "://x/\">", &[]),
    ("<a href=\"//", "/\">", &[]),
    ("<a href=\"/a/", "/b\">", &[]),
    ("<a href=\"x", "\">", &[]),
    ("<a href=\"/?", "\">", &[]),
    ("<a href=\"/?q=", "\">", &[]),
    ("<a href=\"/#", "\">", &[]),
    ("<a href=\"mailto:", "\">", &[]),
    ("<img src=\"", "\">", &[Kind::Url, Kind::ResourceUrl]),
    ("<img src=\"data:image/png;base64,", "\">", &[]),
    ("<iframe src=\"", "\"></iframe>", &[Kind::Url, Kind::ResourceUrl]),
    ("<form action=\"", "\">", &[Kind::Url, Kind::ResourceUrl]),
    ("<script src=\"", "\"></script>", &[Kind::ResourceUrl]),
    ("<script src=\"/static/", "\"></script>", &[]),
    ("<img srcset=\"", "\">", &[Kind::Srcset, Kind::Url, Kind::ResourceUrl]),
    ("<img srcset=\"a ", ", b\">", &[]),
    ("<svg><set attributeName=href to=\"", "\"/></svg>", &[Kind::Url, Kind::ResourceUrl]),
    ("<meta http-equiv=refresh content=\"", "\">", &[]),
    ("<meta http-equiv=refresh content=\"0;url=", "\">", &[Kind::Url, Kind::ResourceUrl]),
    ("<iframe srcdoc=\"<p>", "</p>\"></iframe>", &[HTML, EARNED]),
    ("<iframe srcdoc=\"<p title='", "'>\"></iframe>", &[]),
    ("<p style=\"", "\">", &[Kind::Css]),
    ("<p style=\"color:", "\">", &[Kind::Css]),
    ("<style>a{color:", "}</style>", &[Kind::Css]),
    ("<style>a{content:'", "'}</style>", &[]),
    ("<style>a{background:url(", ")}</style>", &[Kind::Url, Kind::ResourceUrl]),
    ("<style>.a-", "{color:red}</style>", &[]),
    ("<script>a = ", "</script>", &[Kind::Js]),
    ("<script>", "</script>", &[Kind::Js]),
    ("<script>a = '", "'</script>", &[]),
    ("<script>a = `", "`</script>", &[]),
    ("<script>a = /", "/g</script>", &[]),
    ("<script>a = /[", "]/g</script>", &[]),
    ("<script>var a_", " = 1</script>", &[]),
    ("<script>location = '", "'</script>", &[Kind::Url, Kind::ResourceUrl]),
    ("<script>e.innerHTML = '<b title=", ">'</script>", &[]),
    ("<script>// ", "\n</script>", &[]),
    ("<p onclick=\"f(", ")\">", &[Kind::Js]),
    ("<p onclick=\"f('", "')\">", &[]),
    ("<svg><script>a = \"", "\"</script></svg>", &[]),
    ("<script type=\"application/json\">", "</script>", &[]),
    ("<script type=\"application/json\">{\"a\":\"", "\"}</script>", &[]),
    ("<script type=\"application/json\">{", ":1}</script>", &[]),
    ("<script type=\"text/html\"><p>", "</p></script>", &[HTML, EARNED]),
];

const EARNED: Kind = Kind::Html(Origin::Earned);

/// What would be more than data, each in some language.
const ACTING: &[&str] = &[
    "\"'`><alert alert=1><img src=x alert=alert(1)>",
    "</title></textarea></style></script></iframe><alert>",
    "');alert(1);//",
    "\");alert(1);//\\",
    "${alert(1)}",
    "*/alert(1)/*",
    "\nalert(1)\n",
    "/;alert(1)//",
    "]/;alert(1)//",
    "x}alert(1){",
    "red;width:alert(1)",
    "x:alert(1)",
    "javascript:alert(1)",
    " java\nscript:alert(1)",
    "data:text/html,<alert>",
    "x alert=1",
    "x\" alert=\"1",
    "alert(1)",
    "alert",
];

/// Whether `alert` alone may stand there as a name.
fn takes_names(before: &str) -> bool {
    before == "<p " || before == "<p" || before == "<p data-a"
}

#[test]
fn no_filter_and_no_kind_makes_more_than_data_in_any_place() {
    let kinds = KINDS.iter().chain([&EARNED]);
    let (mut offences, mut pages) = (Vec::new(), 0);
    let filters = internals::filters().map(|it| it.0).filter(|it| !DOORS.contains(it));
    for filter in filters.chain(["default:'x'"]) {
        for (before, after, raw) in ALL_PLACES {
            let source = format!("{before}{{{{ x|{filter} }}}}{after}");
            for (n, text) in ACTING.iter().enumerate() {
                if takes_names(before) && !text.contains(|it: char| !it.is_alphanumeric()) {
                    continue;
                }
                // Each kind with some of the texts, and plain text with all.
                let some = kinds.clone().enumerate().filter(|it| it.0 % 5 == n % 5).map(|it| *it.1);
                let safe = some.filter(|it| !raw.contains(it)).map(|it| Tagged::Safe(it, (*text).to_owned()));
                for x in safe.chain([plain(text)]) {
                    let Ok(html) = rendered(&source, x, plain("")) else { continue };
                    pages += 1;
                    if let Some(part) = acts(&html, "alert") {
                        offences.push(format!("{source} with {text:?}: {html} has {part}"));
                    }
                }
            }
        }
    }
    offences.sort();
    offences.dedup();
    assert!(pages > 100_000, "only {pages} pages were rendered");
    assert!(offences.is_empty(), "{} of {pages}\n{}", offences.len(), offences.join("\n"));
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
