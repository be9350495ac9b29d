//! Literal text of a template.

/// Lengths of copies that are no call, but a move or two.
const SHORT: usize = 16;
const MIDDLE: usize = 32;

/// Text that is printed as it is. One that is short has room behind it, so that it can be copied as if it had a
/// length that is known here.
#[derive(Default)]
pub(crate) struct Literal {
    padded: Box<str>,
    len: usize,
}

impl Literal {
    pub(crate) fn new(text: &str) -> Literal {
        let room = [SHORT, MIDDLE].into_iter().find(|it| text.len() <= *it).unwrap_or(text.len());
        let mut padded = String::with_capacity(room);
        padded.push_str(text);
        padded.extend(std::iter::repeat_n('\0', room - text.len()));
        Literal { padded: padded.into(), len: text.len() }
    }

    /// Appends the text.
    #[inline(always)]
    pub(crate) fn push_to(&self, out: &mut String) {
        let end = out.len() + self.len;
        // Room is looked at here, so that what makes room is no part of the copy.
        match self.padded.len() {
            SHORT if has_room::<SHORT>(out) => out.push_str(self.padded.get(..SHORT).unwrap_or_default()),
            MIDDLE if has_room::<MIDDLE>(out) => out.push_str(self.padded.get(..MIDDLE).unwrap_or_default()),
            _ => return self.push_slowly(out),
        }
        out.truncate(end);
    }

    #[inline(never)]
    fn push_slowly(&self, out: &mut String) {
        out.push_str(self.padded.get(..self.len).unwrap_or_default());
    }
}

#[inline(always)]
fn has_room<const BYTES: usize>(out: &String) -> bool {
    out.capacity() - out.len() >= BYTES
}

#[cfg(test)]
mod tests {
    use super::Literal;

    #[test]
    fn texts_of_all_lengths_are_what_they_were() {
        for len in 0..40 {
            for text in ["x".repeat(len), "é".repeat(len), format!("{}é", "x".repeat(len))] {
                let mut out = String::from("ü");
                Literal::new(&text).push_to(&mut out);
                assert_eq!(out, format!("ü{text}"));
            }
        }
    }
}
