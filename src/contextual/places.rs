//! [`Places`]: the set of places a point of a template may stand in.

use super::place::{Inner, Insertion, Name, Opened, Place, Raw, RawContent};
use super::transition::{Css, Js, Json};

/// The places a point may stand in, after branches that differ in a sub-state. Never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Places(Vec<Place>);

/// Extensions of plain text, which is not escaped and never `SafeHtml`.
const TEXT: &[&str] = &["csv", "md", "txt"];

/// Extensions of XML.
const XML: &[&str] = &["atom", "rss", "svg", "xhtml", "xml"];

impl Places {
    /// More members than this are not told apart any more: the analysis gives up with an error.
    pub(crate) const MOST: usize = 8;

    pub(crate) fn one(place: Place) -> Places {
        Places(vec![place])
    }

    /// These places, if they are any and not too many to be told apart.
    pub(crate) fn of(places: impl Iterator<Item = Place>) -> Option<Places> {
        places.map(Places::one).map(Some).reduce(|so_far, it| so_far?.union(it?)).flatten()
    }

    /// Text of an HTML page, where HTML templates start.
    pub(crate) fn html() -> Places {
        Places::one(Place::Text(Insertion::default()))
    }

    /// Where a template of this name starts: HTML, unless its extension says otherwise.
    pub(crate) fn of_name(name: &str) -> Places {
        let file = name.rsplit('/').next().unwrap_or(name);
        let extension = file.rsplit_once('.').map_or("", |it| it.1).to_ascii_lowercase();
        match &*extension {
            it if TEXT.contains(&it) => Places::one(Place::Verbatim),
            it if XML.contains(&it) => Places::one(Place::Text(Insertion::xml())),
            "css" => Places::file(Inner::Css(Css::stylesheet())),
            "js" => Places::file(Inner::Js(Js::script())),
            "mjs" => Places::file(Inner::Js(Js::module())),
            "geojson" | "json" | "jsonld" | "webmanifest" => Places::file(Inner::Json(Json::document())),
            _ => Places::html(),
        }
    }

    /// The start of a file that is no markup.
    fn file(inner: Inner) -> Places {
        Places::one(Place::Raw(Raw {
            element: Name::default(),
            content: RawContent::File,
            inner,
            insertion: Insertion::default(),
            pending: Name::default(),
            dynamic: false,
            opened: Opened(None),
        }))
    }

    /// Whether it is the text of an HTML page: only what starts there renders to `SafeHtml`.
    pub(crate) fn is_html(&self) -> bool {
        matches!(self.0.as_slice(), [Place::Text(insertion)] if *insertion == Insertion::default())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Place> {
        self.0.iter()
    }

    /// The first member: any of them tells the construct, which all members share.
    pub(crate) fn first(&self) -> &Place {
        &self.0[0]
    }

    /// Each member replaced by what `change` makes of it.
    pub(crate) fn try_map<E>(self, mut change: impl FnMut(Place) -> Result<Place, E>) -> Result<Places, E> {
        let mut changed: Vec<Place> = Vec::with_capacity(self.0.len());
        for place in self.0 {
            let place = change(place)?;
            if !changed.contains(&place) {
                changed.push(place);
            }
        }
        Ok(Places(changed))
    }

    /// The same places for another template, in whose text the offsets of this one mean nothing.
    pub(crate) fn elsewhere(mut self) -> Places {
        self.0.iter_mut().for_each(Place::forget_openings);
        self
    }

    /// All members of both; `None` when they are too many.
    pub(crate) fn union(mut self, other: Places) -> Option<Places> {
        for place in other.0 {
            let merged = self.0.iter_mut().find_map(|it| it.merge(&place).map(|both| *it = both));
            if merged.is_none() {
                self.0.push(place);
            }
        }
        (self.0.len() <= Places::MOST).then_some(self)
    }
}
