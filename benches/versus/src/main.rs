//! The same pages by Palisade and its peers: outputs compared, then timed interleaved, medians and ratios.
//!
//! ```text
//! versus [WORKLOAD…]            times; all workloads without a name
//! versus --once ENGINE WORKLOAD N   renders N times and nothing else: for callgrind
//! versus --list                 engines of each workload
//! ```

mod data;
mod engines;
mod pages;
mod table;

use pages::{Entry, Render};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Every engine renders the same page.
pub struct Workload {
    pub name: &'static str,
    /// What it shows.
    pub shows: &'static str,
    pub entries: Vec<Entry>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--once", engine, workload, times] => once(engine, workload, times.parse().expect("a number")),
        ["--list"] => list(),
        ref names => engines::workloads(|it| names.is_empty() || names.contains(&it)).for_each(compare),
    }
}

fn list() {
    for workload in engines::workloads(|_| true) {
        for entry in workload.entries {
            println!("{} {}", entry.engine, workload.name);
        }
    }
}

fn once(engine: &str, workload: &str, times: u32) {
    let found = engines::workloads(|it| it == workload).next().expect("a workload of this name");
    let entry = found.entries.iter().find(|it| it.engine == engine).expect("an engine of this name");
    for _ in 0..times {
        black_box((entry.run)());
    }
}

fn compare(workload: Workload) {
    let Some(first) = workload.entries.first() else { return };
    for entry in &workload.entries[1..] {
        let (ours, theirs) = (table::normal(&first.page), table::normal(&entry.page));
        assert_eq!(ours, theirs, "{} and {} differ on {}", first.engine, entry.engine, workload.name);
    }
    table::print(&workload, &medians(&workload.entries));
}

const ROUNDS: usize = 41;
const ROUND: Duration = Duration::from_millis(12);

/// The median time of one render for each engine. The engines take turns, so that what else the machine does
/// falls on all of them.
fn medians(entries: &[Entry]) -> Vec<Duration> {
    let counts: Vec<u32> = entries.iter().map(|it| calibrate(&it.run)).collect();
    let mut times = vec![Vec::with_capacity(ROUNDS); entries.len()];
    for _ in 0..ROUNDS {
        for ((entry, count), times) in entries.iter().zip(&counts).zip(&mut times) {
            times.push(time(&entry.run, *count));
        }
    }
    times.into_iter().map(median).collect()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn time(run: &Render, count: u32) -> Duration {
    let start = Instant::now();
    for _ in 0..count {
        black_box(run());
    }
    start.elapsed() / count
}

/// How many renders fill a round.
fn calibrate(run: &Render) -> u32 {
    let once = (0..3).map(|_| time(run, 1)).min().unwrap_or(ROUND).max(Duration::from_nanos(20));
    (ROUND.as_nanos() / once.as_nanos()).clamp(1, 100_000) as u32
}
