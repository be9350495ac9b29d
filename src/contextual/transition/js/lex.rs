//! Characters to tokens (ECMA-262 § 12, with § B.1.1 for HTML-like comments). One character at a time, so
//! that text may be cut anywhere.

use super::fault::JsFault;
use super::markup::Markup;
use super::state::{
    Class, Comment, Doubt, Escape, Goal, Js, JsQuote, Literal, Name, NameEscape, Number, Tok, Token,
};
use super::words::{self, is_blank, is_name, is_newline};

/// Whether a token took the character; if not, the token has ended and the character is read again.
type Took = Result<bool, JsFault>;

impl Js {
    pub(super) fn step(&mut self, next: char) -> Result<(), JsFault> {
        // A token that leaves a character ends; after at most a few endings one takes it.
        while !self.feed(next)? {}
        self.first = false;
        Ok(())
    }

    fn feed(&mut self, next: char) -> Took {
        match self.token {
            Token::Between => self.begin_token(next),
            Token::Name(_) => self.in_name(next),
            Token::Number(number) => Ok(self.in_number(number, next)),
            Token::Punct(so_far) => self.in_punctuator(so_far, next),
            Token::Literal(_) => self.in_literal(next),
            Token::Regexp { class, escape } => self.in_regexp(class, escape, next),
            Token::Flags => Ok(self.in_flags(next)),
            Token::Comment(comment) => Ok(self.in_comment(comment, next)),
            Token::Hash => Ok(self.after_hash(next)),
        }
    }

    fn begin_token(&mut self, next: char) -> Took {
        match next {
            _ if is_newline(next) => {
                self.newline = true;
                self.line_start = true;
                return Ok(true);
            }
            _ if is_blank(next) => return Ok(true),
            '"' => self.begin_literal(JsQuote::Double),
            '\'' => self.begin_literal(JsQuote::Single),
            '`' => self.begin_literal(JsQuote::Template),
            '#' if self.first && matches!(self.goal, Goal::Script | Goal::Module) => self.token = Token::Hash,
            '#' => self.token = Token::Name(Name { private: true, ..Name::default() }),
            '\\' => {
                let mut name = Name::default();
                name.begin_escape();
                self.token = Token::Name(name);
            }
            '0' => self.token = Token::Number(Number::Zero),
            '1'..='9' => self.token = Token::Number(Number::Whole),
            _ if is_name(next) => {
                self.token = Token::Name(Name::default());
                return Ok(false);
            }
            _ => return self.begin_punctuator(next),
        }
        Ok(true)
    }

    fn begin_punctuator(&mut self, next: char) -> Took {
        match (words::longer("", next), words::single(next)) {
            (Some(begun), _) => self.token = Token::Punct(begun),
            (None, Some(whole)) => self.punctuator(whole)?,
            (None, None) => self.unknown_token(),
        }
        Ok(true)
    }

    /// § 12.7, with the escapes of § 12.7.1.
    fn in_name(&mut self, next: char) -> Took {
        let Token::Name(name) = &mut self.token else { return Ok(false) };
        match (name.escape, next) {
            (NameEscape::Backslash, 'u') => name.escape = NameEscape::U,
            (NameEscape::U, '{') => name.escape = NameEscape::Braces,
            (NameEscape::U, '0'..='9' | 'a'..='f' | 'A'..='F') => name.escape = NameEscape::Hex(3),
            (NameEscape::Hex(left), '0'..='9' | 'a'..='f' | 'A'..='F') => {
                name.escape = if left == 1 { NameEscape::None } else { NameEscape::Hex(left - 1) };
            }
            (NameEscape::Braces, '}') => name.escape = NameEscape::None,
            (NameEscape::Braces, '0'..='9' | 'a'..='f' | 'A'..='F') => {}
            (NameEscape::None, '\\') => {
                name.begin_escape();
            }
            (NameEscape::None, _) if is_name(next) => name.word.push(next),
            (NameEscape::None, _) => {
                self.end_name()?;
                return Ok(false);
            }
            _ => return Err(JsFault::ESCAPE),
        }
        Ok(true)
    }

    pub(super) fn end_name(&mut self) -> Result<(), JsFault> {
        match std::mem::replace(&mut self.token, Token::Between) {
            Token::Name(name) => self.name(name),
            _ => Ok(()),
        }
    }

    /// § 12.9.3. What follows a number directly is taken for a part of it: it is a syntax error.
    fn in_number(&mut self, number: Number, next: char) -> bool {
        let so_far = match (number, next) {
            (Number::Zero, 'x' | 'X' | 'o' | 'O' | 'b' | 'B') => Number::Rest,
            (Number::Zero | Number::Whole, '.') => Number::Fraction,
            (Number::Zero | Number::Whole | Number::Fraction, 'e' | 'E') => Number::Exponent,
            (Number::Exponent, '+' | '-') => Number::Rest,
            (Number::Exponent, _) if is_name(next) => Number::Rest,
            (Number::Zero, _) if is_name(next) => Number::Whole,
            (number, _) if is_name(next) => number,
            _ => {
                self.token = Token::Between;
                self.operand(Tok::Operand);
                return false;
            }
        };
        self.token = Token::Number(so_far);
        true
    }

