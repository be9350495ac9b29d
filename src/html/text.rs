//! Text between tags: the five characters that HTML reads as markup.

/// Appends `text` with `& < > " '` as the entities Django writes. Runs between them are copied whole.
pub(crate) fn escape_html(text: &str, out: &mut String) {
    out.reserve(text.len());
    let mut rest = text;
    while let Some((run, special, after)) = next_special(rest) {
        out.push_str(run);
        out.push_str(entity(special));
        rest = after;
    }
    out.push_str(rest);
}

/// What stands before the first special character, the character, and what follows it.
fn next_special(text: &str) -> Option<(&str, u8, &str)> {
    let at = special_at(text.as_bytes())?;
    Some((text.get(..at)?, *text.as_bytes().get(at)?, text.get(at + 1..)?))
}

/// Bytes looked at together: the compiler makes vector instructions of a block.
const BLOCK: usize = 16;

fn special_at(bytes: &[u8]) -> Option<usize> {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    // No early exit inside a block, or it would be byte by byte.
    let has_special = |block: &[u8; BLOCK]| block.iter().fold(false, |any, byte| any | is_special(*byte));
    match blocks.iter().position(has_special) {
        Some(block) => {
            let at = block * BLOCK;
            bytes.get(at..)?.iter().position(|it| is_special(*it)).map(|it| at + it)
        }
        None => rest.iter().position(|it| is_special(*it)).map(|it| blocks.len() * BLOCK + it),
    }
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')
}

fn entity(special: u8) -> &'static str {
    match special {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        _ => "&#x27;",
    }
}

#[cfg(test)]
mod tests {
    use super::escape_html;

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
    fn every_offset_of_a_special_character_is_found() {
        for before in 0..40 {
            for after in [0, 1, 20] {
                let (before, after) = ("é".repeat(before), "x".repeat(after));
                let mut out = String::new();
                escape_html(&format!("{before}<{after}"), &mut out);
                assert_eq!(out, format!("{before}&lt;{after}"));
            }
        }
    }
}
