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
                    after.bytes > 3 * before.bytes + (1 << 20) || after.output > 6 * whole.len() + (64 << 10);
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
    beside(&fs::read_to_string(file)?)?;
    if failed > 0 { Err(format!("{failed} shapes grow").into()) } else { Ok(()) }
}

/// Bytes at which ammonia is still done in seconds, whatever the shape.
const SHORT: usize = 16 << 10;

/// The same shapes, of 8 and 16 KB, beside ammonia: how many take more than three times the time for twice the length,
/// and the most memory and output for each byte.
fn beside(cases: &str) -> Result<(), Box<dyn Error>> {
    let sanitizer = Sanitizer::new(Policy::ammonia())?;
    let ours = |html: &str| sanitizer.clean(html).map_or(0, |it| it.as_str().len());
    for (name, clean) in
        [("palisade", &ours as &dyn Fn(&str) -> usize), ("ammonia", &|it| ammonia::clean(it).len())]
    {
        let (mut shapes, mut slow, mut memory, mut output) = (0, Vec::new(), 0, 0);
        for line in cases.lines() {
            let case: Value = serde_json::from_str(line)?;
            let lengths = std::iter::successors(Some(SHORT), |it| Some(it / 2)).take_while(|it| *it > 8);
            let fits = |n: &usize| built(&case, *n).is_some_and(|it| it.len() <= SHORT);
            let Some(n) = lengths.into_iter().find(fits) else { continue };
            let Some((half, whole)) = built(&case, n / 2).zip(built(&case, n)) else { continue };
            let (before, after) = (Spent::of(&half, clean), Spent::of(&whole, clean));
            shapes += 1;
            if after.time > 3 * before.time + Duration::from_micros(500) {
                slow.push(case["id"].as_str().unwrap_or_default().to_owned());
            }
            memory = memory.max(after.most / whole.len() as u64);
            output = output.max(after.output / whole.len());
        }
        println!(
            "{name}: {} of {shapes} shapes more than triple {slow:?}, {memory} bytes held and {output} printed for one at most",
            slow.len()
        );
    }
    Ok(())
}

/// The least time of some cleanings, and the memory of one.
struct Spent {
    time: Duration,
    most: u64,
    output: usize,
}

impl Spent {
    fn of(html: &str, clean: &dyn Fn(&str) -> usize) -> Spent {
        let mut spent = Spent { time: Duration::MAX, most: 0, output: 0 };
        for _ in 0..5 {
            let begin = Instant::now();
            let info = allocation_counter::measure(|| spent.output = clean(html));
            (spent.time, spent.most) = (spent.time.min(begin.elapsed()), info.bytes_max);
        }
        spent
    }
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
