//! The output: one buffer, written out in pieces when there is somewhere to write.

use crate::diagnostics::{Error, ErrorKind};
use crate::fragment::{Fragment, Mark, Slot};
use crate::limits::Budget;
use crate::value::is_space;
use std::io;

/// Bytes that gather before they are written.
const FLUSH_AT: usize = 64 << 10;

/// Bytes that stay when the others are written out: some escapers look back at what stands before a value.
pub(super) const LOOKED_BACK: usize = 1024;

/// Where a render's output goes.
pub(crate) struct Output<'w> {
    /// What is written by everyone; concrete, because a `dyn Write` costs more than the writing.
    pub text: String,
    sink: Option<&'w mut dyn io::Write>,
    /// Bytes given to the sink so far.
    written: usize,
    /// Open captures: what they began to write may not leave yet.
    captures: u32,
    /// Bytes in `text` from which [`Output::check`] has something to do.
    watched: usize,
    /// Open recordings.
    recordings: u32,
    /// What slots wrote while something is recorded, in order.
    marks: Vec<Mark>,
    /// Whether something of this response only was written where no mark says so.
    pub(super) leaked: bool,
}

/// Where a capture began.
pub(super) struct Capture(usize);

/// How the output was, to go back to.
pub(super) struct Point {
    length: usize,
    captures: u32,
    marks: usize,
}

/// Where a recording began.
pub(super) struct Recording {
    start: usize,
    marks: usize,
    /// Of the recording around it.
    leaked: bool,
}

impl<'w> Output<'w> {
    /// Output that is kept.
    pub(crate) fn kept(capacity: usize) -> Output<'w> {
        Output {
            text: String::with_capacity(capacity),
            sink: None,
            written: 0,
            captures: 0,
            watched: 0,
            recordings: 0,
            marks: Vec::new(),
            leaked: false,
        }
    }

    /// Output that goes to `sink`.
    pub(crate) fn written_to(sink: &'w mut dyn io::Write, capacity: usize) -> Output<'w> {
        Output { sink: Some(sink), ..Output::kept(capacity.min(FLUSH_AT * 2)) }
    }

    /// Checks the limit, and writes out what has gathered.
    #[inline]
    pub(super) fn check(&mut self, budget: &Budget) -> Result<(), Error> {
        if self.text.len() < self.watched { Ok(()) } else { self.act(budget) }
    }

    #[inline(never)]
    fn act(&mut self, budget: &Budget) -> Result<(), Error> {
        budget.output(self.written.saturating_add(self.text.len()))?;
        let left = budget.output_left(self.written);
        let full = if self.sink.is_some() { FLUSH_AT + LOOKED_BACK } else { usize::MAX };
        self.watched = full.min(left.saturating_add(1));
        if self.text.len() < full || self.captures > 0 {
            return Ok(());
        }
        let kept = self.text.len() - LOOKED_BACK;
        self.write_out((0..=kept).rev().find(|it| self.text.is_char_boundary(*it)).unwrap_or(0))
    }

    /// Writes out the rest.
    pub(crate) fn flush(&mut self) -> Result<(), Error> {
        self.write_out(self.text.len())
    }

    /// Writes out this many bytes, when there is somewhere to write.
    fn write_out(&mut self, end: usize) -> Result<(), Error> {
        let Some(sink) = &mut self.sink else { return Ok(()) };
        let failed =
            |it| Error::new(ErrorKind::OutputFailed, "the output could not be written").caused_by(it);
        let done = self.text.get(..end).unwrap_or_default();
        sink.write_all(done.as_bytes()).map_err(failed)?;
        let done = done.len();
        self.written += done;
        self.watched = 0;
        self.text.drain(..done);
        Ok(())
    }

    /// Keeps back what is written from here on.
    pub(super) fn capture(&mut self) -> Capture {
        self.captures += 1;
        Capture(self.text.len())
    }

    /// Ends a capture and takes what it holds.
    pub(super) fn captured(&mut self, capture: &Capture) -> String {
        self.captures -= 1;
        // What becomes of the text, and where it goes, nobody knows.
        let kept = self.marks.iter().take_while(|it| it.range.end <= capture.0).count();
        self.leaked |= kept < self.marks.len();
        self.marks.truncate(kept);
        self.text.split_off(capture.0.min(self.text.len()))
    }

    /// Where what is written from here on begins; it is kept back until [`Output::keep`] or [`Output::back_to`].
    pub(super) fn point(&mut self) -> Point {
        let point = Point { length: self.text.len(), captures: self.captures, marks: self.marks.len() };
        self.captures += 1;
        point
    }

    /// What was written since the youngest point stays.
    pub(super) fn keep(&mut self) {
        self.captures -= 1;
    }

    /// Forgets what was written since a point, and which captures are open.
    pub(super) fn back_to(&mut self, point: &Point) {
        self.text.truncate(point.length);
        self.marks.truncate(point.marks);
        self.captures = point.captures;
    }

    /// Notes what is written from here on, and keeps it back.
    pub(super) fn record(&mut self) -> Recording {
        self.captures += 1;
        self.recordings += 1;
        let leaked = std::mem::replace(&mut self.leaked, false);
        Recording { start: self.text.len(), marks: self.marks.len(), leaked }
    }

    /// Ends a recording. `None` when what was written may not be used again.
    pub(super) fn recorded(&mut self, recording: &Recording) -> Option<Fragment> {
        let marks = self.marks.get(recording.marks..).unwrap_or_default();
        let fragment = if self.leaked { None } else { Fragment::cut(&self.text, recording.start, marks) };
        self.captures -= 1;
        self.recordings -= 1;
        self.leaked |= recording.leaked;
        if self.recordings == 0 {
            self.marks.clear();
            self.leaked = false;
        }
        fragment
    }

    /// A slot wrote this.
    pub(super) fn mark(&mut self, mark: Mark) {
        if self.recordings > 0 {
            self.marks.push(mark);
        }
    }

    /// Something of this response only was computed, and may be written anywhere.
    pub(super) fn leak(&mut self) {
        self.leaked |= self.recordings > 0;
    }

    /// What was written from `start` on came from a slot; `slot` is the mark for it, if one can stand for it.
    pub(super) fn mark_since(&mut self, start: usize, slot: impl FnOnce(&str) -> Option<Slot>) {
        if self.recordings == 0 {
            return;
        }
        match self.text.get(start..).and_then(slot) {
            Some(slot) => self.mark(Mark { range: start..self.text.len(), slot }),
            None => self.leaked = true,
        }
    }
}