    /// § 12.8: the longest punctuator wins.
    fn in_punctuator(&mut self, so_far: &'static str, next: char) -> Took {
        match (so_far, next) {
            ("/", '/') => return Ok(self.begin_comment(Comment::Line)),
            ("/", '*') => return Ok(self.begin_comment(Comment::Block { star: false, newline: false })),
            ("/", _) if self.slash() != super::Slash::Div => return self.begin_regexp(),
            // § B.1.1
            ("<", '!') if self.goal == Goal::Module => {}
            ("<!-", '-') => return Ok(self.begin_comment(Comment::HtmlOpen)),
            ("--", '>') if !self.line_start || self.goal == Goal::Module => {}
            ("--", '>') => return Ok(self.begin_comment(Comment::HtmlClose)),
            // § 12.8: `?.` before a digit is `?` and a number.
            ("?.", '0'..='9') => {
                self.punctuator("?")?;
                self.token = Token::Number(Number::Fraction);
                return Ok(false);
            }
            (".", '0'..='9') => {
                self.token = Token::Number(Number::Fraction);
                return Ok(false);
            }
            _ => {
                if let Some(longer) = words::longer(so_far, next) {
                    self.token = Token::Punct(longer);
                    return Ok(true);
                }
            }
        }
        self.end_punctuator(so_far)?;
        Ok(false)
    }

    /// Begins of `<!--` and `...` that stayed begins are several punctuators.
    pub(super) fn end_punctuator(&mut self, whole: &'static str) -> Result<(), JsFault> {
        self.token = Token::Between;
        match whole {
            "<!" | "<!-" => {
                self.punctuator("<")?;
                self.punctuator("!")?;
                if whole == "<!-" { self.punctuator("-") } else { Ok(()) }
            }
            ".." => {
                self.punctuator(".")?;
                self.punctuator(".")
            }
            _ => self.punctuator(whole),
        }
    }

    fn begin_comment(&mut self, comment: Comment) -> bool {
        self.token = Token::Comment(comment);
        true
    }

    /// § 12.4. A line's end is not part of a line comment.
    fn in_comment(&mut self, comment: Comment, next: char) -> bool {
        let Comment::Block { star, newline } = comment else {
            let ended = is_newline(next);
            if ended {
                self.token = Token::Between;
            }
            return !ended;
        };
        if star && next == '/' {
            self.token = Token::Between;
            self.newline |= newline;
            self.line_start |= newline;
        } else {
            self.token =
                Token::Comment(Comment::Block { star: next == '*', newline: newline || is_newline(next) });
        }
        true
    }

    /// § 12.5, hashbang comments; a `#` alone begins a private name.
    fn after_hash(&mut self, next: char) -> bool {
        if next == '!' {
            self.token = Token::Comment(Comment::Line);
            return true;
        }
        self.token = Token::Name(Name { private: true, ..Name::default() });
        false
    }

    fn begin_literal(&mut self, quote: JsQuote) {
        let sink = self.tagged(quote).or(self.literal_sink(quote));
        let head = self.head.clone();
        self.token = Token::Literal(Literal {
            quote,
            escape: Escape::None,
            markup: Markup::None,
            sink,
            head,
            dollar: false,
        });
    }

    /// § 12.9.4 and § 12.9.6.
    fn in_literal(&mut self, next: char) -> Took {
        let Token::Literal(literal) = &mut self.token else { return Ok(false) };
        if literal.escape != Escape::None {
            let begun = literal.escape;
            let (escape, took) = in_escape(begun, next);
            literal.escape = escape;
            if took {
                if begun == Escape::Backslash {
                    literal.read_escaped(next)?;
                }
                return Ok(true);
            }
        }
        let quote = literal.quote;
        match next {
            '\\' => {
                literal.escape = Escape::Backslash;
                literal.dollar = false;
            }
            _ if next == quote.char() => self.end_literal(quote),
            '{' if literal.dollar => return self.begin_substitution(),
            '\n' | '\r' if quote != JsQuote::Template => return Err(JsFault::UNTERMINATED_STRING),
            _ => literal.read(next)?,
        }
        Ok(true)
    }

    fn begin_substitution(&mut self) -> Took {
        let Token::Literal(literal) = std::mem::replace(&mut self.token, Token::Between) else {
            return Ok(false);
        };
        self.open_substitution(&literal)?;
        Ok(true)
    }

    fn begin_regexp(&mut self) -> Took {
        if self.slash() == super::Slash::Unknown {
            return Err(JsFault::SLASH);
        }
        self.token = Token::Regexp { class: None, escape: Escape::None };
        Ok(false)
    }

