//! `content` of `<meta http-equiv="refresh">`, as literal text moves through it (HTML § 4.2.5.3, shared
//! declarative refresh steps; the numbers are theirs).

use super::{Fault, url, url_after_hole};
use crate::contextual::place::Refusal;
use crate::contextual::place::UrlPart;
use crate::html::is_blank;
use std::fmt;

/// Where in a refresh a point stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Refresh {
    /// Blanks and digits (steps 3 to 5); `digits` once there is one, or a value that is.
    Time { digits: bool },
    /// `.` and more digits, which do not count (step 7).
    Fraction,
    /// After blanks that end the time; `separated` once `;` or `,` was read (step 9).
    Gap { separated: bool },
    /// This many characters of `url` (steps 10.2 to 10.4).
    Keyword(u8),
    /// After `url`, before its `=` (step 10.5).
    BeforeEquals,
    /// After `=`, among blanks (step 10.7).
    AfterEquals,
    /// In the URL, with the quote that ends it (steps 10.8 to 10.10).
    Url { part: UrlPart, quote: Option<char> },
    /// After the URL's closing quote: browsers read no further.
    Done,
    /// Text that makes browsers do nothing (steps 6 and 9.1). Another reader may look for a URL all the same,
    /// and so each value is checked as a whole one.
    Ignored,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RefreshHole {
    /// The seconds: the whole value, too, is a number and nothing else.
    Number,
    Url {
        part: UrlPart,
    },
}

const KEYWORD: [char; 3] = ['u', 'r', 'l'];

impl Refresh {
    /// At the start of the attribute's value.
    pub(crate) fn start() -> Refresh {
        Refresh::Time { digits: false }
    }

    /// The place after decoded literal text. A fault's offset is that of the character in `text`.
    pub(in crate::contextual) fn advance(self, text: &str) -> Result<Refresh, Fault> {
        text.char_indices().try_fold(self, |place, (at, next)| {
            place.read(next).map_err(|it| Fault { at: u32::try_from(at).unwrap_or(u32::MAX), ..it })
        })
    }

    fn read(self, next: char) -> Result<Refresh, Fault> {
        let blank = u8::try_from(next).is_ok_and(is_blank);
        Ok(match (self, next) {
            (Refresh::Time { digits: false }, _) if blank => Refresh::start(),
            (Refresh::Time { .. }, '0'..='9') => Refresh::Time { digits: true },
            (Refresh::Time { .. } | Refresh::Fraction, '.') | (Refresh::Fraction, '0'..='9') => {
                Refresh::Fraction
            }
            (
                Refresh::Time { digits: true } | Refresh::Fraction | Refresh::Gap { separated: false },
                ';' | ',',
            ) => Refresh::Gap { separated: true },
            (Refresh::Time { .. } | Refresh::Fraction, _) if blank => Refresh::Gap { separated: false },
            (Refresh::Time { .. } | Refresh::Fraction, _) => Refresh::Ignored,
            (Refresh::Gap { separated }, _) if blank => Refresh::Gap { separated },
            (Refresh::Gap { .. }, _) => Refresh::Keyword(0).read(next)?,
            (Refresh::Keyword(read), _) => keyword(read, next)?,
            (Refresh::BeforeEquals, '=') => Refresh::AfterEquals,
            (Refresh::BeforeEquals, _) if blank => Refresh::BeforeEquals,
            // Step 10.6: it was no keyword, and all of it is the URL.
            (Refresh::BeforeEquals, _) => unquoted(UrlPart::Path { segment_start: false }, next)?,
            (Refresh::AfterEquals, '"' | '\'') => Refresh::Url { part: UrlPart::Start, quote: Some(next) },
            (Refresh::AfterEquals, _) if blank => Refresh::AfterEquals,
            (Refresh::AfterEquals, _) => unquoted(UrlPart::Start, next)?,
            (Refresh::Url { quote, .. }, _) if quote == Some(next) => Refresh::Done,
            (Refresh::Url { part, quote }, _) => Refresh::Url { part: url::read(part, next)?, quote },
            (place, _) => place,
        })
    }

    /// What a value is at this point.
    pub(crate) fn hole(&self) -> Result<RefreshHole, Refusal> {
        let refuse = |reason, remedy| Err(Refusal { reason, remedy });
        match self {
            Refresh::Time { .. } | Refresh::Fraction => Ok(RefreshHole::Number),
            Refresh::Url { part, .. } => Ok(RefreshHole::Url { part: part.clone() }),
            Refresh::AfterEquals | Refresh::Ignored => Ok(RefreshHole::Url { part: UrlPart::Start }),
            Refresh::Gap { separated: true } => {
                refuse("the value could begin with `url=`", "write `url=` before it")
            }
            Refresh::Keyword(_) | Refresh::BeforeEquals => {
                refuse("the value could complete `url=`", "write `url=` before it")
            }
            Refresh::Gap { .. } => refuse("a `;` is missing before it", "write `; url=` before it"),
            Refresh::Done => refuse("browsers do not read it", "take the value out"),
        }
    }

    /// The place after the value.
    pub(crate) fn after_hole(self, hole: &RefreshHole) -> Refresh {
        match (self, hole) {
            (Refresh::Ignored, _) => Refresh::Ignored,
            (Refresh::Fraction, RefreshHole::Number) => Refresh::Fraction,
            (_, RefreshHole::Number) => Refresh::Time { digits: true },
            (Refresh::Url { quote, .. }, RefreshHole::Url { part }) => {
                Refresh::Url { part: url_after_hole(part.clone()), quote }
            }
            (_, RefreshHole::Url { part }) => {
                Refresh::Url { part: url_after_hole(part.clone()), quote: None }
            }
        }
    }

    /// After text that was not seen here: nothing is known, and no value can follow.
    pub(crate) fn after_unseen(self) -> Refresh {
        Refresh::Done
    }

    /// The part of the URL it stands in.
    pub(crate) fn url_part(&self) -> Option<&UrlPart> {
        match self {
            Refresh::AfterEquals | Refresh::Ignored => Some(&UrlPart::Start),
            Refresh::Url { part, .. } => Some(part),
            _ => None,
        }
    }
}

/// Steps 10.2 to 10.4. What is no keyword is the URL, from its first letter on; a quote before it counts
/// only if nothing of the keyword stands there.
fn keyword(read: u8, next: char) -> Result<Refresh, Fault> {
    if KEYWORD.get(usize::from(read)).is_some_and(|it| it.eq_ignore_ascii_case(&next)) {
        return Ok(if read == 2 { Refresh::BeforeEquals } else { Refresh::Keyword(read + 1) });
    }
    match (read, next) {
        (0, '"' | '\'') => Ok(Refresh::Url { part: UrlPart::Start, quote: Some(next) }),
        (0, _) => unquoted(UrlPart::Start, next),
        _ => {
            let letters: String = KEYWORD.iter().take(usize::from(read)).collect();
            let part = letters.chars().try_fold(UrlPart::Start, url::read)?;
            unquoted(part, next)
        }
    }
}

fn unquoted(part: UrlPart, next: char) -> Result<Refresh, Fault> {
    Ok(Refresh::Url { part: url::read(part, next)?, quote: None })
}

impl fmt::Display for Refresh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.url_part() {
            Some(part) => write!(f, "URL {part} of a refresh"),
            None => write!(f, "the seconds of a refresh"),
        }
    }
}

#[cfg(test)]
mod tests;
