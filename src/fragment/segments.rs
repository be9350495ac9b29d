//! [`Fragment`]: text with slots, and the bytes it is stored as.

use super::Slot;
use crate::host::Host;
use std::ops::Range;

/// What `{% cache %}` keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fragment {
    segments: Vec<Segment>,
}

/// A piece of it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Text(Box<str>),
    Slot(Slot),
}

/// A stretch of output that a slot wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub range: Range<usize>,
    pub slot: Slot,
}

/// What stored fragments begin with: the version of this format.
const MAGIC: &[u8] = b"plsd1";

/// What a segment begins with.
const TEXT: u8 = b't';
const SLOTS: &[(u8, Slot)] = &[(b'c', Slot::CsrfField), (b'n', Slot::Nonce), (b'N', Slot::NonceAfterBlank)];

impl Fragment {
    /// Output from `start` on, without what the marks cover; they are in order and do not overlap. `None` when
    /// they do not fit the output.
    pub(crate) fn cut(output: &str, start: usize, marks: &[Mark]) -> Option<Fragment> {
        let mut segments = Vec::with_capacity(marks.len() * 2 + 1);
        let mut from = start;
        for Mark { range, slot } in marks {
            segments.push(Segment::Text(output.get(from..range.start)?.into()));
            segments.push(Segment::Slot(*slot));
            from = range.end;
        }
        segments.push(Segment::Text(output.get(from..)?.into()));
        segments.retain(|it| !matches!(it, Segment::Text(text) if text.is_empty()));
        Some(Fragment { segments })
    }

    /// Prints it for a response, and says where the slots are.
    pub(crate) fn write(&self, host: &dyn Host, out: &mut String, mut mark: impl FnMut(Mark)) {
        for segment in &self.segments {
            match segment {
                Segment::Text(text) => out.push_str(text),
                Segment::Slot(slot) => {
                    let start = out.len();
                    slot.write(host, out);
                    mark(Mark { range: start..out.len(), slot: *slot });
                }
            }
        }
    }

    /// Whether the kept text holds this.
    pub(crate) fn holds(&self, secret: &str) -> bool {
        let holds = |it: &Segment| matches!(it, Segment::Text(text) if text.contains(secret));
        !secret.is_empty() && self.segments.iter().any(holds)
    }

    /// The bytes to store: each segment with its kind, texts with their length.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for segment in &self.segments {
            match segment {
                Segment::Text(text) => {
                    bytes.push(TEXT);
                    bytes.extend_from_slice(&(text.len() as u64).to_be_bytes());
                    bytes.extend_from_slice(text.as_bytes());
                }
                Segment::Slot(slot) => bytes.extend(SLOTS.iter().filter(|it| it.1 == *slot).map(|it| it.0)),
            }
        }
        bytes
    }

    /// Reads what [`Fragment::encode`] wrote; `None` for anything else.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Fragment> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut segments = Vec::new();
        while let [kind, after @ ..] = rest {
            rest = after;
            if *kind != TEXT {
                let slot = SLOTS.iter().find(|it| it.0 == *kind)?.1;
                segments.push(Segment::Slot(slot));
                continue;
            }
            let (length, after) = rest.split_first_chunk::<8>()?;
            let length = usize::try_from(u64::from_be_bytes(*length)).ok()?;
            let (text, after) = after.split_at_checked(length)?;
            segments.push(Segment::Text(std::str::from_utf8(text).ok()?.into()));
            rest = after;
        }
        Some(Fragment { segments })
    }
}

#[cfg(test)]
mod tests {
    use super::{Fragment, Mark};
    use crate::fragment::Slot;
    use crate::host::Host;
    use std::borrow::Cow;

    struct Response(&'static str);

    impl Host for Response {
        fn csp_nonce(&self) -> Option<Cow<'_, str>> {
            Some(self.0.into())
        }
    }

    #[test]
    fn slots_are_filled_anew() {
        let mut output = String::from("x<script");
        let start = output.len();
        Slot::NonceAfterBlank.write(&Response("one"), &mut output);
        let mark = Mark { range: start..output.len(), slot: Slot::NonceAfterBlank };
        output.push('>');
        let fragment = Fragment::cut(&output, 1, &[mark]).unwrap();
        assert!(!fragment.holds("one") && fragment.holds("script"));

        let again = Fragment::decode(&fragment.encode()).unwrap();
        let mut output = String::new();
        again.write(&Response("two"), &mut output, |_| ());
        assert_eq!(output, "<script nonce=\"two\">");
    }

    #[test]
    fn what_is_no_fragment_is_none() {
        let whole = Fragment::cut("aä", 0, &[]).unwrap().encode();
        assert_eq!(whole.len(), 5 + 9 + 3);
        for end in 0..whole.len() {
            // Without a segment it is an empty fragment.
            assert_eq!(Fragment::decode(&whole[..end]).is_some(), end == 5, "{end}");
        }
        for at in 0..whole.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut forged = whole.clone();
                forged[at] = value;
                let _ = Fragment::decode(&forged);
            }
        }
        assert_eq!(Fragment::decode(b"plsd1t\xff\xff\xff\xff\xff\xff\xff\xffx"), None);
        assert_eq!(Fragment::decode(b"<script>alert(1)</script>"), None);
    }
}
