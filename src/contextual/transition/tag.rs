//! Inside a tag, outside attribute values, and what the tag's end leads into.

use super::markup::only_xml;
use super::{Changes, Css, Fault, Holds, Js, Json, Step};
use crate::contextual::place::{
    Escape, Inner, Insertion, Name, Opened, Place, Raw, RawContent, Refusal, Sibling, Siblings, Space, Tag,
};
use crate::diagnostics::ErrorKind;
use crate::html::{self, Content, is_blank};

type Took = (Place, usize);

/// The run of bytes before the first that `ends` it.
fn run(text: &str, ends: impl Fn(u8) -> bool) -> usize {
    text.bytes().position(ends).unwrap_or(text.len())
}

// § tag-name-state
pub(super) fn name(mut tag: Tag, text: &str, changes: &mut Changes<'_>) -> Took {
    let length = run(text, |it| is_blank(it) || matches!(it, b'/' | b'>'));
    if length > 0 {
        tag.name = tag.name.followed_by(&text[..length]);
        return (Place::TagName(tag), length);
    }
    if tag.insertion.is_xml() {
        tag.name = local_name(&tag.name);
    }
    after_part(tag, text, changes)
}

/// In XML any prefix may stand for SVG or XHTML (Namespaces in XML § 6).
fn local_name(name: &Name) -> Name {
    name.as_str().rsplit_once(':').map_or_else(|| name.clone(), |it| Name::new(it.1))
}

/// A blank, `/` or `>` after a name or value.
fn after_part(tag: Tag, text: &str, changes: &mut Changes<'_>) -> Took {
    match text.as_bytes()[0] {
        b'/' => (Place::SelfClosing(tag), 1),
        b'>' => (close(tag, false, changes), 1),
        _ => (Place::InTag(tag), 1),
    }
}

// § before-attribute-name-state
pub(super) fn inside(tag: Tag, text: &str, changes: &mut Changes<'_>) -> Took {
    let blanks = run(text, |it| !is_blank(it));
    if blanks > 0 {
        return (Place::InTag(tag), blanks);
    }
    match text.as_bytes()[0] {
        b'/' | b'>' => after_part(tag, text, changes),
        // A name may begin with `=`, and with nothing else that would end it.
        b'=' => (Place::AttrName(tag, Name::new("=")), 1),
        _ => (Place::AttrName(tag, Name::default()), 0),
    }
}

/// After a branch, an include or a value whose quotes the plan added: only what separates may follow, so
/// that the tag reads the same whichever way it was reached.
pub(super) fn gap(tag: Tag, text: &str, at: u32, changes: &mut Changes<'_>) -> Step {
    match text.as_bytes()[0] {
        // What ended there may have been a name.
        it if is_blank(it) => Ok((Place::Blank(tag), 1)),
        b'/' | b'>' => Ok(after_part(tag, text, changes)),
        _ => Err(glued(&tag, at)),
    }
}

/// What would become part of a name, or of nothing that is known.
fn glued(tag: &Tag, at: u32) -> Fault {
    Fault {
        kind: ErrorKind::BranchesDiverge,
        at,
        message: format!("a blank, `/` or `>` must follow here, inside the tag `{}`", tag.name.as_str()),
        help: "put a blank between this and the tag before it, or move it inside the branches",
    }
}

/// After branches of which one ends in a name and a blank: a `=` would give that name a value, and begin a name
/// in the others.
pub(super) fn blank(tag: Tag, text: &str, at: u32, changes: &mut Changes<'_>) -> Step {
    let blanks = run(text, |it| !is_blank(it));
    if blanks > 0 {
        return Ok((Place::Blank(tag), blanks));
    }
    if text.as_bytes()[0] != b'=' {
        return Ok(inside(tag, text, changes));
    }
    Err(Fault {
        kind: ErrorKind::BranchesDiverge,
        at,
        message: format!(
            "only one of the branches gives the tag `{}` a name for this `=`",
            tag.name.as_str()
        ),
        help: "write the attribute's name and its value in the same branch",
    })
}

