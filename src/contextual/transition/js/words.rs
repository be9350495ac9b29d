//! The words of the language that decide how what follows is read, the punctuators, the functions that
//! run or load what they are handed, and the classes of characters (ECMA-262 § 12).

/// A name from the source, in its own case, cut to the longest a table could know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Word(String);

impl Word {
    /// Longer names are in no table.
    const LONGEST: usize = 32;

    pub(super) fn of(text: &str) -> Word {
        let mut word = Word::default();
        text.chars().for_each(|it| word.push(it));
        word
    }

    pub(super) fn push(&mut self, next: char) {
        if self.0.len() < Word::LONGEST {
            self.0.push(next);
        }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a word means where a keyword may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Keyword {
    /// An operator or the begin of a clause: an expression follows.
    Operand,
    /// As `Operand`, between two operands.
    Infix,
    /// An expression follows on the same line, or nothing.
    Return,
    /// `case`: an expression and a colon follow.
    Case,
    /// `default`: a colon, or in `export default` an expression.
    Default,
    /// A statement or a block follows.
    Block,
    /// Parentheses follow, and then a statement or a block.
    Header,
    For,
    /// Names that are declared follow.
    Binding,
    /// A complete expression.
    Value,
    /// A statement that ends here or after a label.
    Jump,
    Function,
    Class,
    Import,
    Export,
    Await,
    Yield,
    Of,
    /// `super`: a call or a member follows.
    Super,
    /// `let`: a declaration, or in sloppy code a name like any other.
    Let,
}

/// ECMA-262 § 12.7.2, keywords and reserved words, and the contextual ones that matter to a `/`.
const KEYWORDS: &[(&str, Keyword)] = &[
    ("await", Keyword::Await),
    ("break", Keyword::Jump),
    ("case", Keyword::Case),
    ("catch", Keyword::Block),
    ("class", Keyword::Class),
    ("const", Keyword::Binding),
    ("continue", Keyword::Jump),
    ("debugger", Keyword::Jump),
    ("default", Keyword::Default),
    ("delete", Keyword::Operand),
    ("do", Keyword::Block),
    ("else", Keyword::Block),
    ("export", Keyword::Export),
    ("extends", Keyword::Operand),
    ("false", Keyword::Value),
    ("finally", Keyword::Block),
    ("for", Keyword::For),
    ("function", Keyword::Function),
    ("if", Keyword::Header),
    ("import", Keyword::Import),
    ("in", Keyword::Infix),
    ("instanceof", Keyword::Infix),
    ("let", Keyword::Let),
    ("new", Keyword::Operand),
    ("null", Keyword::Value),
    ("of", Keyword::Of),
    ("return", Keyword::Return),
    ("super", Keyword::Super),
    ("switch", Keyword::Header),
    ("this", Keyword::Value),
    ("throw", Keyword::Operand),
    ("true", Keyword::Value),
    ("try", Keyword::Block),
    ("typeof", Keyword::Operand),
    ("var", Keyword::Binding),
    ("void", Keyword::Operand),
    ("while", Keyword::Header),
    ("with", Keyword::Header),
    ("yield", Keyword::Yield),
];

/// What a word means, if it is in the table, and its spelling there.
pub(super) fn keyword(word: &str) -> Option<(&'static str, Keyword)> {
    KEYWORDS.iter().find(|it| it.0 == word).copied()
}

/// Punctuators of more than one character, and comment marks (ECMA-262 § 12.8, § 12.4, § B.1.1). Their
/// beginnings are punctuators too, or fall apart into single characters.
const PUNCTUATORS: &[&str] = &[
    "!==", "%=", "&&=", "&=", "**=", "*=", "++", "+=", "-->", "-=", "...", "/*", "//", "/=", "<!--", "<<=",
    "<=", "===", "=>", ">=", ">>=", ">>>=", "?.", "??=", "^=", "|=", "||=",
];

/// Characters that are punctuators by themselves and begin no longer one.
const SINGLE: &[&str] = &["(", ")", ",", ":", ";", "@", "[", "]", "{", "}", "~"];

/// The punctuator, or begin of one, that `so_far` with `next` is.
pub(super) fn longer(so_far: &str, next: char) -> Option<&'static str> {
    let fits = |it: &&&'static str| it.strip_prefix(so_far).is_some_and(|rest| rest.starts_with(next));
    PUNCTUATORS.iter().find(fits).and_then(|it| it.get(..so_far.len() + 1))
}

/// A punctuator of one character that begins no longer one.
pub(super) fn single(next: char) -> Option<&'static str> {
    SINGLE.iter().find(|it| it.starts_with(next)).copied()
}

