//! Lists of image candidates (HTML § 4.8.4.2.1, srcset attributes): each URL is checked, commas and blanks
//! in it are percent-encoded, and what stands after it is a size or a density.

use super::url::{BLOCKED, UrlHole, UrlWrite};
use super::{Rejected, html};
use crate::html::{UrlKind, is_blank};
use crate::value::Kind;

/// A hole in a `srcset`. Written for a quoted attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum SrcsetWrite {
    /// Candidates with their descriptors.
    List,
    /// A candidate's URL, or part of it; `whole` when it may not be empty, for the descriptor after it would
    /// become a URL.
    Url {
        write: UrlWrite,
        whole: bool,
    },
    Descriptor,
}

const BAD_DESCRIPTOR: Rejected = Rejected { reason: "not a width or density such as `300w` or `2x`" };
const NO_URL: Rejected = Rejected { reason: "an image's URL may be neither empty nor control characters" };

impl SrcsetWrite {
    /// Writes a value, `kind` being its type if it has one.
    pub(crate) fn write(self, value: &str, kind: Option<Kind>, out: &mut String) -> Option<Rejected> {
        match self {
            // Written for an attribute like this one, by somebody who vouches for it.
            _ if kind == Some(Kind::Srcset) => html::text(value, out),
            SrcsetWrite::List => return list(value, kind, out),
            SrcsetWrite::Url { whole: true, .. } if value.trim_matches(|it| it <= ' ').is_empty() => {
                out.push_str(BLOCKED);
                return Some(NO_URL);
            }
            SrcsetWrite::Url { write, .. } => return url(write, value, kind, out),
            SrcsetWrite::Descriptor if value.is_empty() || is_descriptor(value) => out.push_str(value),
            // One word without a comma: at most the image before it is not shown.
            SrcsetWrite::Descriptor if matches!(kind, Some(Kind::Url | Kind::ResourceUrl)) => {
                return url(UrlWrite::Rest { guard: false }, value, kind, out);
            }
            SrcsetWrite::Descriptor => return Some(BAD_DESCRIPTOR),
        }
        None
    }

    /// The kind of place it writes for, as rejections and `explain` name it.
    pub(crate) fn place(self) -> &'static str {
        match self {
            SrcsetWrite::List => "list of images",
            SrcsetWrite::Url { .. } => "URL of an image",
            SrcsetWrite::Descriptor => "size of an image",
        }
    }
}

/// Encodes the commas of a URL, but the one that `data:` needs.
fn url(write: UrlWrite, value: &str, kind: Option<Kind>, out: &mut String) -> Option<Rejected> {
    let begin = out.len();
    let rejected = UrlHole { write, kind: UrlKind::Media }.write(value, kind, out);
    let written = out.split_off(begin);
    let head = data_head(write, &written);
    out.push_str(&written[..head]);
    out.push_str(&written[head..].replace(',', "%2C"));
    rejected
}

/// Length of `data:…;base64,` at the start of a URL: no comma follows it in one that was let through.
fn data_head(write: UrlWrite, url: &str) -> usize {
    let is_data = write == UrlWrite::Whole && url.get(..5).is_some_and(|it| it.eq_ignore_ascii_case("data:"));
    let head = url.find(',').map_or(0, |it| it + 1);
    // At the very end it would end the candidate.
    if is_data && head < url.len() { head } else { 0 }
}

/// The splitting loop of § 4.8.4.3.10, with each candidate written as it is read.
fn list(value: &str, kind: Option<Kind>, out: &mut String) -> Option<Rejected> {
    let mut rest = value;
    let mut rejected = None;
    loop {
        let separators = run(rest, |it| is_blank(it) || it == b',');
        out.push_str(&rest[..separators]);
        rest = &rest[separators..];
        if rest.is_empty() {
            return rejected;
        }
        let (candidate, length) = read(rest);
        rejected = rejected.or(candidate.write(kind, out));
        rest = &rest[length..];
    }
}

/// One candidate of a list.
pub(crate) struct Candidate<'v> {
    pub url: &'v str,
    /// The blanks and what follows them up to a comma.
    pub descriptor: &'v str,
}

/// The candidates of a list, as the splitting loop of § 4.8.4.3.10 finds them.
#[cfg(feature = "sanitize")]
pub(crate) fn candidates(list: &str) -> impl Iterator<Item = Candidate<'_>> {
    let mut rest = list;
    std::iter::from_fn(move || {
        rest = rest.get(run(rest, |it| is_blank(it) || it == b',')..).filter(|it| !it.is_empty())?;
        let (candidate, length) = read(rest);
        rest = rest.get(length..).unwrap_or_default();
        Some(candidate)
    })
}

/// The candidate that a text which is neither empty nor begins with a separator begins with, and its length
/// up to the comma that ends it.
fn read(text: &str) -> (Candidate<'_>, usize) {
    let end = run(text, |it| !is_blank(it));
    let url = text[..end].trim_end_matches(',');
    if url.len() < end {
        return (Candidate { url, descriptor: "" }, url.len());
    }
    let mut parens = false;
    let length = run(&text[end..], |it| {
        parens = if parens { it != b')' } else { it == b'(' };
        parens || it != b','
    });
    (Candidate { url, descriptor: &text[end..end + length] }, end + length)
}

impl Candidate<'_> {
    fn write(&self, kind: Option<Kind>, out: &mut String) -> Option<Rejected> {
        let words = self.descriptor.split(|it: char| u8::try_from(it).is_ok_and(is_blank));
        if !words.filter(|it| !it.is_empty()).all(is_descriptor) {
            out.push_str(BLOCKED);
            // Without it, the comma that follows would be part of the URL.
            out.push(' ');
            return Some(BAD_DESCRIPTOR);
        }
        // What the URL's parser takes off its ends would leave nothing, or a comma at an end.
        if self.url.trim_matches(|it| it <= ' ') != self.url {
            out.push_str(BLOCKED);
            out.push_str(self.descriptor);
            return Some(NO_URL);
        }
        // Commas inside a URL are part of it: only at its ends do they separate.
        let rejected = UrlHole { write: UrlWrite::Whole, kind: UrlKind::Media }.write(self.url, kind, out);
        out.push_str(self.descriptor);
        rejected
    }
}

/// How many bytes of the kind the text begins with.
fn run(text: &str, is: impl FnMut(u8) -> bool) -> usize {
    let mut is = is;
    text.bytes().position(|it| !is(it)).unwrap_or(text.len())
}

/// A number, and `w`, `x` or `h` if the template's text does not bring it.
pub(crate) fn is_descriptor(text: &str) -> bool {
    let number = text.strip_suffix(['w', 'x', 'h']).unwrap_or(text);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    [whole, fraction].iter().all(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
