//! From tree and plan to ops.
//!
//! Shows what is copied and merged: literal text, names, expressions. Does not show links, which are made when a site
//! is first reached.

use crate::parse::sources;
use criterion::{Criterion, Throughput};
use palisade::internals::Parsed;

pub(crate) fn all(c: &mut Criterion) {
    let mut group = c.benchmark_group("compile");
    for (name, text) in sources() {
        let parsed = Parsed::new("page.html", &text).expect("parses");
        let plan = parsed.analyze().expect("has places");
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| b.iter(|| parsed.compile(&plan).expect("compiles")));
    }
}
