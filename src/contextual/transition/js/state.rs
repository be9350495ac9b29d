//! [`Js`]: where in a script a point stands. Nothing in it grows with the script.

use super::markup::Markup;
use super::words::{Sink, Word};

/// What a script is parsed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Goal {
    Script,
    Module,
    /// The body of an event handler.
    Handler,
}

/// The state of the lexer, and as much of the parser as it takes to tell a regular expression from a
/// division.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Js {
    pub(super) goal: Goal,
    /// What stands open, outermost first; at most [`Js::DEEPEST`].
    pub(super) stack: Vec<Frame>,
    /// The token that has begun and may go on.
    pub(super) token: Token,
    /// What the tokens before it make of what follows.
    pub(super) position: Position,
    /// The last significant tokens, the latest last.
    pub(super) tail: [Tok; 4],
    /// What the expression here is handed to.
    pub(super) sink: Option<Sink>,
    /// What the operands before it make of a URL's scheme, or of a member's name.
    pub(super) head: Head,
    /// Whether a line ended since the last significant token.
    pub(super) newline: bool,
    /// Whether nothing but blanks and comments stands on the line.
    pub(super) line_start: bool,
    /// Whether nothing was read at all.
    pub(super) first: bool,
}

impl Js {
    /// How deep brackets may nest.
    pub(super) const DEEPEST: usize = 32;
}

/// Something that stands open.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Frame {
    pub kind: Open,
    /// The sink outside.
    pub sink: Option<Sink>,
    pub head: Head,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Open {
    /// Around an expression, or arrow parameters.
    Group,
    /// Of a call; with `is_async` it may hold an async arrow function's parameters.
    Call {
        is_async: bool,
    },
    /// After `if`, `while`, `switch` and the like: a statement follows.
    Header,
    For,
    Params(Fun),
    /// `member` when it holds the name of a member.
    Bracket {
        member: bool,
    },
    Block,
    Object,
    Body(Fun),
    Class(After),
    /// Of `import {…}` and `export {…}`.
    Clause,
    /// Braces of which it is not known what they hold.
    Braces,
    /// `${`, in a template literal whose text looked like this.
    Template(Markup),
    /// `?` of a conditional expression, up to its `:`.
    Question,
    /// `case`, up to its `:`.
    Case,
    /// `class`, up to its `{`.
    ClassHead(After),
}

impl Open {
    /// Whether it has a bracket of its own that closes it.
    pub(super) fn is_bracket(&self) -> bool {
        !matches!(self, Open::Question | Open::Case | Open::ClassHead(_))
    }

    pub(super) fn is_brace(&self) -> bool {
        matches!(
            self,
            Open::Block | Open::Object | Open::Body(_) | Open::Class(_) | Open::Clause | Open::Braces
        )
    }
}

/// A function, from its head to the end of its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Fun {
    pub after: After,
    pub is_async: bool,
    pub generator: bool,
}

/// What a body's `}` completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum After {
    Statement,
    Expression,
    Member,
    Arrow,
    Unknown,
}

/// What the tokens so far allow next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Position {
    Statement,
    /// An expression must follow.
    Operand,
    /// An expression is complete.
    Operator,
    /// After a word that is an operator or a name, depending on what is not known.
    Maybe,
    /// A name to declare, or a pattern.
    Binding,
    /// After `.`.
    Dot,
    /// The name of a member of an object or class; `modifiers` of a method before it.
    Member {
        is_async: bool,
        generator: bool,
    },
    /// After the name of a member.
    Key {
        is_async: bool,
        generator: bool,
    },
    /// After `function`.
    FunctionHead(Fun),
    /// After parameters: a body.
    Body(Fun),
    /// After `=>`.
    Arrow {
        is_async: bool,
    },
    /// What can only be followed by an end of the statement; a line's end is one.
    Ended,
    Unknown,
}

impl Position {
    pub(super) const MEMBER: Position = Position::Member { is_async: false, generator: false };
    pub(super) const KEY: Position = Position::Key { is_async: false, generator: false };
}

