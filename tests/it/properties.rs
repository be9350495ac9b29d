//! What holds for all inputs: the parser never panics, and no value changes the shape of a page.

use crate::data::{Tagged, Variables};
use crate::dom;
use crate::render::Job;
use palisade::{Escaping, Json};
use proptest::prelude::*;

/// Pages with one hole, by the place it stands in.
const PLACES: &[(&str, &str)] = &[
    ("text", "<p>{{ x }}</p><b>after</b>"),
    ("double quotes", "<p title=\"{{ x }}\" id=\"a\">t</p>"),
    ("single quotes", "<p title='{{ x }}' id='a'>t</p>"),
    ("no quotes", "<p title={{ x }} id=a>t</p>"),
    ("title", "<title>{{ x }}</title><p>t</p>"),
    ("textarea", "<textarea>{{ x }}</textarea><p>t</p>"),
    ("href", "<a href=\"{{ x }}\">t</a>"),
    ("path", "<a href=\"/users/{{ x }}/\">t</a>"),
    ("query", "<a href=\"/search?q={{ x }}\">t</a>"),
    ("fragment", "<a href=\"#{{ x }}\">t</a>"),
    ("host", "<a href='//{{ x }}/'>t</a>"),
    ("address", "<a href=mailto:{{ x }}>t</a>"),
    ("a run of holes", "<a href=\"{{ x }}{{ x }}\">t</a>"),
    ("form action", "<form action={{ x }}><p>t</p></form>"),
    ("comment", "<!-- {{ x }} --><p>t</p>"),
    ("raw text", "<iframe>{{ x }}</iframe><noscript>{{ x }}</noscript><p>t</p>"),
    ("text of a drawing", "<svg><text>{{ x }}</text></svg><p>t</p>"),
    ("conditional attribute", "<p{% if x == x %} title={{ x }}{% endif %} id=a>t</p>"),
    ("value in a branch", "<p title={% if x %}{{ x }}{% else %}none{% endif %} id=a>t</p>"),
    ("value in a loop", "<p title={% for it in x %}{{ it }}{% endfor %} id=a>t</p>"),
    ("include in quotes", "<p title=\"{% include 'x.html' %}\" id=a>t</p>"),
    ("style attribute", "<p style=\"color: {{ x }}; background: url({{ x }})\" id=a>t</p>"),
    ("style element", "<style>a { color: {{ x }}; content: '{{ x }}' }</style><p>t</p>"),
    ("srcset", "<img srcset=\"{{ x }} 2x, {{ x }}\" id=a><p>t</p>"),
    ("refresh", "<meta http-equiv=refresh content=\"{{ x }};url={{ x }}\"><p>t</p>"),
    ("value of a name from data", "<p {{ 'title' }}=\"{{ x }}\" id=a>t</p>"),
];

/// Pieces that change what follows them, in some syntax or other.
const PIECES: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "\"",
    "'",
    "`",
    "=",
    "&",
    "&#",
    "&lt",
    ";",
    "<!--",
    "-->",
    "</title>",
    "</textarea>",
    "</script>",
    "<script>",
    "<img src=x onerror=alert(1)>",
    " onclick=",
    "javascript:",
    "data:text/html,",
    "\\",
    "\0",
    "\n",
    "\r",
    "\t",
    "\u{2028}",
    "\u{feff}",
    "😀",
    "x",
    " ",
    "//",
    "?",
    "#",
    "%22",
    "%",
];

/// Pieces of the template language.
const SYNTAX: &[&str] = &[
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{{ x }}",
    "{{ x|lower }}",
    "{{ x|default:'a' }}",
    "{% if x %}",
    "{% elif y and not z %}",
    "{% else %}",
    "{% endif %}",
    "{% for a, b in x %}",
    "{% empty %}",
    "{% endfor %}",
    "{% with a=b %}",
    "{% endwith %}",
    "{% block b %}",
    "{% endblock %}",
    "{% extends 'a' %}",
    "{% include x only %}",
    "{% verbatim %}",
    "{% endverbatim %}",
    "{% comment %}",
    "{% endcomment %}",
    "{% cycle 'a' 'b' as c %}",
    "{% spaceless %}",
    "{% endspaceless %}",
    "{% autoescape off %}",
    "{% endautoescape %}",
    "{% load x %}",
    "{% firstof a b %}",
    "{% templatetag openblock %}",
    " ",
    "\n",
    "|",
    ":",
    ".",
    "'",
    "\"",
    "_('",
    "é",
    "<p title=",
];

fn spliced(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => proptest::sample::select(pieces).prop_map(str::to_owned), 1 => ".{0,6}"];
    proptest::collection::vec(piece, 0..12).prop_map(|it| it.concat())
}

fn page(source: &str, value: &str) -> Result<String, crate::render::Failure> {
    let value = Tagged::Plain(Json::Str(value.into()));
    let mut job = Job::of(source, Escaping::Contextual);
    job.templates.push(("x.html".to_owned(), "{{ x }}".to_owned()));
    job.render(&Variables(vec![("x".to_owned(), value)]))
}

/// Renders in both modes; errors are fine, panics are not.
fn survives(source: &str) {
    for mode in [Escaping::Contextual, Escaping::Django] {
        let _ = Job::of(source, mode).render(&Variables::default());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_template_or_an_error(source in ".{0,200}") {
        survives(&source);
    }

    #[test]
    fn any_splice_of_the_grammar_is_a_template_or_an_error(source in spliced(SYNTAX)) {
        survives(&source);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

    #[test]
    fn no_value_changes_the_shape_of_a_page(
        (place, source) in proptest::sample::select(PLACES),
        value in spliced(PIECES),
    ) {
        let shape = dom::shape(&page(source, "x").expect("a harmless value renders"));
        let output = page(source, &value).expect("any value renders");
        prop_assert_eq!(dom::shape(&output), shape, "{}: {:?} gives {}", place, value, output);
    }
}
