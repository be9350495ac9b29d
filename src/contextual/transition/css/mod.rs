//! Style sheets and `style` attributes, as literal text moves through them (CSS Syntax Level 3, and the
//! nesting of CSS Nesting 1). The text is decoded and may be cut anywhere.

mod hole;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod properties;
mod read;
mod rules;
#[cfg(test)]
mod tests;

pub(in crate::contextual) use hole::CssHole;

use crate::contextual::place::{Name, UrlPart};
use crate::contextual::transition::url::after_unseen;
use crate::html::{AtRule, CssFunction};

/// Where in a style sheet or a `style` attribute a point stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Css {
    /// Whether the top level holds rules, as in a style sheet, or declarations, as in a `style` attribute.
    sheet: bool,
    /// What is open, outermost first.
    blocks: Vec<Open>,
    position: Position,
    token: Token,
    /// What has been read of a backslash escape in `token`.
    escape: Escape,
    /// Whether the last character was a carriage return, which takes a line feed with it (§ 3.3).
    carriage: bool,
}

/// An open bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Open {
    Paren,
    Bracket,
    /// `{` inside a value or in other brackets.
    Brace,
    /// The `{` of a rule, with declarations and rules in it.
    Rule,
    Function(CssFunction),
}

/// Where in a rule (§ 5.4), at the level of the innermost [`Open::Rule`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Position {
    /// Where a declaration or a rule may begin.
    Start,
    /// In a rule's prelude, or in what can be nothing else.
    Selector,
    /// After an identifier that a `:` would make a property's name.
    Name(Name),
    Value(Property),
    /// Between an at-rule's keyword and its `{` or `;`.
    At(AtRule),
    /// After a value that is whole declarations: nothing but `;` or the end may follow.
    Gap,
    /// After the same, with a `;` at its end: another declaration or rule may begin, and nothing that would
    /// make the value its name.
    Closed,
    /// After text that was not seen here.
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Property {
    Plain,
    Custom,
    /// Its value could load code in old browsers.
    Code,
}

/// The token that is being read (§ 4.3), as far as what comes next can be part of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Token {
    /// None.
    Between,
    /// A run of name characters: an identifier, a number, a dimension.
    Word(Name),
    /// `#`; `bare` when nothing follows yet.
    Hash {
        bare: bool,
    },
    AtKeyword(Name),
    Dot,
    /// After a value; `slash` when a `/` stands before it, which a `*` would make a comment if the value is
    /// empty.
    Dynamic {
        slash: bool,
    },
    Slash,
    /// `<`, `<!`, `<!-` of a `<!--`: one, two or three of it.
    Less(u8),
    /// The part of a URL when the string is one.
    Str(char, Option<UrlPart>),
    /// After a newline that ended a string too early (§ 4.3.5).
    BadString,
    /// After `url(` and blanks.
    UrlStart,
    UrlRaw(UrlPart),
    /// After blanks that end an unquoted URL.
    UrlEnd(UrlPart),
    /// § 4.3.14, the remnants of a bad URL.
    BadUrl,
    Comment {
        star: bool,
    },
}

/// § 4.3.7, an escaped code point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Escape {
    None,
    /// After the backslash.
    Begin,
    Hex {
        value: u32,
        digits: u8,
    },
}

/// What stands around a point beside its position: what branches must agree on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frame {
    Plain,
    Str(char),
    Url,
    Comment { star: bool },
}

/// Literal text that cannot be made safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CssFault {
    /// Offset of the character at fault in the text.
    pub at: usize,
    pub message: &'static str,
    pub help: &'static str,
}

impl Css {
    /// Brackets that nest deeper are an error: no style sheet people write comes near.
    const DEEPEST: usize = 32;

    /// At the start of a style sheet.
    pub(crate) fn stylesheet() -> Css {
        Css::new(true)
    }

    /// At the start of a `style` attribute.
    pub(crate) fn declarations() -> Css {
        Css::new(false)
    }

    fn new(sheet: bool) -> Css {
        Css {
            sheet,
            blocks: Vec::new(),
            position: Position::Start,
            token: Token::Between,
            escape: Escape::None,
            carriage: false,
        }
    }

    /// Whether both stand in the same construct (law 4): the same string, URL or comment, in the same
    /// brackets. Where in a declaration they stand may differ.
    pub(crate) fn same_construct(&self, other: &Css) -> bool {
        self.sheet == other.sheet
            && self.blocks == other.blocks
            && self.frame() == other.frame()
            && self.escape == other.escape
    }

    fn frame(&self) -> Frame {
        match &self.token {
            Token::Str(quote, _) => Frame::Str(*quote),
            Token::UrlStart | Token::UrlRaw(_) | Token::UrlEnd(_) | Token::BadUrl => Frame::Url,
            Token::Comment { star } => Frame::Comment { star: *star },
            _ => Frame::Plain,
        }
    }

    /// One reading that is right for both, if they differ in nothing but the word they stand at.
    pub(crate) fn merge(self, other: &Css) -> Option<Css> {
        if self == *other {
            return Some(self);
        }
        let alike = self.same_construct(other) && self.position == other.position;
        if !alike || !self.at_word() || !other.at_word() {
            return None;
        }
        let slash = self.ends_in_slash() || other.ends_in_slash();
        Some(Css { token: Token::Dynamic { slash }, carriage: false, ..self })
    }

    fn at_word(&self) -> bool {
        // A hash is no word: what may follow it depends on how much of it was read.
        matches!(self.token, Token::Between | Token::Word(_) | Token::Dynamic { .. } | Token::Slash)
            && !matches!(self.position, Position::Start | Position::Gap | Position::Closed)
    }

    fn ends_in_slash(&self) -> bool {
        matches!(self.token, Token::Slash | Token::Dynamic { slash: true })
    }

    /// Whether text that is not seen may go on from here: not with the address of an `@import`.
    pub(crate) fn at_rest(&self) -> bool {
        !matches!(self.token, Token::AtKeyword(_)) && self.position != Position::At(AtRule::Import)
    }

    /// After an include or a block, whose text was not seen: same construct, unknown position.
    pub(crate) fn after_unseen(mut self) -> Css {
        self.carriage = false;
        match &mut self.token {
            Token::Str(_, None) | Token::Comment { .. } | Token::BadUrl | Token::UrlEnd(_) => return self,
            Token::Str(_, Some(part)) | Token::UrlRaw(part) => *part = after_unseen(part.clone()),
            Token::UrlStart => self.token = Token::UrlRaw(after_unseen(UrlPart::Start)),
            _ => {
                self.token = Token::Dynamic { slash: true };
                self.position = Position::Unknown;
            }
        }
        self
    }

    /// The part of the URL it stands in.
    pub(crate) fn url_part(&self) -> Option<&UrlPart> {
        match &self.token {
            Token::Str(_, part) => part.as_ref(),
            Token::UrlStart => Some(&UrlPart::Start),
            Token::UrlRaw(part) | Token::UrlEnd(part) => Some(part),
            _ => None,
        }
    }

    /// The same place with another part of the URL, for a caller who knows what a value was written as.
    pub(crate) fn with_url_part(mut self, part: UrlPart) -> Css {
        match &mut self.token {
            Token::Str(_, Some(old)) | Token::UrlRaw(old) => *old = part,
            Token::UrlStart => self.token = Token::UrlRaw(part),
            _ => {}
        }
        self
    }
}
