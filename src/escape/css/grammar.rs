//! What a plain value may be in CSS (CSS Syntax § 4.3, CSS Values 4 § 2.1): no strings, no URLs, no
//! functions beside those that make a colour of numbers, no escapes, nothing beyond ASCII.

use crate::html::is_color_function;

/// Words, numbers, `#` colours and colour functions, with blanks or commas between them.
pub(super) fn is_value(text: &str) -> bool {
    let mut scan = Scan { rest: text.as_bytes() };
    scan.list(Level::Top) && scan.rest.is_empty()
}

/// The digits after `#`, or any name of that length: browsers ignore what is no colour.
pub(super) fn is_hash(text: &str) -> bool {
    (3..=8).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_alphanumeric())
}

/// `red`, `-webkit-box`; no `--name`.
pub(super) fn is_ident(text: &str) -> bool {
    let name = text.strip_prefix('-').unwrap_or(text);
    name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_') && is_ident_part(name)
}

pub(super) fn is_ident_part(text: &str) -> bool {
    text.bytes().all(is_name)
}

/// Digits, a fraction, a unit or `%`, each of which may be missing; or part of an identifier.
pub(super) fn is_number_part(text: &str) -> bool {
    let mut scan = Scan { rest: text.as_bytes() };
    scan.take(|it| it.is_ascii_digit());
    scan.fraction();
    scan.unit();
    scan.rest.is_empty() || is_ident_part(text)
}

/// An identifier or a number of digits: what would begin like a custom property is neither.
pub(super) fn is_single(text: &str) -> bool {
    is_ident_part(text) && !text.starts_with("--")
}

/// Part of a number or an identifier, without a sign.
pub(super) fn is_unsigned(text: &str) -> bool {
    is_number_part(text) && !text.starts_with('-')
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Words that are no values: each would be something else with a `(` after it.
const BANNED: &[&str] = &["expression", "url"];

fn is_word(name: &[u8]) -> bool {
    let Ok(name) = std::str::from_utf8(name) else {
        return false;
    };
    is_ident(name) && !name.contains("--") && !BANNED.iter().any(|it| it.eq_ignore_ascii_case(name))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Top,
    /// In the parentheses of a colour function.
    Color,
}

/// What has not been read yet.
struct Scan<'t> {
    rest: &'t [u8],
}

impl Scan<'_> {
    /// Items with separators between them; never empty, and no separator but blanks at its ends.
    fn list(&mut self, level: Level) -> bool {
        let mut separated = self.take(|it| it == b' ') > 0;
        let mut needs_item = true;
        loop {
            match self.rest.first() {
                None => return !needs_item && level == Level::Top,
                Some(b')') if level == Level::Color => return !needs_item,
                Some(b',') if !needs_item => {
                    self.skip(1);
                    (needs_item, separated) = (true, true);
                }
                // Before an alpha value; blanks around it keep it from being a comment or a tag.
                Some(b'/')
                    if level == Level::Color
                        && !needs_item
                        && separated
                        && self.rest.get(1) == Some(&b' ') =>
                {
                    self.skip(1);
                    needs_item = true;
                }
                Some(_) if (needs_item || separated) && self.item(level) => {
                    (needs_item, separated) = (false, false);
                }
                Some(_) => return false,
            }
            separated |= self.take(|it| it == b' ') > 0;
        }
    }

    fn item(&mut self, level: Level) -> bool {
        match self.rest.first() {
            Some(b'#') => level == Level::Top && self.hex_color(),
            _ => self.number() || self.word(level),
        }
    }

    fn hex_color(&mut self) -> bool {
        self.skip(1);
        matches!(self.take(|it| it.is_ascii_hexdigit()), 3 | 4 | 6 | 8)
    }

    fn word(&mut self, level: Level) -> bool {
        let all = self.rest;
        let length = self.take(is_name);
        let name = &all[..length];
        if self.rest.first() != Some(&b'(') {
            return is_word(name);
        }
        let color = std::str::from_utf8(name).is_ok_and(is_color_function);
        if level == Level::Color || !color {
            return false;
        }
        self.skip(1);
        self.list(Level::Color) && self.skip(1)
    }

    /// § 4.3.12 and § 4.3.3: a number, with a unit or `%` if there is one. Takes nothing if there is none.
    fn number(&mut self) -> bool {
        let begin = self.rest;
        if matches!(self.rest.first(), Some(b'+' | b'-')) {
            self.skip(1);
        }
        let digits = self.take(|it| it.is_ascii_digit());
        if !self.fraction() && digits == 0 {
            self.rest = begin;
            return false;
        }
        self.exponent();
        self.unit();
        true
    }

    /// `.` and digits.
    fn fraction(&mut self) -> bool {
        let is_fraction =
            self.rest.first() == Some(&b'.') && self.rest.get(1).is_some_and(u8::is_ascii_digit);
        if is_fraction {
            self.skip(1);
            self.take(|it| it.is_ascii_digit());
        }
        is_fraction
    }

    /// `e`, a sign if there is one, and digits.
    fn exponent(&mut self) {
        let sign = usize::from(matches!(self.rest.get(1), Some(b'+' | b'-')));
        if matches!(self.rest.first(), Some(b'e' | b'E'))
            && self.rest.get(1 + sign).is_some_and(u8::is_ascii_digit)
        {
            self.skip(1 + sign);
            self.take(|it| it.is_ascii_digit());
        }
    }

    fn unit(&mut self) {
        if self.rest.first() == Some(&b'%') {
            self.skip(1);
        } else {
            self.take(|it| it.is_ascii_alphabetic());
        }
    }

    /// How many bytes of the kind follow; they are read.
    fn take(&mut self, is: impl Fn(u8) -> bool) -> usize {
        let length = self.rest.iter().take_while(|it| is(**it)).count();
        self.skip(length);
        length
    }

    fn skip(&mut self, length: usize) -> bool {
        self.rest = self.rest.get(length..).unwrap_or_default();
        true
    }
}
