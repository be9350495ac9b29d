//! Places in words.

use super::place::{Attr, Inner, Place, Quote, Raw, RawContent, Space, UrlPart, Value};
use std::fmt;

/// A place in words, as errors and `explain` show it.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Verbatim => write!(f, "plain text"),
            Place::Text(insertion) => match insertion.space() {
                Space::Html => write!(f, "text"),
                Space::Svg => write!(f, "text in SVG"),
                Space::Math => write!(f, "text in MathML"),
                Space::Code => write!(f, "a script or style sheet in SVG"),
                Space::Xml => write!(f, "text in XML"),
            },
            Place::TagOpen(_) => write!(f, "the name of a tag"),
            Place::EndTagOpen(_) => write!(f, "the name of an end tag"),
            Place::MarkupDeclaration(..) => write!(f, "a markup declaration"),
            Place::Comment(..) => write!(f, "a comment"),
            Place::BogusComment(..) => write!(f, "a bogus comment"),
            Place::Doctype(_) => write!(f, "the doctype"),
            Place::Cdata { .. } => write!(f, "a CDATA section"),
            Place::TagName(tag) => write!(f, "the name of the tag `{}`", tag.name.as_str()),
            Place::InTag(tag)
            | Place::Gap(tag)
            | Place::Blank(tag)
            | Place::AfterQuoted(tag)
            | Place::SelfClosing(tag) => {
                write!(f, "the tag `{}`", tag.name.as_str())
            }
            Place::AttrName(_, name) | Place::AfterAttrName(_, name) => {
                write!(f, "the attribute name `{}`", name.as_str())
            }
            Place::BeforeValue(_, name) => write!(f, "the start of attribute `{}`", name.as_str()),
            Place::Value(attr) => attr.fmt(f),
            Place::Raw(raw) => raw.fmt(f),
            Place::Plaintext(_) => write!(f, "`plaintext`"),
            Place::TooDeep(_) => f.write_str("markup in elements that nest too deep or crosswise"),
        }
    }
}

impl fmt::Display for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.inner, self.content) {
            (Inner::Css(css), _) => css.fmt(f),
            (Inner::Js(js), _) => js.fmt(f),
            (Inner::Json(json), _) => json.fmt(f),
            (Inner::Html(inner), _) => write!(f, "{inner} of a template in `{}`", self.element.as_str()),
            (Inner::Lost(_), _) => write!(f, "the content of `{}`", self.element.as_str()),
            (_, RawContent::RcData) => write!(f, "text of `{}`", self.element.as_str()),
            (Inner::Text, _) => write!(f, "raw text of `{}`", self.element.as_str()),
        }
    }
}

impl fmt::Display for Attr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quotes = match self.quote {
            Quote::Double => "in double quotes",
            Quote::Single => "in single quotes",
            Quote::Unquoted { .. } | Quote::Added => "without quotes",
        };
        match &self.value {
            Value::Url(part) => write!(f, "URL {part} in attribute `{}` {quotes}", self.name.as_str()),
            Value::Css(css) => write!(f, "{css} in attribute `{}` {quotes}", self.name.as_str()),
            Value::Js(js) => write!(f, "{js} in attribute `{}` {quotes}", self.name.as_str()),
            Value::Json(json) => write!(f, "{json} in attribute `{}` {quotes}", self.name.as_str()),
            Value::Srcset(srcset) => write!(f, "{srcset} in attribute `{}` {quotes}", self.name.as_str()),
            Value::Refresh(refresh) => write!(f, "{refresh} in attribute `{}` {quotes}", self.name.as_str()),
            Value::Html(inner) => {
                write!(f, "{inner} of the page in attribute `{}` {quotes}", self.name.as_str())
            }
            Value::Named { .. } => write!(f, "an attribute whose name is data"),
            Value::Plain(_) | Value::Opaque | Value::Lost(_) => {
                write!(f, "attribute `{}` {quotes}", self.name.as_str())
            }
        }
    }
}

impl fmt::Display for UrlPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            UrlPart::Start => "start",
            UrlPart::MaybeScheme(_) => "start or path",
            UrlPart::Any { .. } => "after its start",
            UrlPart::Slashes(_) | UrlPart::Authority { .. } => "host",
            UrlPart::Root | UrlPart::Path { .. } => "path",
            UrlPart::QueryKey | UrlPart::QueryName | UrlPart::QueryValue => "query",
            UrlPart::Fragment => "fragment",
            UrlPart::Opaque => "address",
            UrlPart::Data { .. } => "data",
            UrlPart::Script(_) => "script",
        })
    }
}
