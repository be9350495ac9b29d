//! What was done, told to standard error.

use crate::args::{CleaningReport, Sanitize};
use crate::fault::Fault;
use crate::files;
use crate::rows::{Kind, Outcome, Row};
use std::collections::BTreeMap;
use std::path::Path;

/// Counts, and tells each removal if somebody asked.
pub(super) struct Report {
    format: Option<CleaningReport>,
    unchanged: u64,
    changed: u64,
    /// How often each reason was given.
    refused: BTreeMap<String, u64>,
}

/// Reasons beyond these are counted together: a bad export may have one for each row.
const REASONS: usize = 1000;

impl Report {
    pub(super) fn new(format: Option<CleaningReport>) -> Report {
        Report { format, unchanged: 0, changed: 0, refused: BTreeMap::new() }
    }

    /// Counts a page or a row, and tells what was taken out of it.
    pub(super) fn count(&mut self, file: &Path, number: Option<u64>, row: &Row) {
        let refused = match &row.outcome {
            Outcome::Unchanged => {
                self.unchanged += 1;
                return;
            }
            Outcome::Changed(_) => {
                self.changed += 1;
                None
            }
            Outcome::Refused(why) => {
                let is_known = self.refused.len() < REASONS || self.refused.contains_key(why);
                let why = if is_known { why } else { "other reasons" };
                *self.refused.entry(why.to_owned()).or_default() += 1;
                Some(why)
            }
        };
        match self.format {
            Some(CleaningReport::Text) => text(file, number, row, refused),
            Some(CleaningReport::Json) => json(file, number, row, refused),
            None => {}
        }
    }

    fn refused(&self) -> u64 {
        self.refused.values().sum()
    }

    /// The counts, in words.
    pub(super) fn words(&self) -> String {
        format!("{} unchanged, {} changed, {} refused", self.unchanged, self.changed, self.refused())
    }

    pub(super) fn summary(&self) {
        if self.format == Some(CleaningReport::Json) {
            let counts = (self.unchanged, self.changed, &self.refused);
            let line = serde_json::json!({"unchanged": counts.0, "changed": counts.1, "refused": counts.2});
            return files::tell(&line.to_string());
        }
        let reasons: String =
            self.refused.iter().map(|(why, count)| format!("\n  {count} × {why}")).collect();
        files::tell(&format!("{}{reasons}", self.words()));
    }

    pub(super) fn verdict(&self, args: &Sanitize, rows: Option<Kind>) -> Result<(), Fault> {
        let refused = self.refused();
        if args.check && self.changed + refused > 0 {
            return Err(Fault::found("not everything is clean", "run it without --check to clean it"));
        }
        if let Some(kind) = rows.filter(|_| refused > 0) {
            let file = super::export::refused(args, kind);
            let what = if refused == 1 { "1 row was refused, and is" } else { "rows were refused, and are" };
            let count = if refused == 1 { String::new() } else { format!("{refused} ") };
            let message = format!("{count}{what} in `{}`", file.display());
            return Err(Fault::found(message, "mend what is in it, and clean that file"));
        }
        Ok(())
    }
}

/// `posts.jsonl, row 3: 6..17: onclick of <b>: …`
fn text(file: &Path, number: Option<u64>, row: &Row, refused: Option<&str>) {
    let row_number = number.map(|it| format!(", row {it}")).unwrap_or_default();
    let place = format!("{}{row_number}", file.display());
    if let Some(why) = refused {
        files::tell(&format!("{place}: refused: {why}"));
    }
    for removal in &row.removals {
        files::tell(&format!("{place}: {removal}"));
    }
    if refused.is_none() && row.removals.is_empty() {
        files::tell(&format!("{place}: written in another form"));
    }
}

fn json(file: &Path, number: Option<u64>, row: &Row, refused: Option<&str>) {
    let removals: Vec<_> = row
        .removals
        .iter()
        .map(|it| {
            let span = it.span;
            serde_json::json!({"what": it.what, "reason": it.reason.words(), "start": span.start, "end": span.end})
        })
        .collect();
    let file = file.display().to_string();
    let line = serde_json::json!({"file": file, "row": number, "refused": refused, "removed": removals});
    files::tell(&line.to_string());
}
