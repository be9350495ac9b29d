//! Cleans every payload under every preset, and lets others look at what came out: `outside.sh` has parse5 and
//! html5lib parse it, `browser.sh` has Chromium run it.
//!
//! ```sh
//! cargo run --release --example sanitized -- outputs FOLDER OUT.jsonl
//! cargo run --release --example sanitized -- growth FOLDER
//! ```
//!
//! `FOLDER` holds the cases of a corpus: `*.jsonl` with a `payload` or `input` in each line, and
//! `dos_generators.jsonl` for `growth`, whose shapes are built to the size that they name, as long as an input
//! stays below 64 MiB.
#![allow(clippy::disallowed_methods, reason = "an example reads files; the library may not")]

mod growth;

use palisade::{Policy, Sanitizer};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["outputs", folder, out] => outputs(Path::new(folder), Path::new(out)),
        ["growth", folder] => growth::run(&Path::new(folder).join("dos_generators.jsonl")),
        _ => Err("usage: sanitized outputs FOLDER OUT.jsonl | sanitized growth FOLDER".into()),
    }
}

/// First a line with what each policy may leave, then a line for each output: its policy, and the payload.
fn outputs(folder: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let presets = Policy::PRESETS.iter().filter_map(|it| Policy::preset(it));
    let sanitizers = presets.map(Sanitizer::new).collect::<Result<Vec<_>, _>>()?;
    let mut out = BufWriter::new(fs::File::create(out)?);
    let described: serde_json::Map<String, Value> = sanitizers
        .iter()
        .map(|it| Ok((it.policy().name().to_owned(), serde_json::to_value(it.policy())?)))
        .collect::<Result<_, serde_json::Error>>()?;
    writeln!(out, "{}", json!({ "policies": described }))?;
    for payload in payloads(folder)? {
        for sanitizer in &sanitizers {
            let html = sanitizer.clean_or_text(&payload).into_string();
            writeln!(
                out,
                "{}",
                json!({ "policy": sanitizer.policy().name(), "input": payload, "output": html })
            )?;
        }
    }
    Ok(out.flush()?)
}

fn payloads(folder: &Path) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let mut payloads = BTreeSet::new();
    for name in
        ["xss_payloads", "mxss", "parser_tree", "sanitizer_tests", "dompurify_expect", "wpt_sanitizer_api"]
    {
        let text = fs::read_to_string(folder.join(name).with_extension("jsonl")).unwrap_or_default();
        for line in text.lines() {
            let case: Value = serde_json::from_str(line)?;
            payloads.extend(case["payload"].as_str().or(case["input"].as_str()).map(str::to_owned));
        }
    }
    if payloads.is_empty() { Err("no payloads there".into()) } else { Ok(payloads) }
}
