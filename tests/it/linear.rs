//! Twice the input costs twice the work, for every built-in filter and tag. Memory taken is counted, not time: what
//! is read again is copied again.

use crate::data::{Tagged, Variables};
use crate::host::World;
use crate::proof::work::{ARGUMENTS, LIBRARIES, TAGS};
use palisade::value::Origin;
use palisade::{Engine, Json, Kind, Template, internals};

/// What a text is made of many times over.
const PIECES: &[&str] =
    &["<a ", "</b>", "a.b@c ", "http://a.b/(", "&amp;", "1", "1,", "\n\n", "é ", "%s", "Ab-", "'"];

fn engine() -> Engine {
    let loader = palisade::MemoryLoader::new([("part.html", "{{ a }}")]).expect("names");
    let words = ["url=x:/x/", "now=1750260645", "query=a=1"].map(str::to_owned);
    let host = World::of_words(&words);
    let cache = palisade::fragment::MemoryCache::new(1 << 20);
    Engine::builder().loader(loader).host(host).fragment_cache("default", cache).build().expect("an engine")
}

fn text(text: &str) -> Tagged {
    Tagged::Plain(Json::Str(text.into()))
}

/// Values of a size, each in a way that some filter looks through.
fn values(size: usize) -> Vec<Tagged> {
    let html = Kind::Html(Origin::Trusted);
    let texts = PIECES.iter().map(|it| text(&it.repeat(size)));
    let markup = PIECES.iter().map(|it| Tagged::Safe(html, it.repeat(size)));
    let pairs = (0..size).map(|it| Tagged::Tuple(vec![text(&(it % 7).to_string()), text("b")]));
    let nested = (0..size).map(|it| if it % 2 == 0 { text("<a>") } else { Tagged::List(vec![text("b")]) });
    let lists = [pairs.collect(), nested.collect(), (0..size).map(|_| text("<b> c")).collect()];
    texts.chain(markup).chain(lists.map(Tagged::List)).chain([Tagged::Number("7".repeat(size))]).collect()
}

fn variables(x: Tagged) -> Variables {
    let day =
        Tagged::Time(palisade::value::Temporal::naive(jiff::civil::datetime(2025, 6, 18, 15, 30, 45, 0)));
    let five = Tagged::Plain(Json::Int(5));
    let texts = [("short", "a"), ("name", "part.html"), ("code", "de")].map(|it| (it.0, text(it.1)));
    let pairs = texts.into_iter().chain([("x", x), ("day", day), ("five", five)]);
    Variables(pairs.map(|(name, it)| (name.to_owned(), it)).collect())
}

/// The bytes a render takes, and whether it came to its end.
fn cost(template: &Template, x: Tagged) -> (u64, bool) {
    let variables = variables(x);
    let mut done = false;
    let bytes = allocation_counter::measure(|| done = template.render_text(&variables).is_ok()).bytes_total;
    (bytes, done)
}

#[test]
fn every_filter_is_linear_in_its_value_and_its_argument() {
    let engine = engine();
    for (name, _) in internals::filters() {
        let mut ran = false;
        for argument in ARGUMENTS {
            // Both at once may be their product: each item of a list with a long text behind it.
            let first = if *argument == ":x" { "short" } else { "x" };
            let holes = [first, "day", "code", "five"].map(|it| format!("{{{{ {it}|{name}{argument} }}}}"));
            for hole in holes {
                let source = format!("{LIBRARIES}{hole}");
                let Ok(template) = engine.template_from_str("main.html", &source) else { continue };
                // What is made once only.
                let _ = cost(&template, text("a"));
                for (once, twice) in values(1000).into_iter().zip(values(2000)) {
                    let ((once, _), (twice, done)) = (cost(&template, once), cost(&template, twice));
                    ran |= done;
                    assert!(twice <= 3 * once + 8192, "{hole}: {once} bytes, then {twice}");
                }
            }
        }
        assert!(ran, "`{name}` never ran to its end: what it wants is not in the tables of this test");
    }
}

/// Templates of so many tags, each with names of its own, parsed, analysed and rendered.
fn page(engine: &Engine, tag: &str, times: usize) -> u64 {
    let tags: String = (0..times).map(|it| tag.replace("NAME", &format!("n{it}"))).collect();
    let source = format!("{LIBRARIES}{tags}");
    let variables = variables(text("x"));
    let run = || {
        let template =
            engine.template_from_str("main.html", &source).unwrap_or_else(|it| panic!("{tag}: {it}"));
        let _ = template.render_text(&variables).unwrap_or_else(|it| panic!("{tag}: {it}"));
    };
    allocation_counter::measure(run).bytes_total
}

#[test]
fn every_tag_is_linear_in_how_often_it_stands_in_a_template() {
    let engine = engine();
    for tag in TAGS {
        let _ = page(&engine, tag, 1);
        let (once, twice) = (page(&engine, tag, 500), page(&engine, tag, 1000));
        assert!(twice <= 3 * once + 8192, "{tag}: {once} bytes, then {twice}");
    }
}

/// `extends` stands once in a template: what grows is the chain of parents.
const ONCE: &str = "extends";

#[test]
fn every_tag_is_in_the_table() {
    for name in internals::tags().filter(|it| *it != ONCE) {
        let begin = format!("{{% {name} ");
        assert!(TAGS.iter().any(|it| it.contains(&begin)), "`{name}` has no row in the table of tags");
    }
}

/// A page at the end of so many parents, each of which adds to a block.
fn generations(count: usize) -> u64 {
    let name = |it: usize| format!("{it}.html");
    let added = "{% block a %}{{ block.super }}a{% endblock %}";
    let heirs = (1..count).map(|it| (name(it), format!("{{% extends '{}' %}}{added}", name(it - 1))));
    let sources: Vec<_> = heirs.chain([(name(0), "{% block a %}a{% endblock %}".to_owned())]).collect();
    let run = || {
        let loader = palisade::MemoryLoader::new(sources.iter().map(|it| (&*it.0, &*it.1))).expect("names");
        let engine = Engine::builder().loader(loader).build().expect("an engine");
        let template = engine.get_template(&name(count - 1)).expect("a template");
        assert_eq!(template.render_text(&variables(text("x"))).expect("a page"), "a".repeat(count));
    };
    allocation_counter::measure(run).bytes_total
}

#[test]
fn a_chain_of_parents_is_linear() {
    let _ = generations(1);
    let (once, twice) = (generations(12), generations(24));
    assert!(twice <= 3 * once + 8192, "{once} bytes, then {twice}");
}
