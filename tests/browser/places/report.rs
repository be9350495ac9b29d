//! From what was seen to a verdict, and a table to read.

use crate::browser::{Seen, Sight};
use crate::cases::Place;
use crate::pages::{Page, Pages, Trial};
use std::collections::BTreeSet;
use std::fmt;

/// What was promised.
const TEMPLATES: usize = 200;
pub(crate) const VALUES: usize = 25;

/// One place in the table.
struct Row {
    place: String,
    live: usize,
    refused: usize,
    values: usize,
    pages: usize,
    ran: usize,
    /// Templates of which a control ran.
    controls: usize,
    inert: Option<String>,
}

#[derive(Default)]
pub(crate) struct Report {
    rows: Vec<Row>,
    refused: Vec<String>,
    weak: Vec<String>,
    faults: Vec<String>,
}

pub(crate) fn judge(places: &[Place], pages: &Pages, seen: &Seen, all: bool) -> Report {
    let mut report = Report::default();
    for (index, place) in places.iter().enumerate() {
        let trials: Vec<&Trial> = pages.trials.iter().filter(|it| it.place == index).collect();
        report.place(place, &trials, pages, seen);
    }
    if !all {
        // The sample has one control for each place.
        report.weak.clear();
    }
    if let Some(how) = seen.get(&0).and_then(|it| it.ran.iter().find(|it| it.starts_with("the runner"))) {
        report.faults.push(how.clone());
    }
    report
}

impl Report {
    /// Whether all is as promised; a part of the places need not have all the templates.
    pub(crate) fn holds(&self, whole: bool) -> bool {
        self.faults.is_empty() && (!whole || self.live() >= TEMPLATES)
    }

    fn live(&self) -> usize {
        self.rows.iter().map(|it| it.live).sum()
    }

    fn place(&mut self, place: &Place, trials: &[&Trial], pages: &Pages, seen: &Seen) {
        let mut row = Row {
            place: place.name.clone(),
            live: 0,
            refused: 0,
            values: place.values.len(),
            pages: 0,
            ran: 0,
            controls: 0,
            inert: place.inert.clone(),
        };
        for trial in trials {
            let control = trial.control.iter().any(|it| seen.get(it).is_some_and(|it| !it.ran.is_empty()));
            row.controls += usize::from(control);
            if !control && place.inert.is_none() {
                self.weak.push(format!("{}, {}", place.name, trial.name));
            }
            if let Some(why) = &trial.refused {
                row.refused += 1;
                let why = why.lines().next().unwrap_or_default();
                self.refused.push(format!("{}, {}: {why}", place.name, trial.name));
                continue;
            }
            row.live += 1;
            row.pages += 1 + trial.escaped.len();
            row.ran += self.trial(place, trial, pages, seen);
        }
        self.control(place, &row);
        self.rows.push(row);
    }

    fn control(&mut self, place: &Place, row: &Row) {
        if row.values < VALUES {
            self.faults.push(format!("{}: {} values instead of {VALUES}", place.name, row.values));
        }
        match (row.controls, &place.inert) {
            (0, None) => self.faults.push(format!("{}: no value runs with escaping off", place.name)),
            (1.., Some(_)) => self.faults.push(format!("{}: is not inert: a control ran", place.name)),
            _ => {}
        }
    }

    /// The number of pages of a trial in which something ran.
    fn trial(&mut self, place: &Place, trial: &Trial, pages: &Pages, seen: &Seen) -> usize {
        let nothing = Sight::default();
        let harmless = seen.get(&trial.innocuous).unwrap_or(&nothing);
        let mut ran = 0;
        if trial.escaped.len() + trial.errors < VALUES {
            self.faults.push(format!("{}, {}: {} values", place.name, trial.name, trial.escaped.len()));
        }
        for number in std::iter::once(&trial.innocuous).chain(&trial.escaped) {
            let sight = seen.get(number).unwrap_or(&nothing);
            ran += usize::from(!sight.ran.is_empty());
            for fault in faults(place, sight, harmless) {
                let Page { html, value, .. } = &pages.pages[*number];
                self.faults.push(format!(
                    "{}, {}: {fault}\n    value {value:?}\n    page  {html}",
                    place.name, trial.name
                ));
            }
        }
        ran
    }
}

