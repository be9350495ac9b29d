//! `{{ a.b }}`: a hundred times the same hole.
//!
//! Shows what finding a value costs by where it stands; the value is one short text everywhere, so that differences
//! are the look-up's. Does not show caches that miss: everything is hot.

use criterion::{Criterion, Throughput};
use palisade::{Context, Engine, Object};
use std::collections::{BTreeMap, HashMap};

const HOLES: usize = 100;

#[derive(Object)]
struct Five {
    a: &'static str,
    b: &'static str,
    c: &'static str,
    d: &'static str,
    title: &'static str,
}

#[derive(Object)]
struct Outer {
    inner: Five,
}

#[palisade::object]
impl Outer {
    fn title(&self) -> &str {
        self.inner.title
    }
}

pub(crate) fn all(c: &mut Criterion) {
    let five = || Five { a: "", b: "", c: "", d: "", title: "Clay" };
    let outer = Outer { inner: five() };
    let names: Vec<String> = (0..40).map(|it| format!("variable{it}")).collect();
    let list = vec!["Clay"];
    let hashed = HashMap::from([("title", "Clay"), ("b", "")]);
    let ordered = BTreeMap::from([("title", "Clay"), ("b", "")]);
    let mut vars = Context::new()
        .own("title", "Clay")
        .own("thread", five())
        .with("outer", &outer)
        .with("list", &list)
        .with("hashed", &hashed)
        .with("ordered", &ordered);
    let few = [
        ("scope", "title"),
        ("field", "thread.title"),
        ("field of field", "outer.inner.title"),
        ("method", "outer.title"),
        ("index", "list.0"),
        ("HashMap", "hashed.title"),
        ("BTreeMap", "ordered.title"),
        ("filter", "title|lower"),
        ("nothing", "thread.nothing"),
    ];
    few.iter().for_each(|(name, path)| bench(c, name, path, &vars));
    for name in &names {
        vars = vars.own(name, "");
    }
    bench(c, "scope of 46", "title", &vars);
}

fn bench(c: &mut Criterion, name: &str, path: &str, vars: &Context<'_>) {
    let engine = Engine::builder().build().expect("builds");
    let source = format!("{{{{ {path} }}}}.").repeat(HOLES);
    let template = engine.template_from_str("page.html", &source).expect("compiles");
    let mut group = c.benchmark_group("lookup");
    group.throughput(Throughput::Elements(HOLES as u64));
    group.bench_function(name, |b| b.iter(|| template.render_text(vars).expect("renders")));
}
