//! Which tags get the nonce of the page's Content-Security-Policy (CSP 3 § 3.1; HTML § 3.2.6.5, nonces): those that
//! stand in the template from `<` to `>`, and run or load only what the template's author or a typed value chose.

use crate::contextual::place::{Name, Opened, Sibling, Space, Tag};
use std::collections::BTreeMap;

/// What is known of the tags that could get a nonce, each by the offset of its `<`. What one way through the
/// branches says against a tag counts for all.
#[derive(Default)]
pub(in crate::contextual) struct Stamps(BTreeMap<u32, Stamp>);

/// One such tag.
#[derive(Default)]
struct Stamp {
    name: Name,
    /// Whether its `>` was seen.
    closed: bool,
    /// Whether it has a nonce, or may have, or loads what a value says.
    refused: bool,
}

/// Words of `rel` whose links need a nonce.
const LINKS: &[&str] = &["stylesheet", "preload", "modulepreload"];

impl Stamps {
    /// An attribute of literal text.
    pub(super) fn attribute(&mut self, tag: &Tag, name: &Name) {
        if name.as_str() == "nonce" {
            self.refuse(tag);
        }
    }

    /// The tag may not get a nonce.
    pub(in crate::contextual) fn refuse(&mut self, tag: &Tag) {
        if let Some(stamp) = self.of(tag) {
            stamp.refused = true;
        }
    }

    /// The tag has ended.
    pub(super) fn close(&mut self, tag: &Tag) {
        let fit = is_fit(tag);
        if let Some(stamp) = self.of(tag) {
            stamp.closed = true;
            stamp.refused |= !fit;
        }
    }

    fn of(&mut self, tag: &Tag) -> Option<&mut Stamp> {
        let Opened(Some(at)) = tag.opened else { return None };
        let could = !tag.end && matches!(tag.name.as_str(), "script" | "style" | "link");
        could
            .then(|| self.0.entry(at).or_insert_with(|| Stamp { name: tag.name.clone(), ..Stamp::default() }))
    }

    /// The offsets in `text` at which a nonce is to be written: right after the names of the tags.
    pub(in crate::contextual) fn points(self, text: &str) -> Vec<u32> {
        let fit = self.0.into_iter().filter(|it| it.1.closed && !it.1.refused);
        fit.filter_map(|(at, stamp)| after_name(text, at, stamp.name.as_str())).collect()
    }
}

/// Whether an element of this name, in this namespace, with these attributes, is one that nonces are for.
fn is_fit(tag: &Tag) -> bool {
    match (tag.name.as_str(), tag.insertion.space()) {
        ("script" | "style", Space::Html | Space::Svg) => !tag.insertion.is_xml(),
        ("link", Space::Html) => match &tag.siblings.rel {
            Sibling::Literal(words) => words.as_str().split_ascii_whitespace().any(|it| LINKS.contains(&it)),
            Sibling::Absent | Sibling::Dynamic => false,
        },
        _ => false,
    }
}

/// The end of a tag's name, if it stands there in one piece.
fn after_name(text: &str, at: u32, name: &str) -> Option<u32> {
    let from = at as usize + 1;
    let end = from + name.len();
    let whole = text.get(from..end).is_some_and(|it| it.eq_ignore_ascii_case(name));
    let ends =
        text.as_bytes().get(end).is_some_and(|it| it.is_ascii_whitespace() || matches!(it, b'/' | b'>'));
    (whole && ends).then_some(end as u32)
}
