//! Rows of an export, batch after batch, so that memory does not grow with the file. They keep their order.

use super::report::Report;
use super::state::State;
use crate::args::Sanitize;
use crate::fault::Fault;
use crate::files::{self, Input, Output};
use crate::rows::{Field, Kind, Outcome, Row, Rows};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use palisade::Sanitizer;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::thread;

/// Bytes of rows that are held at once: enough for every core to have work.
const BATCH: usize = 4 << 20;

/// Cleans one field of each row of the files.
pub(super) fn clean(
    args: &Sanitize,
    sanitizer: &Sanitizer,
    kind: Kind,
    field: &str,
    report: &mut Report,
) -> Result<(), Fault> {
    let is_one = args.files.len() == 1;
    if !is_one && (args.resume.is_some() || kind == Kind::Csv) {
        let message =
            "rows of several files cannot be taken up again, nor can their first rows be told apart";
        return Err(Fault::usage(message, "clean one file after the other"));
    }
    let mut export = Export::open(args, sanitizer, kind, report)?;
    for file in &args.files {
        export.file(file, field)?;
    }
    Ok(())
}

struct Export<'a> {
    args: &'a Sanitize,
    sanitizer: &'a Sanitizer,
    kind: Kind,
    report: &'a mut Report,
    state: State,
    out: Output,
    refused_path: PathBuf,
}

impl Export<'_> {
    fn open<'a>(
        args: &'a Sanitize,
        sanitizer: &'a Sanitizer,
        kind: Kind,
        report: &'a mut Report,
    ) -> Result<Export<'a>, Fault> {
        let output = args.output.as_ref().filter(|_| !args.check);
        check_files(&args.files, output)?;
        let refused_path = refused(args, kind);
        let mut state = State { refused: files::length(&refused_path), ..State::default() };
        if let Some(path) = &args.resume {
            state = state.or_read(path, &args.files[0])?;
            // Rows that are read again would be there twice.
            Output::open(&refused_path, state.refused)?;
            state.write(path)?;
        }
        let out = output.map_or_else(|| Ok(Output::stdout()), |path| Output::open(path, state.output))?;
        Ok(Export { args, sanitizer, kind, report, state, out, refused_path })
    }

    fn file(&mut self, file: &Path, field: &str) -> Result<(), Fault> {
        let bar = bar(file, self.args);
        let mut rows = Rows::new(self.kind, Input::open(file)?);
        let header = rows.header()?;
        let field = Field::new(self.kind, field, &header)?;
        self.skip(&mut rows, &header)?;
        if self.state.rows == 0 && !self.args.check {
            self.out.write(&header)?;
            self.state.output += header.len() as u64;
        }
        loop {
            let first = rows.count();
            let batch = rows.batch(BATCH)?;
            if batch.is_empty() {
                bar.finish_and_clear();
                return Ok(());
            }
            let cleaned = self.cleaned(&field, &batch);
            bar.suspend(|| self.write(file, first, &header, &batch, &cleaned))?;
            self.state.rows = rows.count();
            if let Some(path) = &self.args.resume {
                self.state.write(path)?;
            }
            bar.set_position(rows.bytes());
            bar.set_message(self.report.words());
        }
    }

    /// What becomes of each row, by all cores.
    fn cleaned(&self, field: &Field, batch: &[Vec<u8>]) -> Vec<Row> {
        let (sanitizer, reports) = (self.sanitizer, self.args.report.is_some());
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let share = batch.len().div_ceil(cores).max(1);
        let of = |rows: &[Vec<u8>]| -> Vec<Row> {
            rows.iter().map(|it| field.clean(sanitizer, it, reports)).collect()
        };
        thread::scope(|scope| {
            let workers: Vec<_> = batch.chunks(share).map(|rows| scope.spawn(move || of(rows))).collect();
            let done =
                workers.into_iter().map(|it| it.join().unwrap_or_else(|it| std::panic::resume_unwind(it)));
            done.flatten().collect()
        })
    }

    fn write(
        &mut self,
        file: &Path,
        first: u64,
        header: &[u8],
        batch: &[Vec<u8>],
        cleaned: &[Row],
    ) -> Result<(), Fault> {
        let (mut kept, mut refused) = (Vec::new(), Vec::new());
        for (at, (row, done)) in batch.iter().zip(cleaned).enumerate() {
            self.report.count(file, Some(first + 1 + at as u64), done);
            match &done.outcome {
                Outcome::Unchanged => push_row(row, &mut kept),
                Outcome::Changed(row) => push_row(row, &mut kept),
                Outcome::Refused(_) => push_row(row, &mut refused),
            }
        }
        if self.args.check {
            return Ok(());
        }
        // First what would otherwise be lost.
        if !refused.is_empty() {
            self.refuse(header, &refused)?;
        }
        self.state.output += kept.len() as u64;
        self.out.write(&kept)
    }

    fn refuse(&mut self, header: &[u8], rows: &[u8]) -> Result<(), Fault> {
        let mut side = Output::append(&self.refused_path)?;
        if files::length(&self.refused_path) == 0 {
            side.write(header)?;
        }
        side.write(rows)?;
        self.state.refused = files::length(&self.refused_path);
        Ok(())
    }

    /// Passes over what an earlier run has done, or what is not wanted.
    fn skip(&self, rows: &mut Rows, header: &[u8]) -> Result<(), Fault> {
        if let Some(wanted) = &self.args.since_id {
            let id = Field::new(self.kind, &self.args.id, header)?;
            loop {
                let row = rows.next()?;
                if row.is_empty() {
                    let message = format!("no row has the {} `{wanted}`", self.args.id);
                    return Err(Fault::usage(message, "look at the export, or leave --since-id out"));
                }
                if id.is(&row, wanted) {
                    return Ok(());
                }
            }
        }
        for _ in 0..self.state.rows.max(self.args.skip) {
            if rows.next()?.is_empty() {
                break;
            }
        }
        Ok(())
    }
}

/// Before anything is written: the inputs can be read, and none of them is the output.
fn check_files(inputs: &[PathBuf], output: Option<&PathBuf>) -> Result<(), Fault> {
    for input in inputs.iter().filter(|it| *it != Path::new("-")) {
        Input::open(input)?;
        if output.is_some_and(|it| files::are_same(it, input)) {
            let message = format!("`{}` is read and written at once", input.display());
            return Err(Fault::usage(message, "write to another file"));
        }
    }
    Ok(())
}

/// Where rows go that cannot be cleaned.
pub(super) fn refused(args: &Sanitize, kind: Kind) -> PathBuf {
    let name = match kind {
        Kind::Jsonl => "refused.jsonl",
        Kind::Csv => "refused.csv",
    };
    args.refused.clone().unwrap_or_else(|| name.into())
}

fn push_row(row: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(row);
    if !row.ends_with(b"\n") {
        out.push(b'\n');
    }
}

/// How far it is, for somebody who looks at a terminal that shows nothing else.
fn bar(file: &Path, args: &Sanitize) -> ProgressBar {
    let prints = args.output.is_none() && !args.check;
    if prints && std::io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let length = files::length(file);
    let (bar, template) = if length > 0 {
        (ProgressBar::new(length), "{bar:30} {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left: {msg}")
    } else {
        (ProgressBar::no_length(), "{spinner} {bytes}, {bytes_per_sec}: {msg}")
    };
    // Drawn only where standard error is a terminal.
    bar.set_draw_target(ProgressDrawTarget::stderr());
    bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}
