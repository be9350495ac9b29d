//! Letters in upper, lower and title case, and blanks, as Python has them.

/// What Python's `str.split()` splits at: Unicode white space and the four ASCII separators.
pub(crate) fn is_space(it: char) -> bool {
    it.is_whitespace() || ('\x1c'..='\x1f').contains(&it)
}

/// Python's `str.title()`.
pub(crate) fn titled(text: &str) -> String {
    // Lower case of the whole knows where a sigma ends a word.
    let mut out = String::with_capacity(text.len());
    let mut word = 0;
    let mut in_word = false;
    for (at, it) in text.char_indices() {
        let cased = is_cased(it);
        if cased && !in_word {
            push_title_case(it, &mut out);
            word = at + it.len_utf8();
        } else if !cased && in_word {
            out.push_str(&text[word..at].to_lowercase());
        }
        if !cased {
            out.push(it);
        }
        in_word = cased;
    }
    if in_word {
        out.push_str(&text[word..].to_lowercase());
    }
    out
}

/// The letters that are one character for two, in upper, title and lower case.
const DIGRAPHS: &[[char; 3]] = &[['Ǆ', 'ǅ', 'ǆ'], ['Ǉ', 'ǈ', 'ǉ'], ['Ǌ', 'ǋ', 'ǌ'], ['Ǳ', 'ǲ', 'ǳ']];

fn is_cased(it: char) -> bool {
    it.is_lowercase() || it.is_uppercase() || DIGRAPHS.iter().any(|row| row.contains(&it))
}

fn push_title_case(it: char, out: &mut String) {
    if let Some(row) = DIGRAPHS.iter().find(|row| row.contains(&it)) {
        return out.push(row[1]);
    }
    // Georgian has no title case of its own.
    if ('\u{10d0}'..='\u{10ff}').contains(&it) {
        return out.push(it);
    }
    let mut upper = it.to_uppercase();
    out.extend(upper.next());
    out.extend(upper.flat_map(char::to_lowercase));
}

/// Python's `str.capitalize()`.
pub(super) fn capitalized(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    if let Some(first) = chars.next() {
        push_title_case(first, &mut out);
    }
    // Lower case of the whole knows where a sigma ends a word.
    let lower = text.to_lowercase();
    let first = text.chars().take(1).flat_map(char::to_lowercase).count();
    out.extend(lower.chars().skip(first));
    out
}

/// Python's `str.swapcase()`.
pub(super) fn swapped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        if it.is_uppercase() {
            out.extend(it.to_lowercase());
        } else {
            out.extend(it.to_uppercase());
        }
    }
    out
}

/// Whether there is a letter with a case, and all that have one satisfy `wanted`.
pub(super) fn all_cased(text: &str, wanted: fn(char) -> bool) -> bool {
    let mut cased = text.chars().filter(|it| is_cased(*it)).peekable();
    cased.peek().is_some() && cased.all(wanted)
}