// § attribute-name-state
pub(super) fn attribute_name(
    mut tag: Tag,
    name: &Name,
    text: &str,
    at: u32,
    changes: &mut Changes<'_>,
) -> Step {
    let length = run(text, |it| is_blank(it) || matches!(it, b'/' | b'>' | b'='));
    if length > 0 && name.is_from_data() {
        return Err(glued(&tag, at));
    }
    if length > 0 {
        let name = name.followed_by(&text[..length]);
        changes.stamps.attribute(&tag, &name);
        return Ok((Place::AttrName(tag, name), length));
    }
    Ok(match text.as_bytes()[0] {
        b'=' => (Place::BeforeValue(tag, name.clone()), 1),
        b'/' | b'>' => {
            note_sibling(&mut tag, name, Sibling::Literal(Name::default()));
            after_part(tag, text, changes)
        }
        _ => (Place::AfterAttrName(tag, name.clone()), 1),
    })
}

// § after-attribute-name-state
pub(super) fn after_attribute_name(mut tag: Tag, name: Name, text: &str, changes: &mut Changes<'_>) -> Took {
    let blanks = run(text, |it| !is_blank(it));
    if blanks > 0 {
        return (Place::AfterAttrName(tag, name), blanks);
    }
    if text.as_bytes()[0] == b'=' {
        return (Place::BeforeValue(tag, name), 1);
    }
    note_sibling(&mut tag, &name, Sibling::Literal(Name::default()));
    inside(tag, text, changes)
}

// § after-attribute-value-(quoted)-state
pub(super) fn after_quoted(tag: Tag, text: &str, changes: &mut Changes<'_>) -> Took {
    if is_blank(text.as_bytes()[0]) { after_part(tag, text, changes) } else { inside(tag, text, changes) }
}

// § self-closing-start-tag-state
pub(super) fn self_closing(tag: Tag, text: &str, at: u32, changes: &mut Changes<'_>) -> Step {
    match text.as_bytes()[0] {
        b'>' if closes_in_xml_only(&tag) => Err(only_xml(
            at,
            &format!("`<{}/>`, which ends at once in XML and not in HTML,", tag.name.as_str()),
        )),
        b'>' => Ok((close(tag, true, changes), 1)),
        _ => Ok((Place::InTag(tag), 0)),
    }
}

/// An HTML parser would read what follows as the content of such an element. In SVG and MathML both agree.
fn closes_in_xml_only(tag: &Tag) -> bool {
    let markup = matches!(html::content(tag.name.as_str()), Content::Markup | Content::Svg | Content::Math);
    !markup && !tag.end && tag.insertion.is_xml() && matches!(tag.insertion.space(), Space::Xml | Space::Html)
}

/// Remembers an attribute that others depend on. The first of a name counts, as in the tokenizer.
pub(super) fn note_sibling(tag: &mut Tag, attribute: &Name, value: Sibling) {
    if let Some(entry) = tag.siblings.entry(tag.name.as_str(), attribute.as_str())
        && *entry == Sibling::Absent
    {
        *entry = value;
    }
}

/// What follows a tag's `>`.
fn close(tag: Tag, self_closing: bool, changes: &mut Changes<'_>) -> Place {
    if let Opened(Some(at)) = tag.opened
        && tag.siblings != Siblings::default()
    {
        let known = changes.tags.entry(at).or_insert_with(|| tag.siblings.clone());
        *known = known.or(&tag.siblings);
    }
    changes.stamps.close(&tag);
    count_noscripts(&tag, changes);
    if tag.end {
        return after_end_tag(&tag);
    }
    match tag.insertion.space() {
        Space::Html => after_html_start(tag, self_closing),
        space => after_foreign_start(tag, space, self_closing),
    }
}

/// Keeps in mind how many `noscript` are open.
fn count_noscripts(tag: &Tag, changes: &mut Changes<'_>) {
    match (tag.name.as_str(), tag.end) {
        ("noscript", false) => changes.noscripts += 1,
        ("noscript", true) => changes.noscripts = changes.noscripts.saturating_sub(1),
        _ => {}
    }
}

