//! Comma-separated values. Where rows and fields begin and end is csv-core's business; what they were written
//! like is kept, for an export may tell nothing (`,,`) from an empty text (`,"",`).

use super::{Found, Unread};
use csv_core::{ReadFieldResult, ReadRecordResult, Reader};
use std::ops::Range;

/// Finds the ends of rows.
pub(super) struct Cutter {
    reader: Reader,
    /// A row has ended with a carriage return, whose line feed belongs to it.
    is_half: bool,
}

impl Cutter {
    pub(super) fn new() -> Cutter {
        Cutter { reader: Reader::new(), is_half: false }
    }

    /// Takes a row, or as much of it as is there: how many bytes, and whether it is whole.
    pub(super) fn step(&mut self, bytes: &[u8], row: &mut Vec<u8>) -> (usize, bool) {
        if std::mem::take(&mut self.is_half) {
            let length = usize::from(bytes.first() == Some(&b'\n'));
            row.extend_from_slice(bytes.get(..length).unwrap_or_default());
            return (length, true);
        }
        // What the fields hold is of no interest here.
        let (mut text, mut ends) = ([0; 4096], [0; 64]);
        let (result, read, ..) = self.reader.read_record(bytes, &mut text, &mut ends);
        row.extend_from_slice(bytes.get(..read).unwrap_or_default());
        match result {
            ReadRecordResult::Record => {
                self.is_half = row.ends_with(b"\r");
                (read, !self.is_half)
            }
            ReadRecordResult::End => (read, true),
            _ => (read, false),
        }
    }
}

/// Which column has this name.
pub(super) fn column(header: &[u8], name: &str) -> Option<usize> {
    let mut fields = Fields::new(header);
    let mut at = 0;
    loop {
        let (_, text) = fields.next()?;
        if std::str::from_utf8(&text).is_ok_and(|it| it.trim_start_matches('\u{FEFF}') == name) {
            return Some(at);
        }
        at += 1;
    }
}

/// The value of a column.
pub(super) fn find(row: &[u8], index: usize) -> Result<Found, Unread> {
    let mut fields = Fields::new(row);
    let mut field = None;
    for _ in 0..=index {
        field = Some(fields.next().ok_or("too few columns")?);
    }
    let (place, text) = field.ok_or("too few columns")?;
    let text = String::from_utf8(text).map_err(|_| "not UTF-8")?;
    Ok(Found { place, text })
}

/// A text as a value, in quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The fields of a row: where each stands, and what it says.
struct Fields<'r> {
    reader: Reader,
    row: &'r [u8],
    at: usize,
    is_over: bool,
}

impl Fields<'_> {
    fn new(row: &[u8]) -> Fields<'_> {
        // Empty lines before it are none of it.
        let at = row.iter().take_while(|it| matches!(it, b'\r' | b'\n')).count();
        Fields { reader: Reader::new(), row, at, is_over: false }
    }

    fn next(&mut self) -> Option<(Range<usize>, Vec<u8>)> {
        if self.is_over {
            return None;
        }
        let start = self.at;
        let mut text = vec![0; self.row.len() - start];
        let mut length = 0;
        loop {
            let input = self.row.get(self.at..).unwrap_or_default();
            let (result, read, written) = self.reader.read_field(input, text.get_mut(length..)?);
            self.at += read;
            length += written;
            match result {
                ReadFieldResult::Field { record_end } => self.is_over = record_end,
                ReadFieldResult::InputEmpty => continue,
                _ => return None,
            }
            break;
        }
        text.truncate(length);
        Some((start..self.end(start), text))
    }

    /// Before the comma or the end of the line.
    fn end(&self, start: usize) -> usize {
        let raw = self.row.get(start..self.at).unwrap_or_default();
        let kept = if self.is_over { trimmed(raw) } else { raw.len().saturating_sub(1) };
        start + kept
    }
}

fn trimmed(raw: &[u8]) -> usize {
    raw.len() - raw.iter().rev().take_while(|it| matches!(it, b'\r' | b'\n')).count()
}
