//! [`Place`]: where in the page a point of a template stands. A sum type: what cannot be is not
//! expressible, and equality is derived.

pub(crate) use super::insertion::{Insertion, Space};
use super::transition::{Css, Js, Json, Refresh, ScriptUrl, Srcset};
use crate::html::AttrKind;
use std::hash::{Hash, Hasher};

/// One reading of where the page stands. The names are those of the tokenizer's states
/// (WHATWG HTML § 13.2.5), taken together where they do not matter to a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// A template that is not markup: nothing is escaped, nothing is recognised.
    Verbatim,
    /// § data state.
    Text(Insertion),
    /// After `<` (§ tag open state).
    TagOpen(Insertion),
    /// After `</` (§ end tag open state).
    EndTagOpen(Insertion),
    /// After `<!` and the bytes read since, until it is known what it opens.
    MarkupDeclaration(Insertion, Name),
    /// § comment states.
    Comment(Insertion, Dashes, Opened),
    /// `<?…`, `<!x…`, `</ …` (§ bogus comment state).
    BogusComment(Insertion, Opened),
    /// § doctype states.
    Doctype(Insertion, Opened),
    /// § CDATA section states; `brackets` of `]]` read.
    Cdata { insertion: Insertion, brackets: u8, opened: Opened },
    /// § tag name state.
    TagName(Tag),
    /// Inside a tag, after a blank: an attribute's name may start (§ before attribute name state).
    InTag(Tag),
    /// Inside a tag, where something has just ended: a blank, `/` or `>` must follow.
    Gap(Tag),
    /// Inside a tag, after a blank, where on one way an attribute's name stands before the blank: `=` may not
    /// follow.
    Blank(Tag),
    /// § attribute name state.
    AttrName(Tag, Name),
    /// § after attribute name state.
    AfterAttrName(Tag, Name),
    /// § before attribute value state.
    BeforeValue(Tag, Name),
    /// § attribute value states.
    Value(Attr),
    /// § after attribute value (quoted) state.
    AfterQuoted(Tag),
    /// § self-closing start tag state.
    SelfClosing(Tag),
    /// § RCDATA, RAWTEXT and script data states, up to the end tag of `element`.
    Raw(Raw),
    /// § PLAINTEXT state.
    Plaintext(Opened),
    /// Markup of which it is not settled whether it is SVG, MathML or HTML: in more levels than an [`Insertion`] can tell
    /// apart, or behind what the parser decides by more than is known here.
    Unsettled(Opened),
}

/// Where the construct began, for messages. All are equal: it says nothing about what may come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opened(pub Option<u32>);

impl PartialEq for Opened {
    fn eq(&self, _: &Opened) -> bool {
        true
    }
}

impl Eq for Opened {}

impl Hash for Opened {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// A lower-case name from literal text, cut to the longest a table could know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Name(Box<str>);

impl Name {
    /// Longer names are in no table; two of them that begin alike may count as the same.
    const LONGEST: usize = 64;

    pub(crate) fn new(text: &str) -> Name {
        Name::default().followed_by(text)
    }

    /// The name with more text at its end.
    pub(crate) fn followed_by(&self, text: &str) -> Name {
        let room = Name::LONGEST.saturating_sub(self.0.len());
        let mut end = room.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Name(format!("{}{}", self.0, text[..end].to_ascii_lowercase()).into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The name with more text at its end, if none of it has to be cut off.
    pub(crate) fn whole(&self, text: &str) -> Option<Name> {
        (self.0.len() + text.len() <= Name::LONGEST).then(|| self.followed_by(text))
    }

    /// A name that a value gives. No literal name holds a blank.
    pub(crate) fn from_data() -> Name {
        Name(" ".into())
    }

    pub(crate) fn is_from_data(&self) -> bool {
        &*self.0 == " "
    }
}

/// How much of `--` and `--!` a comment has just read (§ comment start state to § comment end bang state).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Dashes {
    /// Right after `<!--`, where `>` already ends it.
    Start,
    /// After `<!---`, where `>` already ends it.
    StartDash,
    None,
    One,
    Two,
    Bang,
}

/// An open tag.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Tag {
    pub name: Name,
    /// Whether it is an end tag.
    pub end: bool,
    pub insertion: Insertion,
    pub siblings: Siblings,
    pub opened: Opened,
}

/// What is known of the attributes that decide what other attributes mean.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Siblings {
    pub http_equiv: Sibling,
    pub rel: Sibling,
    pub attribute_name: Sibling,
    pub script_type: Sibling,
    /// What decides whether the element is HTML, or holds it, in foreign content.
    pub content: Sibling,
}

/// One such attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Sibling {
    #[default]
    Absent,
    /// Its literal value, in lower case.
    Literal(Name),
    /// Partly or wholly from data or from text not seen here.
    Dynamic,
}

