//! Elements whose content is text up to their end tag.

use super::{Changes, Fault, Step, Unread, advance, attribute};
use crate::contextual::place::{Escape, Inner, Name, Opened, Place, Raw, RawContent, Space, Tag};
use crate::html::{self, Frameworks, is_blank};
use memchr::memchr2;
use std::collections::HashMap;

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

/// One step, with the language of the content following what turns out to be content.
pub(super) fn step(mut raw: Raw, text: &str, at: u32, frameworks: Frameworks) -> Step {
    if matches!(raw.inner, Inner::Text | Inner::Lost(_)) {
        return Ok(outer(raw, text, at));
    }
    let before = raw.pending.clone();
    let inner = std::mem::replace(&mut raw.inner, Inner::Text);
    let decodes = raw.content == RawContent::Foreign;
    let (place, used) = outer(raw, text, at);
    let Place::Raw(mut after) = place else {
        return Ok((place, used));
    };
    let mut content = format!("{}{}", before.as_str(), &text[..used]);
    content.truncate(content.len().saturating_sub(after.pending.as_str().len()));
    let content = if decodes { attribute::decoded(&content).into_owned() } else { content };
    after.inner =
        follow(inner, &content, after.dynamic, frameworks).map_err(|it| Fault { at: at + it.at, ..it })?;
    Ok((Place::Raw(after), used))
}

/// Text that a machine cannot follow is no fault of a page without values.
fn follow(inner: Inner, content: &str, dynamic: bool, frameworks: Frameworks) -> Result<Inner, Fault> {
    Ok(match inner {
        Inner::Css(css) => match css.advance(content) {
            Ok(css) => Inner::Css(css),
            Err(fault) => Inner::Lost(Unread::from(fault).give_up(dynamic)?),
        },
        Inner::Js(js) => match js.advance(content) {
            Ok(js) => Inner::Js(js),
            Err(fault) => Inner::Lost(Unread::from(fault).give_up(dynamic)?),
        },
        Inner::Json(json) => match json.advance(content) {
            Ok(json) => Inner::Json(json),
            Err(fault) => Inner::Lost(Unread::from(fault).give_up(dynamic)?),
        },
        Inner::Html(place) => match attribute::inner_page(*place, content, frameworks)? {
            Ok(place) => Inner::Html(Box::new(place)),
            Err(refusal) => Inner::Lost(refusal),
        },
        inner @ (Inner::Text | Inner::Lost(_)) => inner,
    })
}

/// What was held back as the possible begin of an end tag, when a value follows: a `<` alone is content, for
/// no value of these languages goes on with `/` or `!`.
pub(in crate::contextual) fn settle(mut raw: Raw, frameworks: Frameworks) -> Result<Raw, Fault> {
    // In SVG and MathML a `<` and a letter begin a tag.
    if raw.inner == Inner::Text
        || raw.content == RawContent::Foreign
        || (raw.pending.as_str() != "<" && !raw.pending.as_str().starts_with('-'))
    {
        return Ok(raw);
    }
    let pending = std::mem::take(&mut raw.pending);
    raw.inner = follow(raw.inner, pending.as_str(), raw.dynamic, frameworks)?;
    Ok(raw)
}

// § rcdata-state, § rawtext-state, § script-data-state
fn outer(raw: Raw, text: &str, at: u32) -> (Place, usize) {
    if raw.pending.as_str().starts_with('-') {
        return dashes(&raw, text);
    }
    if !raw.pending.as_str().is_empty() {
        return mark(&raw, text, at);
    }
    if raw.content == RawContent::File {
        return (Place::Raw(raw), text.len());
    }
    match memchr2(b'<', dash(&raw), text.as_bytes()) {
        Some(0) if text.starts_with('-') => dashes(&raw, text),
        Some(0) => mark(&raw, text, at),
        Some(found) => (Place::Raw(raw), found),
        None => (Place::Raw(raw), text.len()),
    }
}

/// Only in an escaped script does `-` matter.
fn dash(raw: &Raw) -> u8 {
    if matches!(raw.content, RawContent::Script(Escape::Escaped | Escape::Double)) { b'-' } else { b'<' }
}

/// `-->`, with more dashes or not, ends the escape; `raw.pending` holds the dashes read so far.
fn dashes(raw: &Raw, text: &str) -> (Place, usize) {
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
fn mark(raw: &Raw, text: &str, at: u32) -> (Place, usize) {
    let before = raw.pending.as_str().len();
    let joined = raw.pending.followed_by(head(text, LONGEST));
    let cleared = Raw { pending: Name::default(), ..raw.clone() };
    match read(&cleared, joined.as_str()) {
        Mark::Open => (Place::Raw(Raw { pending: joined, ..cleared }), text.len()),
        // A tag begins in what was read as code: from here on it is markup.
        Mark::Text(_) if cleared.content == RawContent::Foreign => (markup_after(raw, at), 0),
        Mark::Text(length) => (Place::Raw(cleared), length.saturating_sub(before)),
        Mark::Script(escape, length) => {
            // The dashes of a `<!--` cut in two count for a `-->` right after.
            let left =
                joined.as_str().get(length..before).filter(|it| it.starts_with('-')).unwrap_or_default();
            let content = RawContent::Script(escape);
            (Place::Raw(Raw { content, pending: Name::new(left), ..cleared }), length.saturating_sub(before))
        }
        Mark::EndTag(length) => {
            let opened = Opened(Some(at.saturating_sub(before as u32)));
            let Raw { element: name, insertion, .. } = cleared;
            // A `title` of HTML is not the one of a drawing that it may stand in.
            let own = insertion.point().and(html::integration_point(name.as_str()));
            let Some(insertion) = own.map_or(Some(insertion), |it| insertion.push_point(it)) else {
                return (Place::Unsettled(opened), length.saturating_sub(before));
            };
            let tag = Tag { name, end: true, insertion, siblings: Default::default(), opened };
            (Place::TagName(tag), length.saturating_sub(before))
        }
    }
}

/// The place after what was held back, read as markup.
fn markup_after(raw: &Raw, at: u32) -> Place {
    let nothing = HashMap::new();
    let pending = raw.pending.as_str();
    let start = raw.insertion.push(Space::Code).map_or(Place::Unsettled(raw.opened), Place::Text);
    let begin = at.saturating_sub(pending.len() as u32);
    // A few bytes that open a tag: nothing in them is a fault or needs a change.
    advance(start.clone(), pending, begin, &mut Changes::new(&nothing, Frameworks::default()))
        .unwrap_or(start)
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
