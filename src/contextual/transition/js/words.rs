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
    /// The name of an attribute or property that the next argument is for.
    Attribute,
    /// The name of a member, between `[` and `]`.
    Key,
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
    ("prepend", Before::Dot, Sink::Html),
    ("after", Before::Dot, Sink::Html),
    ("before", Before::Dot, Sink::Html),
    ("replaceWith", Before::Dot, Sink::Html),
    ("setHTMLUnsafe", Before::Dot, Sink::Html),
    ("parseHTMLUnsafe", Before::Dot, Sink::Html),
    ("createContextualFragment", Before::Dot, Sink::Html),
    ("navigate", Before::Member("navigation"), Sink::Url),
    ("register", Before::Member("serviceWorker"), Sink::Module),
    ("addModule", Before::Dot, Sink::Module),
    ("setAttribute", Before::Dot, Sink::Attribute),
    ("attr", Before::Dot, Sink::Attribute),
    ("prop", Before::Dot, Sink::Attribute),
];

/// Attributes and properties that are set by name, beside those that begin with `on`.
const NAMED: &[(&str, Sink)] = &[
    ("action", Sink::Url),
    ("data", Sink::Url),
    ("formaction", Sink::Url),
    ("href", Sink::Url),
    ("innerhtml", Sink::Html),
    ("outerhtml", Sink::Html),
    ("src", Sink::Url),
    ("srcdoc", Sink::Html),
    ("xlink:href", Sink::Url),
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

impl Sink {
    /// What a function does with its arguments when they are handed over one behind.
    pub(super) fn of_any_argument(self) -> Sink {
        match self {
            Sink::Code | Sink::Function => Sink::Function,
            Sink::Html => Sink::Html,
            _ => Sink::Either,
        }
    }
}

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

/// What stands before a name in a script: a `.` or not, and the name before that; nothing where it is not known.
#[derive(Clone, Copy)]
pub(super) struct Chain<'a> {
    pub member: Option<bool>,
    pub object: Option<&'a str>,
}

/// The sink that a call of `name` hands its arguments to.
pub(super) fn called(name: &str, chain: Chain<'_>) -> Option<Sink> {
    row(CALLS, name, chain)
}

/// The sink that an assignment to `name` hands its value to.
pub(super) fn assigned(name: &str, chain: Chain<'_>) -> Option<Sink> {
    row(PROPERTIES, name, chain)
}

/// A row fits, too, where what stands before the name is not known: its guard does no harm.
fn row(table: &[(&str, Before, Sink)], name: &str, chain: Chain<'_>) -> Option<Sink> {
    let member = chain.member;
    let fits = |before| match before {
        Before::Anything => true,
        Before::Nothing => member != Some(true),
        Before::Dot => member != Some(false),
        Before::Member(it) => member != Some(false) && chain.object.is_none_or(|object| object == it),
    };
    table.iter().find(|it| it.0 == name && fits(it.1)).map(|it| it.2)
}

/// The sink that an attribute or property of this name hands its value to.
pub(super) fn named(attribute: &str) -> Option<Sink> {
    let lower = attribute.to_ascii_lowercase();
    if lower.starts_with("on") {
        return Some(Sink::Code);
    }
    NAMED.iter().find(|it| it.0 == lower).map(|it| it.1)
}

/// Whether a name that begins so may be one that [`named`] knows.
pub(super) fn begins_named(begin: &str) -> bool {
    let lower = begin.to_ascii_lowercase();
    lower == "o" || lower.starts_with("on") || NAMED.iter().any(|it| it.0.starts_with(lower.as_str()))
}

/// Functions between a URL and where it goes that leave its scheme as it is.
pub(super) fn keeps_scheme(name: &str) -> bool {
    matches!(name, "encodeURI" | "decodeURI" | "String")
}

fn names() -> impl Iterator<Item = &'static str> {
    CALLS.iter().chain(PROPERTIES).map(|it| it.0)
}

/// Whether the tables know a name, or one that it may be the object of.
pub(super) fn is_telling(name: &str) -> bool {
    let object = |it: &(&str, Before, Sink)| matches!(it.1, Before::Member(object) if object == name);
    CALLS.iter().chain(PROPERTIES).any(|it| it.0 == name || object(it))
}

/// Whether a name of the tables begins so.
pub(super) fn begins_name(begin: &str) -> bool {
    names().any(|it| it.starts_with(begin))
}

/// Whether a name of the tables ends so.
pub(super) fn ends_name(end: &str) -> bool {
    names().any(|it| it.ends_with(end))
}

/// Whether this is part of a name of the tables.
pub(super) fn is_in_name(part: &str) -> bool {
    names().any(|it| it.contains(part))
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

#[cfg(test)]
mod tests {
    use crate::escape::watched_prefix;

    /// Keys of data more often than members of the page.
    const EVERYDAY: &[&str] = &[
        "action", "after", "append", "assign", "attr", "before", "href", "html", "navigate", "prepend",
        "prop", "register", "replace", "src",
    ];

    /// A value may be none of them, but for everyday words.
    #[test]
    fn writers_know_the_names_of_the_tables() {
        for name in super::names() {
            assert!(watched_prefix(name, true).is_some() || EVERYDAY.contains(&name), "{name}");
        }
    }
}
