//! Places in the words that contextual escapers' test suites have for them, so that the corpora can be asked
//! about ours. Nothing renders by these words.

use super::place::{Attr, Inner, Insertion, Place, Quote, Raw, RawContent, Space, UrlPart, Value};
use super::transition::{Changes, advance};
use crate::html::{AttrKind, Framework, Frameworks, UrlKind};
use std::collections::HashMap;

/// What is known about a place: pairs of a name and a value.
pub type Facts = Vec<(&'static str, String)>;

/// The place after literal text.
///
/// # Errors
/// Why the text cannot be read.
pub fn facts_after(text: &str, frameworks: &[Framework]) -> Result<Facts, String> {
    let nothing = HashMap::new();
    let frameworks = frameworks.iter().fold(Frameworks::default(), |all, it| all.with(*it));
    let mut changes = Changes::new(&nothing, frameworks);
    let start = Place::Text(Insertion::default());
    // Twice: attributes may depend on ones that stand after them.
    advance(start.clone(), text, 0, &mut changes).map_err(|it| it.message)?;
    let known = changes.tags;
    let place = advance(start, text, 0, &mut Changes::new(&known, frameworks)).map_err(|it| it.message)?;
    Ok(facts(&place))
}

pub(crate) fn facts(place: &Place) -> Facts {
    let mut facts = Facts::new();
    describe(place, &mut facts);
    facts
}

fn describe(place: &Place, facts: &mut Facts) {
    let context = match place {
        Place::Verbatim => "text",
        Place::Text(insertion) => {
            foreign(*insertion, facts);
            "html.text"
        }
        Place::TagOpen(_) | Place::EndTagOpen(_) => "html.tag_open",
        Place::MarkupDeclaration(..) | Place::BogusComment(..) => "html.bogus_comment",
        Place::Comment(..) => "html.comment",
        Place::Doctype(..) => "html.doctype",
        Place::Cdata { .. } => "html.cdata",
        Place::TagName(tag) => {
            facts.push(("element", tag.name.as_str().to_owned()));
            "html.tag_name"
        }
        Place::InTag(tag)
        | Place::Gap(tag)
        | Place::Blank(tag)
        | Place::AfterQuoted(tag)
        | Place::SelfClosing(tag) => {
            facts.push(("element", tag.name.as_str().to_owned()));
            "html.tag"
        }
        Place::AttrName(_, name) => {
            facts.push(("attr", name.as_str().to_owned()));
            "html.attr_name"
        }
        Place::AfterAttrName(_, name) => {
            facts.push(("attr", name.as_str().to_owned()));
            "html.after_attr_name"
        }
        Place::BeforeValue(_, name) => {
            facts.push(("attr", name.as_str().to_owned()));
            "html.before_attr_value"
        }
        Place::Value(attr) => attribute(attr, facts),
        Place::Raw(raw) => raw_text(raw, facts),
        Place::Plaintext(_) => "rawtext",
        Place::Unsettled(_) => "error",
    };
    facts.push(("context", context.to_owned()));
}

fn foreign(insertion: Insertion, facts: &mut Facts) {
    if insertion.space() != Space::Html {
        facts.push(("foreign", "true".to_owned()));
    }
}

fn raw_text(raw: &Raw, facts: &mut Facts) -> &'static str {
    facts.push(("element", raw.element.as_str().to_owned()));
    foreign(raw.insertion, facts);
    match &raw.inner {
        Inner::Css(css) => style(css, facts),
        Inner::Js(js) => script(js, facts),
        Inner::Json(json) => json.context(),
        Inner::Html(_) => "rawtext.script",
        Inner::Text if raw.content == RawContent::RcData => "html.rcdata",
        Inner::Text if raw.element.as_str() == "script" => "rawtext.script",
        Inner::Text => "rawtext",
        Inner::Lost(_) => "error",
    }
}

fn attribute(attr: &Attr, facts: &mut Facts) -> &'static str {
    facts.push(("attr", attr.name.as_str().to_owned()));
    facts.push(("element", attr.tag.name.as_str().to_owned()));
    let delim = match attr.quote {
        Quote::Double => "dq",
        Quote::Single => "sq",
        Quote::Unquoted { .. } | Quote::Added => "unquoted",
    };
    facts.push(("delim", delim.to_owned()));
    match (&attr.value, attr.kind) {
        (Value::Plain(_), AttrKind::Forbidden) => "attr.forbidden",
        (Value::Plain(_) | Value::Named { .. }, _) => "attr.plain",
        (Value::Url(url), AttrKind::Url(kind)) => {
            part(url, facts);
            url_kind(kind, facts);
            "url"
        }
        (Value::Url(_), _) => "url",
        (Value::Css(css), _) => style(css, facts),
        (Value::Js(js), _) => script(js, facts),
        (Value::Json(json), _) => json.context(),
        (Value::Srcset(srcset), _) => {
            facts.push(("srcset_part", srcset.part_name().to_owned()));
            "srcset"
        }
        (Value::Refresh(refresh), _) => match refresh.url_part() {
            Some(url) => {
                part(url, facts);
                "meta_content.url"
            }
            None => "meta_content",
        },
        (Value::Html(_), _) => "srcdoc",
        (Value::Opaque, _) => "attr.forbidden",
        (Value::Lost(_), _) => "error",
    }
}

fn style(css: &super::transition::Css, facts: &mut Facts) -> &'static str {
    let context = css.context();
    if let Some(url) = context.url_part {
        part(url, facts);
    }
    if let Some(kind) = context.url_kind {
        url_kind(kind, facts);
    }
    facts.push(("css_pos", context.position.to_owned()));
    context.context
}

fn script(js: &super::transition::Js, facts: &mut Facts) -> &'static str {
    let slash = format!("{:?}", js.slash_meaning()).to_ascii_lowercase();
    facts.push(("slash", slash));
    // Of substitutions: the literal that the place is text of is not counted.
    let literals = js.template_depth().saturating_sub(usize::from(js.context() == "js.template"));
    facts.push(("template_depth", literals.to_string()));
    facts.push(("js_brace_depth", format!("{:?}", js.brace_depths())));
    js.context()
}

fn part(part: &UrlPart, facts: &mut Facts) {
    let fine = match part {
        UrlPart::Start => "start",
        UrlPart::MaybeScheme(_) => "maybe_scheme",
        UrlPart::Any { .. } | UrlPart::Opaque => "unknown",
        UrlPart::Slashes(_) | UrlPart::Authority { .. } => "authority",
        UrlPart::Root | UrlPart::Path { .. } => "path",
        UrlPart::QueryKey | UrlPart::QueryName | UrlPart::QueryValue => "query",
        UrlPart::Fragment => "fragment",
        UrlPart::Data { .. } | UrlPart::Script(_) => "dangerous_scheme",
    };
    facts.push(("url_part", fine.to_owned()));
}

fn url_kind(kind: UrlKind, facts: &mut Facts) {
    let kind = match kind {
        UrlKind::Inert => "inert",
        UrlKind::Media => "media",
        UrlKind::Navigation => "navigation",
        UrlKind::Form => "form",
        UrlKind::Frame => "frame",
        UrlKind::Code => "trusted_resource",
    };
    facts.push(("url_kind", kind.to_owned()));
}
