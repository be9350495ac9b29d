//! Variables, and their names as the scope compares them.

use crate::value::Step;

/// `name.step.step`.
pub(crate) struct Variable {
    pub name: Key,
    pub steps: Box<[Step]>,
}

impl Variable {
    pub(crate) fn new(name: Box<str>, steps: Box<[Step]>) -> Variable {
        Variable { name: Key::new(name), steps }
    }
}

/// A name of a program, kept ready to be compared.
pub(crate) struct Key {
    text: Box<str>,
    number: u64,
}

impl Key {
    pub(crate) fn new(text: impl Into<Box<str>>) -> Key {
        let text = text.into();
        Key { number: VarName::new(&text).number, text }
    }

    #[inline]
    pub(crate) fn name(&self) -> VarName<'_> {
        VarName { text: &self.text, number: self.number }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

/// The name of a variable, and a number that tells it from others in one step: a page compares names more often
/// than it does anything else.
#[derive(Clone, Copy)]
pub(crate) struct VarName<'a> {
    pub text: &'a str,
    /// Of a name of up to seven bytes all of them and how many, so that nothing else has this number.
    number: u64,
}

impl<'a> VarName<'a> {
    #[inline]
    pub(crate) const fn new(text: &'a str) -> VarName<'a> {
        VarName { text, number: number(text.as_bytes()) }
    }
}

impl PartialEq for VarName<'_> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number && (self.number < LONG || self.text == other.text)
    }
}

/// The numbers of longer names, which others may have too, begin here.
const LONG: u64 = 1 << 63;

const fn number(name: &[u8]) -> u64 {
    let len = name.len() as u64;
    if let (Some(first), Some(last)) = (name.first_chunk::<8>(), name.last_chunk::<8>()) {
        let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
        return (first ^ last.rotate_left(29) ^ len) | LONG;
    }
    let bytes = match (name.first_chunk::<4>(), name.last_chunk::<4>()) {
        // They overlap where they are the same.
        (Some(first), Some(last)) => {
            u32::from_le_bytes(*first) as u64 | (u32::from_le_bytes(*last) as u64) << (8 * (len - 4))
        }
        _ => match name {
            [] => 0,
            [only] => *only as u64,
            [first, .., last] => *first as u64 | (name[name.len() / 2] as u64) << 8 | (*last as u64) << 16,
        },
    };
    bytes | len << 56
}

#[cfg(test)]
mod tests {
    use super::VarName;

    #[test]
    fn names_are_equal_as_their_texts_are() {
        let names = [
            "",
            "a",
            "b",
            "ab",
            "ba",
            "aba",
            "abb",
            "abab",
            "abba",
            "ababa",
            "ababba",
            "a\0",
            "forloop",
            "forloops",
            "forloop_",
            "forloops1",
            "forloops2",
            "forloopssforloop",
            "forloopsforloops",
        ];
        for one in names {
            for other in names {
                assert_eq!(VarName::new(one) == VarName::new(other), one == other, "{one} {other}");
            }
        }
    }
}
