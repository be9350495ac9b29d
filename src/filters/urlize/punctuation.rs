//! The punctuation around a URL in running text: `(see example.com/a_(b)).`

use crate::html::unescape;

/// A word cut in three.
pub(super) struct Parts<'t> {
    pub lead: &'t str,
    pub middle: &'t str,
    pub trail: &'t str,
}

const WRAPPING: [(char, char); 2] = [('(', ')'), ('[', ']')];
const TRAILING: [char; 5] = ['.', ',', ':', ';', '!'];
const TRAILING_BUT_SEMICOLON: [char; 4] = ['.', ',', ':', '!'];

/// Cuts off opening brackets before; and behind, closing ones without an opening one, punctuation, and
/// semicolons that end no character reference. Only a handful of rounds: each kind of bracket is cut once, and
/// a round that cuts nothing else is the last.
pub(super) fn trim(word: &str) -> Parts<'_> {
    let inside = word.trim_start_matches(['(', '[']);
    let lead = &word[..word.len() - inside.len()];
    let count = |of: char| inside.matches(of).count();
    let mut surplus = WRAPPING.map(|(open, close)| count(close).saturating_sub(count(open)));
    let mut middle = inside;
    loop {
        let before = middle.len();
        middle = without_brackets(middle, &mut surplus);
        middle = without_punctuation(middle);
        if middle.len() == before || middle.is_empty() {
            return Parts { lead, middle, trail: &inside[middle.len()..] };
        }
    }
}

/// Without as many characters as there are closing brackets too many, if the last is one.
fn without_brackets<'t>(mut middle: &'t str, surplus: &mut [usize; 2]) -> &'t str {
    for ((_, close), surplus) in WRAPPING.iter().zip(surplus) {
        if *surplus > 0 && middle.ends_with(*close) {
            let end = middle.char_indices().rev().nth(*surplus - 1).map_or(0, |it| it.0);
            middle = &middle[..end];
            *surplus = 0;
        }
    }
    middle
}

fn without_punctuation(middle: &str) -> &str {
    let Some(reference) = middle.rfind('&') else { return middle.trim_end_matches(TRAILING) };
    let middle = middle.trim_end_matches(TRAILING_BUT_SEMICOLON);
    let Some(reference) = middle.get(reference..).filter(|it| it.ends_with(';')) else { return middle };
    let meaning = unescape(reference);
    if meaning != reference && !meaning.ends_with(';') {
        return middle;
    }
    let bare = middle.trim_end_matches(TRAILING);
    if !middle.ends_with(";;") {
        return bare;
    }
    // The first semicolon may end a reference after all.
    let semicolon = middle[bare.len()..].find(';').map_or(0, |it| it + 1);
    &middle[..bare.len() + semicolon]
}
