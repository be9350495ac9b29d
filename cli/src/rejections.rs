//! What was rejected while rendering, told once and briefly.

use anstyle::{AnsiColor, Style};
use palisade::source::Location;
use palisade::{Rejection, Template};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const HELP: Style = AnsiColor::Green.on_default().bold();

/// How many holes are shown unless all are asked for.
const SHOWN: usize = 3;

/// Counts by hole, so that a long page costs no more memory than its templates have holes.
#[derive(Clone, Default)]
pub(crate) struct Rejections(Arc<Mutex<BTreeMap<Hole, Seen>>>);

/// How often a hole rejected a value, and where people find it.
struct Seen {
    count: u64,
    at: Location,
}

/// Where a value was rejected and why; the value itself is not kept.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Hole {
    template: String,
    offset: u32,
    place: &'static str,
    reason: &'static str,
}

impl Rejections {
    /// Counts one.
    pub(crate) fn add(&self, rejection: &Rejection<'_>) {
        let Rejection { place, reason, .. } = *rejection;
        let template = rejection.source.name().to_owned();
        let hole = Hole { template, offset: rejection.span.start, place, reason };
        let mut holes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Lines are counted once a hole, not once a value.
        holes.entry(hole).or_insert_with(|| Seen { count: 0, at: rejection.location() }).count += 1;
    }

    /// Tells standard error, if there is something to tell.
    pub(crate) fn report(&self, all: bool) {
        let holes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !holes.is_empty() {
            anstream::eprint!("{}", summary(&holes, all));
        }
    }
}

/// Tells standard error what the analysis warned of.
pub(crate) fn warn(template: &Template) {
    for warning in template.warnings() {
        let at = warning.location().map_or(String::new(), |it| format!(":{it}"));
        let name = warning.source_text().map_or("", |it| it.name());
        let remedy = warning.remedy().unwrap_or_default();
        anstream::eprintln!(
            "{WARNING}warning[{}]{WARNING:#}: {name}{at}: {}\n  {HELP}help{HELP:#}: {remedy}",
            warning.code(),
            warning.message()
        );
    }
}

fn summary(holes: &BTreeMap<Hole, Seen>, all: bool) -> String {
    let total: u64 = holes.values().map(|it| it.count).sum();
    let mut text =
        format!("{WARNING}warning{WARNING:#}: {} rejected and replaced by something inert\n", values(total));
    for (place, count) in by_place(holes) {
        text += &format!("  {count} in: {place}\n");
    }
    let shown = if all { holes.len() } else { SHOWN.min(holes.len()) };
    for (hole, Seen { count, at }) in holes.iter().take(shown) {
        text += &format!("  {}:{at}: {}: {} ({count} ×)\n", hole.template, hole.place, hole.reason);
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
fn by_place(holes: &BTreeMap<Hole, Seen>) -> Vec<(&'static str, u64)> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for (hole, seen) in holes {
        *counts.entry(hole.place).or_default() += seen.count;
    }
    let mut counts: Vec<(&str, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|it| std::cmp::Reverse(it.1));
    counts
}
