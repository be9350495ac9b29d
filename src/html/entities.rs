//! Character references in literal text, as far as the analysis must read them.

/// A decoded piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub character: char,
    /// Bytes of source it took.
    pub length: usize,
}

/// Named references that stand for an ASCII character, the only ones that can matter to the structure of a
/// URL, a script or a style (WHATWG HTML § 13.5). A name without a semicolon in the standard has none here.
const NAMED: &[(&str, char)] = &[
    ("AMP", '&'),
    ("AMP;", '&'),
    ("DiacriticalGrave;", '`'),
    ("GT", '>'),
    ("GT;", '>'),
    ("Hat;", '^'),
    ("LT", '<'),
    ("LT;", '<'),
    ("NewLine;", '\n'),
    ("QUOT", '"'),
    ("QUOT;", '"'),
    ("Tab;", '\t'),
    ("UnderBar;", '_'),
    ("VerticalLine;", '|'),
    ("amp", '&'),
    ("amp;", '&'),
    ("apos;", '\''),
    ("ast;", '*'),
    ("bsol;", '\\'),
    ("colon;", ':'),
    ("comma;", ','),
    ("commat;", '@'),
    ("dollar;", '$'),
    ("equals;", '='),
    ("excl;", '!'),
    ("grave;", '`'),
    ("gt", '>'),
    ("gt;", '>'),
    ("lbrace;", '{'),
    ("lbrack;", '['),
    ("lcub;", '{'),
    ("lowbar;", '_'),
    ("lpar;", '('),
    ("lsqb;", '['),
    ("lt", '<'),
    ("lt;", '<'),
    ("midast;", '*'),
    ("num;", '#'),
    ("percnt;", '%'),
    ("period;", '.'),
    ("plus;", '+'),
    ("quest;", '?'),
    ("quot", '"'),
    ("quot;", '"'),
    ("rbrace;", '}'),
    ("rbrack;", ']'),
    ("rcub;", '}'),
    ("rpar;", ')'),
    ("rsqb;", ']'),
    ("semi;", ';'),
    ("sol;", '/'),
    ("verbar;", '|'),
    ("vert;", '|'),
];

/// The first character of an attribute's literal text, with character references decoded. References to
/// characters beyond ASCII come out as U+FFFD: nothing that asks tells them apart.
pub(crate) fn decode(text: &str) -> Option<Decoded> {
    let first = text.chars().next()?;
    let plain = Decoded { character: first, length: first.len_utf8() };
    if first != '&' {
        return Some(plain);
    }
    let rest = &text[1..];
    let reference = if rest.starts_with('#') { numeric(rest) } else { named(rest) };
    Some(reference.map_or(plain, |it| Decoded { length: it.length + 1, ..it }))
}

/// `#38;`, `#x26` … after the `&` (§ numeric character reference state).
fn numeric(text: &str) -> Option<Decoded> {
    let hex = matches!(text.as_bytes().get(1), Some(b'x' | b'X'));
    let start = if hex { 2 } else { 1 };
    let radix = if hex { 16 } else { 10 };
    let digits = text[start..].bytes().take_while(|it| char::from(*it).is_digit(radix)).count();
    if digits == 0 {
        return None;
    }
    let code = text[start..start + digits].trim_start_matches('0');
    let code = if code.is_empty() { Ok(0) } else { u32::from_str_radix(code, radix) };
    let character = match code {
        Ok(0) | Err(_) => '\u{FFFD}',
        Ok(code) => char::from_u32(code).unwrap_or('\u{FFFD}'),
    };
    let end = start + digits;
    Some(Decoded { character, length: end + usize::from(text.as_bytes().get(end) == Some(&b';')) })
}

/// `amp;` … after the `&` (§ named character reference state, in an attribute).
fn named(text: &str) -> Option<Decoded> {
    let letters = text.bytes().take(40).take_while(u8::is_ascii_alphanumeric).count();
    let closed = text.as_bytes().get(letters) == Some(&b';');
    let full = &text[..letters + usize::from(closed)];
    if let Some(row) = NAMED.iter().find(|it| it.0 == full) {
        // Without its semicolon and before `=`, a reference in an attribute is text.
        let text_after_all = !closed && text.as_bytes().get(letters) == Some(&b'=');
        return (!text_after_all).then_some(Decoded { character: row.1, length: full.len() });
    }
    closed.then_some(Decoded { character: '\u{FFFD}', length: full.len() }).filter(|it| it.length > 1)
}

#[cfg(test)]
mod tests {
    use super::{Decoded, decode};

    #[track_caller]
    fn check(text: &str, character: char, length: usize) {
        assert_eq!(decode(text), Some(Decoded { character, length }));
    }

    #[test]
    fn references_are_decoded_as_in_an_attribute() {
        check("a", 'a', 1);
        check("&colon;x", ':', 7);
        check("&#58x", ':', 4);
        check("&#x3a;x", ':', 6);
        check("&#0000000000000000058;", ':', 22);
        check("&amp=1", '&', 1);
        check("&amp;", '&', 5);
        check("&ampx", '&', 1);
        check("&x=1", '&', 1);
        check("&eacute;", '\u{FFFD}', 8);
        check("&", '&', 1);
        check("&#", '&', 1);
        check("&#0;", '\u{FFFD}', 4);
    }
}
