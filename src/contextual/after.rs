//! Where the page stands after a value, by what the value was written as.

use super::decide::{nested_escaper, template_escaper};
use super::place::{Inner, Name, Opened, Place, Sibling, Siblings, Tag, UrlPart, Value};
use super::transition::{Css, CssHole, Js, JsHole, Srcset, SrcsetHole, url_after_hole};
use crate::escape::{CssEscape, CssWrite, Escaper, JsWrite, NameWrite, SrcsetWrite, UrlWrite, Valued};

/// The place after a value was written.
pub(super) fn after(place: Place, escaper: Escaper) -> Place {
    match (place, escaper) {
        (Place::Value(mut attr), escaper) => {
            attr.value = value_after(attr.value, escaper);
            attr.dynamic = true;
            Place::Value(attr)
        }
        (Place::Raw(mut raw), escaper) => {
            raw.inner = match raw.inner {
                Inner::Css(css) => Inner::Css(css_after(css, escaper)),
                Inner::Js(js) => Inner::Js(js_after(js, escaper)),
                Inner::Json(json) => Inner::Json(json.after_hole()),
                Inner::Html(place) => Inner::Html(Box::new(after(*place, template_escaper(escaper)))),
                inner @ (Inner::Text | Inner::Lost(_)) => inner,
            };
            raw.dynamic = true;
            Place::Raw(raw)
        }
        (place, Escaper::Name(name)) => after_name(place, name),
        (place, _) => place,
    }
}

fn value_after(value: Value, escaper: Escaper) -> Value {
    match (value, escaper) {
        (Value::Plain(_), _) => Value::Plain(Sibling::Dynamic),
        (Value::Named { .. }, _) => Value::Named { fresh: false },
        (Value::Url(UrlPart::Script(script)), _) => {
            Value::Url(UrlPart::Script(script.map(|it| Box::new(it.after_hole()))))
        }
        (Value::Url(part), Escaper::Url(hole)) => Value::Url(url_after(part, hole.write)),
        (Value::Css(css), _) => Value::Css(css_after(css, escaper)),
        (Value::Js(js), _) => Value::Js(js_after(js, escaper)),
        (Value::Json(json), _) => Value::Json(json.after_hole()),
        (Value::Html(inner), _) => Value::Html(Box::new(after(*inner, nested_escaper(escaper)))),
        (Value::Srcset(srcset), _) => Value::Srcset(match srcset_hole_of(&srcset, escaper) {
            Some(hole) => srcset.after_hole(&hole),
            None => srcset,
        }),
        (Value::Refresh(refresh), _) => Value::Refresh(match refresh.hole() {
            Ok(hole) => refresh.after_hole(&hole),
            Err(_) => refresh,
        }),
        (value, _) => value,
    }
}

/// The hole is what the escaper was chosen for, whatever came next.
fn js_after(js: Js, escaper: Escaper) -> Js {
    let Escaper::Js { hole, .. } = escaper else { return js };
    let hole = match hole.write {
        JsWrite::Identifier { .. } => JsHole::Identifier { prefix: "" },
        JsWrite::Regexp => JsHole::Regexp,
        JsWrite::Class => JsHole::RegexpClass,
        JsWrite::Value { pad, role, key } => JsHole::Value { pad, role, key, sink: None },
        JsWrite::Text => JsHole::Template { dollar: false, sink: None },
    };
    js.after_hole(hole)
}

fn css_after(css: Css, escaper: Escaper) -> Css {
    let Escaper::Css(CssEscape { write, .. }) = escaper else { return css };
    match (write, css.url_part()) {
        (CssWrite::Url(url), Some(part)) => {
            let part = url_after(part.clone(), url.write);
            css.with_url_part(part)
        }
        (CssWrite::Declarations { closed }, _) => css.after_hole(&CssHole::Declarations { closed }),
        (CssWrite::Str, _) => css.after_hole(&CssHole::Str),
        _ => css.hole(false).map_or(css.clone(), |hole| css.after_hole(&hole)),
    }
}

/// The hole that an escaper was chosen for.
fn srcset_hole_of(srcset: &Srcset, escaper: Escaper) -> Option<SrcsetHole> {
    let Escaper::Srcset(write) = escaper else { return None };
    Some(match write {
        SrcsetWrite::List => SrcsetHole::List,
        SrcsetWrite::Url { whole, .. } => match srcset.url_part() {
            Some(part) => SrcsetHole::Url { part: part.clone(), whole },
            // The place is one of a set, and the escaper is right for all of them.
            None => SrcsetHole::Descriptor,
        },
        SrcsetWrite::Descriptor => SrcsetHole::Descriptor,
    })
}

/// After a name from data. What it says about other attributes of its tag is unknown.
fn after_name(place: Place, name: NameWrite) -> Place {
    let opened = Opened(None);
    let tag = match place {
        Place::TagOpen(insertion) | Place::EndTagOpen(insertion) => {
            let end = matches!(place, Place::EndTagOpen(_));
            return Place::Gap(Tag {
                name: Name::from_data(),
                end,
                insertion,
                siblings: Siblings::default(),
                opened,
            });
        }
        Place::TagName(tag) if name == NameWrite::Tag => {
            return Place::Gap(Tag { name: Name::from_data(), ..tag });
        }
        Place::AttrName(tag, name) => return Place::AttrName(tag, name),
        Place::TagName(tag)
        | Place::InTag(tag)
        | Place::Gap(tag)
        | Place::Blank(tag)
        | Place::AfterQuoted(tag)
        | Place::AfterAttrName(tag, _) => tag,
        place => return place,
    };
    let tag = Tag { siblings: Siblings::unknown(), ..tag };
    match name {
        // Only a name that is text may have literal text for its value.
        NameWrite::Attribute { valued: Valued::Literal, .. } => Place::AttrName(tag, Name::new("data-")),
        _ => Place::AttrName(tag, Name::from_data()),
    }
}

fn url_after(part: UrlPart, write: UrlWrite) -> UrlPart {
    match write {
        // What follows is `://`, and the scheme was one of the web.
        UrlWrite::Scheme => UrlPart::MaybeScheme(Name::new("https")),
        UrlWrite::Host { path: false, .. } => UrlPart::Authority { empty: false },
        _ => url_after_hole(part),
    }
}
