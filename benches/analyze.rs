//! Which place each hole stands in.
//!
//! Shows the automaton that walks through the text of a template that is parsed already: bytes count, not holes. Does
//! not show what happens when the same part begins in several places.

use crate::parse::sources;
use criterion::{Criterion, Throughput};
use palisade::internals::Parsed;

pub(crate) fn all(c: &mut Criterion) {
    let mut group = c.benchmark_group("analyze");
    for (name, text) in sources() {
        let parsed = Parsed::new("page.html", &text).expect("parses");
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| b.iter(|| parsed.analyze().expect("has places")));
    }
}
