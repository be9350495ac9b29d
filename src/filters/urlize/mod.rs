//! `urlize` and `urlizetrunc`: links around what looks like a URL or an email address in text.
//!
//! In HTML that this library made or cleaned, the texts are read and the tags stay.
//!
//! What is linked begins with `http://`, `https://` or `mailto:`, nothing else. Each word is read for itself, and
//! what a link shows and leads to is escaped for itself.

mod address;
mod markup;
mod punctuation;
mod quoting;

#[cfg_attr(not(feature = "_internals"), allow(unused_imports, reason = "re-exported for tests"))]
pub(crate) use quoting::quoted_url;

use super::Filtered;
use super::coerce::int;
use super::html::{Escape, with_markup};
use super::safety::str_of;
use crate::html::{escape_html, unescape};
use crate::percent::quote;
use crate::value::{Cx, Kind, Origin, Value, is_space};
use punctuation::Parts;

/// The longest URL that is linked, in characters.
const LONGEST_URL: usize = 2048;

/// Makes links of URLs and email addresses.
pub(super) fn urlize<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    linked(value, None, cx)
}

/// Makes links, with so many characters of each URL in the text, the last of them `…` when there were more.
pub(super) fn urlizetrunc<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let argument = argument.unwrap_or(Value::None);
    let limit = int(argument).or_fail("urlizetrunc", argument)?;
    linked(value, Some(usize::try_from(limit.max(0)).unwrap_or(usize::MAX)), cx)
}

fn linked<'a>(value: Value<'a>, limit: Option<usize>, cx: Cx<'a>) -> Filtered<'a> {
    let text = str_of(value, cx)?;
    let scheme = if cx.host.assume_https() { "https" } else { "http" };
    let is_whole = matches!(value, Value::Safe(Kind::Html(Origin::Earned), _)) && text.contains('<');
    let linked = |text: &str, escape: Escape<'_>, out: &mut String| {
        for word in words(text) {
            match link(word, scheme) {
                Some(link) => link.write(limit, escape, out),
                None => escape(word, out),
            }
        }
    };
    if !is_whole {
        return with_markup(value, cx, |escape, out| linked(text, escape, out));
    }
    let Some(pieces) = markup::pieces(text) else { return Ok(value) };
    with_markup(value, cx, |escape, out| {
        for piece in &pieces {
            if piece.links { linked(piece.text, escape, out) } else { out.push_str(piece.text) }
        }
    })
}

/// The text cut where blanks, quotes and angle brackets begin and end.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let apart = |it: char| is_space(it) || matches!(it, '<' | '>' | '"' | '\'');
    let mut rest = text;
    std::iter::from_fn(move || {
        let between = apart(rest.chars().next()?);
        let end = rest.find(|it| apart(it) != between).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

/// A word, and where it leads.
struct Link<'t> {
    parts: Parts<'t>,
    url: String,
    nofollow: bool,
}

/// The link that a word is.
fn link<'t>(word: &'t str, scheme: &str) -> Option<Link<'t>> {
    if !word.contains(['.', '@', ':']) {
        return None;
    }
    let parts = punctuation::trim(word);
    let short = parts.middle.chars().nth(LONGEST_URL).is_none();
    let (url, nofollow) = if short && address::is_url(parts.middle) {
        (quoted_url(&unescape(parts.middle)), true)
    } else if short && address::is_host(parts.middle) {
        (quoted_url(&format!("{scheme}://{}", unescape(parts.middle))), true)
    } else {
        let (local, domain) = address::email(parts.middle)?;
        (format!("mailto:{}@{}", quote(local, ""), quote(domain, "")), false)
    };
    Some(Link { parts, url, nofollow })
}

impl Link<'_> {
    fn write(&self, limit: Option<usize>, escape: Escape<'_>, out: &mut String) {
        escape(self.parts.lead, out);
        out.push_str("<a href=\"");
        escape_html(&self.url, out);
        out.push_str(if self.nofollow { "\" rel=\"nofollow\">" } else { "\">" });
        let (shown, more) = shown(self.parts.middle, limit);
        escape(shown, out);
        out.push_str(more);
        out.push_str("</a>");
        escape(self.parts.trail, out);
    }
}

/// As much of a URL as is shown, and what stands for the rest.
fn shown(url: &str, limit: Option<usize>) -> (&str, &'static str) {
    match limit {
        Some(limit) if url.chars().nth(limit).is_some() => {
            let end = url.char_indices().nth(limit.saturating_sub(1)).map_or(url.len(), |it| it.0);
            (&url[..end], "…")
        }
        _ => (url, ""),
    }
}

#[cfg(test)]
mod tests;
