//! As much of the parser (CSS Syntax § 5.4) as tells where in a rule a token stands.

use super::read::{Problem, is_number};
use super::{Css, Open, Position, Property};
use crate::contextual::place::Name;
use crate::html;

impl Css {
    pub(super) fn push(&mut self, open: Open) -> Result<(), Problem> {
        if self.blocks.len() >= Css::DEEPEST {
            return Err(("brackets nest too deeply here", "close some of them before this point"));
        }
        self.blocks.push(open);
        Ok(())
    }

    /// § 5.4.8: a bracket that closes nothing is a token like any other.
    pub(super) fn close(&mut self, closes: impl Fn(Open) -> bool) -> Result<(), Problem> {
        if self.blocks.last().is_some_and(|it| closes(*it)) {
            self.blocks.pop();
            return Ok(());
        }
        self.significant()
    }

    pub(super) fn open_brace(&mut self) -> Result<(), Problem> {
        if !self.at_rule_level() || self.position == Position::Value(Property::Custom) {
            return self.push(Open::Brace);
        }
        let unclear = self.position == Position::Unknown && !(self.sheet && self.blocks.is_empty());
        if unclear || matches!(self.position, Position::Gap | Position::Closed) {
            return Err((
                "a rule may not begin right after a value or an include",
                "put a `;` or `}` between them",
            ));
        }
        self.push(Open::Rule)?;
        self.position = Position::Start;
        Ok(())
    }

    pub(super) fn close_brace(&mut self) -> Result<(), Problem> {
        match self.blocks.last() {
            Some(Open::Rule) => {
                self.blocks.pop();
                self.position = Position::Start;
                Ok(())
            }
            Some(Open::Brace) => self.close(|it| it == Open::Brace),
            // § 5.4.5: one too many between the declarations of an attribute is skipped.
            None if !self.sheet && matches!(self.position, Position::Start | Position::Closed) => Ok(()),
            _ => self.significant(),
        }
    }

    /// Whether declarations and rules stand here, and not a part of one in brackets.
    pub(super) fn at_rule_level(&self) -> bool {
        matches!(self.blocks.last(), None | Some(Open::Rule))
    }

    /// Whether it is the top level of a style sheet, where no declarations stand.
    pub(super) fn at_sheet_level(&self) -> bool {
        self.sheet && self.blocks.is_empty()
    }

    /// Something that is neither blank nor comment.
    pub(super) fn significant(&mut self) -> Result<(), Problem> {
        if !self.at_rule_level() {
            return Ok(());
        }
        match self.position {
            Position::Gap => {
                return Err(("declarations from a value end here", "put a `;` between them and this"));
            }
            Position::Start | Position::Closed | Position::Name(_) => self.position = Position::Selector,
            _ => {}
        }
        Ok(())
    }

    pub(super) fn word(&mut self, name: Name) -> Result<(), Problem> {
        let begins = matches!(self.position, Position::Start | Position::Closed);
        if self.at_rule_level() && !self.at_sheet_level() && begins && !is_number(&name) {
            self.position = Position::Name(name);
            return Ok(());
        }
        self.significant()
    }

    /// An at-rule begins at its start only. In a selector none can; but were it all from empty values, it
    /// would.
    pub(super) fn at_keyword(&mut self, keyword: &Name) -> Result<(), Problem> {
        self.significant()?;
        if self.at_rule_level() && matches!(self.position, Position::Selector | Position::Unknown) {
            self.position = Position::At(html::at_rule(keyword.as_str()));
        }
        Ok(())
    }

    pub(super) fn colon(&mut self) -> Result<(), Problem> {
        match &self.position {
            Position::Name(name) if self.at_rule_level() => {
                self.position = Position::Value(property(name.as_str()));
                Ok(())
            }
            Position::Closed if self.at_rule_level() => {
                Err(("a value may not name a property", "write the property's name literally"))
            }
            _ => self.significant(),
        }
    }

    /// § 5.4.4: it ends a declaration and an at-rule, but nothing in brackets and no prelude between rules.
    pub(super) fn semicolon(&mut self) {
        let prelude = self.at_sheet_level() && self.position == Position::Selector;
        if self.at_rule_level() && !prelude {
            self.position = Position::Start;
        }
    }
}

fn property(name: &str) -> Property {
    match name {
        _ if name.starts_with("--") => Property::Custom,
        _ if html::is_code_property(name) => Property::Code,
        _ => Property::Plain,
    }
}