impl Siblings {
    /// The entry for an attribute, if others of this element depend on it.
    pub(crate) fn entry(&mut self, element: &str, attribute: &str) -> Option<&mut Sibling> {
        match (element, attribute) {
            ("meta", "http-equiv") => Some(&mut self.http_equiv),
            ("link", "rel") => Some(&mut self.rel),
            ("animate" | "set", "attributename") => Some(&mut self.attribute_name),
            ("script", "type") => Some(&mut self.script_type),
            ("annotation-xml", "encoding") | ("font", "color" | "face" | "size") => Some(&mut self.content),
            _ => None,
        }
    }

    /// Nothing is known of any.
    pub(crate) fn unknown() -> Siblings {
        Siblings {
            http_equiv: Sibling::Dynamic,
            rel: Sibling::Dynamic,
            attribute_name: Sibling::Dynamic,
            script_type: Sibling::Dynamic,
            content: Sibling::Dynamic,
        }
    }

    /// What is known when either may be the case.
    pub(crate) fn or(&self, other: &Siblings) -> Siblings {
        let either = |a: &Sibling, b: &Sibling| if a == b { a.clone() } else { Sibling::Dynamic };
        Siblings {
            http_equiv: either(&self.http_equiv, &other.http_equiv),
            rel: either(&self.rel, &other.rel),
            attribute_name: either(&self.attribute_name, &other.attribute_name),
            script_type: either(&self.script_type, &other.script_type),
            content: either(&self.content, &other.content),
        }
    }
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Attr {
    pub tag: Tag,
    pub name: Name,
    pub kind: AttrKind,
    pub quote: Quote,
    pub value: Value,
    /// Whether something that is not literal text was printed in it.
    pub dynamic: bool,
    pub opened: Opened,
}

/// Why no value may stand in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Refusal {
    pub reason: &'static str,
    pub remedy: &'static str,
}

/// What ends an attribute's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Quote {
    Double,
    Single,
    /// No quotes in the template, and none needed so far. Whether the literal text holds a `"`.
    Unquoted {
        has_quote: bool,
    },
    /// No quotes in the template; the plan adds `"` on both sides, for there is more than literal text.
    Added,
}

/// What has been read of an attribute's value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Value {
    /// Text; the literal, as far as a sibling must know it.
    Plain(Sibling),
    Url(UrlPart),
    Css(Css),
    Js(Js),
    Json(Json),
    Srcset(Srcset),
    Refresh(Refresh),
    /// A page of its own, in `srcdoc`.
    Html(Box<Place>),
    /// The attribute's name is data, so its kind is only known while rendering. `fresh` until something was
    /// read.
    Named {
        fresh: bool,
    },
    /// What depends on other attributes of the tag, which are not known.
    Opaque,
    /// Literal text that the machine could not follow, with no value before it: none may come after it.
    Lost(Refusal),
}

/// What has been read of a URL (WHATWG URL § 4.4, basic URL parser), as far as it decides about what comes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum UrlPart {
    /// Nothing but blanks.
    Start,
    /// Letters that may turn out to be a scheme.
    MaybeScheme(Name),
    /// A value that may hold anything has been printed at the start: what follows may be path, query or
    /// fragment; `scheme` when a `:` could still make all of it a scheme.
    Any {
        scheme: bool,
    },
    /// After `scheme:` of a web scheme, with the slashes read.
    Slashes(u8),
    /// After one `/` at the very start.
    Root,
    /// Host and port.
    Authority {
        empty: bool,
    },
    /// `segment_start` right after a `/`.
    Path {
        segment_start: bool,
    },
    /// Right after `?` or `&`.
    QueryKey,
    /// A key's text.
    QueryName,
    /// After `=`.
    QueryValue,
    Fragment,
    /// After `mailto:`, `tel:` and schemes this library does not know.
    Opaque,
    /// After `data:`; `base64` once `;base64,` of a raster image, audio or video type was read.
    Data {
        head: Name,
        base64: bool,
    },
    /// After a scheme that runs code; where in it, if that can be told.
    Script(Option<Box<ScriptUrl>>),
}

/// RCDATA, raw text or script, up to an end tag.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Raw {
    pub element: Name,
    pub content: RawContent,
    pub inner: Inner,
    pub insertion: Insertion,
    /// Bytes from a `<` on that may be the begin of an end tag or comment.
    pub pending: Name,
    /// Whether something that is not literal text was printed in it.
    pub dynamic: bool,
    pub opened: Opened,
}

/// The language of the content.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Inner {
    Text,
    Css(Css),
    Js(Js),
    Json(Json),
    /// Markup that a client-side template engine will put into the page.
    Html(Box<Place>),
    /// Literal text that the machine could not follow, with no value before it: none may come after it.
    Lost(Refusal),
}

/// How the content is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RawContent {
    RcData,
    RawText,
    /// A template that is not markup: it has no end tag.
    File,
    /// `style` and `script` in SVG and MathML: text with character references, until a tag begins in it.
    Foreign,
    /// § script data states; an escaped script may hold `<script>` in which `</script>` does not end it.
    Script(Escape),
}

/// § script data escaped and double escaped states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Escape {
    None,
    Escaped,
    Double,
}
