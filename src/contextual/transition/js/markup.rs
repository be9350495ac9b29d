//! [`Markup`]: where a literal that holds HTML stands in that, as far as it decides how a value in it is read.

use super::fault::JsRefusal;
use super::hole::JsSink;
use super::state::Head;
use super::words::{self, Sink, Word};

/// Whether a literal holds HTML.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Markup {
    None,
    /// After `<`.
    Open,
    Tag(Tag),
    /// It does, and where in it is not known, or it is between tags.
    Yes,
}

/// A tag of a literal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Tag {
    part: Part,
    /// The name of the tag or attribute; a `*` stands for a value in it.
    name: Word,
    /// The begin of the attribute's value, if that is a URL.
    value: Head,
}

/// Where in a tag of a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Part {
    /// Its name, or that of an attribute.
    Name,
    /// After a blank or a value.
    Between,
    /// After `=`.
    Equals,
    /// After `=` and a blank, as in prose.
    Spaced,
    Unquoted,
    Double,
    Single,
}

/// What a browser does with an attribute of a literal's markup.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Attribute {
    Text,
    Link,
    Media,
    Code,
    /// A page, or what depends on values and branches.
    Unsure,
}

const UNSURE: JsRefusal = JsRefusal {
    reason: "the attribute of the markup in the string is a page, or its name is not known",
    remedy: "write the attribute's name in the string, or set it with `setAttribute`",
};

const UNQUOTED: JsRefusal = JsRefusal {
    reason: "the attribute of the markup in the string is run as code, and has no quotes",
    remedy: "put quotes around the attribute's value",
};

impl Markup {
    /// After one more character of the literal's text (WHATWG HTML § 13.2.5, tag open state to after attribute
    /// value state, as far as quotes go).
    pub(super) fn read(self, next: char) -> Markup {
        match (self, next) {
            (Markup::None | Markup::Open | Markup::Yes, '<') => Markup::Open,
            (Markup::Open, 'a'..='z' | 'A'..='Z') => {
                Markup::Tag(Tag::at(Part::Name, Word::of(next.encode_utf8(&mut [0; 4]))))
            }
            (Markup::Open, '/' | '!') => Markup::Yes,
            (Markup::Open, _) => Markup::None,
            (Markup::Tag(tag), '>') if !matches!(tag.part, Part::Double | Part::Single) => Markup::Yes,
            (Markup::Tag(tag), _) => Markup::Tag(tag.read(next)),
            (it @ (Markup::None | Markup::Yes), _) => it,
        }
    }

    /// After a value.
    pub(super) fn after_value(self) -> Markup {
        match self {
            Markup::Open => Markup::Tag(Tag::at(Part::Name, Word::of("*"))),
            Markup::Tag(tag) => Markup::Tag(tag.after_value()),
            it => it,
        }
    }

    /// What is done to a value, when the literal text `next` follows it; `parsed` where it is known to be HTML.
    pub(super) fn sink(&self, next: &str, parsed: bool) -> Result<JsSink, JsRefusal> {
        match self {
            Markup::None | Markup::Yes => Ok(JsSink::Html),
            Markup::Open => Ok(JsSink::HtmlName),
            Markup::Tag(tag) => tag.sink(next, parsed),
        }
    }

    /// Text that is escaped as HTML is what Django prints, so it is right for both.
    pub(super) fn or(&self, other: &Markup) -> Markup {
        match (self, other) {
            (one, other) if one == other => one.clone(),
            (Markup::Tag(one), Markup::Tag(other)) => one.or(other).map_or(Markup::Yes, Markup::Tag),
            _ => Markup::Yes,
        }
    }
}

impl Tag {
    fn at(part: Part, name: Word) -> Tag {
        Tag { part, name, value: Head::Empty }
    }