    /// § 12.9.5.
    fn in_regexp(&mut self, class: Option<Class>, escape: Escape, next: char) -> Took {
        if is_newline(next) {
            return Err(JsFault::UNTERMINATED_REGEXP);
        }
        let (mut class, mut escape) = (class, escape);
        if escape != Escape::None {
            let (after, took) = in_regexp_escape(escape, next);
            escape = after;
            if took {
                self.token = Token::Regexp { class, escape };
                return Ok(true);
            }
        }
        match (class, next) {
            (None, '/') => {
                self.token = Token::Flags;
                return Ok(true);
            }
            (None, '[') => class = Some(Class::Start),
            (Some(_), ']') => class = None,
            (Some(Class::Start), '^') => {}
            (Some(Class::Atom), '-') => class = Some(Class::Range),
            (Some(Class::Range), _) => class = Some(Class::Whole),
            (Some(_), _) => class = Some(Class::Atom),
            (None, _) => {}
        }
        if next == '\\' {
            escape = Escape::Backslash;
        }
        self.token = Token::Regexp { class, escape };
        Ok(true)
    }

    fn in_flags(&mut self, next: char) -> bool {
        let took = is_name(next);
        if !took {
            self.token = Token::Between;
            self.operand(Tok::Operand);
        }
        took
    }
}

/// § 12.9.4: the escape after one more character, and whether that belonged to it.
fn in_escape(escape: Escape, next: char) -> (Escape, bool) {
    match (escape, next) {
        (Escape::Backslash, 'x') => (Escape::Hex(2), true),
        (Escape::Backslash, 'u') => (Escape::U, true),
        (Escape::Backslash, '\r') => (Escape::Return, true),
        (Escape::Backslash, '0'..='3') => (Escape::Octal(2), true),
        (Escape::Backslash, '4'..='7') => (Escape::Octal(1), true),
        (Escape::Backslash, _) => (Escape::None, true),
        (Escape::Return, '\n') => (Escape::None, true),
        (Escape::U, '{') => (Escape::Braces, true),
        (Escape::U, _) if next.is_ascii_hexdigit() => (Escape::Hex(3), true),
        (Escape::Hex(left), _) if next.is_ascii_hexdigit() => (fewer(left, Escape::Hex), true),
        (Escape::Octal(left), '0'..='7') => (fewer(left, Escape::Octal), true),
        (Escape::Braces, '}') => (Escape::None, true),
        (Escape::Braces, _) if next.is_ascii_hexdigit() => (Escape::Braces, true),
        _ => (Escape::None, false),
    }
}

fn fewer(left: u8, of: impl Fn(u8) -> Escape) -> Escape {
    if left <= 1 { Escape::None } else { of(left - 1) }
}

/// § 22.2.1, as far as a value behind it could become part of the escape.
fn in_regexp_escape(escape: Escape, next: char) -> (Escape, bool) {
    match (escape, next) {
        (Escape::Backslash, 'c') => (Escape::Control, true),
        (Escape::Backslash, '0'..='9') => (Escape::Octal(3), true),
        (Escape::Control, _) => (Escape::None, next.is_ascii_alphabetic()),
        _ => in_escape(escape, next),
    }
}

impl Literal {
    /// Notes what a character of the text means beyond itself.
    fn read(&mut self, next: char) -> Result<(), JsFault> {
        // A `$` is part of the text only once it is known that no `{` follows.
        if std::mem::replace(&mut self.dollar, next == '$' && self.quote == JsQuote::Template) {
            self.head.read(self.sink, '$')?;
        }
        self.read_markup(next);
        if self.dollar {
            return Ok(());
        }
        self.head.read(self.sink, next)
    }

    fn read_markup(&mut self, next: char) {
        self.markup = std::mem::replace(&mut self.markup, Markup::Yes).read(next);
    }

    /// After `\`: the character stands for itself, or begins an escape whose meaning is not looked at.
    fn read_escaped(&mut self, next: char) -> Result<(), JsFault> {
        let hidden = matches!(next, 'x' | 'u' | '0'..='9');
        if hidden {
            self.head.hide(self.sink);
        }
        if hidden && matches!(self.markup, Markup::Tag(_)) {
            self.markup = Markup::Yes;
        }
        if hidden || next.is_ascii_alphabetic() || is_newline(next) {
            if matches!(next, 'n' | 't' | 'r' | 'f') {
                self.read_markup(' ');
            }
            return Ok(());
        }
        self.read(next)?;
        self.dollar = false;
        Ok(())
    }
}

impl Name {
    /// What an escape stands for is not looked at.
    fn begin_escape(&mut self) {
        self.dynamic = true;
        self.doubt = Doubt::Whole;
        self.word = words::Word::default();
        self.escape = NameEscape::Backslash;
    }
}
