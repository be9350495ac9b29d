//! What the fuzzers run: one function a target, over bytes. libFuzzer makes the bytes (`fuzz/`); the tests run those
//! that it has kept.

use super::choices::Choices;
use super::{addresses, cleaning, grammar, judge, places, work};
use palisade::internals::facts_after;
use palisade::{Engine, EngineBuilder, MemoryLoader, Verify, context};

/// A name, and what panics when the bytes show a fault.
pub(crate) type Target = (&'static str, fn(&[u8]));

pub(crate) const TARGETS: &[Target] = &[
    ("parse", parse),
    ("analyze", analyze),
    ("render", render),
    ("quadratic", work::quadratic),
    ("sanitize", cleaning::sanitize),
    ("canonical", cleaning::canonical),
    ("agreement", cleaning::agreement),
    ("lex", cleaning::lex),
    ("stream", cleaning::stream),
    ("untrusted", untrusted),
];

/// What parts the texts of one input: no template or page has a use for it.
pub(super) const BREAK: char = '\u{1e}';

/// Any text is a template or an error, for developers and for strangers, and its tokens are all of it.
fn parse(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let tokens = palisade::internals::tokens(&text);
    let mut end = 0;
    for (_, span, _) in &tokens {
        assert!(span.start >= end && span.end >= span.start, "tokens overlap at {}", span.start);
        end = span.end;
    }
    assert!(end as usize <= text.len());
    let _ = palisade::internals::words(&text);
    run(&text, Engine::builder());
    run(&text, Engine::builder().untrusted());
}

/// Compiles and renders a template; whatever is wrong with it is no matter.
fn run(text: &str, builder: EngineBuilder) {
    let Ok(loader) = MemoryLoader::new([("v.html", "{{ x }}")]) else { return };
    let builder = builder.loader(loader).verify(Verify::Never);
    let Ok(engine) = builder.limits(palisade::Limits::untrusted()).build() else { return };
    let vars =
        context! { x => "<x>", y => "javascript:x()", l => &[1, 2][..], n => 7, a => true, b => false };
    if let Ok(template) = engine.template_from_str("main.html", text) {
        let _ = template.render_text(&vars);
    }
}

/// Any text has a place at its end, or a refusal, and so have its holes; and what a page has only been read to half of is
/// where html5ever, Boa or cssparser is there. The first byte says which of these languages it is.
fn analyze(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    let _ = palisade::internals::hole_facts("main.html", &text, palisade::Framework::ALL);
    let _ = palisade::internals::holes("main.html", &text);
    // Tags of the template language have no place.
    if ["{{", "{%", "{#"].iter().any(|it| text.contains(it)) {
        return;
    }
    let (before, after) = text.split_at(grammar::boundary(&text, text.len() / 2));
    let verdict = match first % 4 {
        0 | 1 => facts_after(&text, &[]).ok().and_then(|it| places::in_page(&text, &it)),
        2 if !text.contains("</") && !text.contains("<!--") && places::parses(&text) => {
            places::in_script(before, after)
        }
        3 if !text.contains("</") => places::in_style(before, after),
        _ => None,
    };
    if let Some(Err(offence)) = verdict {
        panic!("{offence}");
    }
}

/// No value changes the structure of a page, for developers.
fn render(bytes: &[u8]) {
    structure(bytes, false);
}

/// The same for templates of strangers.
fn untrusted(bytes: &[u8]) {
    structure(bytes, true);
}

/// The first byte says whether the others are decisions of the grammar, of that of addresses, or the texts of values and
/// templates.
fn structure(bytes: &[u8], strange: bool) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let verdict = match first % 4 {
        2 if !strange => addresses::judged(rest),
        even if even % 2 == 0 => judged(grown(rest), strange),
        _ => judged(literal(rest), strange),
    };
    if let Some(Err(offence)) = verdict {
        panic!("{offence}");
    }
}

type Case = (String, String, grammar::Files);

fn judged((x, y, files): Case, strange: bool) -> Option<Result<(), String>> {
    judge::judged(&files, &x, &y, strange)
}

fn grown(bytes: &[u8]) -> Case {
    let mut choices = Choices::new(bytes);
    let (x, y) = (grammar::value(&mut choices), grammar::value(&mut choices));
    (x, y, grammar::files(&mut choices))
}

/// A value, another, the template, what it extends, what it includes.
fn literal(bytes: &[u8]) -> Case {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split(BREAK).map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    let (x, y) = (next(), next());
    let names = ["main.html", "base.html", "v.html"];
    (x, y, names.map(|it| (it.to_owned(), next())).into())
}
