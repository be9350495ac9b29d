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
const BLOCK: usize = 16;

fn escape<const NUL: bool>(text: &str, out: &mut String) {
    let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
    let mut copied = 0;
    for (index, block) in blocks.iter().enumerate() {
        let mut found = specials::<NUL>(*block);
        while found != 0 {
            let at = index * BLOCK + found.trailing_zeros() as usize;
            copied = replace(text, copied, at, out);
            found &= found - 1;
        }
    }
    for (index, byte) in rest.iter().enumerate() {
        if is_special::<NUL>(*byte) {
            copied = replace(text, copied, blocks.len() * BLOCK + index, out);
        }
    }
    out.push_str(text.get(copied..).unwrap_or_default());
}

/// A bit for each special byte of a block.
#[inline]
fn specials<const NUL: bool>(block: [u8; BLOCK]) -> u32 {
    let bytes = u8x16::new(block);
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

/// Copies what stands before the special byte at `at`, and writes that one; gives where to go on.
fn replace(text: &str, copied: usize, at: usize, out: &mut String) -> usize {
    out.push_str(text.get(copied..at).unwrap_or_default());
    out.push_str(entity(text.as_bytes().get(at).copied().unwrap_or_default()));
    at + 1
}

fn entity(special: u8) -> &'static str {
    match special {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        b'\'' => "&#x27;",
        _ => "\u{FFFD}",
    }
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
