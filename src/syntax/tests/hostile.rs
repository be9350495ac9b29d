//! Templates that try to exhaust the stack or the clock, and random ones.

use super::super::*;
use super::{libraries, parsed};
use crate::diagnostics::ErrorKind::*;
use proptest::prelude::*;

/// Parses and drops on a small stack, and says which kind of error came out.
fn kind_of(text: String) -> Option<ErrorKind> {
    let run = move || parsed(&text).err().map(|it| it.kind());
    std::thread::Builder::new().stack_size(1 << 20).spawn(run).unwrap().join().unwrap()
}

const MANY: usize = 100_000;

#[test]
fn hostile_tags_meet_a_limit() {
    let long = |it: &str, open: &str, close: &str| kind_of(format!("{open}{}{close}", it.repeat(MANY)));
    for (piece, open, close) in [
        ("|lower", "{{ x", " }}"),
        (".a", "{{ a", " }}"),
        ("a and ", "{% if ", "a %}{% endif %}"),
        ("not ", "{% if ", "a %}{% endif %}"),
        ("a == not ", "{% if ", "a %}{% endif %}"),
        ("a ", "{% cycle ", "%}"),
        ("\"", "{{ ", " }}"),
        ("\\\" \"", "{% if ", "%}"),
        (" ", "{{ ", "a b }}"),
        ("9", "{{ ", " }}"),
    ] {
        assert_eq!(long(piece, open, close), Some(LimitExceeded), "{piece}");
    }
    for piece in
        ["{% if a %}", "{% for a in b %}", "{% with a=b %}", "{% spaceless %}", "{% autoescape on %}"]
    {
        assert_eq!(kind_of(piece.repeat(MANY)), Some(LimitExceeded), "{piece}");
    }
}

#[test]
fn hostile_chains_are_parsed() {
    for piece in [
        "{%",
        "{{",
        "{#",
        "{",
        "{{ a }}",
        "{# a #}",
        "{% load lib %}",
        "{% load f from lib %}",
        "{% verbatim %}",
        "\"",
        "}}",
        "%}",
    ] {
        let text = piece.repeat(MANY).replace(" f from", " left from");
        let kind = kind_of(text);
        assert_eq!(kind, (piece == "{% verbatim %}").then_some(UnclosedTag), "{piece}");
    }
    let arms = "{% elif a %}".repeat(MANY);
    assert_eq!(kind_of(format!("{{% if a %}}{arms}{{% endif %}}")), None);
    assert_eq!(kind_of("{% cycle a b as c %}".repeat(MANY)), None);
    assert_eq!(kind_of((0..MANY).map(|it| format!("{{% block b{it} %}}{{% endblock %}}")).collect()), None);
    assert_eq!(kind_of(format!("{{% comment %}}{}", "{% %}".repeat(MANY))), Some(UnclosedTag));
}

/// Without `tag_bytes`, a long tag is still read in one pass.
#[test]
fn a_long_tag_needs_no_deep_stack() {
    let limits = Limits { tag_bytes: usize::MAX, nesting: 100, ..Limits::default() };
    for (piece, open, close) in [
        ("|f", "{{ x", " }}"),
        (".a", "{{ a", " }}"),
        ("a and ", "{% if ", "a %}{% endif %}"),
        ("a or ", "{% if ", "a %}{% endif %}"),
        ("not ", "{% if ", "a %}{% endif %}"),
        ("a == not ", "{% if ", "a %}{% endif %}"),
        ("a ", "{% cycle ", "%}"),
        ("a=b ", "{% with ", "%}{% endwith %}"),
        ("a,", "{% for ", "a in b %}{% endfor %}"),
        (" ", "{{ ", "a }}"),
        ("'a b' ", "{% firstof ", "%}"),
    ] {
        let text = format!("{open}{}{close}", piece.repeat(MANY));
        let limits = limits.clone();
        let run =
            move || parse(&Source::new("t", text), &libraries(), &limits).err().map(|it| it.to_string());
        let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(run).unwrap();
        assert_eq!(thread.join().unwrap(), None, "{piece}");
    }
}

/// Pieces of which random templates are made, so that they get past the lexer.
const PIECES: &[&str] = &[
    "{%",
    "%}",
    "{{",
    "}}",
    "{#",
    "#}",
    "{% if a %}",
    "{% endif %}",
    "{% else %}",
    "{% elif b %}",
    "{% for a in b %}",
    "{% empty %}",
    "{% endfor %}",
    "{% block a %}",
    "{% endblock %}",
    "{% verbatim %}",
    "{% endverbatim %}",
    "{% comment %}",
    "{% endcomment %}",
    "{% with ",
    "{% cycle ",
    "{% include ",
    "{% load ",
    " a ",
    "a.b",
    "|f",
    "|g:",
    "'",
    "\"",
    "\\",
    "_(",
    ")",
    " as ",
    " and ",
    " not ",
    " in ",
    "=",
    "1",
    "1.",
    "é",
    "١",
    "\u{1f}",
    "\n",
    " ",
    "x",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn parse_never_panics(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24), tail in ".{0,8}") {
        let text = pieces.concat() + &tail;
        let at = match parsed(&text) {
            Ok(ast) => ast.body.nodes.last().map_or(0, |it| it.span.end),
            Err(error) => error.span().map_or(0, |it| it.end),
        };
        prop_assert!(at as usize <= text.len() && text.is_char_boundary(at as usize));
    }
}
