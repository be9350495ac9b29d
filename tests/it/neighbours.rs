//! Misread tolerance: what is written for one place is no code in the places beside it, so that even a wrong
//! belief about a place cannot turn data into code.

use crate::corpus::language::acts;
use crate::data::{Tagged, Variables};
use crate::render::Job;
use palisade::{Escaping, Json};

/// Places whose language is a script, a style or JSON, and what is written around a value.
const WRITERS: &[(&str, &str)] = &[
    ("<script>a = '", "'</script>"),
    ("<script>a = `", "`</script>"),
    ("<script>a = ", "</script>"),
    ("<script>a = /", "/</script>"),
    ("<script>a = /[", "]/</script>"),
    ("<script type=\"application/json\">", "</script>"),
    ("<script type=\"application/json\">\"", "\"</script>"),
    ("<script type=\"application/json\">{'a': '", "'}</script>"),
    ("<script type=\"importmap\">{\"imports\": {\"a\": \"", "\"}}</script>"),
    ("<style>a{content:'", "'}</style>"),
    ("<style>a{color:", "}</style>"),
    ("<p style=\"color:", "\">"),
];

/// Where the same text could be believed to stand.
const NEIGHBOURS: &[(&str, &str)] = &[
    ("<script>a = \"", "\"</script>"),
    ("<script>a = '", "'</script>"),
    ("<script>a = `", "`</script>"),
    ("<script>a = /", "/g</script>"),
    ("<script>a = /[", "]/g</script>"),
    ("<script>a = 4 / ", " / 2</script>"),
    ("<script>a = 4 /", "/ 2</script>"),
    ("<script>// ", "\n</script>"),
    ("<script>/* ", " */</script>"),
    ("<script>a = `${'", "'}`</script>"),
    ("<script><!-- <script> '", "' --></script>"),
    ("<script type=module>a = '", "'</script>"),
    ("<p onclick=\"a = '", "'\">"),
    ("<p onclick='a = \"", "\"'>"),
    ("<svg><script>a = '", "'</script></svg>"),
    ("<svg><style>a{content:'", "'}</style></svg>"),
    ("<style>a{content:\"", "\"}</style>"),
    ("<style>/* ", " */</style>"),
    ("<p>", "</p>"),
    ("<p title=\"", "\">"),
    ("<p title='", "'>"),
    ("<title>", "</title>"),
    ("<textarea>", "</textarea>"),
    ("<noscript>", "</noscript>"),
    ("<svg><text>", "</text></svg>"),
    ("<select><title>", "</title></select>"),
    ("<iframe>", "</iframe>"),
    ("<!-- ", " -->"),
];

/// An address in a style: it keeps the delimiters of addresses, which scripts read otherwise.
const ADDRESSES: &[(&str, &str)] = &[("<style>a{background:url(", ")}</style>")];

/// What an address of the application is in a string of a `javascript:` URL, where a browser decodes it first.
#[test]
fn what_is_written_for_scripts_in_addresses_is_none_in_any_place_beside_it() {
    let mut found = Vec::new();
    for value in VALUES {
        let source = "{% load static %}<a href=\"javascript:void('{% static x %}')\">";
        let variables = Variables(vec![("x".to_owned(), Tagged::Plain(Json::Str((*value).into())))]);
        let page = Job::of(source, Escaping::Contextual).render(&variables);
        let page = page.unwrap_or_else(|it| panic!("{value:?}: {}", it.error));
        let script = page.strip_prefix("<a href=\"javascript:void('").and_then(|it| it.strip_suffix("')\">"));
        let written = script.unwrap_or_else(|| panic!("{page}"));
        assert!(written.bytes().all(|it| it.is_ascii_alphanumeric() || b"-._~%".contains(&it)), "{written}");
        let decoded = percent_encoding_decoded(written);
        for text in [written, &decoded] {
            let pages = NEIGHBOURS.iter().map(|(open, close)| format!("{open}{text}{close}"));
            found.extend(pages.filter_map(|it| Some(format!("{it}: {}", acts(&it, "alert")?))));
        }
    }
    assert!(found.is_empty(), "{} pages\n{}", found.len(), found.join("\n"));
}

