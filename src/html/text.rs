//! Text between tags: the five characters that HTML reads as markup.

use wide::u8x16;

/// Appends `text` with `& < > " '` as the entities Django writes. Runs between them are copied whole.
pub(crate) fn escape_html(text: &str, out: &mut String) {
    escape::<false>(text, out);
}

/// As [`escape_html`], and U+0000 becomes U+FFFD: the tokenizer drops or replaces it depending on the place
/// (§ data state, § attribute value states).
pub(crate) fn escape_html_and_nul(text: &str, out: &mut String) {
    escape::<true>(text, out);
}

/// Bytes that are looked at together.
const BLOCK: usize = 32;
const HALF: usize = BLOCK / 2;

#[inline(always)]
fn escape<const NUL: bool>(text: &str, out: &mut String) {
    let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
    if blocks.is_empty() && in_rest::<NUL>(rest) == 0 {
        return out.push_str(text);
    }
    escape_blocks::<NUL>(text, blocks, rest, out);
}

#[inline(never)]
fn escape_blocks<const NUL: bool>(text: &str, blocks: &[[u8; BLOCK]], rest: &[u8], out: &mut String) {
    out.reserve(text.len());
    let mut left = Left { text, start: 0 };
    let mut start = 0;
    for block in blocks {
        left.replace(start, in_block::<NUL>(block), out);
        start += BLOCK;
    }
    left.replace(start, in_rest::<NUL>(rest), out);
    out.push_str(left.text);
}

/// What is not copied yet of a text.
struct Left<'t> {
    text: &'t str,
    /// Where it begins in the whole text.
    start: usize,
}

impl Left<'_> {
    /// Writes the special bytes that were found from `start` of the whole text on, and before each what stands there.
    #[inline(always)]
    fn replace(&mut self, start: usize, mut found: u32, out: &mut String) {
        while found != 0 {
            let at = start + found.trailing_zeros() as usize;
            let Some((before, rest)) = self.text.split_at_checked(at - self.start) else { return };
            out.push_str(before);
            // Each with a length that is known here: then its copy is no call.
            match rest.as_bytes().first() {
                Some(b'&') => out.push_str("&amp;"),
                Some(b'<') => out.push_str("&lt;"),
                Some(b'>') => out.push_str("&gt;"),
                Some(b'"') => out.push_str("&quot;"),
                Some(b'\'') => out.push_str("&#x27;"),
                Some(b'#') => out.push('#'),
                _ => out.push('\u{FFFD}'),
            }
            self.text = rest.get(1..).unwrap_or_default();
            self.start = at + 1;
            found &= found - 1;
        }
    }
}

/// A bit for each special byte.
#[inline]
fn in_block<const NUL: bool>(block: &[u8; BLOCK]) -> u32 {
    let (halves, _) = block.as_chunks::<HALF>();
    halves.iter().rev().fold(0, |found, half| found << HALF | in_half::<NUL>(*half))
}

/// The same for fewer bytes: their begin and their end together are all of them.
#[inline]
fn in_rest<const NUL: bool>(bytes: &[u8]) -> u32 {
    let len = bytes.len();
    if let (Some(begin), Some(end)) = (bytes.first_chunk::<HALF>(), bytes.last_chunk::<HALF>()) {
        return in_half::<NUL>(*begin) | in_half::<NUL>(*end) << (len - HALF);
    }
    let (begin, end, size) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(begin), Some(end)) => (u64::from_le_bytes(*begin), u64::from_le_bytes(*end), 8),
        _ => match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            (Some(begin), Some(end)) => {
                (u32::from_le_bytes(*begin).into(), u32::from_le_bytes(*end).into(), 4)
            }
            _ => return in_few::<NUL>(bytes),
        },
    };
    let found = in_half::<NUL>((u128::from(end) << 64 | u128::from(begin)).to_le_bytes());
    let within = (1 << size) - 1;
    (found & within) | (found >> 8 & within) << (len - size)
}

fn in_few<const NUL: bool>(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |found, byte| found << 1 | u32::from(is_special::<NUL>(*byte)))
}

/// `#` counts too: `"`, `#`, `&` and `'` differ in two bits only, which makes one comparison of three.
#[inline]
fn in_half<const NUL: bool>(bytes: [u8; HALF]) -> u32 {
    let bytes = u8x16::new(bytes);
    let but_for = |bits: u8, byte: u8| (bytes & u8x16::splat(!bits)).simd_eq(u8x16::splat(byte));
    let mut found = but_for(0b101, b'"') | but_for(0b10, b'<');
    if NUL {
        found |= but_for(0, 0);
    }
    found.to_bitmask()
}

fn is_special<const NUL: bool>(byte: u8) -> bool {
    matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'') || (NUL && byte == 0)
}

#[cfg(test)]
mod tests {
    use super::{escape_html, escape_html_and_nul};

    #[test]
    fn five_characters_become_entities() {
        let mut out = String::from("> ");
        escape_html("<a href=\"x\" title='é & ü'>", &mut out);
        assert_eq!(out, "> &lt;a href=&quot;x&quot; title=&#x27;é &amp; ü&#x27;&gt;");
        out.clear();
        escape_html("plain", &mut out);
        assert_eq!(out, "plain");
    }

    #[test]
    fn no_other_byte_is_special() {
        for code in 0..=0x7fu8 {
            let text = char::from(code).to_string();
            let padded = text.repeat(20);
            let (mut short, mut long) = (String::new(), String::new());
            escape_html_and_nul(&text, &mut short);
            escape_html_and_nul(&padded, &mut long);
            assert_eq!(long, short.repeat(20));
            assert_eq!(short != text, "&<>\"'\0".contains(&text), "{text:?}");
        }
    }

    #[test]
    fn every_offset_of_a_special_character_is_found() {
        for before in 0..40 {
            for after in [0, 1, 20] {
                let (before, after) = ("é".repeat(before), "x".repeat(after));
                let mut out = String::new();
                escape_html(&format!("{before}<{after}"), &mut out);
                assert_eq!(out, format!("{before}&lt;{after}"));
                out.clear();
                escape_html_and_nul(&format!("{before}\0{after}\0"), &mut out);
                assert_eq!(out, format!("{before}\u{FFFD}{after}\u{FFFD}"));
            }
        }
    }
}
