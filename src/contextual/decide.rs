//! From a place to an escaper: what a value gets there, and where the page stands after it.

use super::address::{is_list, list_escaper, stronger_write, url_escaper, url_write};
use super::after::after;
use super::next::Next;
use super::place::{
    Attr, Inner, Insertion, Place, Quote, Raw, RawContent, Refusal, Space, Tag, UrlPart, Value,
};
use super::places::Places;
use super::transition::{
    Css, CssHole, Holds, Js, JsHole, Json, JsonHole, Refresh, RefreshHole, Srcset, SrcsetHole, SrcsetNext,
};
use crate::escape::{
    CssEscape, CssWrite, Escaper, JsonWrite, NameWrite, Nested, RefreshWrite, Sink, SrcsetWrite, UrlHole,
    Valued, Vouched,
};
use crate::html::{self, AttrKind, Listed};

/// Two readings of a point for which no one escaper is right.
pub(super) struct Ambiguity {
    pub one: Place,
    pub other: Place,
}

pub(super) enum Undecided {
    Refused(Box<Place>, Refusal),
    Ambiguous(Box<Ambiguity>),
}

/// An escaper, and where the page stands after the value.
pub(super) type Decided = (Escaper, Places);

/// The one escaper that is safe for all places of a set, and where the page stands after the value.
pub(super) fn decide(places: &Places, next: Next<'_>) -> Result<Decided, Undecided> {
    let mut chosen: Option<(Place, Escaper)> = None;
    for place in places.iter() {
        let escaper = escaper(place, next).map_err(|it| Undecided::Refused(Box::new(place.clone()), it))?;
        chosen = Some(match chosen {
            None => (place.clone(), escaper),
            Some((first, so_far)) => match stronger(so_far, escaper) {
                Some(both) => (first, both),
                None => {
                    return Err(Undecided::Ambiguous(Box::new(Ambiguity {
                        one: first,
                        other: place.clone(),
                    })));
                }
            },
        });
    }
    // A set is never empty; should it be, nothing is printed.
    let escaper = chosen.map_or(Escaper::Nothing, |it| it.1);
    let after = places.clone().try_map(|place| Ok::<_, Undecided>(after(place, escaper)))?;
    Ok((escaper, after))
}

/// Whether a `$` stands right before the value in a template literal: with a value that begins with `{` it
/// would open a substitution.
pub(super) fn pending_dollar(places: &Places) -> bool {
    places.iter().any(|place| {
        place.script().is_some_and(|it| matches!(it.hole(""), Ok(JsHole::Template { dollar: true, .. })))
    })
}

/// Whether two values that follow one another are written as one in this place.
pub(super) fn joins(places: &Places) -> bool {
    let is_url = |it: &Place| match it {
        Place::Value(Attr { value: Value::Url(part), .. }) => !matches!(part, UrlPart::Script(_)),
        _ => false,
    };
    places.iter().all(is_url)
}

const NO_ESCAPER: &str = "this release has no escaper for it";

fn escaper(place: &Place, next: Next<'_>) -> Result<Escaper, Refusal> {
    let refuse = |reason, remedy| Err(Refusal { reason, remedy });
    match place {
        Place::Verbatim => Ok(Escaper::Verbatim),
        Place::Text(insertion) => match insertion.space() {
            Space::Html => Ok(Escaper::Text),
            Space::Svg | Space::Math | Space::Xml => Ok(Escaper::Foreign),
            Space::Code => refuse(NO_ESCAPER, "hand data to the script in a `data-*` attribute"),
        },
        Place::Comment(..) => Ok(Escaper::Nothing),
        Place::Raw(raw) => raw_escaper(raw, next),
        Place::Value(attr) => value_escaper(attr, next),
        Place::TagOpen(insertion) | Place::EndTagOpen(insertion) => tag_name(*insertion),
        Place::TagName(tag) if html::is_complete_name(tag.name.as_str()) => attribute_name(tag, true, next),
        Place::TagName(tag) => tag_name(tag.insertion),
        Place::InTag(tag) | Place::Blank(tag) | Place::AfterAttrName(tag, _) => {
            attribute_name(tag, false, next)
        }
        Place::Gap(tag) | Place::AfterQuoted(tag) => attribute_name(tag, true, next),
        Place::AttrName(_, name) if is_open_ended(name.as_str()) => {
            Ok(Escaper::Name(NameWrite::Part { open: !next.ends_name() }))
        }
        Place::AttrName(..) => {
            refuse("a value may not be part of an attribute's name", "write the name literally")
        }
        Place::SelfClosing(_) => {
            refuse("the tag is being closed", "put a blank after the `/`, or take it out")
        }
        Place::BeforeValue(..) => refuse("the value's quotes are missing", "put quotes around the value"),
        Place::MarkupDeclaration(..) | Place::BogusComment(..) | Place::Doctype(..) | Place::Cdata { .. } => {
            refuse("nothing can be escaped there", "take the value out")
        }
        Place::Plaintext(_) => refuse("nothing can be escaped after `<plaintext>`", "use `<pre>`"),
        Place::Unsettled(_) => refuse(
            "SVG, MathML and the HTML in them stand in one another in a way that is not told apart",
            "end each element within the one around it, and take some of these away if they are many",
        ),
    }
}

