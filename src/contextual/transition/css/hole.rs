//! What a value may be at a point of a style sheet, where the page stands after it, and how it is called.

use super::read::is_number;
use super::{Css, Escape, Open, Position, Property, Token};
use crate::contextual::place::Refusal;
use crate::contextual::place::{Name, UrlPart};
use crate::contextual::transition::url_after_hole;
use crate::html::{self, AtRule, CssFunction, UrlKind};
use std::fmt;

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CssHole {
    /// A property's value, or parts of it that stand by themselves.
    Value,
    /// The same, of a `--name`.
    CustomProperty,
    /// A colour's digits, after `#`.
    Hash,
    /// A whole identifier, where a number would run together with what stands before it.
    Ident,
    /// Whole rules, if somebody vouches for them; else a name in a selector.
    Rules,
    /// A name or number in a selector or an at-rule.
    Name,
    /// Part of an identifier.
    IdentPart,
    /// Part of a number or of an identifier: digits, a fraction, a unit.
    NumberPart,
    /// The same after a `-`, where another would make it the begin of a `--name`.
    Unsigned,
    /// Text in a string.
    Str,
    /// Part of a URL; quoted or not makes no difference.
    Url { part: UrlPart, kind: UrlKind },
    /// Whole declarations, with `;` between them; `closed` when one is needed at the end.
    Declarations { closed: bool },
    /// Nothing is printed in a comment.
    Comment,
}

/// A place in the words of the corpora and of `explain`.
#[allow(dead_code, reason = "asked by the corpora's state rows, which are wired with `explain`")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CssContext<'c> {
    pub context: &'static str,
    pub position: &'static str,
    pub url_part: Option<&'c UrlPart>,
    pub url_kind: Option<UrlKind>,
}

type Decision = Result<CssHole, Refusal>;

fn refuse(reason: &'static str, remedy: &'static str) -> Decision {
    Err(Refusal { reason, remedy })
}

const CHOOSE: &str = "write it literally, in the branches of an `{% if %}` if need be";

impl Css {
    /// What a value is at this point. `last` when the CSS ends right after it, or a `;` or `}` stands there.
    pub(crate) fn hole(&self, last: bool) -> Decision {
        if let Token::Comment { .. } = self.token {
            return Ok(CssHole::Comment);
        }
        if self.escape != Escape::None {
            return refuse(
                "a `\\` escape before it is not complete",
                "write six hex digits and a blank, or the character itself",
            );
        }
        if self.runs_code() {
            return refuse("old browsers would run it as code", CHOOSE);
        }
        if self.position == Position::At(AtRule::Import) {
            return refuse("a style sheet would be loaded from there", CHOOSE);
        }
        match &self.token {
            Token::Str(_, None) => Ok(CssHole::Str),
            Token::Str(_, Some(_)) | Token::UrlStart | Token::UrlRaw(_) => Ok(self.url_hole()),
            Token::UrlEnd(_) => refuse("the URL has ended", "take the blank before the value out"),
            Token::BadUrl => refuse("the URL before it is not valid", "put quotes around the URL"),
            Token::BadString => refuse("the string before it is not closed", "close the string on its line"),
            Token::Less(_) => {
                refuse("with the text before it, the value could begin a comment", "put a blank before it")
            }
            Token::AtKeyword(_) => refuse("a value may not name an at-rule", CHOOSE),
            _ => self.plain_hole(last),
        }
    }

    fn url_hole(&self) -> CssHole {
        let part = self.url_part().cloned().unwrap_or(UrlPart::Start);
        CssHole::Url { part, kind: self.url_kind() }
    }

    /// What a browser does with a URL here: beside style sheets it loads pictures and fonts.
    fn url_kind(&self) -> UrlKind {
        if self.position == Position::At(AtRule::Import) { UrlKind::Code } else { UrlKind::Media }
    }

    fn runs_code(&self) -> bool {
        self.blocks.contains(&Open::Function(CssFunction::Code))
            || self.position == Position::Value(Property::Code)
    }

    fn plain_hole(&self, last: bool) -> Decision {
        if self.blocks.last() == Some(&Open::Function(CssFunction::Url)) {
            return refuse("the URL has ended", "write the whole URL inside its quotes");
        }
        match &self.position {
            Position::Start if self.at_sheet_level() && self.token == Token::Between => Ok(CssHole::Rules),
            Position::Start if self.at_sheet_level() => Ok(self.name_hole()),
            Position::Start | Position::Closed if self.at_rule_level() && self.token == Token::Between => {
                Ok(CssHole::Declarations { closed: !last })
            }
            Position::Start | Position::Closed | Position::Name(_) if self.property_head().is_some() => {
                Ok(CssHole::IdentPart)
            }
            Position::Start | Position::Closed | Position::Name(_) => {
                refuse("a value may not name a property", CHOOSE)
            }
            Position::Selector => Ok(self.name_hole()),
            Position::Value(property) => Ok(self.value_hole(*property)),
            Position::At(AtRule::Values) if self.at_rule_level() => Ok(self.name_hole()),
            Position::At(AtRule::Values) => Ok(self.value_hole(Property::Plain)),
            Position::At(_) => refuse("nothing can be escaped in this at-rule", CHOOSE),
            Position::Gap => refuse("declarations from a value end here", "put a `;` between the two values"),
            Position::Unknown => refuse(
                "what stands before it in the rule is not known",
                "put a `;` or a `}` before it, or move it into the include or block",
            ),
        }
    }

