//! The page with 50, 500 and 5,000 posts.
//!
//! The time for a post should stay the same (± 10 %): criterion shows it as the throughput. Does not show deep nesting,
//! which limits end.

use crate::forum::{builder, page, posts};
use criterion::{Criterion, Throughput};
use palisade::{Escaping, context};

pub(crate) fn all(c: &mut Criterion) {
    let page = page();
    let engine = builder(Escaping::Contextual).build().expect("builds");
    let template = engine.get_template("thread.html").expect("is there");
    let mut group = c.benchmark_group("growth");
    for count in [50, 500, 5000] {
        let posts = posts(count);
        let vars =
            context! { site => page.site, section => page.section, thread => page.thread, posts => posts };
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(count.to_string(), |b| b.iter(|| template.render_text(&vars).expect("renders")));
    }
}
