//! What the fuzzers have kept, on any toolchain: every input below `tests/fuzz` still shows no fault.

use super::targets::TARGETS;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

#[test]
fn what_the_fuzzers_kept_shows_no_fault() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
    for (name, run) in TARGETS {
        let files = std::fs::read_dir(seeds.join(name)).into_iter().flatten().flatten();
        let inputs: Vec<_> = files.map(|it| it.path()).collect();
        assert!(!inputs.is_empty(), "{name} has no seeds");
        for input in &inputs {
            let bytes = std::fs::read(input).expect("a seed");
            let fault = catch_unwind(AssertUnwindSafe(|| run(&bytes)));
            assert!(fault.is_ok(), "{} shows a fault", input.display());
        }
        println!("{name}: {} inputs", inputs.len());
    }
}
