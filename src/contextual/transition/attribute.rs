//! Attribute values: how they begin, what is read in them, how they end.

use super::tag::note_sibling;
use super::{Changes, Css, Fault, Js, Json, Refresh, Srcset, Step, Unread, advance, url};
use crate::contextual::place::{
    Attr, Insertion, Name, Opened, Place, Quote, Refusal, Sibling, Tag, UrlPart, Value,
};
use crate::diagnostics::ErrorKind;
use crate::html::{self, AttrKind, Frameworks, UrlKind, is_blank};
use std::borrow::Cow;
use std::collections::HashMap;

// § before-attribute-value-state
pub(super) fn before_value(
    tag: Tag,
    name: Name,
    text: &str,
    at: u32,
    changes: &mut Changes<'_>,
) -> (Place, usize) {
    let blanks = text.bytes().position(|it| !is_blank(it)).unwrap_or(text.len());
    if blanks > 0 {
        return (Place::BeforeValue(tag, name), blanks);
    }
    let quote = match text.as_bytes()[0] {
        b'"' => Quote::Double,
        b'\'' => Quote::Single,
        b'>' => return super::tag::after_attribute_name(tag, name, text, changes),
        _ => return (begin(tag, name, Quote::Unquoted { has_quote: false }, at, changes.frameworks), 0),
    };
    (begin(tag, name, quote, at, changes.frameworks), 1)
}

fn begin(mut tag: Tag, name: Name, quote: Quote, at: u32, frameworks: Frameworks) -> Place {
    let kind = kind(&tag, &name, frameworks);
    // Elsewhere the words of branches would only tell places apart that are alike.
    let is_read = tag.siblings.entry(tag.name.as_str(), name.as_str()).is_some();
    let literal = if is_read { Sibling::Literal(Name::default()) } else { Sibling::Dynamic };
    let value = match kind {
        _ if name.goes_on_with_data() => Value::Lost(PART_FROM_DATA),
        AttrKind::Url(_) => Value::Url(UrlPart::Start),
        AttrKind::Js => Value::Js(Js::handler()),
        AttrKind::Expression(handed) => Value::Js(Js::expression(handed)),
        AttrKind::Json => Value::Json(Json::document()),
        AttrKind::Css => Value::Css(Css::declarations()),
        AttrKind::Srcset => Value::Srcset(Srcset::Start),
        AttrKind::MetaContent if tag.siblings.http_equiv == Sibling::Literal(Name::new("refresh")) => {
            Value::Refresh(Refresh::start())
        }
        AttrKind::Html => Value::Html(Box::new(Place::Text(Insertion::default()))),
        AttrKind::Named => Value::Named { fresh: true },
        AttrKind::Plain | AttrKind::Forbidden => Value::Plain(literal),
        _ => Value::Opaque,
    };
    Place::Value(Attr { tag, name, kind, quote, value, dynamic: false, opened: Opened(Some(at)) })
}

/// The value may be empty, or give the name another meaning.
const PART_FROM_DATA: Refusal = Refusal {
    reason: "the begin of the attribute's name is data",
    remedy: "put a blank between the value before the name and the name, or write the name literally",
};

/// The kind of an attribute, with what its siblings say where it depends on them.
fn kind(tag: &Tag, name: &Name, frameworks: Frameworks) -> AttrKind {
    if name.is_from_data() {
        return AttrKind::Named;
    }
    match html::attribute_kind(tag.name.as_str(), name.as_str()) {
        AttrKind::MetaContent => match &tag.siblings.http_equiv {
            Sibling::Absent => AttrKind::Plain,
            Sibling::Literal(_) | Sibling::Dynamic => AttrKind::MetaContent,
        },
        AttrKind::Plain => {
            html::framework_kind(tag.name.as_str(), name.as_str(), frameworks).unwrap_or(AttrKind::Plain)
        }
        AttrKind::LinkHref => link_href(&tag.siblings.rel),
        AttrKind::Animation => animated(&tag.siblings.attribute_name),
        kind => kind,
    }
}

/// Words of `rel` that load code, style, or what decides about both (HTML § 4.6.8, link types).
const CODE_LINKS: &[&str] =
    &["stylesheet", "modulepreload", "preload", "manifest", "import", "prerender", "expect"];

/// Words of `rel` that load a picture.
const MEDIA_LINKS: &[&str] = &["icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon"];

fn link_href(rel: &Sibling) -> AttrKind {
    let words = match rel {
        // A link without `rel` does nothing.
        Sibling::Absent => return AttrKind::Url(UrlKind::Navigation),
        Sibling::Dynamic => return AttrKind::Url(UrlKind::Code),
        Sibling::Literal(words) => words,
    };
    let has = |list: &[&str]| words.as_str().split_ascii_whitespace().any(|it| list.contains(&it));
    AttrKind::Url(match () {
        () if has(CODE_LINKS) => UrlKind::Code,
        () if has(MEDIA_LINKS) => UrlKind::Media,
        () => UrlKind::Navigation,
    })
}

/// What an animation writes is what the animated attribute holds, in whatever namespace it stands (SVG
/// Animations § 2.4).
fn animated(attribute_name: &Sibling) -> AttrKind {
    match attribute_name {
        Sibling::Absent => AttrKind::Plain,
        Sibling::Literal(name) => html::attribute_kind("", name.as_str().trim()),
        Sibling::Dynamic => AttrKind::Forbidden,
    }
}

