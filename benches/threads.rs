//! Two threads that render with one engine.
//!
//! Criterion shows pages a second: `2` should have 1.9 times those of `1`, or something is shared that should not be.
//! Says nothing on a machine of one core, and little on one that is busy.

use crate::forum::{builder, page};
use criterion::{Criterion, Throughput};
use palisade::{Escaping, context};
use std::time::Instant;

#[allow(clippy::disallowed_methods, reason = "criterion has what runs in threads timed by the bench itself")]
pub(crate) fn all(c: &mut Criterion) {
    let page = page();
    let engine = builder(Escaping::Contextual).build().expect("builds");
    let vars =
        context! { site => page.site, section => page.section, thread => page.thread, posts => page.posts };
    let request =
        || engine.get_template("thread.html").and_then(|it| it.render_text(&vars)).expect("renders");
    let mut group = c.benchmark_group("threads");
    for threads in [1, 2] {
        group.throughput(Throughput::Elements(threads));
        group.bench_function(threads.to_string(), |b| {
            b.iter_custom(|times| {
                let start = Instant::now();
                std::thread::scope(|scope| {
                    for _ in 0..threads {
                        scope.spawn(|| (0..times).for_each(|_| drop(std::hint::black_box(request()))));
                    }
                });
                start.elapsed()
            });
        });
    }
}