/// Names that begin so are text whatever follows.
fn is_open_ended(name: &str) -> bool {
    (name.starts_with("data-") || name.starts_with("aria-")) && !html::is_framework_code(name)
}

fn tag_name(insertion: Insertion) -> Result<Escaper, Refusal> {
    if insertion.space() == Space::Html {
        return Ok(Escaper::Name(NameWrite::Tag));
    }
    Err(Refusal {
        reason: "a value may not name a tag in SVG or MathML",
        remedy: "write the tags literally, in the branches of an `{% if %}`",
    })
}

/// A value where an attribute's name, or ready attributes, may stand.
fn attribute_name(tag: &Tag, glued: bool, next: Next<'_>) -> Result<Escaper, Refusal> {
    if tag.end {
        return Err(END_TAG);
    }
    let valued = match next {
        Next::Text(text) if text.starts_with("=\"") || text.starts_with("='") => {
            // A value that is literal text belongs to a name that is text.
            if text.len() > 2 { Valued::Literal } else { Valued::Yes }
        }
        Next::Text(text) if text.trim_start().starts_with('=') => {
            if text.trim() == "=" {
                Valued::Yes
            } else {
                Valued::Literal
            }
        }
        Next::Text(_) => Valued::No,
        Next::Apart => Valued::No,
        Next::Unknown => Valued::Maybe,
    };
    Ok(Escaper::Name(NameWrite::Attribute { element: Listed::new(tag.name.as_str()), glued, valued }))
}

const END_TAG: Refusal = Refusal { reason: "an end tag has no attributes", remedy: "take the value out" };

fn raw_escaper(raw: &Raw, next: Next<'_>) -> Result<Escaper, Refusal> {
    if !raw.pending.as_str().is_empty() {
        return Err(Refusal {
            reason: "with the text before it, the value could end the element",
            remedy: "write `<` as `&lt;`, or put a blank between it and the value",
        });
    }
    match (&raw.inner, raw.content) {
        (Inner::Text, RawContent::RcData) => Ok(Escaper::RcData),
        (Inner::Text, RawContent::Script(_)) => Ok(Escaper::Data),
        (Inner::Text, _) => Ok(Escaper::RawText),
        (Inner::Css(css), RawContent::Foreign) => css_escaper(css, Sink::Markup, next),
        (Inner::Css(css), _) => css_escaper(css, Sink::RawText, next),
        (Inner::Lost(refusal), _) => Err(*refusal),
        (Inner::Js(js), content) => js_escaper(js, content == RawContent::Foreign, next),
        (Inner::Json(json), _) => json_escaper(json, false, next),
        (Inner::Html(inner), _) => in_template(inner, next),
    }
}

fn json_escaper(json: &Json, quoted: bool, next: Next<'_>) -> Result<Escaper, Refusal> {
    let write = match json.hole(next.text())? {
        JsonHole::Value => JsonWrite::Value,
        JsonHole::Key => JsonWrite::Key,
        JsonHole::Str => JsonWrite::Text,
        JsonHole::Address(Holds::Rules) => JsonWrite::Address(Vouched::Page),
        JsonHole::Address(_) => JsonWrite::Address(Vouched::Code),
    };
    Ok(Escaper::Json { write, quoted })
}

