//! Cleaning HTML beside ammonia: dirty, canonical and plain input under comparable policies.
//!
//! Shows bytes a second. The two do not take turns, so what else the machine does falls on one of them: `cleaners`
//! compares. Does not show hostile input.

use criterion::{Criterion, Throughput};
use palisade::{Policy, Sanitizer};

const COMMENT: &str = "<p>I <b>really</b> like <a href=\"https://e.example/a?b=c&amp;d\" rel=\"noopener noreferrer\">this \
    post</a>, it says what I <i>think</i> &amp; more.</p><ul><li>one</li><li>two <code>x &lt; y</code></li></ul>";

/// `canonical` was cleaned before: shows the recogniser. `dirty` has unclosed, disallowed and unquoted markup
/// everywhere: shows parser, filter and printer; ammonia has the same parser. `text` has no markup.
pub(crate) fn all(c: &mut Criterion) {
    let sanitizer = Sanitizer::new(Policy::ammonia()).expect("is sound");
    let mut group = c.benchmark_group("sanitize");
    let dirty =
        COMMENT.replace("</li>", "").replace('"', "'").replace("<b>", "<b class=x onclick=y()><blink>");
    let text = "Plain text without any markup, as most comments are. ".to_owned();
    for (name, piece) in [("canonical", COMMENT.to_owned()), ("dirty", dirty), ("text", text)] {
        for bytes in [200, 50 << 10, 1 << 20] {
            let html = piece.repeat((bytes / piece.len()).max(1));
            group.throughput(Throughput::Bytes(html.len() as u64));
            group.bench_function(format!("{name}/{bytes}"), |b| {
                b.iter(|| sanitizer.clean(&html).expect("cleans").as_str().len());
            });
            group.bench_function(format!("{name}/{bytes}/ammonia"), |b| b.iter(|| ammonia::clean(&html)));
        }
    }
}
