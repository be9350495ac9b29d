//! JSON (RFC 8259) in data blocks, as literal text moves through it. It need not be a whole document or a
//! right one: only what decides about a value is read.

use super::js::{JsFault, JsFaultKind, JsRefusal};
use std::fmt;

/// Where in a JSON document a point stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Json {
    /// What stands open, outermost first.
    stack: Vec<Open>,
    token: Token,
    position: Position,
    holds: Holds,
}

/// What a document is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Holds {
    Data,
    /// Import maps (HTML § 8.1.6.2): from where modules come.
    Imports,
    /// Speculation rules: where the browser goes before the reader does.
    Rules,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Open {
    Array,
    Object,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Token {
    Between,
    /// A number or word.
    Word,
    Text(Quote, Escape),
    /// A `/` that could begin a comment. JSON has none, JSON5 and JSON with comments have.
    Slash,
    Comment(Comment),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Comment {
    Line,
    Block,
    /// In one of these, behind a `*`.
    Star,
}

/// What ends a string. A single quote is none of JSON's (RFC 8259 § 7), but of JSON5's and of JavaScript's; to a
/// parser of JSON proper the document is an error, whatever stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Quote {
    Double,
    Single,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Escape {
    None,
    /// Right after the quote that opens it, in a document whose strings are addresses.
    Start,
    Backslash,
    /// This many hexadecimal digits must follow.
    Hex(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Position {
    /// A value must follow, or in an object a key, or the end of what is open.
    Before,
    /// After a key and its colon.
    Value,
    /// After a key or value.
    After,
    /// `Before` or `After`, depending on the branches.
    Either,
}

/// What a value is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum JsonHole {
    Value,
    /// The name of a member: always a string.
    Key,
    /// Inside the quotes of a string.
    Str,
    /// All that stands in the quotes, in a document of addresses.
    Address(Holds),
}

const ADDRESSES: JsRefusal = JsRefusal {
    reason: "it decides from where the page's code comes, or where the page goes",
    remedy: "only a whole address in quotes may be a value, as in `\"{% static 'app.js' %}\"`",
};

const DEEP: JsFault = JsFault {
    at: 0,
    kind: JsFaultKind::TooDeep,
    message: "brackets nest more than 32 deep in this JSON",
    help: "hand the data over as one value",
};

const BRACKET: JsFault = JsFault {
    at: 0,
    kind: JsFaultKind::Malformed,
    message: "this bracket closes one of another kind",
    help: "close brackets in the reverse order of their opening",
};

const NEWLINE: JsFault = JsFault {
    at: 0,
    kind: JsFaultKind::Malformed,
    message: "the line ends inside a JSON string",
    help: "close the string's quotes, or write `\\n`",
};

const PARTIAL_ESCAPE: JsRefusal = JsRefusal {
    reason: "the `\\` before it would make an escape of it",
    remedy: "write `\\\\`, or finish the escape before the value",
};

const GLUED: JsRefusal = JsRefusal {
    reason: "it would be part of a number or word",
    remedy: "put the whole number into one variable, or quotes around it",
};

impl Json {
    /// Whether it stands inside the quotes of a string.
    pub(crate) fn is_in_string(&self) -> bool {
        matches!(self.token, Token::Text(..))
    }

    const DEEPEST: usize = 32;

    /// A document, from its begin.
    pub(crate) fn document() -> Json {
        Json::holding(Holds::Data)
    }

    /// A document of this use, from its begin.
    pub(crate) fn holding(holds: Holds) -> Json {
        Json { stack: Vec::new(), token: Token::Between, position: Position::Before, holds }
    }

    /// The state after literal text.
    pub(crate) fn advance(mut self, text: &str) -> Result<Json, JsFault> {
        for (at, next) in text.char_indices() {
            self.step(next).map_err(|it| JsFault { at, ..it })?;
        }
        Ok(self)
    }

    fn step(&mut self, next: char) -> Result<(), JsFault> {
        match self.token {
            Token::Text(quote, escape) => return self.in_text(quote, escape, next),
            Token::Comment(comment) => {
                self.token = comment.followed_by(next);
                return Ok(());
            }
            Token::Slash if matches!(next, '/' | '*') => {
                self.token = Token::Comment(if next == '/' { Comment::Line } else { Comment::Block });
                return Ok(());
            }
            Token::Word | Token::Slash if is_word(next) => {
                self.token = Token::Word;
                return Ok(());
            }
            Token::Word | Token::Slash => {
                self.token = Token::Between;
                self.position = Position::After;
            }
            Token::Between => {}
        }
        self.between(next)
    }

    // RFC 8259 § 2
    fn between(&mut self, next: char) -> Result<(), JsFault> {
        match next {
            '"' => self.token = Token::Text(Quote::Double, self.begin()),
            '\'' => self.token = Token::Text(Quote::Single, self.begin()),
            '[' => return self.open(Open::Array),
            '{' => return self.open(Open::Object),
            ']' => return self.close(Open::Array),
            '}' => return self.close(Open::Object),
            ',' => self.position = Position::Before,
            ':' => self.position = Position::Value,
            ' ' | '\t' | '\n' | '\r' => {}
            '/' => self.token = Token::Slash,
            _ => self.token = Token::Word,
        }
        Ok(())
    }

    /// Only of addresses it matters what stands before a value.
    fn begin(&self) -> Escape {
        if self.holds == Holds::Data { Escape::None } else { Escape::Start }
    }

    // RFC 8259 § 7
    fn in_text(&mut self, quote: Quote, escape: Escape, next: char) -> Result<(), JsFault> {
        let escape = match (escape, next) {
            (Escape::Backslash, '\r') if quote == Quote::Single => Escape::Backslash,
            (Escape::Backslash, '\n') if quote == Quote::Single => Escape::None,
            // What has single quotes may have comments, too. Within a word, as in `don't`, they open nothing.
            (_, '\n' | '\r') if quote == Quote::Single => {
                self.token = Token::Between;
                return Ok(());
            }
            (_, '\n' | '\r') => return Err(NEWLINE),
            (Escape::Backslash, 'u') => Escape::Hex(4),
            (Escape::Backslash, _) => Escape::None,
            (Escape::Hex(left), _) if next.is_ascii_hexdigit() && left > 1 => Escape::Hex(left - 1),
            (Escape::Hex(_), _) if next.is_ascii_hexdigit() => Escape::None,
            (_, '\\') => Escape::Backslash,
            (_, '"' | '\'') if quote.ends_with(next) => {
                self.token = Token::Between;
                self.position = Position::After;
                return Ok(());
            }
            _ => Escape::None,
        };
        self.token = Token::Text(quote, escape);
        Ok(())
    }

    fn open(&mut self, open: Open) -> Result<(), JsFault> {
        if self.stack.len() == Json::DEEPEST {
            return Err(DEEP);
        }
        self.stack.push(open);
        self.position = Position::Before;
        Ok(())
    }

    fn close(&mut self, open: Open) -> Result<(), JsFault> {
        if self.stack.pop().is_some_and(|it| it != open) {
            return Err(BRACKET);
        }
        self.position = Position::After;
        Ok(())
    }

    /// What a value is written as here, before the text `next`.
    pub(crate) fn hole(&self, next: &str) -> Result<JsonHole, JsRefusal> {
        match self.token {
            _ if self.holds != Holds::Data => self.address(next),
            Token::Text(_, Escape::None | Escape::Start) => Ok(JsonHole::Str),
            Token::Text(..) => Err(PARTIAL_ESCAPE),
            // What is written for a string ends no comment.
            Token::Comment(Comment::Line | Comment::Block) => Ok(JsonHole::Str),
            Token::Word | Token::Slash | Token::Comment(Comment::Star) => Err(GLUED),
            // Behind a value of an object only a comma can stand, or, after a branch, a key.
            Token::Between => Ok(match (self.position, self.stack.last()) {
                (Position::Value, _) | (_, None | Some(Open::Array)) => JsonHole::Value,
                (_, Some(Open::Object)) => JsonHole::Key,
            }),
        }
    }

    /// A whole string that is a value; names of members are no addresses.
    fn address(&self, next: &str) -> Result<JsonHole, JsRefusal> {
        let is_value = self.position == Position::Value || self.stack.last() == Some(&Open::Array);
        match self.token {
            Token::Text(Quote::Double, Escape::Start) if is_value && next.starts_with('"') => {
                Ok(JsonHole::Address(self.holds))
            }
            _ => Err(ADDRESSES),
        }
    }

    /// The state after a value was written.
    pub(crate) fn after_hole(mut self) -> Json {
        match self.token {
            Token::Between => self.position = Position::After,
            Token::Text(quote, Escape::Start) => self.token = Token::Text(quote, Escape::None),
            _ => {}
        }
        self
    }

    /// Whether no escape is cut.
    pub(crate) fn at_rest(&self) -> bool {
        !matches!(
            self.token,
            Token::Text(_, Escape::Backslash | Escape::Hex(_)) | Token::Slash | Token::Comment(Comment::Star)
        )
    }

    /// Whether both stand inside the same brackets, in a string or outside.
    pub(crate) fn same_construct(&self, other: &Json) -> bool {
        self.stack == other.stack && self.token.around() == other.token.around() && self.holds == other.holds
    }

    /// One state for both, if they differ in nothing that matters but whether a comma came.
    pub(crate) fn merge(&self, other: &Json) -> Option<Json> {
        let same = self.same_construct(other) && self.token == other.token;
        let position = match (self.position, other.position) {
            (a, b) if a == b => a,
            (Position::Value, _) | (_, Position::Value) => return None,
            _ => Position::Either,
        };
        same.then(|| Json { position, ..self.clone() })
    }

    /// The kind of place, in the words of `explain` and the corpora.
    #[cfg(feature = "_internals")]
    pub(crate) fn context(&self) -> &'static str {
        match self.token {
            Token::Text(..) => "json.string",
            _ => "json.value",
        }
    }
}

/// What numbers and words go on with; text that is no JSON is taken for a word.
fn is_word(next: char) -> bool {
    !matches!(next, '"' | '[' | '{' | ']' | '}' | ',' | ':' | ' ' | '\t' | '\n' | '\r')
}

impl Token {
    /// The string or comment it is in.
    fn around(self) -> Option<Token> {
        match self {
            Token::Text(quote, _) => Some(Token::Text(quote, Escape::None)),
            Token::Comment(Comment::Star) => Some(Token::Comment(Comment::Block)),
            Token::Comment(_) => Some(self),
            Token::Between | Token::Word | Token::Slash => None,
        }
    }
}

impl Comment {
    fn followed_by(self, next: char) -> Token {
        match (self, next) {
            (Comment::Line, '\n' | '\r') | (Comment::Star, '/') => Token::Between,
            (Comment::Line, _) => Token::Comment(Comment::Line),
            (_, '*') => Token::Comment(Comment::Star),
            _ => Token::Comment(Comment::Block),
        }
    }
}

impl Quote {
    fn ends_with(self, next: char) -> bool {
        next == if self == Quote::Double { '"' } else { '\'' }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if matches!(self.token, Token::Text(..)) { "a JSON string" } else { "JSON" })
    }
}

#[cfg(test)]
mod tests {
    use super::{Holds, Json, JsonHole};
    use proptest::prelude::*;

    #[track_caller]
    fn at(text: &str) -> Json {
        Json::document().advance(text).unwrap_or_else(|it| panic!("{text:?}: {it:?}"))
    }

    #[test]
    fn holes() {
        let rows = [
            ("", JsonHole::Value),
            ("[", JsonHole::Value),
            ("[1, ", JsonHole::Value),
            ("{\"a\":", JsonHole::Value),
            ("{", JsonHole::Key),
            ("{\"a\": 1,", JsonHole::Key),
            ("\"", JsonHole::Str),
            ("{\"", JsonHole::Str),
            ("{\"a\": \"x\\n", JsonHole::Str),
            ("\"\\u0041", JsonHole::Str),
            ("{'a': 'x\"", JsonHole::Str),
            ("{'a\"': \"'", JsonHole::Str),
            ("{'a': 'x'", JsonHole::Key),
            ("[ // 'tis so\n", JsonHole::Value),
            ("[ /* don't */ ", JsonHole::Value),
            ("{\"a\": {\"b\": []}, ", JsonHole::Key),
            ("[{\"a\": \"]\"}, ", JsonHole::Value),
        ];
        for (text, want) in rows {
            assert_eq!(at(text).hole(""), Ok(want), "{text:?}");
        }
        for text in ["\"\\", "\"\\u00", "1", "-"] {
            assert!(at(text).hole("").is_err(), "{text:?}");
        }
        for text in ["[}", "{]", "\"a\n"] {
            assert!(Json::document().advance(text).is_err(), "{text:?}");
        }
        assert_eq!((at("\"a").context(), at("[").context()), ("json.string", "json.value"));
    }

    #[test]
    fn addresses() {
        let hole = |text: &str, next| {
            let map = Json::holding(Holds::Imports).advance(text);
            map.unwrap_or_else(|it| panic!("{text:?}: {it:?}")).hole(next)
        };
        assert_eq!(hole("{\"imports\": {\"a\": \"", "\"}"), Ok(JsonHole::Address(Holds::Imports)));
        assert_eq!(hole("{\"urls\": [\"/a\", \"", "\""), Ok(JsonHole::Address(Holds::Imports)));
        for (text, next) in [
            ("", ""),
            ("{", ":"),
            ("{\"", "\":"),
            ("{\"a\": ", "}"),
            ("{\"a\": \"/", "\"}"),
            ("{\"a\": \"", "/\"}"),
            ("{\"a\": \"\\", "\"}"),
            ("{\"a\": '", "'}"),
            ("{\"a\": \"", ""),
        ] {
            assert!(hole(text, next).is_err(), "{text:?} before {next:?}");
        }
    }

    #[test]
    fn branches() {
        let both = at("[").merge(&at("[1 ")).map(|it| it.hole(""));
        assert_eq!(both, Some(Ok(JsonHole::Value)));
        let both = at("{").merge(&at("{\"a\": 1 ")).map(|it| it.hole(""));
        assert_eq!(both, Some(Ok(JsonHole::Key)));
        assert_eq!(at("{\"a\":").merge(&at("{\"a\"")), None);
        assert!(!at("[").same_construct(&at("{")) && !at("").same_construct(&at("\"")));
        assert!(at("{").after_hole().same_construct(&at("{\"a\"")));
    }

    #[test]
    fn hostile_sizes() {
        assert!(Json::document().advance(&"[".repeat(100_000)).is_err());
        assert!(Json::document().advance(&"]".repeat(100_000)).is_ok());
        assert!(Json::document().advance(&"\"\\\\".repeat(100_000)).is_ok());
    }

    proptest! {
        #[test]
        fn text_may_be_cut_anywhere(text in "[\\[\\]{}\":,\\\\u01 a\\n]{0,24}") {
            let whole = Json::document().advance(&text);
            for at in 0..=text.len() {
                let cut = Json::document().advance(&text[..at]).and_then(|it| {
                    it.advance(&text[at..]).map_err(|it| super::JsFault { at: it.at + at, ..it })
                });
                prop_assert_eq!(&cut, &whole);
            }
        }
    }
}