/// The content of an element of HTML that is markup.
fn begun(tag: &Tag, insertion: Insertion) -> Place {
    let name = tag.name.as_str();
    let begun = if html::is_void(name) { Some(insertion) } else { insertion.begin(name) };
    begun.map_or(Place::Unsettled(tag.opened), Place::Text)
}

/// § 13.2.6.4, the insertion modes for HTML content: a `/` closes `svg` and `math`, and changes nothing else.
fn after_html_start(tag: Tag, self_closing: bool) -> Place {
    let math_text = tag.insertion.pop().space() == Space::Math;
    let (content, inner) = match html::content(tag.name.as_str()) {
        // It is one of MathML beside other MathML, and of HTML beside HTML.
        _ if math_text && html::is_math_glyph(tag.name.as_str()) => {
            return if self_closing { Place::Text(tag.insertion) } else { Place::Unsettled(tag.opened) };
        }
        Content::Markup => return begun(&tag, tag.insertion),
        Content::Svg | Content::Math if self_closing => return Place::Text(tag.insertion),
        Content::Svg => return within(&tag, Space::Svg),
        Content::Math => return within(&tag, Space::Math),
        Content::Plaintext => return Place::Plaintext(tag.opened),
        Content::RcData => (RawContent::RcData, Inner::Text),
        Content::RawText => (RawContent::RawText, Inner::Text),
        Content::Style => (RawContent::RawText, Inner::Css(Css::stylesheet())),
        Content::Script => (RawContent::Script(Escape::None), script(&tag.siblings.script_type)),
    };
    raw(tag, content, inner)
}

/// Types of scripts that hold data (§ 4.12.1, the script element).
const DATA: &[&str] = &["application/json", "text/json"];

/// Types of scripts in which MathJax, Partytown and managers of consent look for JavaScript.
const LOADED: &[&str] = &["text/x-mathjax-config", "text/partytown", "text/plain"];

/// What a `type` makes of a script's content. Types that are not known are text: browsers do not read them.
fn script(script_type: &Sibling) -> Inner {
    const DYNAMIC: Refusal = Refusal {
        reason: "the script's `type` is not known here",
        remedy: "write the `type` literally, or hand data to the script with `json_script`",
    };
    const COMPILED: Refusal = Refusal {
        reason: "a library compiles and runs it in the page",
        remedy: "hand data to the script with `json_script`",
    };
    let name = match script_type {
        Sibling::Absent => return Inner::Js(Js::script()),
        Sibling::Dynamic => return Inner::Lost(DYNAMIC),
        Sibling::Literal(name) => name.as_str().trim_matches(|it: char| it.is_ascii_whitespace()),
    };
    let essence = name.split(';').next().unwrap_or_default().trim_end();
    match essence {
        "module" | "module-shim" => Inner::Js(Js::module()),
        it if html::is_javascript(it) || LOADED.contains(&it) => Inner::Js(Js::script()),
        it if html::is_compiled(it) => Inner::Lost(COMPILED),
        "importmap" | "importmap-shim" => Inner::Json(Json::holding(Holds::Imports)),
        "speculationrules" => Inner::Json(Json::holding(Holds::Rules)),
        it if DATA.contains(&it) || it.ends_with("+json") => Inner::Json(Json::document()),
        it if html::is_html_template(it) => Inner::Html(Box::new(Place::Text(Insertion::default()))),
        _ => Inner::Text,
    }
}

fn raw(tag: Tag, content: RawContent, inner: Inner) -> Place {
    let Tag { name: element, insertion, opened, .. } = tag;
    Place::Raw(Raw { element, content, inner, insertion, pending: Name::default(), dynamic: false, opened })
}

