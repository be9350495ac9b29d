//! From source to a template that is ready.

use crate::forum::builder;
use criterion::Criterion;
use palisade::{Escaping, Verify};

pub(crate) fn all(c: &mut Criterion) {
    parse(c);
    build(c);
    uncached(c);
}

/// Four templates from text to trees, nothing else: shows the lexer and pest.
fn parse(c: &mut Criterion) {
    c.bench_function("parse/forum", |b| {
        b.iter(|| builder(Escaping::Contextual).verify(Verify::Parse).build().expect("parses"));
    });
}

/// The same with analysis, compilation and links. What it costs above `parse/forum` is those phases; with
/// `Django` in place of `Contextual` it is all but the analysis.
fn build(c: &mut Criterion) {
    for (name, escaping) in [("contextual", Escaping::Contextual), ("django", Escaping::Django)] {
        c.bench_function(&format!("build/forum/{name}"), |b| {
            b.iter(|| builder(escaping).build().expect("builds"));
        });
    }
}

/// `get_template` with and without the cache: what a cached engine saves on every request.
fn uncached(c: &mut Criterion) {
    for (name, cached) in [("cached", true), ("uncached", false)] {
        let engine = builder(Escaping::Contextual).cached(cached).build().expect("builds");
        c.bench_function(&format!("get_template/forum/{name}"), |b| {
            b.iter(|| engine.get_template("thread.html").expect("is there"));
        });
    }
}