    fn read(mut self, next: char) -> Tag {
        let blank = next.is_ascii_whitespace();
        match (self.part, next) {
            (Part::Double, '"') | (Part::Single, '\'') => return Tag::at(Part::Between, Word::default()),
            (Part::Double | Part::Single, _) => self.read_value(next),
            (Part::Equals | Part::Spaced, '"') => self.part = Part::Double,
            (Part::Equals | Part::Spaced, '\'') => self.part = Part::Single,
            (Part::Equals | Part::Spaced, _) if blank => self.part = Part::Spaced,
            (Part::Name, _) if blank => self.part = Part::Between,
            (Part::Between, _) if blank => {}
            (_, _) if blank => return Tag::at(Part::Between, Word::default()),
            (Part::Equals | Part::Spaced | Part::Unquoted, _) => {
                self.part = Part::Unquoted;
                self.read_value(next);
            }
            (_, '=') => self = Tag { part: Part::Equals, value: Head::Empty, ..self },
            (_, '/') => return Tag::at(Part::Between, Word::default()),
            (Part::Between, _) => {
                return Tag::at(Part::Name, Word::of(next.encode_utf8(&mut [0; 4])));
            }
            (Part::Name, _) => self.name.push(next),
        }
        self
    }

    fn read_value(&mut self, next: char) {
        if matches!(self.attribute(), Attribute::Link | Attribute::Media) {
            self.value.read_settled(next);
        }
    }

    fn after_value(mut self) -> Tag {
        match self.part {
            Part::Name => self.name.push('*'),
            Part::Between => return Tag::at(Part::Name, Word::of("*")),
            Part::Equals | Part::Spaced => self.part = Part::Unquoted,
            Part::Unquoted | Part::Double | Part::Single => {}
        }
        if matches!(self.attribute(), Attribute::Link | Attribute::Media) {
            self.value.after_value(Some(Sink::Url));
        }
        self
    }

    fn sink(&self, next: &str, parsed: bool) -> Result<JsSink, JsRefusal> {
        let quoted = match self.part {
            Part::Name | Part::Between => return Ok(JsSink::HtmlName),
            part => matches!(part, Part::Double | Part::Single),
        };
        match self.attribute() {
            Attribute::Unsure => Err(UNSURE),
            Attribute::Code if quoted => Ok(JsSink::HtmlScript),
            Attribute::Code => Err(UNQUOTED),
            kind @ (Attribute::Link | Attribute::Media) => match &self.value {
                Head::Script => Err(JsRefusal::SCRIPT_URL),
                Head::Settled => Ok(self.text(next, parsed)),
                head => Ok(JsSink::HtmlUrl { start: *head == Head::Empty, media: kind == Attribute::Media }),
            },
            Attribute::Text => Ok(self.text(next, parsed)),
        }
    }

    /// In an attribute without quotes a blank would end the value.
    fn text(&self, next: &str, parsed: bool) -> JsSink {
        let ends = next.starts_with(|it: char| it == '>' || it.is_ascii_whitespace());
        match self.part {
            Part::Spaced if !parsed => JsSink::Html,
            Part::Equals | Part::Spaced => JsSink::HtmlUnquoted { whole: ends },
            Part::Unquoted => JsSink::HtmlUnquoted { whole: false },
            _ => JsSink::Html,
        }
    }

    fn attribute(&self) -> Attribute {
        let (begin, whole) = match self.name.as_str().split_once('*') {
            Some((begin, _)) => (begin, false),
            None => (self.name.as_str(), true),
        };
        match words::named(begin) {
            Some(Sink::Code) => Attribute::Code,
            _ if !whole && words::begins_named(begin) => Attribute::Unsure,
            Some(Sink::Html) if begin.eq_ignore_ascii_case("srcdoc") => Attribute::Unsure,
            Some(Sink::Url) if ["src", "data"].iter().any(|it| begin.eq_ignore_ascii_case(it)) => {
                Attribute::Media
            }
            Some(Sink::Url) => Attribute::Link,
            _ => Attribute::Text,
        }
    }

    /// One tag for both, if the same quotes stand open.
    fn or(&self, other: &Tag) -> Option<Tag> {
        let unquoted = |it: &Tag| matches!(it.part, Part::Name | Part::Between);
        let part = match (self.part, other.part) {
            (one, other) if one == other => one,
            _ if unquoted(self) && unquoted(other) => Part::Name,
            _ => return None,
        };
        let name = if self.name == other.name { self.name.clone() } else { Word::of("*") };
        Some(Tag { part, name, value: self.value.or(&other.value)? })
    }
}
