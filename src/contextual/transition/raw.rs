//! Elements whose content is text up to their end tag.

use crate::contextual::place::{Escape, Name, Opened, Place, Raw, RawContent, Tag};
use crate::html::is_blank;
use memchr::memchr2;

/// Longest run after `<` that is looked at: `</noframes>` and its kin, and one more byte.
const LONGEST: usize = 16;

/// What a `<` in raw content turns out to be.
enum Mark {
    /// Bytes more are needed to tell.
    Open,
    /// Nothing; this many bytes are text.
    Text(usize),
    /// The end tag's name; this many bytes up to its end.
    EndTag(usize),
    /// A step of the script data states.
    Script(Escape, usize),
}

// § rcdata-state, § rawtext-state, § script-data-state
pub(super) fn step(raw: Raw, text: &str, at: u32) -> (Place, usize) {
    if raw.pending.as_str().starts_with('-') {
        return dashes(raw, text);
    }
    if !raw.pending.as_str().is_empty() {
        return mark(raw, text, at);
    }
    match memchr2(b'<', dash(&raw), text.as_bytes()) {
        Some(0) if text.starts_with('-') => dashes(raw, text),
        Some(0) => mark(raw, text, at),
        Some(found) => (Place::Raw(raw), found),
        None => (Place::Raw(raw), text.len()),
    }
}

/// Only in an escaped script does `-` matter.
fn dash(raw: &Raw) -> u8 {
    if matches!(raw.content, RawContent::Script(Escape::Escaped | Escape::Double)) { b'-' } else { b'<' }
}

/// `-->`, with more dashes or not, ends the escape; `raw.pending` holds the dashes read so far.
fn dashes(raw: Raw, text: &str) -> (Place, usize) {
    let run = text.bytes().take_while(|it| *it == b'-').count();
    let pending = &"--"[..(raw.pending.as_str().len() + run).min(2)];
    let with = |pending, content| Place::Raw(Raw { pending: Name::new(pending), content, ..raw.clone() });
    match text.as_bytes().get(run) {
        None => (with(pending, raw.content), run),
        Some(b'>') if pending.len() == 2 => (with("", RawContent::Script(Escape::None)), run + 1),
        Some(_) => (with("", raw.content), run),
    }
}

/// Decides about what begins with `raw.pending` and goes on with `text`.
fn mark(raw: Raw, text: &str, at: u32) -> (Place, usize) {
    let before = raw.pending.as_str().len();
    let joined = raw.pending.followed_by(head(text, LONGEST));
    let cleared = Raw { pending: Name::default(), ..raw };
    match read(&cleared, joined.as_str()) {
        Mark::Open => (Place::Raw(Raw { pending: joined, ..cleared }), text.len()),
        Mark::Text(length) => (Place::Raw(cleared), length.saturating_sub(before)),
        Mark::Script(escape, length) => {
            // The dashes of a `<!--` cut in two count for a `-->` right after.
            let left = joined.as_str().get(length..before).filter(|it| it.starts_with('-')).unwrap_or_default();
            let content = RawContent::Script(escape);
            (Place::Raw(Raw { content, pending: Name::new(left), ..cleared }), length.saturating_sub(before))
        }
        Mark::EndTag(length) => {
            let opened = Opened(Some(at.saturating_sub(before as u32)));
            let Raw { element: name, insertion, .. } = cleared;
            let tag = Tag { name, end: true, insertion, siblings: Default::default(), opened };
            (Place::TagName(tag), length.saturating_sub(before))
        }
    }
}

fn head(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Reads lower-case text that begins with `<`.
fn read(raw: &Raw, text: &str) -> Mark {
    if let Some(rest) = text.strip_prefix("</") {
        return end_tag(raw, rest);
    }
    if let RawContent::Script(escape) = raw.content {
        return script(escape, text);
    }
    if text == "<" { Mark::Open } else { Mark::Text(1) }
}

/// `</element` and what must follow it (§ RCDATA end tag name state and its kin).
fn end_tag(raw: &Raw, rest: &str) -> Mark {
    // In a double escaped script only `</script` means something: it ends the inner one.
    let double = raw.content == RawContent::Script(Escape::Double);
    let name = if double { SCRIPT } else { raw.element.as_str() };
    match named(name, rest) {
        Named::Yes if double => Mark::Script(Escape::Escaped, 2 + name.len()),
        Named::Yes => Mark::EndTag(2 + name.len()),
        Named::Maybe => Mark::Open,
        Named::No => Mark::Text(2),
    }
}

const SCRIPT: &str = "script";

enum Named {
    Yes,
    No,
    /// The text ends too early to tell.
    Maybe,
}

/// Whether `text` begins with `name` and then a blank, `/` or `>`.
fn named(name: &str, text: &str) -> Named {
    match text.strip_prefix(name).map(|it| it.bytes().next()) {
        Some(None) => Named::Maybe,
        Some(Some(byte)) if is_blank(byte) || matches!(byte, b'/' | b'>') => Named::Yes,
        Some(Some(_)) => Named::No,
        None if name.starts_with(text) => Named::Maybe,
        None => Named::No,
    }
}

/// § script-data-escape-start-state to § script-data-double-escape-end-state
fn script(escape: Escape, text: &str) -> Mark {
    let tag = text.strip_prefix('<');
    match (escape, tag) {
        // `<!--` escapes; its dashes count for a `-->` right after.
        (Escape::None, Some(rest)) if rest.starts_with("!--") => Mark::Script(Escape::Escaped, 2),
        (Escape::None, Some(rest)) if "!--".starts_with(rest) => Mark::Open,
        (Escape::Escaped, Some(rest)) => match named(SCRIPT, rest) {
            Named::Yes => Mark::Script(Escape::Double, 1 + SCRIPT.len()),
            Named::Maybe => Mark::Open,
            Named::No => Mark::Text(1),
        },
        (Escape::Double, Some("")) => Mark::Open,
        _ => Mark::Text(1),
    }
}