    /// The begin of a property's name that settles what kind of property it is, whatever a value adds (`margin-`).
    fn property_head(&self) -> Option<Name> {
        match (&self.position, &self.token) {
            (Position::Name(name), Token::Dynamic { .. }) => Some(name.clone()),
            (Position::Start | Position::Closed, Token::Word(name)) if self.at_rule_level() => {
                let settles = name.as_str().ends_with('-') && !html::may_become_code_property(name.as_str());
                (settles && !is_number(name)).then(|| name.clone())
            }
            _ => None,
        }
    }

    /// In a selector, or where an at-rule has its names.
    fn name_hole(&self) -> CssHole {
        match &self.token {
            Token::Dot => CssHole::Ident,
            Token::Word(name) if is_sign(name) => CssHole::Unsigned,
            Token::Word(_) | Token::Hash { .. } | Token::Dynamic { .. } => CssHole::IdentPart,
            _ => CssHole::Name,
        }
    }

    fn value_hole(&self, property: Property) -> CssHole {
        match &self.token {
            Token::Hash { bare: true } => CssHole::Hash,
            Token::Hash { bare: false } => CssHole::IdentPart,
            Token::Word(name) if is_sign(name) => CssHole::Unsigned,
            Token::Word(name) if !is_number(name) => CssHole::IdentPart,
            Token::Word(_) | Token::Dynamic { .. } | Token::Dot => CssHole::NumberPart,
            _ if property == Property::Custom => CssHole::CustomProperty,
            _ => CssHole::Value,
        }
    }

    /// The place after the value.
    pub(crate) fn after_hole(mut self, hole: &CssHole) -> Css {
        self.carriage = false;
        match hole {
            // Nothing was printed; a string is a string whatever is in it.
            CssHole::Comment | CssHole::Str => self,
            CssHole::Url { part, .. } => self.with_url_part(url_after_hole(part.clone())),
            CssHole::Declarations { closed: false } => Css { position: Position::Gap, ..self },
            CssHole::Declarations { closed: true } => Css { position: Position::Closed, ..self },
            _ => self.after_word(),
        }
    }

    /// The value may have been empty, so what stood before it may still be part of what comes.
    fn after_word(mut self) -> Css {
        if let Some(head) = self.property_head() {
            self.position = Position::Name(head);
        }
        if self.at_rule_level() && matches!(self.position, Position::Start) {
            self.position = Position::Selector;
        }
        let slash = matches!(self.token, Token::Slash | Token::Dynamic { slash: true });
        Css { token: Token::Dynamic { slash }, ..self }
    }

    /// The place in the words of the corpora.
    #[allow(dead_code, reason = "asked by the corpora's state rows, which are wired with `explain`")]
    pub(crate) fn context(&self) -> CssContext<'_> {
        let url_part = self.url_part();
        CssContext {
            context: self.context_name(),
            position: self.position_name(),
            url_part,
            url_kind: url_part.map(|_| self.url_kind()),
        }
    }

    fn context_name(&self) -> &'static str {
        match &self.token {
            Token::Comment { .. } => "css.comment.block",
            Token::Str('"', None) => "css.string.dq",
            Token::Str(_, None) => "css.string.sq",
            Token::Str('"', Some(_)) => "css.url.dq",
            Token::Str(_, Some(_)) => "css.url.sq",
            Token::UrlStart | Token::UrlRaw(_) | Token::UrlEnd(_) => "css.url.unquoted",
            Token::BadString | Token::BadUrl => "error",
            _ => "css.value",
        }
    }

    fn position_name(&self) -> &'static str {
        match self.position {
            Position::Start if self.at_sheet_level() => "selector",
            Position::Start | Position::Gap | Position::Closed | Position::Name(_) => "declaration",
            Position::Selector => "selector",
            Position::Value(Property::Custom) => "custom_property",
            Position::Value(_) => "value",
            Position::At(_) => "at_prelude",
            Position::Unknown => "unknown",
        }
    }
}

fn is_sign(name: &Name) -> bool {
    name.as_str() == "-"
}

/// The place in words, as errors and `explain` show it.
impl fmt::Display for Css {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(part) = self.url_part() {
            return write!(f, "URL {part} in CSS");
        }
        f.write_str(match &self.token {
            Token::Comment { .. } => "a CSS comment",
            Token::Str(..) => "a CSS string",
            Token::BadString => "CSS after a string that is not closed",
            Token::BadUrl => "a CSS URL that is not valid",
            _ => match self.position {
                Position::Start if self.at_sheet_level() => "a style sheet, between rules",
                Position::Start | Position::Gap | Position::Closed => "CSS, between declarations",
                Position::Selector => "a CSS selector",
                Position::Name(_) => "the name of a CSS property",
                Position::Value(Property::Custom) => "the value of a CSS custom property",
                Position::Value(_) => "the value of a CSS property",
                Position::At(_) => "a CSS at-rule",
                Position::Unknown => "CSS after text that is not part of this template",
            },
        })
    }
}
