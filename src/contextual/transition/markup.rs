//! Between tags: text, and what `<` can open beside an element's tag.

use super::{Changes, Fault, Step};
use crate::contextual::place::{Dashes, Insertion, Name, Opened, Place, Space, Tag};
use crate::diagnostics::ErrorKind;
use memchr::memchr;

type Took = (Place, usize);

// § data-state
pub(super) fn text(insertion: Insertion, text: &str) -> Took {
    match memchr(b'<', text.as_bytes()) {
        Some(found) => (Place::TagOpen(insertion), found + 1),
        None => (Place::Text(insertion), text.len()),
    }
}

// § tag-open-state
pub(super) fn tag_open(insertion: Insertion, text: &str, at: u32, changes: &Changes<'_>) -> Step {
    let opened = Opened(Some(at.saturating_sub(1)));
    Ok(match text.as_bytes()[0] {
        b'!' => (Place::MarkupDeclaration(insertion, Name::default()), 1),
        b'/' => (Place::EndTagOpen(insertion), 1),
        b'?' if insertion.space() == Space::Xml => (Place::Text(insertion), instruction(text, at)?),
        b'?' => (Place::BogusComment(insertion, opened), 1),
        letter if letter.is_ascii_alphabetic() => {
            (Place::TagName(open_tag(insertion, false, opened, changes)), 0)
        }
        _ => (Place::Text(insertion), 0),
    })
}

/// Bytes of a processing instruction, which HTML parsers read up to the first `>` and XML parsers up to `?>`
/// (XML 1.0 § 2.6): it must be the same one.
fn instruction(text: &str, at: u32) -> Result<usize, Fault> {
    match memchr(b'>', text.as_bytes()) {
        Some(end) if end > 1 && text.as_bytes()[end - 1] == b'?' => Ok(end + 1),
        _ => Err(only_xml(at, "a processing instruction with a `>` in it, or cut by a tag,")),
    }
}

pub(super) fn only_xml(at: u32, what: &str) -> Fault {
    Fault {
        kind: ErrorKind::BadHtml,
        at,
        message: format!("{what} is read in different ways by parsers of XML and HTML"),
        help: "write it in another way, or give the template an `.html` name",
    }
}

// § end-tag-open-state
pub(super) fn end_tag_open(insertion: Insertion, text: &str, at: u32, changes: &Changes<'_>) -> Took {
    let opened = Opened(Some(at.saturating_sub(2)));
    match text.as_bytes()[0] {
        b'>' => (Place::Text(insertion), 1),
        letter if letter.is_ascii_alphabetic() => {
            (Place::TagName(open_tag(insertion, true, opened, changes)), 0)
        }
        _ => (Place::BogusComment(insertion, opened), 0),
    }
}

fn open_tag(insertion: Insertion, end: bool, opened: Opened, changes: &Changes<'_>) -> Tag {
    let known = opened.0.and_then(|it| changes.known.get(&it));
    Tag { name: Name::default(), end, insertion, siblings: known.cloned().unwrap_or_default(), opened }
}

/// What `<!` may open, in lower case.
const COMMENT: &str = "--";
const DOCTYPE: &str = "doctype";
const CDATA: &str = "[cdata[";

// § markup-declaration-open-state
pub(super) fn declaration(insertion: Insertion, seen: &Name, text: &str, at: u32) -> Step {
    let opened = Opened(Some(at.saturating_sub(2 + seen.as_str().len() as u32)));
    let first = text.chars().next().map_or(0, char::len_utf8);
    let seen = seen.followed_by(&text[..first]);
    let foreign = insertion.space() != Space::Html;
    Ok(match seen.as_str() {
        COMMENT if is_conditional(&text[first..]) => {
            // Old browsers read what follows as a page, others as a comment: values are safe in both, for none
            // holds a bare `>`.
            (Place::Text(insertion), text.find("]>").map_or(text.len(), |it| it + 2))
        }
        COMMENT => (Place::Comment(insertion, Dashes::Start, opened), first),
        DOCTYPE => (Place::Doctype(insertion, opened), first),
        CDATA if insertion.space() == Space::Xml => return Err(only_xml(at, "a CDATA section")),
        CDATA if foreign => (Place::Cdata { insertion, brackets: 0, opened }, first),
        it if COMMENT.starts_with(it) || DOCTYPE.starts_with(it) || (foreign && CDATA.starts_with(it)) => {
            (Place::MarkupDeclaration(insertion, seen), first)
        }
        // Not taken: the byte that decides may be the `>` that ends the bogus comment.
        _ => (Place::BogusComment(insertion, opened), 0),
    })
}

/// `<!--[if …]>`, all of it in one literal text.
fn is_conditional(text: &str) -> bool {
    let condition = text.strip_prefix("[if").and_then(|it| it.split_once("]>"));
    condition.is_some_and(|it| !it.0.contains(['<', '>']) && !it.1.starts_with("-->"))
}

// § comment-start-state to § comment-end-bang-state
pub(super) fn comment(insertion: Insertion, dashes: Dashes, opened: Opened, text: &str) -> Took {
    if dashes == Dashes::None {
        return match memchr(b'-', text.as_bytes()) {
            Some(found) => (Place::Comment(insertion, Dashes::One, opened), found + 1),
            None => (Place::Comment(insertion, dashes, opened), text.len()),
        };
    }
    let next = match (dashes, text.as_bytes()[0]) {
        (Dashes::Start | Dashes::StartDash | Dashes::Two | Dashes::Bang, b'>') => {
            return (Place::Text(insertion), 1);
        }
        (Dashes::Start, b'-') => Dashes::StartDash,
        (Dashes::StartDash | Dashes::One | Dashes::Two, b'-') => Dashes::Two,
        (Dashes::Bang, b'-') => Dashes::One,
        (Dashes::Two, b'!') => Dashes::Bang,
        _ => Dashes::None,
    };
    let taken = if next == Dashes::None { 0 } else { 1 };
    (Place::Comment(insertion, next, opened), taken)
}

// § bogus-comment-state
pub(super) fn bogus_comment(insertion: Insertion, opened: Opened, text: &str) -> Took {
    match memchr(b'>', text.as_bytes()) {
        Some(found) => (Place::Text(insertion), found + 1),
        None => (Place::BogusComment(insertion, opened), text.len()),
    }
}

// § doctype-state and those after it: `>` ends it everywhere, also inside an identifier's quotes
pub(super) fn doctype(insertion: Insertion, opened: Opened, text: &str, at: u32) -> Step {
    let end = memchr(b'>', text.as_bytes());
    // XML 1.0 § 2.8: declarations may stand in brackets before it.
    let subset = text[..end.unwrap_or(text.len())].contains('[');
    if insertion.is_xml() && subset {
        return Err(only_xml(at, "a doctype with declarations in it"));
    }
    Ok(match end {
        Some(found) => (Place::Text(insertion), found + 1),
        None => (Place::Doctype(insertion, opened), text.len()),
    })
}

// § cdata-section-state to § cdata-section-end-state
pub(super) fn cdata(insertion: Insertion, brackets: u8, opened: Opened, text: &str) -> Took {
    let brackets = match text.as_bytes()[0] {
        b']' => (brackets + 1).min(2),
        b'>' if brackets == 2 => return (Place::Text(insertion), 1),
        _ => {
            let taken = memchr(b']', text.as_bytes()).unwrap_or(text.len());
            return (Place::Cdata { insertion, brackets: 0, opened }, taken);
        }
    };
    (Place::Cdata { insertion, brackets, opened }, 1)
}
