//! [`CleanStream`]: HTML that comes in pieces, cleaned part by part.
//!
//! A part ends where the tree builder is as it was at the start: nothing is open, nothing to be opened anew. What
//! comes after such a place is read as if nothing had come before it, so that cleaning the parts and cleaning the
//! whole are the same.

mod order;
mod watch;

use super::sanitizer::Sanitizer;
use crate::diagnostics::Error;
use crate::value::SafeHtml;
use watch::Watch;

/// Parts are no shorter than that, but for the last: each is a cleaning of its own.
const PART: usize = 16 << 10;

/// Cleans HTML that comes in pieces, and gives clean HTML back as soon as it is sure what that is.
///
/// The results together are what [`Sanitizer::clean`] makes of the whole, for HTML within the policy's limits.
/// The limits hold for what is held at once instead of the whole: a page of any length can be cleaned.
/// What is held is the element at hand that has nothing around it (a paragraph, a section) and some 16 KiB. But
/// where markup is nested wrongly, or holds `select` or `template`, nobody can tell any more where a part ends:
/// from there on, all is held to the end, or until it is longer than `input-bytes`. HTML that is another tree each
/// time it is read becomes text only in its part.
///
/// ```
/// use palisade::{Policy, Sanitizer};
///
/// let sanitizer = Sanitizer::new(Policy::comment())?;
/// let mut stream = sanitizer.stream();
/// let mut page = String::new();
/// for piece in ["<p>One<p>Tw", "o <b onclick", "=x()>three</b>"] {
///     page.push_str(stream.push(piece)?.as_str());
/// }
/// page.push_str(stream.finish()?.as_str());
/// assert_eq!(page, "<p>One</p><p>Two <b>three</b></p>");
/// # Ok::<(), palisade::Error>(())
/// ```
pub struct CleanStream {
    sanitizer: Sanitizer,
    /// What has come and was not given back yet.
    held: String,
    watch: Watch,
    /// Bytes of the shortest part.
    part: usize,
    /// Where in `held` a part ends, if it is known.
    end: usize,
    /// A part has been given back: the next is not the start of the page.
    is_further: bool,
}

impl Sanitizer {
    /// Cleans HTML that comes in pieces.
    pub fn stream(&self) -> CleanStream {
        self.stream_of_parts(PART)
    }

    /// The same with parts of another length: for tests of where they end.
    pub(crate) fn stream_of_parts(&self, part: usize) -> CleanStream {
        CleanStream {
            sanitizer: self.clone(),
            held: String::new(),
            watch: Watch::new(self.clone()),
            part,
            end: 0,
            is_further: false,
        }
    }
}

impl CleanStream {
    /// Takes the next piece, which may end anywhere, and gives back what is clean by now: often nothing.
    ///
    /// # Errors
    /// As [`Sanitizer::clean`], for what is held. After an error nothing more can be had.
    pub fn push(&mut self, html: &str) -> Result<SafeHtml<'static>, Error> {
        let before = self.held.len();
        self.held.push_str(html);
        if let Some(end) = self.watch.read(html) {
            self.end = before + end;
        }
        if self.end < self.part {
            return self.sanitizer.check_length(self.held.len()).map(|()| SafeHtml::earned(String::new()));
        }
        let rest = self.held.get(self.end..).unwrap_or_default().to_owned();
        let part = std::mem::replace(&mut self.held, rest);
        let clean = self.clean(part.get(..self.end).unwrap_or_default())?;
        self.is_further |= self.end > 0;
        self.end = 0;
        Ok(clean)
    }

    /// There is no more: gives back the rest.
    ///
    /// # Errors
    /// As [`Sanitizer::clean`], for the rest.
    pub fn finish(self) -> Result<SafeHtml<'static>, Error> {
        self.clean(&self.held)
    }

    /// A part. A byte order mark goes at the start of a page only; a letter keeps it from that of a part.
    fn clean(&self, part: &str) -> Result<SafeHtml<'static>, Error> {
        let is_marked = self.is_further && part.contains('\u{FEFF}');
        let clean = if is_marked {
            let clean = self.sanitizer.clean(&format!("x{part}"))?.into_string();
            clean.strip_prefix('x').unwrap_or(&clean).to_owned()
        } else {
            self.sanitizer.clean(part)?.into_string()
        };
        Ok(SafeHtml::earned(clean))
    }
}

impl std::fmt::Debug for CleanStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CleanStream").field("held", &self.held.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