/// § 13.2.6.5, the rules for parsing tokens in foreign content: no raw text there, and `/` closes.
fn after_foreign_start(tag: Tag, space: Space, self_closing: bool) -> Place {
    let name = tag.name.as_str();
    match &tag.siblings.content {
        _ if tag.insertion.is_xml() => {}
        Sibling::Literal(_) if name == "font" => return begun(&tag, tag.insertion.break_out()),
        Sibling::Dynamic if matches!(name, "font" | "annotation-xml") => return Place::Unsettled(tag.opened),
        _ if html::breaks_out_of_foreign(name) => return begun(&tag, tag.insertion.break_out()),
        _ => {}
    }
    // A script or style sheet is an element like others here: what is HTML in SVG is HTML in its scripts, too.
    let around = if space == Space::Code { tag.insertion.pop().space() } else { space };
    let html_inside = match around {
        Space::Xml | Space::Code => false,
        Space::Svg => html::is_html_integration(name),
        _ if name == "annotation-xml" => {
            matches!(&tag.siblings.content, Sibling::Literal(it) if html::is_html_encoding(it.as_str()))
        }
        _ => html::is_math_text(name),
    };
    let inner = match html::content(name) {
        Content::Style if !self_closing => {
            return raw(tag, RawContent::Foreign, Inner::Css(Css::stylesheet()));
        }
        Content::Script if !self_closing => {
            let inner = script(&tag.siblings.script_type);
            return raw(tag, RawContent::Foreign, inner);
        }
        _ if self_closing => None,
        _ if html_inside => Some(Space::Html),
        // They are elements of the other there, or of their own in an annotation.
        Content::Svg if around == Space::Math => return Place::Unsettled(tag.opened),
        Content::Math if around == Space::Svg => return Place::Unsettled(tag.opened),
        Content::Svg => Some(Space::Svg),
        Content::Math => Some(Space::Math),
        _ => None,
    };
    inner.map_or(Place::Text(tag.insertion), |it| within(&tag, it))
}

/// The content of an element that is read as `space` is.
fn within(tag: &Tag, space: Space) -> Place {
    let inner = match html::integration_point(tag.name.as_str()) {
        Some(point) if space == Space::Html => tag.insertion.push_point(point),
        _ => tag.insertion.push(space),
    };
    inner.map_or(Place::Unsettled(tag.opened), Place::Text)
}

fn after_end_tag(tag: &Tag) -> Place {
    let (insertion, name) = (tag.insertion, tag.name.as_str());
    let foreign = !matches!(insertion.space(), Space::Html | Space::Xml) && !insertion.is_xml();
    Place::Text(match html::content(name) {
        Content::Svg | Content::Math if insertion.is_open() => return Place::Unsettled(tag.opened),
        Content::Svg => insertion.leave(Space::Svg),
        Content::Math => insertion.leave(Space::Math),
        Content::Script | Content::Style if insertion.space() == Space::Code => insertion.pop(),
        // § 13.2.6.5: these end tags leave foreign content, as their start tags do.
        _ if foreign && matches!(name, "br" | "p") => insertion.break_out(),
        // The element stands outside, and is ended with all that is in it, unless it does not stand there. Of those that
        // drawings have as well it is not told.
        _ if foreign
            && html::is_of_html(name)
            && !name.contains('-')
            && !matches!(name, "a" | "script" | "style" | "title") =>
        {
            return Place::Unsettled(tag.opened);
        }
        _ => return insertion.point().map_or(Place::Text(insertion), |it| after_nested_end_tag(tag, it)),
    })
}

/// In HTML inside foreign content an end tag may end elements around it (§ 13.2.6.5, any other end tag), if no element
/// of HTML is open: what is not known to be of HTML is not told apart.
fn after_nested_end_tag(tag: &Tag, point: u8) -> Place {
    let (insertion, name) = (tag.insertion, tag.name.as_str());
    match html::integration_point(name) {
        Some(it) if it == point && !insertion.is_open() => Place::Text(insertion.leave_integration()),
        Some(it) if insertion.is_in(it) => Place::Unsettled(tag.opened),
        None if !html::is_of_html(name) => Place::Unsettled(tag.opened),
        _ if html::content(name) != Content::Markup => Place::Text(insertion),
        _ => insertion.end(name).map_or(Place::Unsettled(tag.opened), Place::Text),
    }
}
