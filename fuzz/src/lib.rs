//! The fuzzers' side of `tests/it/proof/targets.rs`, where the targets are: the tests run them too, on what was kept.

#[allow(dead_code, reason = "shared with the tests, which use all of it")]
#[path = "../../tests/it/dom.rs"]
mod dom;

#[allow(dead_code, reason = "shared with the tests, which use all of it")]
mod corpus;
#[allow(dead_code, reason = "shared with the tests, which use all of it")]
mod proof;

use std::sync::atomic::Ordering;

/// Runs a target.
pub fn run(name: &str, bytes: &[u8]) {
    if let Some((_, target)) = proof::targets::TARGETS.iter().find(|it| it.0 == name) {
        target(bytes);
    }
}

/// Called at each edge of the program, where `-sanitizer-coverage-trace-pc` is given to LLVM; see `.ci/run`. One thread
/// counts, so that no exchange is needed.
#[unsafe(no_mangle)]
pub extern "C" fn __sanitizer_cov_trace_pc() {
    let edges = &proof::work::EDGES;
    edges.store(edges.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
}
