//! Between plain text and HTML: the text of a page, a page made of text, links made of addresses, a page cut
//! short. What is read here was printed by the sanitizer, and what is made here is cleaned by it like
//! anything else: a policy without links takes out those that were made.

mod extract;
mod links;
mod pieces;
mod truncate;

pub use truncate::TextUnit;

use super::policy::{Disallowed, Policy};
use super::sanitizer::Sanitizer;
use crate::diagnostics::Error;
use crate::value::SafeHtml;
use extract::extract_text;
use links::{from_plain_text, linkify};
use truncate::truncate;

impl Sanitizer {
    /// The text of a page, as for a search index or a mail without HTML: blocks on lines of their own,
    /// paragraphs with an empty line between them, table cells with tabs. What the policy takes out with its
    /// content is not in it; tags are none of it.
    ///
    /// ```
    /// use palisade::{Policy, Sanitizer};
    ///
    /// let sanitizer = Sanitizer::new(Policy::comment())?;
    /// let text = sanitizer.extract_text("<h1>Tea</h1><div>green &amp; <b>black</b></div><script>x()</script>")?;
    /// assert_eq!(text, "Tea\n\ngreen & black");
    /// # Ok::<(), palisade::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Sanitizer::clean`].
    pub fn extract_text(&self, html: &str) -> Result<String, Error> {
        Ok(extract_text(self.blocks()?.clean(html)?.as_str()))
    }

    /// Plain text as HTML: empty lines part paragraphs, line ends become `<br>`, addresses become links, and
    /// everything is text that was text.
    ///
    /// ```
    /// use palisade::{Policy, Sanitizer};
    ///
    /// let html = Sanitizer::new(Policy::comment())?.from_plain_text("1 < 2\n\nsee www.example.com.")?;
    /// let link = r#"<a href="https://www.example.com" rel="nofollow ugc noopener noreferrer">www.example.com</a>"#;
    /// assert_eq!(html, format!("<p>1 &lt; 2</p><p>see {link}.</p>").as_str());
    /// # Ok::<(), palisade::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Sanitizer::clean`].
    pub fn from_plain_text(&self, text: &str) -> Result<SafeHtml<'static>, Error> {
        self.clean_owned(from_plain_text(text))
    }

    /// Cleans HTML, and makes links of the addresses in its text: `https://…`, `www.…` and mail addresses.
    /// Links, code and preformatted text stay as they are.
    ///
    /// ```
    /// use palisade::{Policy, Sanitizer};
    ///
    /// let html = Sanitizer::new(Policy::comment())?.linkify("<b>Ask me@example.com</b>")?;
    /// let link = r#"<a href="mailto:me@example.com" rel="nofollow ugc noopener noreferrer">me@example.com</a>"#;
    /// assert_eq!(html, format!("<b>Ask {link}</b>").as_str());
    /// # Ok::<(), palisade::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Sanitizer::clean`].
    pub fn linkify(&self, html: &str) -> Result<SafeHtml<'static>, Error> {
        self.clean_owned(linkify(self.clean(html)?.as_str()).into_owned())
    }

    /// Cleans HTML, and cuts it after so much of its text, with `…` there and every element closed. Blanks
    /// between tags do not count.
    ///
    /// ```
    /// use palisade::{Policy, Sanitizer};
    /// use palisade::sanitize::TextUnit;
    ///
    /// let sanitizer = Sanitizer::new(Policy::comment())?;
    /// let html = sanitizer.truncate("<p>One <b>two three</b></p><p>four</p>", 2, TextUnit::Words)?;
    /// assert_eq!(html, "<p>One <b>two …</b></p>");
    /// # Ok::<(), palisade::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Sanitizer::clean`].
    pub fn truncate(&self, html: &str, most: usize, unit: TextUnit) -> Result<SafeHtml<'static>, Error> {
        self.clean_owned(truncate(self.clean(html)?.as_str(), most, unit).into_owned())
    }

    fn clean_owned(&self, html: String) -> Result<SafeHtml<'static>, Error> {
        let clean = self.clean(&html)?;
        Ok(SafeHtml::earned(if clean.is_unchanged() { html } else { clean.into_string() }))
    }
}

/// The policy with all blocks, so that their text stays apart.
pub(super) fn blocks_of(policy: &Policy) -> Policy {
    let blocks = extract::blocks().filter(|it| !policy.drop_content.contains(*it));
    policy.clone().elements(blocks).disallowed(Disallowed::Unwrap)
}

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