fn js_escaper(js: &Js, quoted: bool, next: Next<'_>) -> Result<Escaper, Refusal> {
    let hole = js.hole(next.text())?.writer();
    Ok(hole.map_or(Escaper::Nothing, |hole| Escaper::Js { hole, quoted }))
}

const INNER_UNQUOTED: Refusal = Refusal {
    reason: "the attribute of the page in it has no quotes",
    remedy: "put quotes around the value",
};

/// Whether a place of an inner page is an attribute to which quotes would have to be added.
fn is_unquoted(inner: &Place) -> bool {
    matches!(inner, Place::Value(attr) if !matches!(attr.quote, Quote::Double | Quote::Single))
}

/// A value in a script that is a template: its markup is read once it is put into the page.
fn in_template(inner: &Place, next: Next<'_>) -> Result<Escaper, Refusal> {
    if is_unquoted(inner) {
        return Err(INNER_UNQUOTED);
    }
    match escaper(inner, next)? {
        Escaper::Text => Ok(Escaper::Template),
        it @ (Escaper::Foreign
        | Escaper::RcData
        | Escaper::Attr
        | Escaper::Url(_)
        | Escaper::Css(_)
        | Escaper::Js { quoted: true, .. }
        | Escaper::Json { quoted: true, .. }
        | Escaper::Nothing) => Ok(it),
        _ => Err(Refusal { reason: NO_ESCAPER, remedy: "hand the value to the template engine as data" }),
    }
}

/// The escaper that the inner page of such a template was asked for.
pub(super) fn template_escaper(escaper: Escaper) -> Escaper {
    if escaper == Escaper::Template { Escaper::Text } else { escaper }
}

/// A value in the page of a `srcdoc`.
fn nested(inner: &Place) -> Result<Escaper, Refusal> {
    if is_unquoted(inner) {
        return Err(INNER_UNQUOTED);
    }
    Ok(Escaper::Srcdoc(match escaper(inner, Next::Unknown)? {
        Escaper::Text => Nested::Text,
        Escaper::RcData => Nested::RcData,
        Escaper::Attr => Nested::Attr,
        Escaper::Url(hole) => Nested::Url(hole),
        Escaper::Nothing => return Ok(Escaper::Nothing),
        _ => {
            return Err(Refusal {
                reason: NO_ESCAPER,
                remedy: "render the inner page by itself, as a template",
            });
        }
    }))
}

/// The escaper of the inner page.
pub(super) fn nested_escaper(escaper: Escaper) -> Escaper {
    if let Escaper::Srcdoc(nested) = escaper { nested.escaper() } else { escaper }
}

fn css_escaper(css: &Css, sink: Sink, next: Next<'_>) -> Result<Escaper, Refusal> {
    let write = match css.hole(next.ends_css())? {
        CssHole::Value | CssHole::CustomProperty => CssWrite::Value,
        CssHole::Hash => CssWrite::Hash,
        CssHole::Ident => CssWrite::Ident,
        CssHole::Rules => CssWrite::Rules,
        CssHole::Name => CssWrite::Name,
        CssHole::IdentPart => CssWrite::IdentPart,
        CssHole::NumberPart => CssWrite::NumberPart,
        CssHole::Unsigned => CssWrite::Unsigned,
        CssHole::Str => CssWrite::Str,
        CssHole::Url { part, kind } => CssWrite::Url(UrlHole { write: url_write(&part, next)?, kind }),
        CssHole::Declarations { closed } => CssWrite::Declarations { closed },
        CssHole::Comment => return Ok(Escaper::Nothing),
    };
    Ok(Escaper::Css(CssEscape { write, sink }))
}

fn srcset_escaper(srcset: &Srcset, next: Next<'_>) -> Result<Escaper, Refusal> {
    let hole = srcset.hole(srcset_next(next))?;
    Ok(Escaper::Srcset(match hole {
        SrcsetHole::List => SrcsetWrite::List,
        SrcsetHole::Url { part, whole } => SrcsetWrite::Url { write: url_write(&part, next)?, whole },
        SrcsetHole::Descriptor => SrcsetWrite::Descriptor,
    }))
}

