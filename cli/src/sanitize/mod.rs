//! `palisade sanitize`.

mod export;
mod report;
mod state;

use crate::args::Sanitize;
use crate::fault::Fault;
use crate::files;
use crate::rows::{Kind, Outcome, Row};
use palisade::{Policy, Sanitizer};
use report::Report;
use std::path::Path;

/// Cleans files, or one field of each row.
pub(crate) fn run(args: &Sanitize) -> Result<(), Fault> {
    let sanitizer = Sanitizer::new(policy(&args.policy)?)?;
    let mut report = Report::new(args.report);
    let rows = match (&args.jsonl, &args.csv) {
        (Some(field), _) => Some((Kind::Jsonl, field)),
        (_, Some(column)) => Some((Kind::Csv, column)),
        _ => None,
    };
    match rows {
        Some((kind, field)) => export::clean(args, &sanitizer, kind, field, &mut report)?,
        None => pages(args, &sanitizer, &mut report)?,
    }
    if rows.is_some() || args.check || args.report.is_some() {
        report.summary();
    }
    report.verdict(args, rows.map(|it| it.0))
}

/// A preset, or what a file says.
fn policy(name: &str) -> Result<Policy, Fault> {
    if let Some(policy) = Policy::preset(name) {
        return Ok(policy);
    }
    let path = Path::new(name);
    let Some(kind) = path.extension() else {
        let message = format!("there is no policy `{name}`");
        return Err(Fault::usage(message, format!("name a file, or one of {}", Policy::PRESETS.join(", "))));
    };
    let text = files::read(path)?;
    let read = if kind == "json" {
        serde_json::from_str(&text).map_err(|it| it.to_string())
    } else {
        toml::from_str(&text).map_err(|it| it.to_string())
    };
    read.map_err(|it| Fault::usage(format!("cannot read the policy `{name}`: {it}"), "mend the file"))
}

/// The pages one after the other, cleaned as a whole each.
fn pages(args: &Sanitize, sanitizer: &Sanitizer, report: &mut Report) -> Result<(), Fault> {
    let mut out = String::new();
    for file in &args.files {
        let html = if file == Path::new("-") { files::read_stdin()? } else { files::read(file)? };
        let cleaned = sanitizer.clean_with_report(&html)?;
        let outcome =
            if cleaned.html.is_unchanged() { Outcome::Unchanged } else { Outcome::Changed(Vec::new()) };
        report.count(file, None, &Row { outcome, removals: cleaned.removals });
        match (args.check, &args.output) {
            (true, _) => {}
            (false, Some(_)) => out.push_str(cleaned.html.as_str()),
            (false, None) => files::print(cleaned.html.as_str())?,
        }
    }
    match args.output.as_ref().filter(|_| !args.check) {
        Some(path) => files::replace(path, &out),
        None => Ok(()),
    }
}
