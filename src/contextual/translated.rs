//! `blocktranslate`: the template's own texts are analysed where they stand; each translation is analysed like an
//! included template, from the place of the tag.

use super::place::{Attr, Inner, Place, Raw, RawContent, Value};
use super::places::Places;
use super::plan::Start;
use super::walk::Walk;
use crate::diagnostics::Error;
use crate::html::{AttrKind, UrlKind};
use crate::syntax::{Body, Node, Translation};

impl Walk<'_> {
    /// The tag's own texts. What is stored is a fragment of its own, text to text, and printed elsewhere.
    pub(super) fn translation(
        &mut self,
        node: &Node,
        tag: &Translation,
        next: Option<&Node>,
        places: Places,
    ) -> Result<Places, Error> {
        if tag.into.is_none() {
            let after = self.callee(node, next, places.clone())?;
            self.wordings(node, tag)?;
            return Ok(after);
        }
        let in_text = places.iter().all(|it| *it == Place::Verbatim);
        let begin = if in_text { places.clone() } else { Places::html() };
        self.note_start(node, &begin, false);
        self.wordings(node, tag)?;
        Ok(places)
    }

    fn wordings(&mut self, node: &Node, tag: &Translation) -> Result<(), Error> {
        let Some(Start { places: begin, .. }) = self.plan.starts.get(&node.span.start).cloned() else {
            return Ok(());
        };
        tag.bodies().try_for_each(|body: &Body| {
            let end = self.body(body, begin.clone())?;
            self.expect_same_construct(&begin, &end, body)
        })
    }
}

/// What the literal text of a translation may be in the place of its tag. Translators are trusted for markup in
/// text; elsewhere their text is kept in the place it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Whatever it is, the analysis reads it.
    Free,
    /// These characters are written otherwise.
    Spelled(&'static [(char, &'static str)]),
    /// The same in a string of a script, where most escapes are refused.
    Script(&'static [(char, &'static str)]),
    /// The same in an address, where only harmless schemes are let through.
    Address(&'static [(char, &'static str)]),
    /// Letters, digits, blanks and a little punctuation.
    Calm,
    /// There is none.
    Never,
}

const IN_ATTRIBUTE: &[(char, &str)] =
    &[('"', "&quot;"), ('\'', "&#x27;"), ('<', "&lt;"), ('>', "&gt;"), ('`', "&#x60;")];

const IN_RCDATA: &[(char, &str)] = &[('<', "&lt;")];

/// Inside the quotes of a string of JavaScript or JSON, in a script or an attribute.
const IN_STRING: &[(char, &str)] = &[
    ('"', "\\u0022"),
    ('\'', "\\u0027"),
    ('`', "\\u0060"),
    ('<', "\\u003C"),
    ('>', "\\u003E"),
    ('&', "\\u0026"),
    ('$', "\\u0024"),
    ('\n', "\\n"),
    ('\r', "\\r"),
    ('\u{2028}', "\\u2028"),
    ('\u{2029}', "\\u2029"),
];

/// The strictest manner of all places that a translation may begin in.
pub(crate) fn manner(start: &Start) -> Manner {
    let mut manners = start.places.iter().map(of_place);
    let first = manners.next().unwrap_or(Manner::Never);
    if manners.all(|it| it == first) { first } else { Manner::Never }
}

fn of_place(place: &Place) -> Manner {
    match place {
        Place::Text(_) | Place::Verbatim => Manner::Free,
        Place::Value(attr) => of_value(attr),
        Place::Raw(Raw { inner: Inner::Text, content: RawContent::RcData, .. }) => Manner::Spelled(IN_RCDATA),
        Place::Raw(Raw { inner: Inner::Js(js), .. }) if js.is_in_words() => Manner::Script(IN_STRING),
        Place::Raw(Raw { inner: Inner::Json(json), .. }) if json.is_in_string() => Manner::Script(IN_STRING),
        Place::Raw(Raw { inner: Inner::Text, .. }) | Place::Comment(..) => Manner::Calm,
        _ => Manner::Never,
    }
}

fn of_value(attr: &Attr) -> Manner {
    let decides = attr.tag.siblings.clone().entry(attr.tag.name.as_str(), attr.name.as_str()).is_some();
    match (&attr.value, attr.kind) {
        _ if decides => Manner::Never,
        (Value::Plain(_), AttrKind::Plain) => Manner::Spelled(IN_ATTRIBUTE),
        (Value::Url(_), AttrKind::Url(kind)) if kind != UrlKind::Code => Manner::Address(IN_ATTRIBUTE),
        (Value::Js(js), _) if js.is_in_words() => Manner::Script(IN_STRING),
        (Value::Html(inner), _) if matches!(**inner, Place::Text(_)) => Manner::Calm,
        (Value::Named { .. }, _) => Manner::Calm,
        _ => Manner::Never,
    }
}

impl Manner {
    /// The characters that are written otherwise.
    pub(crate) fn spellings(self) -> &'static [(char, &'static str)] {
        match self {
            Manner::Spelled(table) | Manner::Script(table) | Manner::Address(table) => table,
            Manner::Free | Manner::Calm | Manner::Never => &[],
        }
    }

    /// Why this literal text cannot stand there, before its spellings.
    pub(crate) fn fault(self, text: &str) -> Option<&'static str> {
        match self {
            Manner::Free | Manner::Spelled(_) => None,
            Manner::Script(_) => {
                (!has_plain_escapes(text)).then_some("it has an escape that could end the string")
            }
            Manner::Address(_) => address_fault(text),
            Manner::Calm => {
                (!text.chars().all(is_calm)).then_some("only plain words can be translated there")
            }
            Manner::Never => Some("nothing can be translated there"),
        }
    }
}

fn is_calm(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ' ' | '.' | ',' | '?')
}

/// Whether each backslash begins an escape that is whole by itself, of a character that needs none of ours.
fn has_plain_escapes(text: &str) -> bool {
    text.match_indices('\\').all(|(at, _)| matches!(text.as_bytes().get(at + 1), Some(b'n' | b't')))
}

/// Before the first `/`, `?` or `#` a colon ends a scheme; a reference could stand for one.
fn address_fault(text: &str) -> Option<&'static str> {
    const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];
    let head = text.split(['/', '?', '#']).next().unwrap_or_default();
    let scheme = head.split_once(':').map(|it| it.0);
    let plain = |it: char| it == '\\' || it.is_ascii_control();
    if scheme.is_some_and(|it| !SCHEMES.contains(&&*it.trim().to_ascii_lowercase())) || text.contains(plain) {
        return Some("it changes the scheme of the address");
    }
    let reference = |(at, _): (usize, &str)| text.get(at..).is_some_and(|it| !it.starts_with("&amp;"));
    text.match_indices('&').any(reference).then_some("it has a character reference in the address")
}
