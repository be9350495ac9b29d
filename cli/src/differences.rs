//! What contextual escaping would print otherwise than Django, told once a hole.

use crate::args::ReportFormat;
use anstyle::{AnsiColor, Style};
use palisade::Difference;
use palisade::render::DifferenceClass;
use palisade::source::Location;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

const HEAD: Style = Style::new().bold();
const DANGER: Style = AnsiColor::Red.on_default().bold();
const CHANGE: Style = AnsiColor::Yellow.on_default().bold();

/// The version of the JSON form.
const VERSION: u32 = 1;

/// Counts by hole, so that a long page costs no more memory than its templates have holes.
#[derive(Clone, Default)]
pub(crate) struct Differences(Arc<Mutex<BTreeMap<Hole, Seen>>>);

/// How often a hole printed something else, and where people find it.
struct Seen {
    count: u64,
    at: Location,
    text: String,
}

/// Where, and what it means; the value is not kept.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Hole {
    class: DifferenceClass,
    template: String,
    offset: u32,
    place: &'static str,
    reason: String,
}

impl Differences {
    /// Counts one.
    pub(crate) fn add(&self, it: &Difference<'_>) {
        let hole = Hole {
            class: it.class,
            template: it.source.name().to_owned(),
            offset: it.span.start,
            place: it.place,
            reason: it.reason.to_owned(),
        };
        let mut holes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = || Seen { count: 0, at: it.location(), text: shortened(it.source.slice(it.span)) };
        holes.entry(hole).or_insert_with(seen).count += 1;
    }

    /// Tells standard error.
    pub(crate) fn report(&self, format: ReportFormat) {
        let holes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match format {
            ReportFormat::Table => anstream::eprint!("{}", table(&holes)),
            ReportFormat::Json => anstream::eprintln!("{:#}", as_json(&holes)),
        }
    }
}

/// The first line of it, cut when it is long. Control characters of a template do not reach the terminal.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 48;
    let line: String = text.chars().take(LONGEST).map(|it| if it.is_control() { ' ' } else { it }).collect();
    if text.chars().nth(LONGEST).is_some() { line + "…" } else { line }
}

fn table(holes: &BTreeMap<Hole, Seen>) -> String {
    if holes.is_empty() {
        return "contextual escaping prints what browsers read the same: nothing differs\n".to_owned();
    }
    let mut rows = vec![[
        "class".to_owned(),
        "where".to_owned(),
        "hole".to_owned(),
        "place".to_owned(),
        "times".to_owned(),
        "why".to_owned(),
    ]];
    for (hole, seen) in holes {
        rows.push([
            hole.class.name().to_owned(),
            shortened(&format!("{}:{}", hole.template, seen.at)),
            seen.text.clone(),
            hole.place.to_owned(),
            seen.count.to_string(),
            hole.reason.clone(),
        ]);
    }
    let mut widths = [0; 6];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let classes = [None].into_iter().chain(holes.keys().map(|it| Some(it.class)));
    classes.zip(&rows).map(|(class, row)| line(style(class), row, &widths)).collect()
}

fn style(class: Option<DifferenceClass>) -> Style {
    match class {
        None => HEAD,
        Some(DifferenceClass::ChangedData) => CHANGE,
        Some(_) => DANGER,
    }
}

fn line(style: Style, row: &[String; 6], widths: &[usize; 6]) -> String {
    let [class, cells @ ..] = row;
    let mut line = format!("{style}{class:0$}{style:#}", widths[0]);
    for (cell, width) in cells.iter().zip(&widths[1..]) {
        line += &format!("  {cell:width$}");
    }
    line.trim_end().to_owned() + "\n"
}

fn as_json(holes: &BTreeMap<Hole, Seen>) -> serde_json::Value {
    let rows = holes.iter().map(|(hole, seen)| {
        json!({
            "class": hole.class.name(),
            "template": hole.template,
            "line": seen.at.line,
            "column": seen.at.column,
            "hole": seen.text,
            "place": hole.place,
            "reason": hole.reason,
            "count": seen.count,
        })
    });
    json!({ "version": VERSION, "differences": rows.collect::<Vec<_>>() })
}
