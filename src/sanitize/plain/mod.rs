//! Between plain text and HTML: the text of a page, a page made of text, links made of addresses, a page cut
//! short. What is read here was printed by the sanitizer, and what is made here is cleaned by it like
//! anything else: a policy without links takes out those that were made.

mod extract;
mod links;
mod pieces;
mod truncate;

pub(crate) use extract::extract_text;
pub(crate) use links::{from_plain_text, linkify};
pub use truncate::TextUnit;
pub(crate) use truncate::truncate;

/// Appends text as the sanitizer prints it (HTML § 13.3, escaping a string).
fn push_text(text: &str, out: &mut String) {
    for it in text.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{A0}' => out.push_str("&nbsp;"),
            // No HTML holds it: the tokenizer drops or replaces it.
            '\0' => out.push(char::REPLACEMENT_CHARACTER),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests;