/// Appends `text` without blanks between tags and at both ends, as `{% spaceless %}` does.
pub(super) fn push_spaceless(text: &str, out: &mut String) {
    let text = text.trim_matches(is_space);
    let mut kept = 0;
    for (at, _) in text.match_indices('>') {
        let after = &text[at + 1..];
        let rest = after.trim_start_matches(is_space);
        if rest.starts_with('<') && rest.len() < after.len() {
            out.push_str(&text[kept..=at]);
            kept = text.len() - rest.len();
        }
    }
    out.push_str(&text[kept..]);
}

#[cfg(test)]
mod tests {
    use super::{Output, push_spaceless};

    #[test]
    fn only_blanks_between_tags_go() {
        let mut out = String::new();
        push_spaceless(" <b> x </b>\n\t<i>\u{a0}</i> > <", &mut out);
        assert_eq!(out, "<b> x </b><i></i> ><");
    }

    #[test]
    fn what_is_looked_back_at_stays() {
        let mut sink = Vec::new();
        let mut out = Output::written_to(&mut sink, 0);
        let budget = crate::limits::Budget::new(&crate::Limits::default());
        out.text.push_str(&"é".repeat(50_000));
        out.text.push_str(" name=\"");
        out.check(&budget).unwrap();
        assert!(out.text.ends_with("é name=\"") && out.text.len() < 2000);
        out.flush().unwrap();
        assert_eq!(sink.len(), 100_007);
    }

    #[test]
    fn a_capture_holds_back_what_would_be_written() {
        let mut sink = Vec::new();
        let mut out = Output::written_to(&mut sink, 0);
        let budget = crate::limits::Budget::new(&crate::Limits::default());
        let capture = out.capture();
        out.text.push_str(&"x".repeat(100_000));
        out.check(&budget).unwrap();
        assert_eq!(out.captured(&capture).len(), 100_000);
        out.flush().unwrap();
        assert!(sink.is_empty());
    }
}
