//! Character references in data, decoded as Python's `html.unescape` does, which follows WHATWG HTML § 13.2.5.72.

use std::borrow::Cow;

/// The named references (WHATWG HTML § 13.5): a name without its `&`, and code points in hexadecimal. One
/// line each, sorted by bytes.
const NAMED: &str = include_str!("references.txt");

/// How many characters of a name are looked at. The longest name has 32.
const LONGEST_NAME: usize = 32;

/// What the numbers 0x80 to 0x9F stand for: what they are in windows-1252. Where that has nothing they stay.
const WINDOWS: [u32; 32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
    0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
    0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
];

/// The text with its character references decoded.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let reference = &rest[at + 1..];
        let length = if reference.starts_with('#') {
            numeric(reference, &mut out)
        } else {
            named(reference, &mut out)
        };
        match length {
            Some(length) => rest = &reference[length..],
            None => {
                out.push('&');
                rest = reference;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Appends what `#38;` or `#x26` stands for; how long it is.
fn numeric(text: &str, out: &mut String) -> Option<usize> {
    let hex = matches!(text.as_bytes().get(1), Some(b'x' | b'X'));
    let (start, radix) = if hex { (2, 16) } else { (1, 10) };
    let digits = text[start..].bytes().take_while(|it| char::from(*it).is_digit(radix)).count();
    let end = start + digits;
    let number = text[start..end].trim_start_matches('0');
    let code = if number.is_empty() && digits > 0 { Ok(0) } else { u32::from_str_radix(number, radix) };
    if digits == 0 {
        return None;
    }
    out.extend(character(code.unwrap_or(u32::MAX)));
    Some(end + usize::from(text[end..].starts_with(';')))
}

/// What a number stands for; nothing for what is no character.
fn character(code: u32) -> Option<char> {
    let code = match code {
        0 => 0xFFFD,
        0x80..=0x9F => WINDOWS[code as usize - 0x80],
        0xD800..=0xDFFF => 0xFFFD,
        _ => code,
    };
    match code {
        0x0D | 0x81 | 0x8D | 0x8F | 0x90 | 0x9D => char::from_u32(code),
        0x01..=0x08 | 0x0B | 0x0E..=0x1F | 0x7F..=0x9F | 0xFDD0..=0xFDEF => None,
        0..=0x10_FFFF if code & 0xFFFE == 0xFFFE => None,
        0..=0x10_FFFF => char::from_u32(code),
        _ => Some('\u{FFFD}'),
    }
}

/// Appends what the longest name at the start stands for; how much of the text that took.
fn named(text: &str, out: &mut String) -> Option<usize> {
    let ends = |it: char| matches!(it, '\t' | '\n' | '\x0c' | ' ' | '<' | '&' | '#' | ';');
    let limit = text.char_indices().nth(LONGEST_NAME).map_or(text.len(), |it| it.0);
    let end = text[..limit].find(ends).unwrap_or(limit);
    let whole = end + usize::from(end > 0 && text[end..].starts_with(';'));
    // Shorter names have no semicolon, and two letters at least.
    let lengths = std::iter::once(whole).chain((2..whole).rev());
    let (length, codes) = lengths.filter_map(|it| Some((it, find(text.get(..it)?)?))).next()?;
    out.extend(codes.split(' ').filter_map(|it| char::from_u32(u32::from_str_radix(it, 16).ok()?)));
    Some(length)
}

/// The code points of a name: a search by halves in the lines of the table.
fn find(name: &str) -> Option<&'static str> {
    let mut rows = NAMED;
    while !rows.is_empty() {
        let middle =
            rows.as_bytes()[..rows.len() / 2].iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1);
        let end = rows[middle..].find('\n')? + middle;
        let (key, codes) = rows[middle..end].split_once(' ')?;
        match name.cmp(key) {
            std::cmp::Ordering::Equal => return Some(codes),
            std::cmp::Ordering::Less => rows = &rows[..middle],
            std::cmp::Ordering::Greater => rows = &rows[end + 1..],
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{NAMED, find, unescape};

    #[test]
    fn every_row_is_found() {
        let mut names = NAMED.lines().filter_map(|it| it.split_once(' '));
        assert!(NAMED.lines().count() > 2000 && names.all(|(name, codes)| find(name) == Some(codes)));
        assert!(NAMED.lines().is_sorted_by_key(|it| it.split(' ').next()));
        assert_eq!(find("nosuch;"), None);
    }

    #[test]
    fn references_are_decoded() {
        assert_eq!(unescape("a &lt;b&gt &copyx &notit; &nosuch; &"), "a <b> ©x ¬it; &nosuch; &");
        assert_eq!(
            unescape("&#38;&#x26&#0;&#128;&#xD800;&#99999999999;&#1;&#xFFFF;|&#;&#x;"),
            "&&\u{FFFD}€\u{FFFD}\u{FFFD}|&#;&#x;"
        );
        assert_eq!(unescape("&#13;&#x81;&NotEqualTilde;"), "\r\u{81}≂\u{338}");
    }
}
