//! What was rejected while rendering, told once and briefly.

use anstyle::{AnsiColor, Style};
use palisade::{Limits, Loader, Rejection, TemplateName};
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
    offset: u32,
    place: &'static str,
    reason: &'static str,
}

impl Rejections {
    /// Counts one.
    pub(crate) fn add(&self, rejection: &Rejection<'_>) {
        let Rejection { place, reason, .. } = *rejection;
        let hole =
            Hole { template: rejection.template.to_owned(), offset: rejection.span.start, place, reason };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(hole).or_default() += 1;
    }

    /// Tells standard error, if there is something to tell. `loader` is where the templates came from.
    pub(crate) fn report(&self, loader: &dyn Loader, all: bool) {
        let holes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !holes.is_empty() {
            anstream::eprint!("{}", summary(&holes, loader, all));
        }
    }
}

fn summary(holes: &BTreeMap<Hole, u64>, loader: &dyn Loader, all: bool) -> String {
    let total: u64 = holes.values().sum();
    let mut text =
        format!("{WARNING}warning{WARNING:#}: {} rejected and replaced by something inert\n", values(total));
    for (place, count) in by_place(holes) {
        text += &format!("  {count} in: {place}\n");
    }
    let shown = if all { holes.len() } else { SHOWN.min(holes.len()) };
    for (hole, count) in holes.iter().take(shown) {
        text += &format!("  {}: {}: {} ({count} ×)\n", position(hole, loader), hole.place, hole.reason);
    }
    if shown < holes.len() {
        text += &format!("  … and {} more places\n", holes.len() - shown);
    }
    text + &format!(
        "{HELP}help{HELP:#}: `--rejections` lists every place, `--strict` makes the first one an error\n"
    )
}

/// `template:line:column`, or only the name if the template is gone by now.
fn position(hole: &Hole, loader: &dyn Loader) -> String {
    let source = TemplateName::new(&hole.template).and_then(|it| loader.load(&it, &Limits::default()));
    match source {
        Ok(Some(source)) => format!("{}:{}", hole.template, source.locate(hole.offset)),
        _ => hole.template.clone(),
    }
}

fn values(count: u64) -> String {
    if count == 1 { "1 value was".into() } else { format!("{count} values were") }
}

/// Most frequent first.
fn by_place(holes: &BTreeMap<Hole, u64>) -> Vec<(&'static str, u64)> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for (hole, count) in holes {
        *counts.entry(hole.place).or_default() += count;
    }
    let mut counts: Vec<(&str, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|it| std::cmp::Reverse(it.1));
    counts
}
