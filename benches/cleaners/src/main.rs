//! Palisade's cleaner and ammonia on the same inputs under the same policy, timed in turns.
//!
//! ```text
//! cleaners [INPUT…]             times; all inputs without a name
//! cleaners --once CLEANER INPUT N   cleans an input, or a file, N times and nothing else: for callgrind
//! cleaners --write DIR          the inputs as files, for the cleaners of other languages
//! cleaners --each FILE…         the slowest of a list of JSON objects with `payload` or `input`, of 1 KB and more
//! ```

mod inputs;

use inputs::{Input, inputs};
use palisade::{Policy, Sanitizer};
use std::hint::black_box;
use std::time::{Duration, Instant};

type Clean = Box<dyn Fn(&str) -> usize>;

/// What stands beside each other; the last is the yardstick.
const CLEANERS: &[&str] = &["palisade", "ammonia"];

fn cleaner(name: &str, policy: Policy) -> Clean {
    let sanitizer = Sanitizer::new(policy).expect("a preset");
    match name {
        // An input beyond the limits is an error, and costs what was read until then.
        "palisade" => Box::new(move |html| sanitizer.clean(html).map_or(0, |it| it.as_str().len())),
        "ammonia" => {
            let builder = ammonia::Builder::default();
            Box::new(move |html| builder.clean(html).to_string().len())
        }
        _ => panic!("no such cleaner: {name}"),
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--once", name, input, times] => once(name, input, times.parse().expect("a number")),
        ["--write", folder] => write(folder),
        ["--each", ref files @ ..] => files.iter().for_each(|it| each(it)),
        ref names => table(names),
    }
}

fn once(name: &str, input: &str, times: u32) {
    let known = || inputs().into_iter().find(|it| it.name == input).expect("an input or a file").html;
    let html = std::fs::read_to_string(input).unwrap_or_else(|_| known());
    let clean = cleaner(name, Policy::ammonia());
    for _ in 0..times {
        black_box(clean(&html));
    }
}

fn write(folder: &str) {
    std::fs::create_dir_all(folder).expect("a folder");
    for input in inputs() {
        std::fs::write(format!("{folder}/{}.html", input.name), &input.html).expect("is written");
    }
}

fn table(names: &[&str]) {
    println!("| input | bytes | palisade | ammonia | × ammonia |\n|---|---:|---:|---:|---:|");
    for Input { name, shows, policy, html } in inputs() {
        if !names.is_empty() && !names.contains(&name) {
            continue;
        }
        let [ours, theirs] = medians(policy, &html, ROUND);
        let speed = |it: Duration| html.len() as f64 / it.as_secs_f64() / 1e6;
        let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
        println!(
            "| {name}: {shows} | {} | {:.0} MB/s | {:.0} MB/s | {ratio:.2} |",
            html.len(),
            speed(ours),
            speed(theirs)
        );
    }
}

/// The inputs of a list on which we are slowest beside ammonia.
fn each(file: &str) {
    let text = std::fs::read_to_string(file).expect("a file");
    let mut ratios: Vec<(f64, usize, String)> = text.lines().filter_map(case).collect();
    ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
    println!("{file}: {} inputs", ratios.len());
    for (ratio, bytes, id) in ratios.iter().take(5) {
        println!("  {ratio:.2} × ammonia: {id}, {bytes} bytes");
    }
}

fn case(line: &str) -> Option<(f64, usize, String)> {
    let case: serde_json::Value = serde_json::from_str(line).ok()?;
    let html = ["payload", "input"].iter().find_map(|it| case.get(*it)?.as_str())?;
    if html.len() < 1 << 10 {
        return None;
    }
    let [ours, theirs] = medians(Policy::ammonia, html, ROUND / 12);
    Some((theirs.as_secs_f64() / ours.as_secs_f64(), html.len(), case.get("id")?.to_string()))
}

const ROUNDS: usize = 31;
const ROUND: Duration = Duration::from_millis(12);

/// The median time of one cleaning for each cleaner. They take turns, so that what else the machine does falls on
/// all of them.
fn medians(policy: fn() -> Policy, html: &str, round: Duration) -> [Duration; 2] {
    let cleaners = [CLEANERS[0], CLEANERS[1]].map(|it| cleaner(it, policy()));
    let counts = cleaners.each_ref().map(|it| calibrate(it, html, round));
    let mut times = [const { Vec::new() }; 2];
    for _ in 0..ROUNDS {
        for at in 0..cleaners.len() {
            times[at].push(time(&cleaners[at], html, counts[at]));
        }
    }
    times.map(|mut it| {
        it.sort();
        it[it.len() / 2]
    })
}

fn time(clean: &Clean, html: &str, count: u32) -> Duration {
    let start = Instant::now();
    for _ in 0..count {
        black_box(clean(black_box(html)));
    }
    start.elapsed() / count
}

/// How many cleanings fill a round.
fn calibrate(clean: &Clean, html: &str, round: Duration) -> u32 {
    let once = (0..3).map(|_| time(clean, html, 1)).min().unwrap_or(round).max(Duration::from_nanos(20));
    (round.as_nanos() / once.as_nanos()).clamp(1, 100_000) as u32
}
