//! What the fuzzers have kept, on any toolchain: no input below `tests/fuzz` shows a fault, as it is or changed.

use super::targets::TARGETS;
use super::{Random, for_a_while};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// The inputs of a target, in an order that is the same everywhere.
fn inputs(name: &str) -> Vec<(String, Vec<u8>)> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz").join(name);
    let files = std::fs::read_dir(seeds).into_iter().flatten().flatten();
    let read = |it: std::fs::DirEntry| {
        (it.file_name().to_string_lossy().into_owned(), std::fs::read(it.path()).expect("a seed"))
    };
    let mut inputs: Vec<_> = files.map(read).collect();
    inputs.sort();
    assert!(!inputs.is_empty(), "{name} has no seeds");
    inputs
}

#[test]
fn what_the_fuzzers_kept_shows_no_fault() {
    for (name, run) in TARGETS {
        let inputs = inputs(name);
        for (file, bytes) in &inputs {
            let fault = catch_unwind(AssertUnwindSafe(|| run(bytes)));
            assert!(fault.is_ok(), "{name}/{file} shows a fault");
        }
        println!("{name}: {} inputs", inputs.len());
    }
}

/// Words that mean something in one of the languages: the dictionary of the fuzzers.
fn words() -> Vec<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/template.dict");
    let text = std::fs::read_to_string(path).expect("the dictionary is there");
    let quoted = text.lines().filter_map(|it| it.split_once('"')?.1.rsplit_once('"'));
    quoted.map(|it| it.0.replace("\\\"", "\"").replace("\\\\", "\\").into_bytes()).collect()
}

/// An input with a few changes, as libFuzzer makes them, only blindly.
fn changed(random: &mut Random, inputs: &[(String, Vec<u8>)], words: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = pick(random, inputs).1.clone();
    for _ in 0..=below(random, 4) {
        let at = below(random, bytes.len() + 1);
        match below(random, 5) {
            0 => bytes.truncate(at),
            1 => drop(bytes.splice(at..at, pick(random, words).iter().copied())),
            2 if at < bytes.len() => bytes[at] = random.next().to_le_bytes()[0],
            3 => {
                let end = (at + below(random, 8)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => {
                let other = &pick(random, inputs).1;
                let start = below(random, other.len() + 1);
                let end = (start + below(random, 40)).min(other.len());
                bytes.splice(at..at, other[start..end].iter().copied());
            }
        }
    }
    bytes.truncate(4096);
    bytes
}

fn below(random: &mut Random, end: usize) -> usize {
    usize::try_from(random.next() % end as u64).unwrap_or_default()
}

fn pick<'t, T>(random: &mut Random, of: &'t [T]) -> &'t T {
    &of[below(random, of.len())]
}

/// A short run of every target where no fuzzer is built, over the same changes each time.
#[test]
fn what_the_fuzzers_kept_shows_no_fault_when_changed() {
    let words = words();
    for (name, run) in TARGETS {
        let inputs = inputs(name);
        for_a_while(name, |seed| {
            // It runs everything at two sizes.
            if *name == "quadratic" && seed[8] >= 16 {
                return;
            }
            let mut random = Random(u64::from_le_bytes(seed[..8].try_into().expect("eight bytes")));
            let bytes = changed(&mut random, &inputs, &words);
            let fault = catch_unwind(AssertUnwindSafe(|| run(&bytes)));
            assert!(fault.is_ok(), "{name}: {:?}", String::from_utf8_lossy(&bytes));
        });
    }
}
