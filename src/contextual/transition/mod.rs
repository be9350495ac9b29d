//! How literal text moves the page from place to place: the tokenizer of WHATWG HTML § 13.2.5, one arm a
//! state, with a machine for URLs inside attributes. Pure functions; what must change in the literal text
//! is handed to [`Changes`].

mod attribute;
mod css;
mod js;
mod json;
mod markup;
mod raw;
mod refresh;
mod script_url;
mod srcset;
mod stamp;
mod tag;
mod url;

pub(super) use attribute::{begin_value, close_added_quote, quote_in_unquoted};
pub(super) use css::{Css, CssFault, CssHole};
pub(super) use js::{Js, JsFault, JsHole, JsRefusal};
pub(super) use json::{Holds, Json, JsonHole};
pub(super) use raw::settle as settle_raw;
pub(super) use refresh::{Refresh, RefreshHole};
pub(super) use script_url::{SCRIPT, ScriptUrl};
pub(super) use srcset::{Srcset, SrcsetHole, SrcsetNext};
pub(super) use url::{after_hole as url_after_hole, after_unseen as url_after_unseen};

use stamp::Stamps;

use super::explain::Trace;
use super::place::{Place, Refusal, Siblings};
use super::plan::Edit;
use crate::diagnostics::ErrorKind;
use crate::html::Frameworks;
use crate::source::Span;
use std::collections::{BTreeMap, HashMap};

/// What the walk over the literal text brings to light beside the place.
pub(super) struct Changes<'k> {
    /// What an earlier walk found out about each tag; empty on the first.
    pub known: &'k HashMap<u32, Siblings>,
    /// The frameworks whose attributes are read.
    pub frameworks: Frameworks,
    /// By offset; the same change found twice is one.
    pub edits: BTreeMap<u32, Edit>,
    /// What each tag, by the offset of its `<`, says about attributes that others depend on.
    pub tags: HashMap<u32, Siblings>,
    /// What was seen on the way, when somebody wants it explained.
    pub trace: Option<Trace>,
    /// Which tags are to get a nonce.
    pub stamps: Stamps,
    /// How many `noscript` are open.
    pub noscripts: u32,
}

