//! What most values are, texts and whole numbers, in the places where most holes stand.

use super::{Escaper, html};
use crate::value::{Kind, Value, whole};

/// What an escaper takes without a closer look at value and place. Decided once for each hole.
#[derive(Clone, Copy)]
pub(crate) struct Usual {
    /// Whether texts are written as in HTML.
    text: bool,
    /// Whether HTML that somebody vouches for is written as it is.
    markup: bool,
    numbers: Numbers,
}

/// The whole numbers that are written as they are.
#[derive(Clone, Copy)]
enum Numbers {
    None,
    /// All, unless the language groups their digits: people read them.
    Plain,
    /// Those of digits alone.
    Digits,
}

impl Escaper {
    pub(crate) fn usual(self) -> Usual {
        let text = matches!(
            self,
            Escaper::Text
                | Escaper::Foreign
                | Escaper::Template
                | Escaper::RcData
                | Escaper::RawText
                | Escaper::Data
                | Escaper::Attr
        );
        let numbers = match self {
            Escaper::Url(hole) if hole.takes_digits() => Numbers::Digits,
            _ if text => Numbers::Plain,
            _ => Numbers::None,
        };
        Usual { text, markup: self == Escaper::Text, numbers }
    }
}

impl Usual {
    /// Writes the value if it is what is meant here, and tells whether it was; numbers that people read only when
    /// their digits are not `grouped`.
    #[inline(always)]
    pub(crate) fn write(self, value: &Value<'_>, grouped: bool, out: &mut String) -> bool {
        match value {
            Value::Str(plain) if self.text => html::text(plain, out),
            Value::Int(number) if self.takes(*number, grouped) => digits(*number, out),
            Value::Safe(Kind::Html(_), trusted) if self.markup => out.push_str(trusted),
            _ => return false,
        }
        true
    }

    #[inline(always)]
    fn takes(self, number: i64, grouped: bool) -> bool {
        match self.numbers {
            Numbers::None => false,
            Numbers::Plain => !grouped,
            Numbers::Digits => number >= 0,
        }
    }
}

/// Not inlined: every hole would pay for its space.
#[inline(never)]
fn digits(number: i64, out: &mut String) {
    whole(number, out);
}
