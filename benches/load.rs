//! From a name to a template that is ready: Django's cached loader on and off, cold and hot.
//!
//! `cold` makes an engine, which reads, parses, analyses and links four templates; with `Django` in place of
//! `contextual` it is the same without places. `uncached` is what each request pays without the cache, `cached` what it
//! pays with it. The templates come from memory: what a disk adds is not shown.

use crate::forum::{builder, page};
use criterion::Criterion;
use palisade::{Escaping, Verify, context};

pub(crate) fn all(c: &mut Criterion) {
    cold(c);
    hot(c);
    request(c);
}

fn cold(c: &mut Criterion) {
    let mut group = c.benchmark_group("load/cold");
    group.bench_function("parsed only", |b| {
        b.iter(|| builder(Escaping::Contextual).verify(Verify::Parse).build().expect("parses"));
    });
    for (name, escaping) in [("contextual", Escaping::Contextual), ("Django", Escaping::Django)] {
        group.bench_function(name, |b| b.iter(|| builder(escaping).build().expect("builds")));
    }
}

fn hot(c: &mut Criterion) {
    let mut group = c.benchmark_group("load/get_template");
    for (name, cached) in [("cached", true), ("uncached", false)] {
        let engine = builder(Escaping::Contextual).cached(cached).build().expect("builds");
        group.bench_function(name, |b| b.iter(|| engine.get_template("thread.html").expect("is there")));
    }
}

/// A request: a template by its name, and the page.
fn request(c: &mut Criterion) {
    let page = page();
    let vars =
        context! { site => page.site, section => page.section, thread => page.thread, posts => page.posts };
    let mut group = c.benchmark_group("load/request");
    for (name, cached) in [("cached", true), ("uncached", false)] {
        let builder = builder(Escaping::Contextual).cached(cached).verify(Verify::Never);
        let engine = builder.build().expect("builds");
        group.bench_function(name, |b| {
            b.iter(|| {
                engine.get_template("thread.html").and_then(|it| it.render_text(&vars)).expect("renders")
            });
        });
    }
}