/// What a value is handed to by the script it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sink {
    /// Compiled and run: the first argument of `eval` and `setTimeout`.
    Code,
    /// Compiled and run: every argument of `Function`.
    Function,
    /// Code is loaded from there.
    Module,
    /// The browser goes or fetches there.
    Url,
    /// Parsed as HTML.
    Html,
    /// One of these or none, depending on the branches before.
    Either,
}

/// Functions and what they do with their arguments: name, the word before it, the sink.
const CALLS: &[(&str, Before, Sink)] = &[
    ("eval", Before::Anything, Sink::Code),
    ("setTimeout", Before::Anything, Sink::Code),
    ("setInterval", Before::Anything, Sink::Code),
    ("Function", Before::Anything, Sink::Function),
    ("import", Before::Nothing, Sink::Module),
    ("importScripts", Before::Anything, Sink::Module),
    ("Worker", Before::Anything, Sink::Module),
    ("SharedWorker", Before::Anything, Sink::Module),
    ("assign", Before::Member("location"), Sink::Url),
    ("replace", Before::Member("location"), Sink::Url),
    ("open", Before::Member("window"), Sink::Url),
    ("open", Before::Nothing, Sink::Url),
    ("insertAdjacentHTML", Before::Anything, Sink::Html),
    ("html", Before::Dot, Sink::Html),
    ("append", Before::Dot, Sink::Html),
    ("write", Before::Member("document"), Sink::Html),
    ("writeln", Before::Member("document"), Sink::Html),
];

/// Properties and what they do with what is assigned to them.
const PROPERTIES: &[(&str, Before, Sink)] = &[
    ("location", Before::Anything, Sink::Url),
    ("href", Before::Dot, Sink::Url),
    ("src", Before::Dot, Sink::Url),
    ("action", Before::Dot, Sink::Url),
    ("formAction", Before::Dot, Sink::Url),
    ("innerHTML", Before::Dot, Sink::Html),
    ("outerHTML", Before::Dot, Sink::Html),
    ("srcdoc", Before::Dot, Sink::Html),
];

/// What stands before a name.
#[derive(Clone, Copy)]
enum Before {
    Anything,
    /// No `.`.
    Nothing,
    Dot,
    /// This name and a `.`.
    Member(&'static str),
}

/// The sink that a call of `name` hands its arguments to.
pub(super) fn called(name: &str, member: bool, object: &str) -> Option<Sink> {
    row(CALLS, name, member, object)
}

/// The sink that an assignment to `name` hands its value to.
pub(super) fn assigned(name: &str, member: bool, object: &str) -> Option<Sink> {
    row(PROPERTIES, name, member, object)
}

fn row(table: &[(&str, Before, Sink)], name: &str, member: bool, object: &str) -> Option<Sink> {
    let fits = |before| match before {
        Before::Anything => true,
        Before::Nothing => !member,
        Before::Dot => member,
        Before::Member(it) => member && object == it,
    };
    table.iter().find(|it| it.0 == name && fits(it.1)).map(|it| it.2)
}

/// ECMA-262 § 12.3.
pub(super) fn is_newline(next: char) -> bool {
    matches!(next, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// ECMA-262 § 12.2: four controls, U+FEFF, and the space separators of Unicode.
pub(super) fn is_blank(next: char) -> bool {
    matches!(
        next,
        '\t' | '\u{B}' | '\u{C}' | ' ' | '\u{A0}' | '\u{FEFF}' | '\u{1680}' | '\u{2000}'
            ..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// ECMA-262 § 12.7. Every character beyond ASCII that separates nothing counts: one that is no letter is a
/// syntax error, and then nothing of the script runs.
pub(super) fn is_name(next: char) -> bool {
    next.is_ascii_alphanumeric()
        || matches!(next, '$' | '_')
        || (!next.is_ascii() && !is_blank(next) && !is_newline(next))
}
