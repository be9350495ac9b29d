//! Where a marker at the end of some CSS stands, as another parser has it.

use super::Frame;
use crate::html::at_rule;
use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, StyleSheetParser, Token,
};

pub(super) const MARKER: &str = "zqz";

/// In what frame, and in how many brackets.
pub(super) fn frame(css: &str) -> Option<(Frame, usize)> {
    find(&mut Parser::new(css), 0)
}

fn find(parser: &mut Parser<'_>, depth: usize) -> Option<(Frame, usize)> {
    while let Ok(token) = parser.next_including_whitespace_and_comments().cloned() {
        if format!("{token:?}").contains(MARKER) {
            return Some((frame_of(&token), depth));
        }
        if opens(&token) {
            let mut found = None;
            let _ = parser.parse_nested_block(|inner| {
                found = find(inner, depth + 1);
                Ok::<_, ParseError<()>>(())
            });
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

fn frame_of(token: &Token<'_>) -> Frame {
    match token {
        Token::QuotedString(_) | Token::BadString(_) => Frame::Str('\0'),
        Token::UnquotedUrl(_) | Token::BadUrl(_) => Frame::Url,
        Token::Comment(_) => Frame::Comment { star: false },
        _ => Frame::Plain,
    }
}

fn opens(token: &Token<'_>) -> bool {
    matches!(
        token,
        Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock
    )
}

/// What part of a rule, as [`super::CssContext`] names it; an `import` for rules that load something.
pub(super) fn position(css: &str, sheet: bool) -> Option<&'static str> {
    let mut probe = Probe { found: None };
    let mut parser = Parser::new(css);
    if sheet {
        StyleSheetParser::new(&mut parser, &mut probe).for_each(drop);
    } else {
        RuleBodyParser::new(&mut parser, &mut probe).for_each(drop);
    }
    probe.found
}

struct Probe {
    found: Option<&'static str>,
}

impl Probe {
    fn look(&mut self, input: &mut Parser<'_>, name: &'static str) {
        if find(input, 0).is_some() {
            self.found = Some(name);
        }
    }
}

impl<'i> DeclarationParser<'i> for Probe {
    type Declaration = ();
    type Error = ();

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        _: &ParserState,
    ) -> Result<(), ParseError<()>> {
        let custom = name.starts_with("--");
        let start = input.state();
        while let Ok(token) = input.next_including_whitespace_and_comments() {
            // § 5.4.4: then it is a rule, or nothing.
            if *token == Token::CurlyBracketBlock && !custom {
                return Err(ParseError::unexpected_token());
            }
        }
        input.reset(&start);
        self.look(input, if custom { "custom_property" } else { "value" });
        Ok(())
    }
}

impl<'i> QualifiedRuleParser<'i> for Probe {
    type Prelude = ();
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<(), ParseError<()>> {
        self.look(input, "selector");
        Ok(())
    }

    fn parse_block(&mut self, (): (), _: &ParserState, input: &mut Parser<'i>) -> Result<(), ParseError<()>> {
        RuleBodyParser::new(input, self).for_each(drop);
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for Probe {
    type Prelude = ();
    type AtRule = ();
    type Error = ();

    fn parse_prelude(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>) -> Result<(), ParseError<()>> {
        let imports = at_rule(&name.to_ascii_lowercase()) == crate::html::AtRule::Import;
        self.look(input, if imports { "import" } else { "at_prelude" });
        Ok(())
    }

    fn rule_without_block(&mut self, (): (), _: &ParserState) -> Result<(), ()> {
        Ok(())
    }

    fn parse_block(&mut self, (): (), _: &ParserState, input: &mut Parser<'i>) -> Result<(), ParseError<()>> {
        RuleBodyParser::new(input, self).for_each(drop);
        Ok(())
    }
}

impl RuleBodyItemParser<'_, (), ()> for Probe {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        true
    }
}
