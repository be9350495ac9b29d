//! Every shape that makes parsers slow, to the size it names: what cleaning allocates grows as the input does, or
//! cleaning refuses. Counted in bytes, not in seconds: those are printed for people.

use palisade::{Policy, Sanitizer};
use serde_json::Value;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// Longer inputs are left out: the cleaner refuses them by length.
const LONGEST: usize = 64 << 20;

pub(crate) fn run(file: &Path) -> Result<(), Box<dyn Error>> {
    let mut failed = 0;
    for line in fs::read_to_string(file)?.lines() {
        let case: Value = serde_json::from_str(line)?;
        for policy in [Policy::ammonia(), Policy::article()] {
            let sanitizer = Sanitizer::new(policy)?;
            for n in case["n"].as_array().into_iter().flatten().filter_map(Value::as_u64) {
                let n = usize::try_from(n)?;
                let Some((half, whole)) = built(&case, n / 2).zip(built(&case, n)) else { continue };
                let (before, after) = (Cost::of(&half, &sanitizer), Cost::of(&whole, &sanitizer));
                let grows =
                    after.bytes > 3 * before.bytes + (1 << 20) || after.output > 4 * whole.len() + (64 << 10);
                failed += usize::from(grows);
                println!(
                    "{}{} {} n={n} in={} out={} allocated={} ({:.2}x) {:?}",
                    if grows { "GROWS " } else { "" },
                    case["id"].as_str().unwrap_or_default(),
                    sanitizer.policy().name(),
                    whole.len(),
                    after.said,
                    after.bytes,
                    after.bytes as f64 / before.bytes.max(1) as f64,
                    after.time,
                );
            }
        }
    }
    if failed > 0 { Err(format!("{failed} shapes grow").into()) } else { Ok(()) }
}

/// What one cleaning took.
struct Cost {
    bytes: u64,
    output: usize,
    said: String,
    time: Duration,
}

impl Cost {
    fn of(html: &str, sanitizer: &Sanitizer) -> Cost {
        let mut result = Ok(0);
        let begin = Instant::now();
        let info = allocation_counter::measure(|| {
            result = sanitizer.clean(html).map(|it| it.as_str().len());
        });
        let said = result.as_ref().map_or_else(|it| it.code().to_owned(), usize::to_string);
        Cost { bytes: info.bytes_total, output: result.unwrap_or_default(), said, time: begin.elapsed() }
    }
}

/// The parts one after the other, those that say so `n` times with `{i}` counted up; none if it is too long.
fn built(case: &Value, n: usize) -> Option<String> {
    let mut html = Vec::new();
    for part in case["parts"].as_array()? {
        let bytes = part["text"]
            .as_str()
            .map(|it| it.as_bytes().to_vec())
            .or_else(|| unhex(part["bytes_hex"].as_str()?))?;
        let text = String::from_utf8_lossy(&bytes);
        for i in 0..if part["repeat"].is_null() { 1 } else { n } {
            if text.contains("{i}") {
                html.extend(text.replace("{i}", &i.to_string()).bytes());
            } else {
                html.extend(&bytes);
            }
            if html.len() > LONGEST {
                return None;
            }
        }
    }
    Some(String::from_utf8_lossy(&html).into_owned())
}

fn unhex(hex: &str) -> Option<Vec<u8>> {
    let pairs = hex.as_bytes().chunks(2).map(|it| std::str::from_utf8(it).unwrap_or_default());
    pairs.map(|it| u8::from_str_radix(it, 16).ok()).collect()
}
