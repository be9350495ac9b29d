//! From a ready template and variables to a page.
//!
//! Shows what a request pays once everything is loaded. Does not show how the template was found (`load`) nor how data
//! was made (`context`).

use crate::forum::{builder, page};
use criterion::{Criterion, Throughput};
use palisade::{Engine, Escaping, context};

pub(crate) fn all(c: &mut Criterion) {
    forum(c);
    table(c);
    tiny(c);
}

/// The whole page, 50 posts: shows everything together. If it moves and `table` does not, look at
/// includes, blocks and lookups in structs; if `Django` does not move with it, look at the escapers of
/// attributes and URLs.
fn forum(c: &mut Criterion) {
    let page = page();
    let vars =
        context! { site => page.site, section => page.section, thread => page.thread, posts => page.posts };
    let mut group = c.benchmark_group("render/forum");
    for (name, escaping) in [("contextual", Escaping::Contextual), ("django", Escaping::Django)] {
        let engine = builder(escaping).build().expect("builds");
        let template = engine.get_template("thread.html").expect("is there");
        let size = template.render_text(&vars).expect("renders").len();
        group.throughput(Throughput::Bytes(size as u64));
        group.bench_function(name, |b| b.iter(|| template.render_text(&vars).expect("renders")));
    }
}

/// 100 × 100 whole numbers: shows the loop, the scope and the writing of numbers, and nothing else.
fn table(c: &mut Criterion) {
    let source = "<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>";
    let engine = Engine::builder().build().expect("builds");
    let template = engine.template_from_str("table.html", source).expect("compiles");
    let rows: Vec<Vec<i64>> = (0..100).map(|row| (row..row + 100).collect()).collect();
    c.bench_function("render/table", |b| {
        b.iter(|| template.render_text(&context! { rows => &rows }).expect("renders"));
    });
}

/// A page of two holes: shows what a render costs before it writes anything.
fn tiny(c: &mut Criterion) {
    let engine = Engine::builder().build().expect("builds");
    let template = engine.template_from_str("tiny.html", "<p>{{ a }} and {{ b }}</p>").expect("compiles");
    c.bench_function("render/tiny", |b| {
        b.iter(|| template.render_text(&context! { a => "a", b => "b" }).expect("renders"));
    });
}
