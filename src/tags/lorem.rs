//! `{% lorem %}`: text to try a layout with.

use super::{Given, Printed};
use crate::diagnostics::Error;
use crate::filters::int_of;
use crate::limits::Cost;
use crate::value::{Cx, Kind, Origin, Value};

/// The paragraph that comes first, unless all is random; its words are the words of the others.
const PARAGRAPH: &str = "Lorem ipsum dolor sit amet, consectetur adipisicing elit, sed do eiusmod tempor incididunt ut \
    labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip \
    ex ea commodo consequat. Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat \
    nulla pariatur. Excepteur sint occaecat cupidatat non proident, sunt in culpa qui officia deserunt mollit anim id \
    est laborum.";

/// As many words of it come first, unless all is random.
const COMMON: i64 = 19;

/// Words or paragraphs. A count that is no number counts as 1.
pub(super) fn lorem<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    let count = int_of(given.at(0)).and_then(|it| i64::try_from(it).ok()).unwrap_or(1);
    let common = given.at(2).as_str() != Some("random");
    let mut text = Text { cx: given.cx, words: words().collect(), out: String::new() };
    match given.at(1).as_str() {
        Some("w") => text.words(count, common)?,
        Some("p") => {
            text.paragraphs(count, common, ("<p>", "</p>"))?;
            return Ok(Value::Safe(Kind::Html(Origin::Earned), given.cx.arena.str(&text.out)?));
        }
        _ => text.paragraphs(count, common, ("", ""))?,
    }
    Ok(Value::Str(given.cx.arena.str(&text.out)?))
}

/// The words of the paragraph, without what parts them.
fn words() -> impl Iterator<Item = String> {
    PARAGRAPH.split_whitespace().map(|it| it.trim_end_matches([',', '.']).to_lowercase())
}

struct Text<'a> {
    cx: Cx<'a>,
    words: Vec<String>,
    out: String,
}

impl Text<'_> {
    /// Django takes a negative count from the end of the common words.
    fn words(&mut self, count: i64, common: bool) -> Result<(), Error> {
        let fixed = if common { COMMON } else { 0 };
        let count = if count < 0 { (fixed + count).max(0) } else { count };
        for at in 0..count {
            if at > 0 {
                self.out.push(' ');
            }
            match usize::try_from(at) {
                Ok(at) if (at as i64) < fixed => self.word(at)?,
                _ => self.any_word()?,
            }
        }
        Ok(())
    }

    fn paragraphs(&mut self, count: i64, common: bool, (open, close): (&str, &str)) -> Result<(), Error> {
        for at in 0..count {
            if at > 0 {
                self.out.push_str("\n\n");
            }
            self.out.push_str(open);
            if at == 0 && common {
                self.out.push_str(PARAGRAPH);
            } else {
                self.paragraph()?;
            }
            self.out.push_str(close);
            self.charge()?;
        }
        Ok(())
    }

    /// One to four sentences.
    fn paragraph(&mut self) -> Result<(), Error> {
        for at in 0..=self.below(4) {
            if at > 0 {
                self.out.push(' ');
            }
            self.sentence()?;
        }
        Ok(())
    }

    /// One to five parts of three to twelve words.
    fn sentence(&mut self) -> Result<(), Error> {
        let begin = self.out.len();
        for part in 0..=self.below(5) {
            for word in 0..3 + self.below(10) {
                self.out.push_str(match (part, word) {
                    (0, 0) => "",
                    (_, 0) => ", ",
                    _ => " ",
                });
                self.any_word()?;
            }
        }
        if let Some(first) = self.out.get_mut(begin..begin + 1) {
            first.make_ascii_uppercase();
        }
        self.out.push(if self.below(8) == 0 { '?' } else { '.' });
        Ok(())
    }

    fn any_word(&mut self) -> Result<(), Error> {
        let at = self.below(self.words.len() as u64);
        self.word(usize::try_from(at).unwrap_or(0))
    }

    fn word(&mut self, at: usize) -> Result<(), Error> {
        self.out.push_str(self.words.get(at).map_or("", |it| it));
        self.charge()
    }

    /// A short tag can ask for much text.
    fn charge(&self) -> Result<(), Error> {
        self.cx.arena.budget().charge(Cost::Iteration)?;
        self.cx.arena.budget().output(self.out.len())
    }

    /// The host may answer with any number.
    fn below(&self, below: u64) -> u64 {
        self.cx.host.random(below).min(below.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::{COMMON, words};

    #[test]
    fn the_common_words_are_the_first_sentence() {
        let words: Vec<String> = words().collect();
        assert_eq!(words.get(COMMON as usize - 1).map(|it| &**it), Some("aliqua"));
    }
}