/// What is wrong with a page, beside the same with a harmless value.
fn faults(place: &Place, sight: &Sight, harmless: &Sight) -> Vec<String> {
    let mut faults = Vec::new();
    if !sight.ran.is_empty() {
        faults.push(format!("RAN: {}", sight.ran.join(", ")));
    }
    if !sight.visited {
        faults.push("was not visited".to_owned());
        return faults;
    }
    if place.requests.is_none() && !sight.asked.is_empty() {
        faults.push(format!("asked for {}", sight.asked.join(", ")));
    }
    if let Some(why) = sight.lost.as_ref().filter(|_| place.requests.is_none()) {
        faults.push(format!("lost: {why}"));
        return faults;
    }
    if sight.lost.is_none() && place.shape.is_none() && harmless.lost.is_none() {
        faults.extend(reshaped(&sight.shape, &harmless.shape));
    }
    if sight.broken > harmless.broken {
        faults.push("a script is no JavaScript any more".to_owned());
    }
    faults
}

/// The first difference in elements and attributes, or a style that was not there before. A value that
/// is rejected may take its own declaration away.
fn reshaped(shape: &[String], harmless: &[String]) -> Option<String> {
    let css = |it: &&String| it.starts_with("css ") || it.starts_with("style ");
    let markup = |all: &[String]| all.iter().filter(|it| !css(it)).cloned().collect::<Vec<_>>();
    let (ours, theirs) = (markup(shape), markup(harmless));
    if ours != theirs {
        let at = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
        let show = |all: &[String]| all.get(at).cloned().unwrap_or_else(|| "nothing".to_owned());
        return Some(format!("{} instead of {}", show(&ours), show(&theirs)));
    }
    let words = |all: &[String]| -> BTreeSet<String> {
        all.iter().filter(css).flat_map(|it| it.split_whitespace()).map(str::to_owned).collect()
    };
    if let Some(new) = words(shape).difference(&words(harmless)).next() {
        return Some(format!("the style {new} is new"));
    }
    let more = shape.iter().filter(css).count() > harmless.iter().filter(css).count();
    more.then(|| "there are more styles".to_owned())
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<44} {:>5} {:>7} {:>6} {:>6} {:>4}  control",
            "place", "live", "refused", "values", "pages", "ran"
        )?;
        for it in &self.rows {
            let control = match &it.inert {
                Some(why) => format!("inert: {why}"),
                None => format!("{}/{}", it.controls, it.live + it.refused),
            };
            writeln!(
                f,
                "{:<44} {:>5} {:>7} {:>6} {:>6} {:>4}  {control}",
                it.place, it.live, it.refused, it.values, it.pages, it.ran
            )?;
        }
        list(f, "refused templates, which prove nothing", &self.refused)?;
        list(f, "templates without a control of their own", &self.weak)?;
        list(f, "FAULTS", &self.faults)?;
        let pages: usize = self.rows.iter().map(|it| it.pages).sum();
        let ran: usize = self.rows.iter().map(|it| it.ran).sum();
        write!(
            f,
            "\n{} places, {} live templates ({TEMPLATES} wanted), {} refused, {pages} pages, {ran} in which a value ran, {} faults",
            self.rows.len(),
            self.live(),
            self.refused.len(),
            self.faults.len()
        )
    }
}

fn list(f: &mut fmt::Formatter<'_>, title: &str, items: &[String]) -> fmt::Result {
    if items.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n{title}:")?;
    items.iter().try_for_each(|it| writeln!(f, "  {it}"))
}
