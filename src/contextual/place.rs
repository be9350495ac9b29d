//! [`Place`]: where in the page a point of a template stands. A sum type: what cannot be is not
//! expressible, and equality is derived.

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

/// Which elements the parser is in, as far as they decide how markup is read: SVG, MathML, and HTML inside
/// these. Four bits a level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Insertion {
    levels: u64,
    /// How many elements are open in each level that is HTML in foreign content, in eight bits: only where there are none
    /// does an end tag reach what is around.
    open: u128,
    depth: u8,
}

/// One level of an [`Insertion`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Space {
    Html,
    Svg,
    Math,
    /// In `style` or `script` inside SVG, MathML or XML: read as markup, run as code.
    Code,
    /// A template that is XML.
    Xml,
}

impl Insertion {
    const DEEPEST: u8 = 16;
    /// From here on levels are HTML, in the elements that have these numbers ([`html::integration_point`]).
    const POINTS: u8 = 5;

    /// The innermost level.
    pub(crate) fn space(self) -> Space {
        match self.levels & 0b1111 {
            1 => Space::Svg,
            2 => Space::Math,
            3 => Space::Code,
            4 => Space::Xml,
            _ => Space::Html,
        }
    }

    /// A template that is XML.
    pub(crate) fn xml() -> Insertion {
        Insertion::default().push(Space::Xml).unwrap_or_default()
    }

    /// One level more, if it can be told from the others.
    pub(crate) fn push(self, space: Space) -> Option<Insertion> {
        self.pushed(match space {
            Space::Html => 0,
            Space::Svg => 1,
            Space::Math => 2,
            Space::Code => 3,
            Space::Xml => 4,
        })
    }

    /// HTML inside a foreign element that has this number among those that hold HTML.
    pub(crate) fn push_point(self, point: u8) -> Option<Insertion> {
        self.pushed(Insertion::POINTS + point)
    }

    fn pushed(self, bits: u8) -> Option<Insertion> {
        let levels = self.levels << 4 | u64::from(bits);
        let level = Insertion { levels, open: self.open << 8, depth: self.depth + 1 };
        (self.depth < Insertion::DEEPEST).then_some(level)
    }

    /// The number of the foreign element whose content the innermost level is, if it is HTML.
    pub(crate) fn point(self) -> Option<u8> {
        u8::try_from(self.levels & 0b1111).ok()?.checked_sub(Insertion::POINTS)
    }

    /// Some element of the innermost level that needs no end tag is open, and in no other of it.
    const LOOSE: u128 = 0x80;
    const MOST_OPEN: u128 = 0x7F;

    /// An element begins in the innermost level; none when it is not told how many are open.
    pub(crate) fn begin(self, needs_end: bool) -> Option<Insertion> {
        let open = match self.open & Insertion::MOST_OPEN {
            0 if !needs_end => self.open | Insertion::LOOSE,
            Insertion::MOST_OPEN => return None,
            _ => self.open + u128::from(needs_end),
        };
        Some(if self.point().is_some() { Insertion { open, ..self } } else { self })
    }

    /// An element of the innermost level ends.
    pub(crate) fn end(self, needs_end: bool) -> Insertion {
        let open = match self.open & Insertion::MOST_OPEN {
            0 if !needs_end => self.open & !Insertion::LOOSE,
            0 => self.open,
            _ => self.open - u128::from(needs_end),
        };
        Insertion { open, ..self }
    }

    /// Whether an element may be open in the innermost level.
    pub(crate) fn is_open(self) -> bool {
        self.open & (Insertion::LOOSE | Insertion::MOST_OPEN) != 0
    }

    /// Whether some level is HTML in the foreign element of this number.
    pub(crate) fn is_in(self, point: u8) -> bool {
        (0..self.depth)
            .any(|it| (self.levels >> (u32::from(it) * 4)) & 0b1111 == u64::from(Insertion::POINTS + point))
    }

    pub(crate) fn pop(self) -> Insertion {
        Insertion { levels: self.levels >> 4, open: self.open >> 8, depth: self.depth.saturating_sub(1) }
    }

    /// Whether the template is XML, however deep in it.
    pub(crate) fn is_xml(self) -> bool {
        let outermost = u32::from(self.depth.saturating_sub(1)) * 4;
        self.depth > 0 && (self.levels >> outermost) & 0b1111 == 4
    }

    /// Out of the innermost `space` and all within it, if there is one.
    pub(crate) fn leave(self, space: Space) -> Insertion {
        let mut at = self;
        while at.depth > 0 {
            let innermost = at.space();
            at = at.pop();
            if innermost == space {
                return at;
            }
        }
        self
    }

    /// Out of the innermost HTML inside foreign content, and all within it.
    pub(crate) fn leave_integration(self) -> Insertion {
        let outer = self.leave(Space::Html);
        if outer.depth > 0 { outer } else { self }
    }

    /// Out of all foreign levels down to the nearest HTML.
    pub(crate) fn break_out(self) -> Insertion {
        let mut at = self;
        while at.space() != Space::Html {
            at = at.pop();
        }
        at
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