/// A value without quotes that begins with something else than literal text: the plan adds quotes.
pub(in crate::contextual) fn begin_value(tag: Tag, name: Name, at: u32, changes: &mut Changes<'_>) -> Place {
    changes.insert(at, "\"");
    begin(tag, name, Quote::Added, at, changes.frameworks)
}

/// Ends a value to which the plan adds quotes.
pub(in crate::contextual) fn close_added_quote(attr: Attr) -> Tag {
    let Attr { mut tag, name, value, .. } = attr;
    note_value(&mut tag, &name, value);
    tag
}

fn note_value(tag: &mut Tag, name: &Name, value: Value) {
    if let Value::Plain(literal) = value {
        note_sibling(tag, name, literal);
    }
}

// § attribute-value-(double-quoted)-state, § (single-quoted), § (unquoted)
pub(super) fn value(attr: Attr, text: &str, at: u32, changes: &mut Changes<'_>) -> Step {
    let end = text.bytes().position(|it| ends(attr.quote, it)).unwrap_or(text.len());
    if end > 0 {
        let has_quote = text[..end].contains('"');
        let mut attr = attr;
        match &mut attr.quote {
            Quote::Added if has_quote => return Err(quote_in_unquoted(at)),
            Quote::Unquoted { has_quote: seen } => *seen |= has_quote,
            _ => {}
        }
        attr.value = read(attr.value, &text[..end], attr.dynamic, changes.frameworks)
            .map_err(|it| Fault { at: at + it.at, ..it })?;
        return Ok((Place::Value(attr), end));
    }
    let quote = attr.quote;
    if quote == Quote::Added {
        changes.insert(at, "\"");
    }
    let tag = close_added_quote(attr);
    Ok(match quote {
        Quote::Double | Quote::Single => (Place::AfterQuoted(tag), 1),
        // A blank or `>`: both are read again by the state after a value.
        Quote::Unquoted { .. } | Quote::Added => (Place::Gap(tag), 0),
    })
}

fn ends(quote: Quote, byte: u8) -> bool {
    match quote {
        Quote::Double => byte == b'"',
        Quote::Single => byte == b'\'',
        Quote::Unquoted { .. } | Quote::Added => is_blank(byte) || byte == b'>',
    }
}

/// Reads literal text of a value.
fn read(value: Value, text: &str, dynamic: bool, frameworks: Frameworks) -> Result<Value, Fault> {
    Ok(match value {
        // Decoded: a browser compares what the references stand for.
        Value::Plain(Sibling::Literal(name)) => {
            Value::Plain(name.whole(&decoded(text)).map_or(Sibling::Dynamic, Sibling::Literal))
        }
        Value::Url(part) => Value::Url(url::advance(part, &decoded(text))?),
        Value::Css(css) => match css.advance(&decoded(text)) {
            Ok(css) => Value::Css(css),
            Err(fault) => Value::Lost(Unread::from(fault).give_up(dynamic)?),
        },
        Value::Js(js) => match js.advance(&decoded(text)) {
            Ok(js) => Value::Js(js),
            Err(fault) => Value::Lost(Unread::from(fault).give_up(dynamic)?),
        },
        Value::Json(json) => match json.advance(&decoded(text)) {
            Ok(json) => Value::Json(json),
            Err(fault) => Value::Lost(Unread::from(fault).give_up(dynamic)?),
        },
        Value::Srcset(srcset) => Value::Srcset(srcset.advance(&decoded(text))?),
        Value::Refresh(refresh) => Value::Refresh(refresh.advance(&decoded(text))?),
        Value::Html(place) => match inner_page(*place, &decoded(text), frameworks)? {
            Ok(place) => Value::Html(Box::new(place)),
            Err(refusal) => Value::Lost(refusal),
        },
        Value::Named { .. } => return Err(text_under_data_name()),
        value => value,
    })
}

/// The page in a `srcdoc`, or in a script that is a template. Its text cannot be changed from here, so what would need a change is refused.
pub(super) fn inner_page(
    place: Place,
    text: &str,
    frameworks: Frameworks,
) -> Result<Result<Place, Refusal>, Fault> {
    const UNQUOTED: Refusal = Refusal {
        reason: "the page in it has text that would need a change",
        remedy: "put quotes around the attributes of the page in it, and write `&` as `&amp;amp;`",
    };
    let nothing = HashMap::new();
    let mut changes = Changes::new(&nothing, frameworks);
    let place = advance(place, text, 0, &mut changes)?;
    let cut = text.trim_end_matches(|it: char| it.is_ascii_alphanumeric() || it == '#').ends_with('&');
    Ok(if changes.edits.is_empty() && !cut { Ok(place) } else { Err(UNQUOTED) })
}

/// The text with its character references decoded, as far as they can matter.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut used = 0;
    while let Some(decoded) = html::decode(&text[used..]) {
        out.push(decoded.character);
        used += decoded.length;
    }
    Cow::Owned(out)
}

fn text_under_data_name() -> Fault {
    Fault {
        kind: ErrorKind::PlaceRefused,
        at: 0,
        message: "literal text may not be the value of an attribute whose name is data".to_owned(),
        help: "write `{{ name }}=\"{{ value }}\"`, or the attribute's name literally",
    }
}

/// Quotes are needed around a value whose literal text holds one.
pub(in crate::contextual) fn quote_in_unquoted(at: u32) -> Fault {
    Fault {
        kind: ErrorKind::BadHtml,
        at,
        message: "quotes cannot be added to this attribute's value, for its text holds a `\"`".to_owned(),
        help: "put the whole value in quotes and write the `\"` in it as `&quot;`",
    }
}
