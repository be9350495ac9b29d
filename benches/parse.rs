//! From text to tree.
//!
//! Shows the scanner and pest: text should cost next to nothing, tags what pest costs for each. Does not show the
//! analysis, nor what loading costs beside (`load`).

use crate::forum::TEMPLATES;
use criterion::{Criterion, Throughput};
use palisade::internals::Parsed;

pub(crate) fn all(c: &mut Criterion) {
    let mut group = c.benchmark_group("parse");
    for (name, text) in sources() {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| b.iter(|| Parsed::new("page.html", &text).expect("parses")));
    }
}

/// A page of the forum, much text with few tags, and many tags with little text.
pub(crate) fn sources() -> [(&'static str, String); 3] {
    let paragraph =
        "<p>Clay holds water and food, and breaks spades. It is easier to add to than to replace.</p>\n";
    let row = "<td title=\"{{ a.b }}\">{% if a.c and not d %}{{ a.b|lower }}{% endif %}</td>\n";
    [
        ("forum", TEMPLATES[2].1.to_owned()),
        ("text", format!("{}{{{{ x }}}}\n", paragraph.repeat(9)).repeat(20)),
        ("tags", row.repeat(150)),
    ]
}
