//! Text between tags: the five characters that HTML reads as markup.

/// Appends `text` with `& < > " '` as the entities Django writes.
pub(crate) fn escape_html(text: &str, out: &mut String) {
    out.reserve(text.len());
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| ENTITY[usize::from(byte)] != 0) {
        let (run, special) = rest.split_at(at);
        out.push_str(run);
        let entity = special.bytes().next().map_or(0, |byte| ENTITY[usize::from(byte)]);
        out.push_str(ENTITIES[usize::from(entity)]);
        rest = special.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// What is written for each special character; row 0 is unused.
const ENTITIES: [&str; 6] = ["", "&amp;", "&lt;", "&gt;", "&quot;", "&#x27;"];

/// For each byte its row in [`ENTITIES`], 0 for a byte that stays as it is.
const ENTITY: [u8; 256] = {
    let mut table = [0; 256];
    table[b'&' as usize] = 1;
    table[b'<' as usize] = 2;
    table[b'>' as usize] = 3;
    table[b'"' as usize] = 4;
    table[b'\'' as usize] = 5;
    table
};

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
}
