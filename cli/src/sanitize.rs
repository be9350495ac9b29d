//! `palisade sanitize`.

use crate::args::Sanitize;
use crate::fault::Fault;
use crate::files::{self, Lines};
use crate::rows::{self, Row};
use palisade::{Policy, Sanitizer};
use std::collections::BTreeMap;
use std::path::Path;
use std::thread;

/// Bytes of lines that are held at once: enough for every core to have work.
const BATCH: usize = 4 << 20;

/// Cleans files, or one field of each row.
pub(crate) fn run(args: &Sanitize) -> Result<(), Fault> {
    let sanitizer = Sanitizer::new(policy(&args.policy)?)?;
    let mut summary = Summary::default();
    for file in &args.files {
        match &args.jsonl {
            Some(field) => rows(args, &sanitizer, field, file, &mut summary)?,
            None => page(args, &sanitizer, file, &mut summary)?,
        }
    }
    if args.jsonl.is_some() || args.check || args.json {
        eprintln!("{}", if args.json { summary.json() } else { summary.words() });
    }
    summary.verdict(args)
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

fn page(args: &Sanitize, sanitizer: &Sanitizer, file: &Path, summary: &mut Summary) -> Result<(), Fault> {
    let html = if file == Path::new("-") { files::read_stdin()? } else { files::read(file)? };
    let clean = sanitizer.clean(&html)?;
    let row = if clean.is_unchanged() { Row::Unchanged } else { Row::Changed(String::new()) };
    summary.count(&row);
    if args.check { Ok(()) } else { files::print(clean.as_str()) }
}

/// Batch after batch, so that memory does not grow with the file. Lines keep their order.
fn rows(
    args: &Sanitize,
    sanitizer: &Sanitizer,
    field: &str,
    file: &Path,
    summary: &mut Summary,
) -> Result<(), Fault> {
    let mut lines = Lines::open(file)?;
    lines.skip(args.skip)?;
    loop {
        let batch = lines.batch(BATCH)?;
        if batch.is_empty() {
            return Ok(());
        }
        let (mut kept, mut refused) = (String::new(), String::new());
        for (line, row) in batch.iter().zip(cleaned(sanitizer, field, &batch)) {
            summary.count(&row);
            let (out, text) = match &row {
                Row::Unchanged => (&mut kept, &**line),
                Row::Changed(text) => (&mut kept, &**text),
                Row::Refused(_) => (&mut refused, &**line),
            };
            out.push_str(text);
            out.push('\n');
        }
        if !args.check {
            // First what would otherwise be lost.
            if !refused.is_empty() {
                files::append(&args.refused, &refused)?;
            }
            files::print(&kept)?;
        }
    }
}

/// What becomes of each line, by all cores.
fn cleaned(sanitizer: &Sanitizer, field: &str, batch: &[String]) -> Vec<Row> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = batch.len().div_ceil(cores).max(1);
    let of =
        |lines: &[String]| -> Vec<Row> { lines.iter().map(|it| rows::clean(sanitizer, field, it)).collect() };
    thread::scope(|scope| {
        let workers: Vec<_> = batch.chunks(share).map(|lines| scope.spawn(move || of(lines))).collect();
        workers
            .into_iter()
            .flat_map(|it| it.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

#[derive(Default)]
struct Summary {
    unchanged: u64,
    changed: u64,
    /// How often each reason was given.
    refused: BTreeMap<String, u64>,
}

impl Summary {
    fn count(&mut self, row: &Row) {
        match row {
            Row::Unchanged => self.unchanged += 1,
            Row::Changed(_) => self.changed += 1,
            Row::Refused(why) => *self.refused.entry(why.clone()).or_default() += 1,
        }
    }

    fn refused(&self) -> u64 {
        self.refused.values().sum()
    }

    fn words(&self) -> String {
        let head =
            format!("{} unchanged, {} changed, {} refused", self.unchanged, self.changed, self.refused());
        self.refused.iter().fold(head, |text, (why, count)| format!("{text}\n  {count} × {why}"))
    }

    fn json(&self) -> String {
        serde_json::json!({"unchanged": self.unchanged, "changed": self.changed, "refused": self.refused})
            .to_string()
    }

    fn verdict(&self, args: &Sanitize) -> Result<(), Fault> {
        let refused = self.refused();
        if args.check && self.changed + refused > 0 {
            return Err(Fault::found("not everything is clean", "run it without --check to clean it"));
        }
        if refused > 0 {
            let message = format!("{refused} rows were refused, and are in `{}`", args.refused.display());
            return Err(Fault::found(message, "mend them, and clean that file"));
        }
        Ok(())
    }
}