impl<'k> Changes<'k> {
    pub(super) fn new(known: &'k HashMap<u32, Siblings>, frameworks: Frameworks) -> Changes<'k> {
        Changes {
            known,
            frameworks,
            edits: BTreeMap::new(),
            tags: HashMap::new(),
            trace: None,
            stamps: Stamps::default(),
            noscripts: 0,
        }
    }

    pub(super) fn insert(&mut self, at: u32, insert: &'static str) {
        self.edits.insert(at, Edit { at, delete: 0, insert });
    }

    pub(super) fn replace(&mut self, at: u32, delete: u32, insert: &'static str) {
        self.edits.insert(at, Edit { at, delete, insert });
    }
}

/// Literal text that cannot be made safe.
#[derive(Debug)]
pub(super) struct Fault {
    pub kind: ErrorKind,
    /// Offset of the byte at fault.
    pub at: u32,
    pub message: String,
    pub help: &'static str,
}

impl From<CssFault> for Unread {
    fn from(fault: CssFault) -> Unread {
        let refusal = Refusal { reason: fault.message, remedy: fault.help };
        Unread { at: u32::try_from(fault.at).unwrap_or_default(), refusal }
    }
}

impl From<JsFault> for Unread {
    fn from(fault: JsFault) -> Unread {
        let refusal = Refusal { reason: fault.message, remedy: fault.help };
        Unread { at: u32::try_from(fault.at).unwrap_or_default(), refusal }
    }
}

impl From<JsRefusal> for Refusal {
    fn from(refusal: JsRefusal) -> Refusal {
        Refusal { reason: refusal.reason, remedy: refusal.remedy }
    }
}

/// Literal text of a script or style that its machine cannot follow.
pub(super) struct Unread {
    /// Offset in the text.
    pub at: u32,
    pub refusal: Refusal,
}

impl Unread {
    /// After a value it is a fault, for what the value becomes part of is not known. Before one it is the
    /// reason why none may follow.
    fn give_up(self, dynamic: bool) -> Result<Refusal, Fault> {
        let Unread { at, refusal } = self;
        if !dynamic {
            return Ok(refusal);
        }
        Err(Fault { kind: ErrorKind::BadHtml, at, message: refusal.reason.to_owned(), help: refusal.remedy })
    }
}

/// The place after a step, and how many bytes the step took.
type Step = Result<(Place, usize), Fault>;

/// The place after literal text that begins at offset `start` of the template.
pub(super) fn advance(
    place: Place,
    text: &str,
    start: u32,
    changes: &mut Changes<'_>,
) -> Result<Place, Fault> {
    let mut place = place;
    let mut used = 0;
    let mut ends = noscript_ends(text).peekable();
    while used < text.len() {
        let at = start + used as u32;
        let hides = changes.noscripts > 0 && !matches!(place, Place::Text(_));
        let before = changes.trace.is_some().then(|| place.clone());
        let (next, taken) = step(place, &text[used..], at, changes)?;
        place = next;
        while let Some(end) = ends.next_if(|it| *it < used + taken) {
            if hides {
                return Err(hidden_end(start + end as u32));
            }
        }
        if let (Some(trace), Some(before)) = (&mut changes.trace, before) {
            trace.step(&before, &place, Span::new(at, at + taken as u32));
        }
        used += taken;
    }
    Ok(place)
}

/// Where the end tags of `noscript` begin in a text, whatever they stand in.
fn noscript_ends(text: &str) -> impl Iterator<Item = usize> {
    const END: &str = "</noscript";
    let is_end = |at: &usize| text.get(*at..at + END.len()).is_some_and(|it| it.eq_ignore_ascii_case(END));
    text.match_indices("</").map(|it| it.0).filter(is_end)
}

/// Where scripts run, a `noscript` is text up to its first end tag (HTML § 4.12.2).
fn hidden_end(at: u32) -> Fault {
    Fault {
        kind: ErrorKind::BadHtml,
        at,
        message: "this ends the `noscript` where scripts run, and not where they do not".to_owned(),
        help: "close what is open in the `noscript` before it",
    }
}

/// One step over a text that is not empty. A step that takes nothing changes the state to one that takes
/// something, so the walk ends.
fn step(place: Place, text: &str, at: u32, changes: &mut Changes<'_>) -> Step {
    match place {
        Place::Verbatim | Place::Plaintext(_) | Place::Unsettled(_) => Ok((place, text.len())),
        Place::Text(insertion) => Ok(markup::text(insertion, text)),
        Place::TagOpen(insertion) => markup::tag_open(insertion, text, at, changes),
        Place::EndTagOpen(insertion) => Ok(markup::end_tag_open(insertion, text, at, changes)),
        Place::MarkupDeclaration(insertion, seen) => markup::declaration(insertion, &seen, text, at),
        Place::Comment(insertion, dashes, opened) => Ok(markup::comment(insertion, dashes, opened, text)),
        Place::BogusComment(insertion, opened) => Ok(markup::bogus_comment(insertion, opened, text)),
        Place::Doctype(insertion, opened) => markup::doctype(insertion, opened, text, at),
        Place::Cdata { insertion, brackets, opened } => Ok(markup::cdata(insertion, brackets, opened, text)),
        Place::TagName(tag) => Ok(tag::name(tag, text, changes)),
        Place::InTag(tag) => Ok(tag::inside(tag, text, changes)),
        Place::Gap(tag) => tag::gap(tag, text, at, changes),
        Place::Blank(tag) => tag::blank(tag, text, at, changes),
        Place::AttrName(tag, name) => tag::attribute_name(tag, &name, text, at, changes),
        Place::AfterAttrName(tag, name) => Ok(tag::after_attribute_name(tag, name, text, changes)),
        Place::AfterQuoted(tag) => Ok(tag::after_quoted(tag, text, changes)),
        Place::SelfClosing(tag) => tag::self_closing(tag, text, at, changes),
        Place::BeforeValue(tag, name) => Ok(attribute::before_value(tag, name, text, at, changes)),
        Place::Value(attr) => attribute::value(attr, text, at, changes),
        Place::Raw(raw) => raw::step(raw, text, at, changes.frameworks),
    }
}

#[cfg(test)]
mod tests;
