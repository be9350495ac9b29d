//! The tokenizer (CSS Syntax § 4.3), as far as it decides about what comes.

use super::{Css, CssFault, Escape, Open, Position, Token};
use crate::contextual::place::{Name, UrlPart};
use crate::contextual::transition::url;
use crate::html::{self, CssFunction};

/// What is wrong, before it is known where.
pub(super) type Problem = (&'static str, &'static str);

impl Css {
    /// The place after literal text.
    pub(crate) fn advance(mut self, text: &str) -> Result<Css, CssFault> {
        let mut used = 0;
        while let Some(next) = text[used..].chars().next() {
            let run = self.word_run(&text[used..]);
            if run > 0 {
                self.extend(&text[used..used + run]);
                used += run;
                continue;
            }
            self.read(next).map_err(|(message, help)| CssFault { at: used, message, help })?;
            used += next.len_utf8();
        }
        Ok(self)
    }

    /// How many bytes go on with the word that is being read: many at once, for speed alone.
    fn word_run(&self, text: &str) -> usize {
        if !matches!(self.token, Token::Word(_) | Token::AtKeyword(_)) || self.escape != Escape::None {
            return 0;
        }
        text.bytes().take_while(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_')).count()
    }

    fn extend(&mut self, run: &str) {
        self.carriage = false;
        if let Token::Word(name) | Token::AtKeyword(name) = &mut self.token {
            *name = name.followed_by(run);
        }
    }

    /// One character, preprocessed as § 3.3 has it.
    fn read(&mut self, raw: char) -> Result<(), Problem> {
        let after_carriage = std::mem::replace(&mut self.carriage, raw == '\r');
        let next = match raw {
            '\n' if after_carriage => return Ok(()),
            '\r' | '\x0C' => '\n',
            '\0' => char::REPLACEMENT_CHARACTER,
            it => it,
        };
        match (self.escape, next.to_digit(16)) {
            (Escape::None, _) => self.unescaped(next),
            (Escape::Begin, Some(digit)) => self.escaping(Escape::Hex { value: digit, digits: 1 }),
            (Escape::Begin, None) => self.escaped(next),
            (Escape::Hex { value, digits }, Some(digit)) if digits < 6 => {
                self.escaping(Escape::Hex { value: value << 4 | digit, digits: digits + 1 })
            }
            (Escape::Hex { value, .. }, _) => {
                self.escape = Escape::None;
                self.literal(code_point(value))?;
                // One blank after the digits belongs to the escape.
                if is_blank(next) { Ok(()) } else { self.unescaped(next) }
            }
        }
    }

    fn escaping(&mut self, escape: Escape) -> Result<(), Problem> {
        self.escape = escape;
        Ok(())
    }

    /// The character right after a backslash, if it is no hex digit.
    fn escaped(&mut self, next: char) -> Result<(), Problem> {
        self.escape = Escape::None;
        match (&self.token, next) {
            // § 4.3.5: the line goes on.
            (Token::Str(..) | Token::BadUrl, '\n') => Ok(()),
            (Token::UrlRaw(_), '\n') => self.bad_url(),
            // § 4.3.8: no escape, and so nothing but a backslash.
            (_, '\n') => {
                self.end_token()?;
                self.significant()
            }
            _ => self.literal(next),
        }
    }

    /// A character that means nothing but itself: part of a name, a string or a URL.
    fn literal(&mut self, next: char) -> Result<(), Problem> {
        match &mut self.token {
            Token::Word(name) | Token::AtKeyword(name) => {
                *name = name.followed_by(next.encode_utf8(&mut [0; 4]));
            }
            Token::Hash { bare } => *bare = false,
            Token::Str(_, Some(part)) | Token::UrlRaw(part) => *part = url_after(part, next)?,
            _ => {}
        }
        Ok(())
    }

    fn unescaped(&mut self, next: char) -> Result<(), Problem> {
        match (&self.token, next) {
            (Token::Comment { star: true }, '/') => self.token = Token::Between,
            (Token::Comment { .. }, _) => self.token = Token::Comment { star: next == '*' },
            (Token::Str(..) | Token::UrlRaw(_) | Token::BadUrl, '\\') => self.escape = Escape::Begin,
            (Token::Str(quote, _), _) if next == *quote => self.token = Token::Between,
            (Token::Str(..), '\n') => self.token = Token::BadString,
            (Token::Str(..), _) => return self.literal(next),
            (Token::UrlStart | Token::UrlRaw(_) | Token::UrlEnd(_) | Token::BadUrl, _) => {
                return self.url(next);
            }
            _ => return self.plain(next),
        }
        Ok(())
    }

    // § 4.3.4 and § 4.3.6, a url token
    fn url(&mut self, next: char) -> Result<(), Problem> {
        match (&self.token, next) {
            (Token::UrlStart | Token::UrlEnd(_), _) if is_blank(next) => {}
            (_, ')') => self.token = Token::Between,
            (Token::BadUrl, _) => {}
            (Token::UrlStart, '"' | '\'') => {
                self.push(Open::Function(CssFunction::Url))?;
                self.token = Token::Str(next, Some(UrlPart::Start));
            }
            (Token::UrlStart, '\\') => {
                self.token = Token::UrlRaw(UrlPart::Start);
                self.escape = Escape::Begin;
            }
            (Token::UrlRaw(part), _) if is_blank(next) => self.token = Token::UrlEnd(part.clone()),
            (Token::UrlEnd(_), _) | (_, '"' | '\'' | '(') => return self.bad_url(),
            _ if is_control(next) => return self.bad_url(),
            (Token::UrlStart, _) => self.token = Token::UrlRaw(url_after(&UrlPart::Start, next)?),
            _ => return self.literal(next),
        }
        Ok(())
    }

    /// A value before it may have been empty, and then what stands here is read otherwise.
    fn bad_url(&mut self) -> Result<(), Problem> {
        if matches!(self.token, Token::UrlRaw(UrlPart::Any { .. }) | Token::UrlEnd(UrlPart::Any { .. })) {
            return Err(("this may not stand in a URL without quotes", "put quotes around the whole URL"));
        }
        self.token = Token::BadUrl;
        Ok(())
    }

    /// Outside strings, URLs and comments.
    fn plain(&mut self, next: char) -> Result<(), Problem> {
        match (&self.token, next) {
            (Token::Slash, '*') => self.token = Token::Comment { star: false },
            (Token::Dynamic { slash: true }, '*') => {
                return Err((
                    "with no value between, a comment would begin here",
                    "put a blank before the `*`",
                ));
            }
            (Token::Less(1), '!') | (Token::Less(2), '-') => {
                let count = if next == '!' { 2 } else { 3 };
                self.token = Token::Less(count);
            }
            // § 4.3.1: `<!--` and `-->` mean nothing between the rules of a style sheet.
            (Token::Less(3), '-') => {
                self.token = Token::Between;
                return if self.between_rules() { Ok(()) } else { self.significant() };
            }
            (Token::Less(3), _) => {
                self.significant()?;
                self.token = Token::Word(Name::new("-"));
                return self.plain(next);
            }
            (Token::Word(name), '>') if name.as_str() == "--" && self.between_rules() => {
                self.token = Token::Between;
            }
            (_, '\\') => self.backslash()?,
            _ if is_name(next) => self.name_character(next)?,
            (_, '(') => self.open_paren()?,
            _ => {
                self.end_token()?;
                self.punctuation(next)?;
            }
        }
        Ok(())
    }

    fn between_rules(&self) -> bool {
        self.sheet && self.blocks.is_empty() && self.position == Position::Start
    }

    fn backslash(&mut self) -> Result<(), Problem> {
        self.enter_word()?;
        self.escape = Escape::Begin;
        Ok(())
    }

    fn name_character(&mut self, next: char) -> Result<(), Problem> {
        self.enter_word()?;
        self.literal(next)
    }

    /// A name's character goes on with some tokens, and begins a word after others.
    fn enter_word(&mut self) -> Result<(), Problem> {
        match &mut self.token {
            Token::Word(_) | Token::AtKeyword(_) | Token::Hash { .. } => {}
            Token::Dynamic { slash } => *slash = false,
            _ => {
                self.end_token()?;
                self.token = Token::Word(Name::default());
            }
        }
        // What is not seen may have been empty: the name is then one of this position.
        if self.position == Position::Gap { self.significant() } else { Ok(()) }
    }

    /// What the token that ends here says about the position.
    fn end_token(&mut self) -> Result<(), Problem> {
        match std::mem::replace(&mut self.token, Token::Between) {
            Token::Word(name) => self.word(name),
            Token::AtKeyword(keyword) => self.at_keyword(&keyword),
            Token::Slash | Token::Less(_) => self.significant(),
            _ => Ok(()),
        }
    }

    fn punctuation(&mut self, next: char) -> Result<(), Problem> {
        match next {
            _ if is_blank(next) => {}
            '"' | '\'' => {
                self.significant()?;
                self.token = Token::Str(next, self.string_url());
            }
            '#' => {
                self.significant()?;
                self.token = Token::Hash { bare: true };
            }
            '.' => {
                self.significant()?;
                self.token = Token::Dot;
            }
            '@' => self.token = Token::AtKeyword(Name::default()),
            '/' => self.token = Token::Slash,
            '<' => self.token = Token::Less(1),
            '[' => {
                self.significant()?;
                self.push(Open::Bracket)?;
            }
            ']' => self.close(|it| it == Open::Bracket)?,
            ')' => self.close(|it| matches!(it, Open::Paren | Open::Function(_)))?,
            '{' => self.open_brace()?,
            '}' => self.close_brace()?,
            ':' => self.colon()?,
            ';' => self.semicolon(),
            _ => self.significant()?,
        }
        Ok(())
    }

    /// Whether a string here is a URL.
    fn string_url(&self) -> Option<UrlPart> {
        let in_url =
            matches!(self.blocks.last(), Some(Open::Function(CssFunction::Url | CssFunction::Images)));
        let imports = self.position == Position::At(html::AtRule::Import);
        (in_url || imports).then_some(UrlPart::Start)
    }

    fn open_paren(&mut self) -> Result<(), Problem> {
        let function = match &self.token {
            Token::Dynamic { .. } => {
                return Err(("a value may not name a function", "write the function's name literally"));
            }
            Token::Word(name) => function(name)?,
            _ => None,
        };
        self.end_token()?;
        self.significant()?;
        match function {
            Some(CssFunction::Url) => self.token = Token::UrlStart,
            Some(function) => self.push(Open::Function(function))?,
            None => self.push(Open::Paren)?,
        }
        Ok(())
    }
}

fn url_after(part: &UrlPart, next: char) -> Result<UrlPart, Problem> {
    url::read(part.clone(), next).map_err(|it| ("a value may not choose the URL's scheme", it.help))
}

/// Whether a run of name characters is a number, perhaps with a unit, or a sign that may become one
/// (§ 4.3.9 and § 4.3.10).
pub(super) fn is_number(word: &Name) -> bool {
    let unsigned = word.as_str().strip_prefix('-').unwrap_or(word.as_str());
    unsigned.is_empty() || unsigned.starts_with(|it: char| it.is_ascii_digit())
}

/// What a word before `(` calls. Names longer than [`Name`] keeps call nothing known, and neither do
/// names with characters of which browsers disagree whether they may stand in one.
fn function(word: &Name) -> Result<Option<CssFunction>, Problem> {
    let name = word.as_str();
    if name.chars().any(is_disputed) || name.len() > 60 {
        return Err(("browsers disagree about this function's name", "write the name in ASCII letters"));
    }
    Ok((!is_number(word)).then(|| html::css_function(name)))
}

/// Characters beyond ASCII that § 4.2 (non-ASCII ident code point) took out of names in 2022.
fn is_disputed(character: char) -> bool {
    !character.is_ascii()
        && !matches!(character,
            '\u{B7}' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}'
            | '\u{200C}' | '\u{200D}' | '\u{203F}' | '\u{2040}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
            | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..)
}

/// § 4.3.7: what no character is becomes U+FFFD.
fn code_point(value: u32) -> char {
    char::from_u32(value).filter(|it| *it != '\0').unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// § 4.2, an ident code point.
fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_') || !character.is_ascii()
}

/// § 4.2, whitespace, after § 3.3.
fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n')
}

/// § 4.2, a non-printable code point.
fn is_control(character: char) -> bool {
    matches!(character, '\0'..='\x08' | '\x0B' | '\x0E'..='\x1F' | '\x7F')
}
