//! [`CssRule`]: which declarations a `style` attribute may hold. The text is cut by a real tokenizer (CSS
//! Syntax § 4), each value is read by its property's grammar, and what passed is printed anew: no byte of the
//! source reaches the output. Nothing that could load, move or cover anything has a grammar.

mod properties;
mod value;

use super::verdict::{Reason, Verdict};
use crate::html::is_code_property;
use cssparser::{Delimiter, ParseError, Parser};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The properties that `style` attributes may set: plain data, so that a policy can be stored and compared.
///
/// ```
/// use palisade::sanitize::CssRule;
///
/// assert_eq!(CssRule::new(["color", "font-size"]), CssRule::new(["font-size", "color"]));
/// ```
///
/// Values are numbers, lengths, colours, font names and keywords, as each property has them. A declaration
/// with any function but one that makes a colour of numbers is dropped, and so is one that holds a negative
/// length or one beyond 10,000: both could lay text over the rest of the page. `!important` is left out, so
/// that the page's own rules can win.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct CssRule {
    pub(crate) properties: BTreeSet<String>,
}

/// [`CssRule::all`].
impl Default for CssRule {
    fn default() -> CssRule {
        CssRule::all()
    }
}

impl CssRule {
    /// The properties of these names.
    pub fn new<S: Into<String>>(properties: impl IntoIterator<Item = S>) -> CssRule {
        CssRule { properties: properties.into_iter().map(Into::into).collect() }
    }

    /// All properties that there are grammars for: text, fonts, colours, boxes, borders, lists, tables.
    pub fn all() -> CssRule {
        CssRule::new(properties::names())
    }

    /// The rule with names in lower case.
    ///
    /// # Errors
    ///
    /// Which property cannot be allowed, and why.
    pub(crate) fn build(self) -> Result<CssRule, String> {
        let properties = self.properties.iter().map(|it| property(it)).collect::<Result<_, _>>()?;
        Ok(CssRule { properties })
    }

    /// What the rule says of a `style` attribute's value, its character references decoded. The value is kept
    /// when it is its own canonical print, with or without the last semicolon.
    pub(crate) fn check<'v>(&self, decoded: &'v str) -> Verdict<'v> {
        let canonical = self.canonical(decoded);
        if canonical.is_empty() {
            return Verdict::Refuse(Reason::Css);
        }
        if canonical == decoded || canonical.strip_suffix(';') == Some(decoded) {
            return Verdict::Keep;
        }
        Verdict::Replace(Cow::Owned(canonical))
    }

    /// `name: value; name: value;`, as CSSOM § 6.6.1 serializes declarations.
    fn canonical(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut parser = Parser::new(text);
        while !parser.is_exhausted() {
            let begin = out.len();
            let read = parser.parse_until_after(Delimiter::Semicolon, |it| self.declaration(it, &mut out));
            if read.is_err() {
                out.truncate(begin);
            }
        }
        out
    }

    fn declaration(&self, parser: &mut Parser<'_>, out: &mut String) -> Result<(), ParseError<()>> {
        let name = parser.expect_ident_cloned()?.to_ascii_lowercase();
        parser.expect_colon()?;
        let grammar = properties::grammar_of(&name).filter(|_| self.properties.contains(&name));
        let grammar = grammar.ok_or_else(|| ParseError::custom(()))?;
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&name);
        out.push_str(": ");
        parser.parse_until_before(Delimiter::Bang, |it| value::write(grammar, it, out))?;
        let _ = parser.try_parse(important);
        parser.expect_exhausted()?;
        out.push(';');
        Ok(())
    }
}

fn important(parser: &mut Parser<'_>) -> Result<(), ParseError<()>> {
    parser.expect_delim('!')?;
    parser.expect_ident_matching("important")?;
    Ok(())
}

/// The name in lower case, if a policy may allow it.
fn property(name: &str) -> Result<String, String> {
    let lower = name.to_ascii_lowercase();
    if is_code_property(&lower) || properties::is_never(&lower) {
        return Err(format!(
            "`{name}` under `css`: it could cover the page or run code, and cannot be allowed"
        ));
    }
    match properties::grammar_of(&lower) {
        Some(_) => Ok(lower),
        None => {
            Err(format!("`{name}` under `css`: there is no grammar for its values, so it cannot be allowed"))
        }
    }
}

#[cfg(test)]
mod tests;