fn srcset_next(next: Next<'_>) -> SrcsetNext {
    let Next::Text(text) = next else {
        return SrcsetNext::Unknown;
    };
    match text.chars().next() {
        _ if next.ends_quoted_value() => SrcsetNext::End,
        Some(',') if text[1..].starts_with(|it: char| it.is_ascii_whitespace()) => SrcsetNext::CommaBlank,
        Some(next) => SrcsetNext::Char(next),
        None => SrcsetNext::Unknown,
    }
}

fn refresh_escaper(refresh: &Refresh, next: Next<'_>) -> Result<Escaper, Refusal> {
    let hole = refresh.hole()?;
    Ok(Escaper::Refresh(match hole {
        RefreshHole::Number => RefreshWrite::Number,
        RefreshHole::Url { part } => RefreshWrite::Url(url_write(&part, next)?),
    }))
}

fn value_escaper(attr: &Attr, next: Next<'_>) -> Result<Escaper, Refusal> {
    let refuse = |reason, remedy| Err(Refusal { reason, remedy });
    if attr.tag.end {
        return Err(END_TAG);
    }
    // The quotes that the plan adds end the value where it would have ended without.
    let ends = attr.quote == Quote::Added && next.ends_unquoted_value();
    let next = if ends { Next::Text("\"") } else { next };
    match (&attr.value, attr.kind) {
        (Value::Lost(refusal), _) => Err(*refusal),
        (Value::Url(part), AttrKind::Url(_)) if is_list(attr) => list_escaper(part, next),
        (Value::Url(part), AttrKind::Url(kind)) => url_escaper(part, kind, next),
        (Value::Named { fresh: true }, _) if next.ends_value() => {
            Ok(Escaper::Name(NameWrite::Value { element: Listed::new(attr.tag.name.as_str()) }))
        }
        (Value::Named { .. }, _) => refuse(
            "the attribute's name is data, and more than one value stands in it",
            "write `{{ name }}=\"{{ value }}\"` with nothing else in the quotes",
        ),
        (_, AttrKind::Plain) => Ok(Escaper::Attr),
        (_, AttrKind::Forbidden) => refuse(
            "the attribute decides what the browser does with others",
            "write its value literally, in the branches of an `{% if %}` if need be",
        ),
        (Value::Js(js), _) => js_escaper(js, true, next),
        (Value::Json(json), _) => json_escaper(json, true, next),
        (Value::Css(css), _) => css_escaper(css, Sink::Markup, next),
        (Value::Html(inner), _) => nested(inner),
        (Value::Srcset(srcset), _) => srcset_escaper(srcset, next),
        (Value::Refresh(refresh), _) => refresh_escaper(refresh, next),
        _ => refuse(NO_ESCAPER, "write the attribute's value literally"),
    }
}

/// The escaper that is safe wherever either of two is right, if there is one.
fn stronger(one: Escaper, other: Escaper) -> Option<Escaper> {
    match (one, other) {
        _ if one == other => Some(one),
        (Escaper::Attr, Escaper::Url(hole)) | (Escaper::Url(hole), Escaper::Attr) => Some(Escaper::Url(hole)),
        (Escaper::Css(one), Escaper::Css(other)) if one.sink == other.sink => {
            let write = match (one.write, other.write) {
                (CssWrite::Url(a), CssWrite::Url(b)) => CssWrite::Url(UrlHole {
                    write: stronger_write(a.write, b.write)?,
                    kind: a.kind.max(b.kind),
                }),
                (one, other) => one.stronger(other)?,
            };
            Some(Escaper::Css(CssEscape { write, ..one }))
        }
        // What is written for an image's address holds no blank and no comma: as a size it is a wrong one, and no more.
        (it @ Escaper::Srcset(SrcsetWrite::Url { .. }), Escaper::Srcset(SrcsetWrite::Descriptor))
        | (Escaper::Srcset(SrcsetWrite::Descriptor), it @ Escaper::Srcset(SrcsetWrite::Url { .. })) => {
            Some(it)
        }
        (Escaper::Js { hole: one, quoted }, Escaper::Js { hole: other, quoted: same }) if quoted == same => {
            Some(Escaper::Js { hole: one.stronger(other)?, quoted })
        }
        (Escaper::Url(one), Escaper::Url(other)) => {
            let write = stronger_write(one.write, other.write)?;
            Some(Escaper::Url(UrlHole { write, kind: one.kind.max(other.kind) }))
        }
        _ => None,
    }
}
