//! Rows of an export: the field that holds HTML is cleaned, every other byte of the row stays as it is.

mod csv;
mod jsonl;

use crate::fault::Fault;
use crate::files::Input;
use palisade::Sanitizer;
use palisade::sanitize::Removal;
use std::ops::Range;

/// A longer row is an export that was cut, or a quote that is missing.
const LONGEST: usize = 256 << 20;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values, the first row with the names (RFC 4180).
    Csv,
}

/// What became of a row.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Unchanged,
    Changed(Vec<u8>),
    Refused(String),
}

/// What became of a row, and what was taken out of it if somebody asked.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) outcome: Outcome,
    pub(crate) removals: Vec<Removal>,
}

/// A field of every row.
#[derive(Debug)]
pub(crate) struct Field {
    kind: Kind,
    name: String,
    /// Which column it is.
    index: usize,
}

/// Where the value of a field stands in its row, and the value itself.
struct Found {
    place: Range<usize>,
    text: String,
}

/// Why a field cannot be read.
type Unread = String;

impl Field {
    /// The field of this name; `header` is the first row of CSV.
    pub(crate) fn new(kind: Kind, name: &str, header: &[u8]) -> Result<Field, Fault> {
        let index = match kind {
            Kind::Jsonl => Some(0),
            Kind::Csv => csv::column(header, name),
        };
        let Some(index) = index else {
            let header = String::from_utf8_lossy(header);
            let message = format!("no column is named `{name}`: the first row is `{}`", header.trim_end());
            return Err(Fault::usage(message, "name one of them, in its own spelling"));
        };
        Ok(Field { kind, name: name.to_owned(), index })
    }

    /// The field's value; none when the row has none.
    fn find(&self, row: &[u8]) -> Result<Option<Found>, Unread> {
        match self.kind {
            Kind::Jsonl => jsonl::find(row, &self.name),
            Kind::Csv => csv::find(row, self.index).map(Some),
        }
    }

    fn written(&self, text: &str) -> Result<String, Unread> {
        match self.kind {
            Kind::Jsonl => serde_json::to_string(text).map_err(|it| it.to_string()),
            Kind::Csv => Ok(csv::quoted(text)),
        }
    }

    /// Whether the field's value is this text, or the number that it writes.
    pub(crate) fn is(&self, row: &[u8], text: &str) -> bool {
        let raw = |it: &Found| row.get(it.place.clone()) == Some(text.as_bytes());
        match self.find(row) {
            Ok(Some(found)) => found.text == text || raw(&found),
            // What is no text, a number mostly.
            _ => self.kind == Kind::Jsonl && jsonl::is(row, &self.name, text),
        }
    }

    /// Cleans the field of one row.
    pub(crate) fn clean(&self, sanitizer: &Sanitizer, row: &[u8], reports: bool) -> Row {
        let mut removals = Vec::new();
        let outcome = self.outcome(sanitizer, row, reports.then_some(&mut removals));
        Row { outcome: outcome.unwrap_or_else(Outcome::Refused), removals }
    }

    fn outcome(
        &self,
        sanitizer: &Sanitizer,
        row: &[u8],
        removals: Option<&mut Vec<Removal>>,
    ) -> Result<Outcome, Unread> {
        // A row without the field, or with nothing in it, has nothing to clean.
        let Some(Found { place, text }) = self.find(row)? else { return Ok(Outcome::Unchanged) };
        let clean = match removals {
            Some(removals) => sanitizer.clean_with_report(&text).map(|it| {
                *removals = it.removals;
                it.html
            }),
            None => sanitizer.clean(&text),
        };
        let clean = clean.map_err(|it| it.to_string())?;
        if clean.is_unchanged() {
            return Ok(Outcome::Unchanged);
        }
        let written = self.written(clean.as_str())?;
        let (before, after) = (row.get(..place.start), row.get(place.end..));
        let parts = [before.unwrap_or_default(), written.as_bytes(), after.unwrap_or_default()];
        Ok(Outcome::Changed(parts.concat()))
    }
}

/// The rows of a file, one after the other.
pub(crate) struct Rows {
    input: Input,
    cutter: Cutter,
    /// Rows read so far, the header not counted.
    count: u64,
}

enum Cutter {
    Lines,
    Csv(Box<csv::Cutter>),
}

impl Rows {
    pub(crate) fn new(kind: Kind, input: Input) -> Rows {
        let cutter = match kind {
            Kind::Jsonl => Cutter::Lines,
            Kind::Csv => Cutter::Csv(Box::new(csv::Cutter::new())),
        };
        Rows { input, cutter, count: 0 }
    }

    /// The row with the names, which only CSV has.
    pub(crate) fn header(&mut self) -> Result<Vec<u8>, Fault> {
        match &self.cutter {
            Cutter::Lines => Ok(Vec::new()),
            Cutter::Csv(_) => self.cut(),
        }
    }

    /// The next row, the end of its line included; empty at the end.
    pub(crate) fn next(&mut self) -> Result<Vec<u8>, Fault> {
        let row = self.cut()?;
        self.count += u64::from(!row.is_empty());
        Ok(row)
    }

    fn cut(&mut self) -> Result<Vec<u8>, Fault> {
        let count = self.count;
        let mut row = Vec::new();
        loop {
            let (cutter, most) = (&mut self.cutter, LONGEST);
            let is_whole = self.input.step(|bytes| match cutter {
                Cutter::Lines => line(bytes, &mut row),
                Cutter::Csv(it) => it.step(bytes, &mut row),
            })?;
            if row.len() > most {
                let message = format!("row {} is longer than {} MiB", count + 1, most >> 20);
                return Err(Fault::usage(message, "mend the export: a quote or an end of a line is missing"));
            }
            if is_whole {
                return Ok(row);
            }
        }
    }

    /// The next rows, about so many bytes of them; none at the end.
    pub(crate) fn batch(&mut self, bytes: usize) -> Result<Vec<Vec<u8>>, Fault> {
        let (mut rows, mut held) = (Vec::new(), 0);
        while held < bytes {
            let row = self.next()?;
            if row.is_empty() {
                break;
            }
            held += row.len();
            rows.push(row);
        }
        Ok(rows)
    }

    /// Bytes read so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.input.read()
    }

    /// Rows read so far.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }
}

/// Takes a line, or as much of it as is there: how many bytes, and whether it is whole.
fn line(bytes: &[u8], row: &mut Vec<u8>) -> (usize, bool) {
    let (length, is_whole) = match bytes.iter().position(|it| *it == b'\n') {
        Some(at) => (at + 1, true),
        None => (bytes.len(), bytes.is_empty()),
    };
    row.extend_from_slice(bytes.get(..length).unwrap_or_default());
    (length, is_whole)
}

#[cfg(test)]
mod tests;
