//! Law 4: branches, loops, includes and blocks end in the construct they began in. What the same construct
//! is, and what two readings of it have in common.

use super::place::{Attr, Inner, Place, Raw, Refusal, Tag, UrlPart, Value};
use super::transition::Js;
use std::mem::discriminant;

impl Place {
    /// Whether both stand in the same construct. Law 4: branches, loops, includes and blocks end in the
    /// construct they began in; sub-states may differ.
    pub(crate) fn same_construct(&self, other: &Place) -> bool {
        match (self, other) {
            (Place::Value(one), Place::Value(other)) => one.same_construct(other),
            (Place::Raw(one), Place::Raw(other)) => one.same_construct(other),
            _ => match (self.tag(), other.tag()) {
                (Some(one), Some(other)) => one.same_construct(other),
                _ => self == other,
            },
        }
    }

    /// The same place with the machine of its language given up, where that is possible: branches of a script
    /// or style that leave different brackets open are no fault as long as no value follows.
    pub(crate) fn lost(&self) -> Option<Place> {
        const BRANCHES: Refusal = Refusal {
            reason: "the branches before it leave the script or style in different places",
            remedy: "open and close strings, comments and brackets in the same branch",
        };
        match self {
            Place::Value(attr)
                if matches!(attr.value, Value::Css(_) | Value::Js(_) | Value::Json(_) | Value::Lost(_)) =>
            {
                Some(Place::Value(Attr { value: Value::Lost(BRANCHES), dynamic: true, ..attr.clone() }))
            }
            Place::Raw(raw)
                if matches!(
                    raw.inner,
                    Inner::Css(_) | Inner::Js(_) | Inner::Json(_) | Inner::Html(_) | Inner::Lost(_)
                ) =>
            {
                Some(Place::Raw(Raw { inner: Inner::Lost(BRANCHES), dynamic: true, ..raw.clone() }))
            }
            _ => None,
        }
    }

    /// One reading that is right for both, if there is one: sets stay small.
    pub(crate) fn merge(&self, other: &Place) -> Option<Place> {
        match (self, other) {
            _ if self == other => Some(self.clone()),
            (Place::Value(one), Place::Value(two)) if one.tag == two.tag && one.same_construct(two) => {
                let value = one.value.merge(&two.value)?;
                Some(Place::Value(Attr { value, dynamic: one.dynamic || two.dynamic, ..one.clone() }))
            }
            (Place::Raw(one), Place::Raw(two)) if one.same_construct(two) => {
                let inner = one.inner.merge(&two.inner)?;
                Some(Place::Raw(Raw { inner, dynamic: one.dynamic || two.dynamic, ..one.clone() }))
            }
            _ => None,
        }
    }

    /// The tag, at the places inside a tag that are not an attribute's value.
    pub(crate) fn tag(&self) -> Option<&Tag> {
        match self {
            Place::TagName(tag)
            | Place::InTag(tag)
            | Place::Gap(tag)
            | Place::Blank(tag)
            | Place::AttrName(tag, _)
            | Place::AfterAttrName(tag, _)
            | Place::AfterQuoted(tag) => Some(tag),
            _ => None,
        }
    }

    /// Whether the markup that follows is read alike in both, names aside.
    pub(crate) fn same_markup(&self, other: &Place) -> bool {
        match (self, other) {
            (Place::Raw(one), Place::Raw(other)) => {
                one.element == other.element
                    && one.content == other.content
                    && one.insertion == other.insertion
            }
            _ if self.in_tag() && other.in_tag() => discriminant(self) == discriminant(other),
            _ => self.same_construct(other),
        }
    }

    /// Whether it stands inside a tag, values included.
    fn in_tag(&self) -> bool {
        matches!(self, Place::Value(_) | Place::BeforeValue(..) | Place::SelfClosing(_))
            || self.tag().is_some()
    }

