//! Variables, and their names as the scope compares them.

use crate::value::Step;

/// `name.step.step`.
pub(crate) struct Variable {
    pub name: Box<str>,
    head: u64,
    pub steps: Box<[Step]>,
}

impl Variable {
    pub(crate) fn new(name: Box<str>, steps: Box<[Step]>) -> Variable {
        Variable { head: head(&name), name, steps }
    }

    /// The name, ready to be compared.
    #[inline]
    pub(crate) fn key(&self) -> VarName<'_> {
        VarName { text: &self.name, head: self.head }
    }
}

/// The name of a variable. Its first bytes are kept as a number, which tells most names apart in one step: a page
/// compares names more often than it does anything else.
#[derive(Clone, Copy)]
pub(crate) struct VarName<'a> {
    pub text: &'a str,
    head: u64,
}

impl<'a> VarName<'a> {
    #[inline]
    pub(crate) const fn new(text: &'a str) -> VarName<'a> {
        VarName { text, head: head(text) }
    }
}

impl PartialEq for VarName<'_> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.head == other.head
            && self.text.len() == other.text.len()
            && (self.text.len() <= HEAD || self.text == other.text)
    }
}

const HEAD: usize = size_of::<u64>();

/// The first bytes of a name.
const fn head(name: &str) -> u64 {
    let bytes = name.as_bytes();
    if let Some(first) = bytes.first_chunk::<HEAD>() {
        return u64::from_le_bytes(*first);
    }
    let (mut head, mut at) = (0, bytes.len());
    while at > 0 {
        at -= 1;
        head = head << 8 | bytes[at] as u64;
    }
    head
}

#[cfg(test)]
mod tests {
    use super::VarName;

    #[test]
    fn names_are_equal_as_their_texts_are() {
        let names = ["", "a", "b", "ab", "a\0", "forloop", "forloops", "forloop_", "forloops1", "forloops2"];
        for one in names {
            for other in names {
                assert_eq!(VarName::new(one) == VarName::new(other), one == other, "{one} {other}");
            }
        }
    }
}
