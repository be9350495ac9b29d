//! What a client-side framework reads in a page: templates of its own, in which no value may stand and which none may begin.

use super::place::{Attr, Inner, Place, Raw, Refusal, Value};
use super::places::Places;
use crate::escape::Guard;
use crate::html::{self, Frameworks};

/// Whether a template of the framework stands open in the text of the page.
#[derive(Clone, Copy, Default)]
pub(super) struct Client {
    open: bool,
    last: Option<char>,
}

pub(super) const IN_TEMPLATE: Refusal = Refusal {
    reason: "it would be part of an expression that the framework runs",
    remedy: "hand the value over in an attribute that the framework binds, or in a `data-*` attribute",
};

impl Client {
    /// Reads literal text. A tag ends what it stands in: a template is one text or one attribute.
    pub(super) fn read(&mut self, text: &str, places: &Places) {
        if !places.iter().all(is_read) {
            *self = Client::default();
            return;
        }
        let mut rest = text;
        while let Some(next) = html::decode(rest) {
            match (self.last, next.character) {
                (Some('{'), '{') | (Some('['), '[') => self.open = true,
                (Some('}'), '}') | (Some(']'), ']') => self.open = false,
                (Some('<'), 'a'..='z' | 'A'..='Z' | '/' | '!') if next.length == 1 => self.open = false,
                _ => {}
            }
            self.last = Some(next.character);
            rest = rest.get(next.length..).unwrap_or_default();
        }
    }

    /// Whether a value here would be part of a template.
    pub(super) fn holds(self, places: &Places) -> bool {
        self.open && places.iter().all(is_read)
    }
}

/// Whether a framework looks for templates there.
fn is_read(place: &Place) -> bool {
    match place {
        Place::Text(_) => true,
        Place::Value(attr) => matches!(attr.value, Value::Plain(_) | Value::Url(_)),
        _ => false,
    }
}

/// What must be kept apart in a value, where a framework or the library that a script's type names reads the page.
pub(super) fn guard(places: &Places, frameworks: Frameworks) -> Option<Guard> {
    let words = |it: &Attr| frameworks.read_words(it.name.as_str());
    match places.first() {
        Place::Raw(Raw { inner: Inner::Html(_), .. }) => Some(Guard::Pairs),
        _ if !frameworks.read_text() => None,
        Place::Value(attr) if words(attr) => Some(Guard::Words),
        Place::Value(_) => Some(Guard::Pairs),
        _ if frameworks.read_blocks() => Some(Guard::Blocks),
        _ => Some(Guard::Pairs),
    }
}