    /// Whether text that is not seen here may go on from it, or have come before: no escape or operator is cut,
    /// and no scheme that runs what follows stands open.
    pub(crate) fn at_rest(&self) -> bool {
        match self {
            Place::Value(Attr { value: Value::Url(part), .. }) => {
                !matches!(part, UrlPart::Script(_) | UrlPart::Data { .. })
            }
            Place::Raw(Raw { inner: Inner::Json(json), .. })
            | Place::Value(Attr { value: Value::Json(json), .. }) => json.at_rest(),
            Place::Raw(Raw { inner: Inner::Css(css), .. })
            | Place::Value(Attr { value: Value::Css(css), .. }) => css.at_rest(),
            place => place.script().is_none_or(Js::at_rest),
        }
    }

    /// The script it stands in.
    pub(crate) fn script(&self) -> Option<&Js> {
        match self {
            Place::Raw(Raw { inner: Inner::Js(js), .. })
            | Place::Value(Attr { value: Value::Js(js), .. }) => Some(js),
            _ => None,
        }
    }

    /// Where the construct it stands in was opened, if in this template.
    pub(crate) fn opened(&self) -> Option<u32> {
        match self {
            Place::Comment(_, _, opened)
            | Place::BogusComment(_, opened)
            | Place::Doctype(_, opened)
            | Place::Plaintext(opened)
            | Place::Unsettled(opened)
            | Place::Cdata { opened, .. } => opened.0,
            Place::Raw(raw) => raw.opened.0,
            Place::Value(attr) => attr.opened.0,
            Place::BeforeValue(tag, _) | Place::SelfClosing(tag) => tag.opened.0,
            place => place.tag().and_then(|it| it.opened.0),
        }
    }
}

impl Tag {
    pub(crate) fn same_construct(&self, other: &Tag) -> bool {
        self.name == other.name && self.end == other.end && self.insertion == other.insertion
    }
}

impl Attr {
    fn same_construct(&self, other: &Attr) -> bool {
        self.tag.same_construct(&other.tag)
            && self.name == other.name
            && self.quote == other.quote
            && self.value.same_construct(&other.value)
    }
}

impl Value {
    fn same_construct(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Css(one), Value::Css(other)) => one.same_construct(other),
            (Value::Js(one), Value::Js(other)) => one.same_construct(other),
            (Value::Json(one), Value::Json(other)) => one.same_construct(other),
            (Value::Html(one), Value::Html(other)) => one.same_construct(other),
            _ => discriminant(self) == discriminant(other),
        }
    }

    fn merge(&self, other: &Value) -> Option<Value> {
        match (self, other) {
            _ if self == other => Some(self.clone()),
            (lost @ Value::Lost(_), _) | (_, lost @ Value::Lost(_)) => Some(lost.clone()),
            (Value::Css(one), Value::Css(other)) => one.clone().merge(other).map(Value::Css),
            (Value::Js(one), Value::Js(other)) => one.merge(other).map(Value::Js),
            (Value::Json(one), Value::Json(other)) => one.merge(other).map(Value::Json),
            (Value::Url(UrlPart::Script(_)), Value::Url(UrlPart::Script(_))) => {
                Some(Value::Url(UrlPart::Script(None)))
            }
            _ => None,
        }
    }
}

impl Raw {
    fn same_construct(&self, other: &Raw) -> bool {
        self.element == other.element
            && self.content == other.content
            && self.insertion == other.insertion
            && self.pending == other.pending
            && self.inner.same_construct(&other.inner)
    }
}

impl Inner {
    fn same_construct(&self, other: &Inner) -> bool {
        match (self, other) {
            (Inner::Css(one), Inner::Css(other)) => one.same_construct(other),
            (Inner::Js(one), Inner::Js(other)) => one.same_construct(other),
            (Inner::Json(one), Inner::Json(other)) => one.same_construct(other),
            (Inner::Html(one), Inner::Html(other)) => one.same_construct(other),
            _ => self == other,
        }
    }

    fn merge(&self, other: &Inner) -> Option<Inner> {
        match (self, other) {
            _ if self == other => Some(self.clone()),
            (lost @ Inner::Lost(_), _) | (_, lost @ Inner::Lost(_)) => Some(lost.clone()),
            (Inner::Css(one), Inner::Css(other)) => one.clone().merge(other).map(Inner::Css),
            (Inner::Js(one), Inner::Js(other)) => one.merge(other).map(Inner::Js),
            (Inner::Json(one), Inner::Json(other)) => one.merge(other).map(Inner::Json),
            _ => None,
        }
    }
}