/// A significant token, as far as those after it look back.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Tok {
    None,
    /// One that is not known, and may be the name of what runs or loads what it is handed.
    Lost,
    Name(Word),
    /// A name that begins a statement.
    Start(Word),
    /// A name after `.`, or of a member.
    Member(Word),
    Keyword(&'static str),
    Punct(&'static str),
    /// `)` of what may be an async arrow function's parameters.
    AsyncParams,
    Operand,
}

impl Tok {
    /// Its name, if it is one or a keyword.
    pub(super) fn word(&self) -> &str {
        match self {
            Tok::Name(word) | Tok::Start(word) | Tok::Member(word) => word.as_str(),
            Tok::Keyword(word) => word,
            _ => "",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Token {
    /// Between tokens.
    Between,
    Name(Name),
    Number(Number),
    /// A punctuator that may go on.
    Punct(&'static str),
    Literal(Literal),
    Regexp {
        class: Option<Class>,
        escape: Escape,
    },
    /// After a regular expression's second `/`.
    Flags,
    Comment(Comment),
    /// `#` at the very start.
    Hash,
}

/// What of a number has been read (ECMA-262 § 12.9.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Number {
    /// A `0` at the begin, which may name a radix.
    Zero,
    /// Digits before a point.
    Whole,
    /// Digits after it.
    Fraction,
    /// After `e`: a sign may follow.
    Exponent,
    /// Digits that no point and no sign may follow.
    Rest,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Name {
    pub word: Word,
    /// Whether a value or an escape is part of it: it is no keyword then, and `word` is what follows that.
    pub dynamic: bool,
    pub doubt: Doubt,
    /// `#name`.
    pub private: bool,
    pub escape: NameEscape,
}

/// Whether the part of a name that is not known may be that of a function or property of the tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Doubt {
    #[default]
    None,
    /// The begin of one.
    Begin,
    /// Even a whole one.
    Whole,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum NameEscape {
    #[default]
    None,
    /// After `\`.
    Backslash,
    /// After `\u`.
    U,
    /// After `\u{`.
    Braces,
    /// This many digits must follow.
    Hex(u8),
}

/// What encloses a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum JsQuote {
    Double,
    Single,
    Template,
}

impl JsQuote {
    pub(super) fn char(self) -> char {
        match self {
            JsQuote::Double => '"',
            JsQuote::Single => '\'',
            JsQuote::Template => '`',
        }
    }
}

/// A string or the text of a template literal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Literal {
    pub quote: JsQuote,
    pub escape: Escape,
    pub markup: Markup,
    pub sink: Option<Sink>,
    /// What the text before makes of a URL's scheme.
    pub head: Head,
    /// Whether the text ends in `$`.
    pub dollar: bool,
}

/// The begin of a URL, as far as it decides about the scheme; or a member's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Head {
    #[default]
    Empty,
    Name(Word),
    /// A value stands at the begin.
    Dynamic,
    /// What the script has computed stands at the begin.
    Foreign,
    /// A value that was seen to be the name of nothing in the tables, if it stays alone.
    Whole,
    /// No scheme can be chosen any more.
    Settled,
    /// After `javascript:` or `data:`.
    Script,
}

/// An escape sequence that has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Escape {
    None,
    Backslash,
    /// After `\` and a carriage return, to which a line feed belongs.
    Return,
    /// This many hexadecimal digits may follow.
    Hex(u8),
    /// After `\u`.
    U,
    /// After `\u{`.
    Braces,
    /// This many octal digits may follow (ECMA-262 § 12.9.4.1, legacy octal).
    Octal(u8),
    /// After `\c` of a regular expression.
    Control,
}

/// Inside `[…]` of a regular expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    /// After `[` or `[^`.
    Start,
    /// After a character, which may begin a range.
    Atom,
    /// After a character and `-`.
    Range,
    /// After a whole range.
    Whole,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Comment {
    Line,
    HtmlOpen,
    HtmlClose,
    /// `star` after a `*`; `newline` once a line ended in it.
    Block {
        star: bool,
        newline: bool,
    },
}
