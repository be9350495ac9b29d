//! Links made of the addresses in a text.

use super::pieces::{Piece, decoded, pieces};
use super::push_text;
use crate::sanitize::url::{UrlCx, UrlRule};
use crate::sanitize::verdict::Verdict;
use std::borrow::Cow;

/// Plain text as HTML: empty lines part paragraphs, line ends are `<br>`, addresses are links.
pub(super) fn from_plain_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut open = false;
    for line in text.split('\n').map(str::trim_end) {
        match (line.is_empty(), open) {
            (true, true) => out.push_str("</p>"),
            (true, false) => continue,
            (false, true) => out.push_str("<br>"),
            (false, false) => out.push_str("<p>"),
        }
        open = !line.is_empty();
        push_linked(line, &mut out);
    }
    if open {
        out.push_str("</p>");
    }
    out
}

/// Elements in whose text an address is no link: links themselves, and text that is shown as it was typed.
const UNLINKED: &[&str] = &["a", "button", "code", "kbd", "pre", "samp", "select", "textarea"];

/// Canonical HTML with the addresses in its texts made links.
pub(super) fn linkify(html: &str) -> Cow<'_, str> {
    if !may_hold_address(html) {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut unlinked = 0_usize;
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) if unlinked == 0 && may_hold_address(text) => {
                push_linked(&decoded(text), &mut out);
            }
            Piece::Text(text) => out.push_str(text),
            Piece::Start { name, raw } => {
                unlinked += usize::from(UNLINKED.contains(&name));
                out.push_str(raw);
            }
            Piece::End { name, raw } => {
                unlinked = unlinked.saturating_sub(usize::from(UNLINKED.contains(&name)));
                out.push_str(raw);
            }
        }
    }
    if out == html { Cow::Borrowed(html) } else { Cow::Owned(out) }
}

fn may_hold_address(text: &str) -> bool {
    text.contains("://") || text.contains('@') || text.contains("www.") || text.contains("WWW.")
}

/// Appends text with its addresses made links.
fn push_linked(text: &str, out: &mut String) {
    let rule = UrlRule::navigation();
    for word in text.split_inclusive(parts_words) {
        let body = word.trim_end_matches(parts_words);
        push_word(body, &rule, out);
        push_text(word.get(body.len()..).unwrap_or_default(), out);
    }
}

/// URLs first, then mail addresses in what is left: done again, it finds nothing more.
fn push_word(word: &str, rule: &UrlRule, out: &mut String) {
    // Longer ones are no addresses that people write.
    const LONGEST: usize = 2048;
    if word.len() > LONGEST || !word.contains(['.', ':']) {
        return push_text(word, out);
    }
    let mut rest = word;
    while let Some(address) = web(rest, rule) {
        push_mails(rest.get(..address.begin).unwrap_or_default(), out);
        rest = address.push(rest, out);
    }
    push_mails(rest, out);
}

fn push_mails(word: &str, out: &mut String) {
    let mut rest = word;
    while let Some(address) = mail(rest) {
        push_text(rest.get(..address.begin).unwrap_or_default(), out);
        rest = address.push(rest, out);
    }
    push_text(rest, out);
}

/// Blanks, what may not stand in a URL, and the full stops, commas and brackets of Chinese and Japanese.
fn parts_words(it: char) -> bool {
    it.is_whitespace()
        || it.is_control()
        || matches!(
            it,
            '<' | '>' | '"' | '`' | '“' | '”' | '«' | '»' | '、' | '。' | '，' | '（' | '）' | '「' | '」'
        )
}

/// An address within a word.
struct Address {
    begin: usize,
    end: usize,
    url: String,
}

impl Address {
    /// Appends the link, and returns what follows it.
    fn push<'w>(&self, word: &'w str, out: &mut String) -> &'w str {
        out.push_str("<a href=\"");
        push_text(&self.url, out);
        out.push_str("\">");
        push_text(word.get(self.begin..self.end).unwrap_or_default(), out);
        out.push_str("</a>");
        word.get(self.end..).unwrap_or_default()
    }
}

/// The first URL in a word, if it is one that a browser would follow.
fn web(word: &str, rule: &UrlRule) -> Option<Address> {
    let lower = word.to_ascii_lowercase();
    let first = |it: &&str| lower.match_indices(*it).map(|it| it.0).find(|at| starts_here(word, *at));
    let begin = ["https://", "http://", "www."].iter().filter_map(first).min()?;
    let prefix = if lower.get(begin..)?.starts_with('w') { "https://" } else { "" };
    let text = trimmed(word.get(begin..)?);
    let url = allowed(format!("{prefix}{text}"), rule)?;
    // `http://x` is an example, or a host that nobody else has.
    let parsed = url::Url::parse(&url).ok()?;
    let host = parsed.host_str()?;
    let has_dot = host.trim_matches('.').contains('.') || host == "localhost";
    has_dot.then(|| Address { begin, end: begin + text.len(), url })
}

/// No letter or digit stands before it.
fn starts_here(word: &str, at: usize) -> bool {
    !word.get(..at).unwrap_or_default().ends_with(char::is_alphanumeric)
}

fn allowed(url: String, rule: &UrlRule) -> Option<String> {
    let other = match rule.check(&url, UrlCx::default()) {
        Verdict::Keep => None,
        Verdict::Replace(other) => Some(other.into_owned()),
        Verdict::Refuse(_) => return None,
    };
    Some(other.unwrap_or(url))
}

/// Without the punctuation of the sentence around it. A bracket that the address opened belongs to it.
fn trimmed(text: &str) -> &str {
    let count = |it: char| text.matches(it).count();
    let (mut parens, mut squares) =
        (count(')').saturating_sub(count('(')), count(']').saturating_sub(count('[')));
    text.trim_end_matches(|it| match it {
        '.' | ',' | ':' | ';' | '!' | '?' | '\'' | '*' | '_' | '…' | '’' => true,
        ')' if parens > 0 => {
            parens -= 1;
            true
        }
        ']' if squares > 0 => {
            squares -= 1;
            true
        }
        _ => false,
    })
}

/// A mail address: RFC 5322's atoms before the `@`, a host name with a dot behind it.
fn mail(word: &str) -> Option<Address> {
    let (before, after) = word.split_once('@')?;
    let is_atom = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '%' | '+' | '-');
    let local = before.get(before.trim_end_matches(is_atom).len()..)?;
    let local = local.trim_start_matches(['.', '-']);
    let is_host = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-');
    let host =
        after.get(..after.find(|it| !is_host(it)).unwrap_or(after.len()))?.trim_end_matches(['.', '-']);
    let top = host.rsplit_once('.')?.1;
    let is_top = top.len() > 1 && top.bytes().all(|it| it.is_ascii_alphabetic());
    // `user@` of a URL that was refused.
    let is_mail = !before.contains("://")
        && !local.is_empty()
        && !local.ends_with('.')
        && is_top
        && !host.contains("..");
    let begin = before.len() - local.len();
    let end = before.len() + 1 + host.len();
    is_mail.then(|| Address { begin, end, url: format!("mailto:{local}@{host}") })
}