/// Decoded by the `url` crate's own decoder of form data, which leaves all but `%` and `+` alone.
fn percent_encoding_decoded(text: &str) -> String {
    url::form_urlencoded::parse(text.as_bytes()).map(|it| it.0.into_owned()).collect()
}

/// Places of HTML: what is written there is the same everywhere.
const MARKUP: &[(&str, &str)] = &[
    ("<p>", "</p>"),
    ("<p title=\"", "\">"),
    ("<title>", "</title>"),
    ("<iframe>", "</iframe>"),
    ("<script type=\"text/x-mine\">", "</script>"),
    ("<svg><text>", "</text></svg>"),
];

const VALUES: &[&str] = &[
    "\"-alert(1)-\"",
    "'-alert(1)-'",
    "`-alert(1)-`",
    "${alert(1)}",
    "/-alert(1)-/",
    "]/-alert(1)-/[",
    ";alert(1);",
    "\nalert(1)\n",
    "\u{2028}alert(1)\u{2029}",
    "*/alert(1)/*",
    "-->\nalert(1)//<!--",
    "</script><alert>",
    "</style><alert>",
    "</title></textarea></noscript></iframe><alert>",
    "<!--<script><alert>",
    "]]><alert>",
    "\" alert=\"",
    "' alert='",
    "\\",
    "\\u0022-alert(1)-",
    "&quot;-alert(1)-&quot;",
    "};*{width:alert(1)}",
    "red;width:alert(1)",
    "--><alert>",
];

/// What is written for a value between these two.
fn written(before: &str, after: &str, value: &str) -> String {
    let variables = Variables(vec![("x".to_owned(), Tagged::Plain(Json::Str(value.into())))]);
    let job = Job::of(&format!("{before}{{{{ x }}}}{after}"), Escaping::Contextual);
    let page = job.render(&variables).unwrap_or_else(|it| panic!("{before}: {}", it.error));
    page.strip_prefix(before).and_then(|it| it.strip_suffix(after)).unwrap_or_default().to_owned()
}

/// The pages in which something that was written for a place is code in another.
fn offences(writers: &[(&str, &str)], neighbours: &[(&str, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    for (before, after) in writers {
        for value in VALUES {
            let text = written(before, after, value);
            let pages = neighbours.iter().map(|(open, close)| format!("{open}{text}{close}"));
            found.extend(
                pages.filter_map(|it| Some(format!("{before} writes {it}: {}", acts(&it, "alert")?))),
            );
        }
    }
    found
}

#[test]
fn what_is_written_for_code_is_none_in_any_place_beside_it() {
    let found = offences(WRITERS, NEIGHBOURS);
    assert!(found.is_empty(), "{} pages\n{}", found.len(), found.join("\n"));
}

/// The neighbours in which these words do not occur.
fn without(words: &[&str]) -> Vec<(&'static str, &'static str)> {
    NEIGHBOURS.iter().filter(|it| !words.iter().any(|word| it.0.contains(word))).copied().collect()
}

#[test]
fn what_is_written_for_markup_is_none_in_other_markup() {
    let found = offences(MARKUP, &without(&["script", "style", "onclick", "<!--"]));
    assert!(found.is_empty(), "{} pages\n{}", found.len(), found.join("\n"));
}

#[test]
fn what_is_written_for_addresses_is_none_in_styles_and_markup() {
    let found = offences(ADDRESSES, &without(&["script", "onclick", "/*"]));
    assert!(found.is_empty(), "{} pages\n{}", found.len(), found.join("\n"));
}

#[test]
fn the_neighbours_see_what_is_not_escaped() {
    for (open, close) in NEIGHBOURS {
        let acting = VALUES.iter().any(|it| acts(&format!("{open}{it}{close}"), "alert").is_some());
        assert!(acting, "nothing acts in {open}");
    }
}
