//! `srcset` and `imagesrcset`, as literal text moves through them (HTML § 4.8.4.2.1, srcset attributes;
//! parsing as in § 4.8.4.3.10).

use super::{Fault, url, url_after_hole};
use crate::contextual::place::Refusal;
use crate::contextual::place::UrlPart;
use crate::html::is_blank;
use std::fmt;

/// Where in a list of image candidates a point stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Srcset {
    /// Before a candidate, among blanks and commas.
    Start,
    /// In a URL; `comma` right after one, which ends the candidate if a blank follows.
    Url { part: UrlPart, comma: bool },
    /// After a whole list from a value.
    AfterList,
    /// After the blank that ends a URL.
    Descriptor,
    /// In a descriptor's parentheses, where a comma ends nothing.
    Parens,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SrcsetHole {
    /// Candidates with their descriptors.
    List,
    /// A URL or part of one; `whole` when nothing else belongs to the URL, which then may not be empty.
    Url {
        part: UrlPart,
        whole: bool,
    },
    Descriptor,
}

/// What stands right after a hole, in the attribute's decoded value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SrcsetNext {
    End,
    Char(char),
    /// A comma with a blank after it.
    CommaBlank,
    /// A tag or another value.
    Unknown,
}

impl Srcset {
    /// The place after decoded literal text. A fault's offset is that of the character in `text`.
    pub(in crate::contextual) fn advance(self, text: &str) -> Result<Srcset, Fault> {
        text.char_indices().try_fold(self, |place, (at, next)| {
            place.read(next).map_err(|it| Fault { at: u32::try_from(at).unwrap_or(u32::MAX), ..it })
        })
    }

    fn read(self, next: char) -> Result<Srcset, Fault> {
        let blank = u8::try_from(next).is_ok_and(is_blank);
        Ok(match (self, next) {
            (Srcset::Start, ',') => Srcset::Start,
            (Srcset::Start, _) if blank => Srcset::Start,
            (Srcset::Start, _) => Srcset::Url { part: url::read(UrlPart::Start, next)?, comma: false },
            // A list is followed by `, ` or nothing: the walk has seen to it, and what else comes is inert.
            (Srcset::AfterList, _) => {
                if next == ',' {
                    Srcset::Start
                } else {
                    Srcset::Descriptor
                }
            }
            (Srcset::Url { comma: true, .. }, _) if blank => Srcset::Start,
            (Srcset::Url { .. }, _) if blank => Srcset::Descriptor,
            (Srcset::Url { part, .. }, _) => Srcset::Url { part: url::read(part, next)?, comma: next == ',' },
            (Srcset::Descriptor, ',') => Srcset::Start,
            (Srcset::Descriptor, '(') => Srcset::Parens,
            (Srcset::Parens, ')') => Srcset::Descriptor,
            (place, _) => place,
        })
    }

    /// What a value is at this point, before `next`.
    pub(crate) fn hole(&self, next: SrcsetNext) -> Result<SrcsetHole, Refusal> {
        let ends = matches!(next, SrcsetNext::End | SrcsetNext::CommaBlank);
        let blank = matches!(next, SrcsetNext::Char(it) if it.is_ascii_whitespace());
        match self {
            Srcset::Start if ends => Ok(SrcsetHole::List),
            Srcset::Start => Ok(SrcsetHole::Url { part: UrlPart::Start, whole: blank }),
            Srcset::Url { comma: true, .. } => Err(Refusal {
                reason: "the comma before it may or may not begin another image",
                remedy: "put a blank after the comma",
            }),
            Srcset::Url { part, .. } => Ok(SrcsetHole::Url { part: part.clone(), whole: false }),
            Srcset::Descriptor => Ok(SrcsetHole::Descriptor),
            Srcset::AfterList | Srcset::Parens => Err(Refusal {
                reason: "neither a URL nor a size can stand there",
                remedy: "put a comma and a blank before the value",
            }),
        }
    }

    /// The place after the value.
    pub(crate) fn after_hole(self, hole: &SrcsetHole) -> Srcset {
        match hole {
            SrcsetHole::List => Srcset::AfterList,
            SrcsetHole::Url { part, .. } => Srcset::Url { part: url_after_hole(part.clone()), comma: false },
            SrcsetHole::Descriptor => self,
        }
    }

    /// After text that was not seen here: nothing is known, and no value can follow.
    pub(crate) fn after_unseen(self) -> Srcset {
        Srcset::Parens
    }

    /// The part of the URL it stands in.
    pub(crate) fn url_part(&self) -> Option<&UrlPart> {
        match self {
            Srcset::Start => Some(&UrlPart::Start),
            Srcset::Url { part, .. } => Some(part),
            _ => None,
        }
    }

    /// The place in the words of the corpora.
    #[allow(dead_code, reason = "asked by the corpora's state rows, which are wired with `explain`")]
    pub(crate) fn part_name(&self) -> &'static str {
        match self {
            Srcset::Start => "start",
            Srcset::Url { .. } => "url",
            Srcset::AfterList | Srcset::Descriptor | Srcset::Parens => "descriptor",
        }
    }
}

impl fmt::Display for Srcset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Srcset::Start => write!(f, "start of an image in a `srcset`"),
            Srcset::Url { part, .. } => write!(f, "URL {part} in a `srcset`"),
            _ => write!(f, "an image's size in a `srcset`"),
        }
    }
}

#[cfg(test)]
mod tests;
