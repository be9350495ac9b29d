//! What was rejected while rendering, told once and briefly.

use anstyle::{AnsiColor, Style};
use palisade::Rejection;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const HELP: Style = AnsiColor::Green.on_default().bold();

/// How many holes are shown unless all are asked for.
const SHOWN: usize = 3;

/// Counts by hole, so that a long page costs no more memory than its templates have holes.
#[derive(Clone, Default)]
pub(crate) struct Rejections(Arc<Mutex<BTreeMap<Hole, u64>>>);

/// Where a value was rejected and why; the value itself is not kept.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Hole {
    template: String,
    line: usize,
    column: usize,
    place: String,
    reason: String,
}

impl Rejections {
    /// Counts one.
    pub(crate) fn add(&self, rejection: &Rejection<'_>) {
        let location = rejection.location();
        let hole = Hole {
            template: rejection.template().to_owned(),
            line: location.line,
            column: location.column,
            place: rejection.place().to_string(),
            reason: rejection.reason().to_string(),
        };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(hole).or_default() += 1;
    }

    /// Tells standard error, if there is something to tell.
    pub(crate) fn report(&self, all: bool) {
        let holes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !holes.is_empty() {
            anstream::eprint!("{}", summary(&holes, all));
        }
    }
}

fn summary(holes: &BTreeMap<Hole, u64>, all: bool) -> String {
    let total: u64 = holes.values().sum();
    let mut text =
        format!("{WARNING}warning{WARNING:#}: {} rejected and replaced by something inert\n", values(total));
    for (place, count) in by_place(holes) {
        text += &format!("  {count} in: {place}\n");
    }
    let shown = if all { holes.len() } else { SHOWN.min(holes.len()) };
    for (hole, count) in holes.iter().take(shown) {
        let Hole { template, line, column, place, reason } = hole;
        text += &format!("  {template}:{line}:{column}: {place}: {reason} ({count} ×)\n");
    }
    if shown < holes.len() {
        text += &format!("  … and {} more places\n", holes.len() - shown);
    }
    text + &format!(
        "{HELP}help{HELP:#}: `--rejections` lists every place, `--strict` makes the first one an error\n"
    )
}

fn values(count: u64) -> String {
    if count == 1 { "1 value was".into() } else { format!("{count} values were") }
}

/// Most frequent first.
fn by_place(holes: &BTreeMap<Hole, u64>) -> Vec<(&str, u64)> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for (hole, count) in holes {
        *counts.entry(&hole.place).or_default() += count;
    }
    let mut counts: Vec<(&str, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|it| std::cmp::Reverse(it.1));
    counts
}
