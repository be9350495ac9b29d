//! Words of JavaScript that a value may not make.

/// Names of functions that run their argument, or lead to one.
pub(super) const RUNS: &[&str] = &[
    "Function",
    "Worker",
    "constructor",
    "eval",
    "execScript",
    "importScripts",
    "setImmediate",
    "setInterval",
    "setTimeout",
];

/// Words that are no names, or that make something else of what follows them (ECMA-262 § 12.7.2, with the
/// contextual ones).
pub(crate) const RESERVED: &[&str] = &[
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "import",
    "in",
    "instanceof",
    "let",
    "new",
    "null",
    "of",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// The begin of a reserved word that `word` is, unless it is a whole one: a value behind it could complete
/// it.
pub(crate) fn reserved_prefix(word: &str) -> Option<&'static str> {
    let whole = RESERVED.iter().find(|it| it.len() > word.len() && it.starts_with(word))?;
    whole.get(..word.len())
}

/// Whether some value between `begin` and `end` would make a reserved word of them.
pub(crate) fn encloses_reserved(begin: &str, end: &str) -> bool {
    let rest = |it: &'static str| it.strip_prefix(begin);
    RESERVED.iter().any(|it| rest(it).is_some_and(|rest| rest.ends_with(end)))
}

/// The begin of a reserved word: two bytes, for escapers are small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Prefix {
    word: u8,
    length: u8,
}

const _: () = assert!(RESERVED.len() < u8::MAX as usize);

impl Prefix {
    /// The begin of a reserved word; none when no reserved word begins so.
    pub(crate) fn of(begin: &str) -> Prefix {
        let word = RESERVED.iter().position(|it| it.starts_with(begin));
        let bytes = |it: usize| u8::try_from(it).ok();
        word.and_then(|it| Some(Prefix { word: bytes(it)?, length: bytes(begin.len())? })).unwrap_or_default()
    }

    pub(super) fn as_str(self) -> &'static str {
        let word = RESERVED.get(usize::from(self.word)).copied().unwrap_or_default();
        word.get(..usize::from(self.length)).unwrap_or_default()
    }
}

pub(super) fn completes_keyword(prefix: &str, rest: &str) -> bool {
    RESERVED.iter().any(|it| it.strip_prefix(prefix) == Some(rest))
}
