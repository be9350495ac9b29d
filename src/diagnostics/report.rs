//! The long form of an error: source lines, carets, trail, remedy.

use super::{Error, Note};
use crate::source::{Source, Span};
use std::fmt;

/// An error as a page for people. `Display` prints it plain, [`Report::styled`] in colour.
pub struct Report<'e> {
    error: &'e Error,
    styled: bool,
}

/// Longest part of a source line that is shown, in characters.
const WIDTH: usize = 120;

/// How much of a longer trail is shown at each of its ends: a template that includes itself leaves one
/// of hundreds of steps.
const TRAIL_ENDS: usize = 3;

#[derive(Clone, Copy)]
enum Ink {
    Error,
    Note,
    Help,
    Frame,
    Bold,
}

impl<'e> Report<'e> {
    pub(super) fn new(error: &'e Error) -> Report<'e> {
        Report { error, styled: false }
    }

    /// The same with ANSI colours, for a terminal.
    pub fn styled(self) -> Report<'e> {
        Report { styled: true, ..self }
    }

    fn ink(&self, f: &mut fmt::Formatter<'_>, ink: Ink, text: &str) -> fmt::Result {
        if !self.styled {
            return f.write_str(text);
        }
        let code = match ink {
            Ink::Error => "1;31",
            Ink::Note => "1;36",
            Ink::Help => "1;32",
            Ink::Frame => "1;34",
            Ink::Bold => "1",
        };
        write!(f, "\x1b[{code}m{text}\x1b[0m")
    }

    /// The line a span starts on, under its position, with carets and a label.
    fn frame(&self, f: &mut fmt::Formatter<'_>, at: (&Source, Span), label: &str, ink: Ink) -> fmt::Result {
        let (source, span) = at;
        let location = source.locate(span.start);
        let number = location.line.to_string();
        let margin = " ".repeat(number.len());
        self.ink(f, Ink::Frame, &format!("{margin}--> "))?;
        writeln!(f, "{}:{location}", visible(source.name()))?;
        let text = source.text();
        let start = (span.start as usize).min(text.len());
        let line_start = text[..start].rfind('\n').map_or(0, |it| it + 1);
        let line_end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |it| start + it);
        let end = (span.end as usize).clamp(start, line_end);
        let line = Excerpt::new(&text[line_start..start], &text[start..end], &text[end..line_end]);
        self.ink(f, Ink::Frame, &format!("{margin} |\n{number} | "))?;
        writeln!(f, "{}{}{}", line.before, line.marked, line.after)?;
        self.ink(f, Ink::Frame, &format!("{margin} | "))?;
        let carets = "^".repeat(line.marked.chars().count().max(1));
        let label = if label.is_empty() { carets } else { format!("{carets} {label}") };
        write!(f, "{}", " ".repeat(line.before.chars().count()))?;
        self.ink(f, ink, &label)?;
        writeln!(f)
    }

    fn notes<'n>(
        &self,
        f: &mut fmt::Formatter<'_>,
        notes: impl IntoIterator<Item = &'n Note>,
    ) -> fmt::Result {
        for note in notes {
            self.frame(f, (&note.source, note.span), &visible(&note.text), Ink::Note)?;
        }
        Ok(())
    }

    fn trail(&self, f: &mut fmt::Formatter<'_>, steps: &[Note]) -> fmt::Result {
        let left_out = steps.len().saturating_sub(2 * TRAIL_ENDS);
        if left_out < 2 {
            return self.notes(f, steps);
        }
        self.notes(f, &steps[..TRAIL_ENDS])?;
        self.ink(f, Ink::Frame, &format!("  ... {left_out} more steps like these\n"))?;
        self.notes(f, &steps[steps.len() - TRAIL_ENDS..])
    }
}

/// A source line cut down to what fits, around its marked part.
struct Excerpt {
    before: String,
    marked: String,
    after: String,
}

impl Excerpt {
    fn new(before: &str, marked: &str, after: &str) -> Excerpt {
        let long = |it: &str, most: usize| it.chars().count() > most;
        let head = if long(before, WIDTH / 2) {
            let skip = before.chars().count() - WIDTH / 2;
            format!("…{}", before.chars().skip(skip).collect::<String>())
        } else {
            before.to_owned()
        };
        let cut = |it: &str, most: usize| {
            if long(it, most) {
                format!("{}…", it.chars().take(most).collect::<String>())
            } else {
                it.to_owned()
            }
        };
        Excerpt {
            before: visible(&head),
            marked: visible(&cut(marked, WIDTH)),
            after: visible(&cut(after, WIDTH / 2)),
        }
    }
}

/// Control and direction-changing characters as one visible character each, so that a hostile
/// template cannot write on the terminal and carets stay in line.
fn visible(text: &str) -> String {
    let hidden = |it: char| {
        it.is_control()
            || matches!(it, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
    };
    let show = |it| match it {
        '\t' => ' ',
        it if hidden(it) => '\u{FFFD}',
        it => it,
    };
    text.chars().map(show).collect()
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let repr = &*self.error.0;
        self.ink(f, Ink::Error, &format!("error[{}]", repr.kind.code()))?;
        self.ink(f, Ink::Bold, &format!(": {}", visible(&repr.message)))?;
        writeln!(f)?;
        // A note about the very place of the fault is its label.
        let at_fault = |it: &Note| repr.at.as_ref().is_some_and(|(source, span)| it.is_at(source, *span));
        if let Some((source, span)) = &repr.at {
            let label = repr.notes.iter().find(|it| at_fault(it)).map_or("", |it| &it.text);
            self.frame(f, (source, *span), &visible(label), Ink::Error)?;
        }
        self.notes(f, repr.notes.iter().filter(|it| !at_fault(it)))?;
        self.trail(f, &repr.trail)?;
        if let Some(help) = &repr.help {
            self.ink(f, Ink::Help, "help")?;
            writeln!(f, ": {}", visible(help))?;
        }
        if let Some(cause) = &repr.cause {
            self.ink(f, Ink::Note, "cause")?;
            writeln!(f, ": {}", visible(&cause.to_string()))?;
        }
        for other in &repr.others {
            writeln!(f)?;
            fmt::Display::fmt(&Report { error: other, styled: self.styled }, f)?;
        }
        Ok(())
    }
}
