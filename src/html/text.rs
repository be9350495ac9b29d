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

fn escape<const NUL: bool>(text: &str, out: &mut String) {
    let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
    out.reserve(text.len());
    let (mut copied, mut start) = (0, 0);
    for block in blocks {
        let found = in_block::<NUL>(block);
        if found != 0 {
            copied = replace(text, copied, start, found, out);
        }
        start += BLOCK;
    }
    let found = in_rest::<NUL>(rest);
    if found != 0 {
        copied = replace(text, copied, start, found, out);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
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

#[inline]
fn in_half<const NUL: bool>(bytes: [u8; HALF]) -> u32 {
    let bytes = u8x16::new(bytes);
    let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
    // `&` and `'` differ in the lowest bit only, `<` and `>` in the second.
    let pair = |bit: u8, upper: u8| (bytes | u8x16::splat(bit)).simd_eq(u8x16::splat(upper));
    let mut found = pair(1, b'\'') | pair(2, b'>') | is(b'"');
    if NUL {
        found |= is(0);
    }
    found.to_bitmask()
}

fn is_special<const NUL: bool>(byte: u8) -> bool {
    matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'') || (NUL && byte == 0)
}

/// Writes the special bytes that were found from `start` on, and before each what was not copied yet; gives where
/// to go on.
fn replace(text: &str, mut copied: usize, start: usize, mut found: u32, out: &mut String) -> usize {
    while found != 0 {
        let at = start + found.trailing_zeros() as usize;
        out.push_str(text.get(copied..at).unwrap_or_default());
        // Each with a length that is known here: then its copy is no call.
        match text.as_bytes().get(at) {
            Some(b'&') => out.push_str("&amp;"),
            Some(b'<') => out.push_str("&lt;"),
            Some(b'>') => out.push_str("&gt;"),
            Some(b'"') => out.push_str("&quot;"),
            Some(b'\'') => out.push_str("&#x27;"),
            _ => out.push('\u{FFFD}'),
        }
        copied = at + 1;
        found &= found - 1;
    }
    copied
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
