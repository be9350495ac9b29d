//! What an attribute's value is.

/// The language of an attribute's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum AttrKind {
    /// Text.
    Plain,
    /// A URL.
    Url(UrlKind),
    /// A list of image candidates (§ srcset attributes).
    Srcset,
    /// CSS declarations.
    Css,
    /// A script: event handlers.
    Js,
    /// One expression of JavaScript, of a framework that does this with its value.
    Expression(Handed),
    /// JSON, of a framework.
    Json,
    /// A whole HTML document: `srcdoc`.
    Html,
    /// `content` of `meta`: depends on `http-equiv`.
    MetaContent,
    /// `href` of `link`: depends on `rel`.
    LinkHref,
    /// Only known while rendering, for the attribute's name is data.
    Named,
    /// What an SVG animation sets: depends on `attributeName`.
    Animation,
    /// Chooses what other attributes or the page may do; never data.
    Forbidden,
}

/// What a framework does with the value of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Handed {
    /// Shows it, or keeps it.
    Kept,
    /// Sets it as an address.
    Address,
    /// Sets it as markup.
    Markup,
    /// Loads code or a template from there.
    Module,
    /// Sets it as code.
    Code,
}

/// What a browser does with the URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum UrlKind {
    /// Names something, is not loaded.
    Inert,
    /// Loads an image, sound or film.
    Media,
    /// Goes there when followed.
    Navigation,
    /// Sends a form there.
    Form,
    /// Loads a page into a frame.
    Frame,
    /// Loads code, style, or what decides about both.
    Code,
}

use AttrKind::{Animation, Css, Forbidden, Html, Js, LinkHref, MetaContent, Plain, Srcset, Url};
use UrlKind::{Code, Form, Frame, Inert, Media, Navigation};

/// (element or `*`, attribute, kind), names in lower case and without namespace prefix. The first row that
/// fits wins, so rows of an element stand before the `*` row. WHATWG HTML, index of attributes; SVG 2
/// § 16 (linking) and § 2 of SVG Animations; MathML Core § 2.1.
const ATTRIBUTES: &[(&str, &str, AttrKind)] = &[
    ("animate", "by", Animation),
    ("animate", "from", Animation),
    ("animate", "to", Animation),
    ("animate", "values", Animation),
    ("set", "to", Animation),
    ("*", "attributename", Forbidden),
    ("base", "href", Url(Code)),
    ("link", "href", LinkHref),
    ("script", "href", Url(Code)),
    ("use", "href", Url(Code)),
    ("image", "href", Url(Media)),
    ("feimage", "href", Url(Media)),
    ("*", "href", Url(Navigation)),
    ("script", "src", Url(Code)),
    ("embed", "src", Url(Code)),
    ("iframe", "src", Url(Frame)),
    ("frame", "src", Url(Frame)),
    ("*", "src", Url(Media)),
    ("object", "data", Url(Code)),
    ("*", "codebase", Url(Code)),
    ("*", "classid", Url(Code)),
    ("applet", "code", Url(Code)),
    ("applet", "object", Url(Code)),
    ("*", "archive", Url(Code)),
    ("html", "manifest", Url(Code)),
    ("*", "xml:base", Url(Code)),
    ("*", "action", Url(Form)),
    ("*", "formaction", Url(Form)),
    ("*", "poster", Url(Media)),
    ("*", "background", Url(Media)),
    ("*", "dynsrc", Url(Media)),
    ("*", "lowsrc", Url(Media)),
    ("*", "icon", Url(Media)),
    ("*", "altimg", Url(Media)),
    ("*", "longdesc", Url(Navigation)),
    ("*", "ping", Url(Navigation)),
    ("*", "attributionsrc", Url(Navigation)),
    ("*", "cite", Url(Inert)),
    ("*", "usemap", Url(Inert)),
    ("*", "itemid", Url(Inert)),
    ("*", "itemtype", Url(Inert)),
    ("*", "profile", Url(Inert)),
    ("*", "cdgroup", Url(Inert)),
    ("*", "definitionurl", Url(Inert)),
    ("*", "srcset", Srcset),
    ("*", "imagesrcset", Srcset),
    ("*", "style", Css),
    ("*", "srcdoc", Html),
    ("meta", "content", MetaContent),
    // Another encoding makes other characters of what was escaped.
    ("meta", "charset", Forbidden),
    ("meta", "http-equiv", Forbidden),
    ("iframe", "sandbox", Forbidden),
    ("iframe", "allow", Forbidden),
    ("iframe", "csp", Forbidden),
    ("script", "type", Forbidden),
    ("script", "language", Forbidden),
    ("script", "charset", Forbidden),
    // They decide whether what stands in the element is part of the page, and how it is read.
    ("template", "shadowrootmode", Forbidden),
    ("annotation-xml", "encoding", Forbidden),
    ("*", "is", Forbidden),
    ("*", "xmlns", Forbidden),
];

/// The name without a namespace prefix such as `xlink:` or `svg:`. Prefixes of frameworks (`v-on:`) hold a
/// dash and are part of the name.
fn local_name(attribute: &str) -> &str {
    match attribute.split_once(':') {
        Some((prefix, local))
            if !prefix.is_empty() && prefix.bytes().all(|it| it.is_ascii_alphanumeric()) =>
        {
            local
        }
        _ => attribute,
    }
}

/// The kind of an attribute, by lower-case names. Elements are compared without their namespace, for the
/// namespace of a fragment is that of the page it is put into.
pub(crate) fn attribute_kind(element: &str, attribute: &str) -> AttrKind {
    let local = local_name(attribute);
    let fits = |row: &&(&str, &str, AttrKind)| {
        (row.1 == local || row.1 == attribute) && (row.0 == "*" || row.0 == element)
    };
    match ATTRIBUTES.iter().find(fits) {
        Some(row) => row.2,
        None if is_event_handler(local) => Js,
        None => Plain,
    }
}

/// An element that the table has rows about, or none of these: one byte, for escapers are small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Listed(u8);

const _: () = assert!(ATTRIBUTES.len() < u8::MAX as usize);

impl Listed {
    pub(crate) fn new(element: &str) -> Listed {
        let row = ATTRIBUTES.iter().position(|it| it.0 == element);
        Listed(row.and_then(|it| u8::try_from(it).ok()).unwrap_or(u8::MAX))
    }

    /// The element's name; empty when the table has no rows about it.
    pub(crate) fn name(self) -> &'static str {
        ATTRIBUTES.get(usize::from(self.0)).map_or("", |it| it.0)
    }
}

/// Every attribute that begins with `on` counts: browsers add handlers, and none that is not one does.
fn is_event_handler(attribute: &str) -> bool {
    attribute.starts_with("on")
}
