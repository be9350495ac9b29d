//! Writing one long value into each kind of place.
//!
//! Shows bytes of values a second. Does not show short values, which cost by their number and not by their bytes: see
//! `texts` in `versus`.

use criterion::{Criterion, Throughput};
use palisade::{Engine, context};

/// 400 bytes a value, with none, 2 % and 20 % of characters that need escaping: shows the scan, the
/// usual mix, and the writing of entities. 100 values a render, so that the render itself is small beside.
pub(crate) fn all(c: &mut Criterion) {
    let engine = Engine::builder().build().expect("builds");
    let mut group = c.benchmark_group("escape");
    for (place, hole) in
        [("text", "<p>{{ x }}</p>"), ("attribute", "<p title=\"{{ x }}\">"), ("url", "<a href=\"/{{ x }}\">")]
    {
        let source = format!("{{% for i in items %}}{hole}{{% endfor %}}");
        let template = engine.template_from_str("page.html", &source).expect("compiles");
        let items = vec![0; 100];
        for (percent, every) in [(0, usize::MAX), (2, 50), (20, 5)] {
            let x: String = (1..=400).map(|at| if at % every == 0 { '<' } else { 'a' }).collect();
            group.throughput(Throughput::Bytes(40_000));
            group.bench_function(format!("{place}/{percent}%"), |b| {
                b.iter(|| template.render_text(&context! { items, x }).expect("renders"));
            });
        }
    }
}
