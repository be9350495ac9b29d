//! Words of JavaScript that a value may not make.

/// Names of functions that run or load what they are handed, or lead to one, and of what such a thing is assigned to.
const RUNS: &[&str] = &[
    "Function",
    "SharedWorker",
    "Worker",
    "constructor",
    "eval",
    "execScript",
    "importScripts",
    "location",
    "open",
    "setImmediate",
    "setInterval",
    "setTimeout",
];

/// The same, of members only. Everyday words (`href`, `append`, `src`) are not among them: they are keys of data far more
/// often than members that an author lets data choose.
const MEMBERS: &[&str] = &[
    "addModule",
    "createContextualFragment",
    "formAction",
    "innerHTML",
    "insertAdjacentHTML",
    "outerHTML",
    "parseHTMLUnsafe",
    "replaceWith",
    "setAttribute",
    "setHTMLUnsafe",
    "srcdoc",
    "write",
    "writeln",
];

/// Whether a name is that of a function or property that runs or loads what it is handed.
pub(super) fn is_sink(name: &str, member: bool) -> bool {
    RUNS.contains(&name) || (member && MEMBERS.contains(&name))
}

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

/// The begin of a word that a value may not complete that `word` is.
pub(crate) fn watched_prefix(word: &str, member: bool) -> Option<&'static str> {
    let whole = watched(member).find(|it| it.starts_with(word))?;
    whole.get(..word.len())
}

fn watched(member: bool) -> impl Iterator<Item = &'static str> {
    let members = MEMBERS.iter().filter(move |_| member);
    RESERVED.iter().chain(RUNS).chain(members).copied()
}

/// The begin of a reserved word or of a sink, and whether it may be that of a member: two bytes, for escapers are small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Prefix {
    word: u8,
    /// With [`Prefix::MEMBER`].
    length: u8,
}

const _: () = assert!(RESERVED.len() + RUNS.len() + MEMBERS.len() < u8::MAX as usize);

impl Prefix {
    /// The begin of such a word; none when no word begins so.
    pub(crate) fn of(begin: &str) -> Prefix {
        let word = watched(true).position(|it| it.starts_with(begin));
        let bytes = |it: usize| u8::try_from(it).ok();
        word.and_then(|it| Some(Prefix { word: bytes(it)?, length: bytes(begin.len())? })).unwrap_or_default()
    }

    /// The same of a member's name.
    pub(crate) fn of_member(begin: &str) -> Prefix {
        let Prefix { word, length } = Prefix::of(begin);
        Prefix { word, length: length | Prefix::MEMBER }
    }

    const MEMBER: u8 = 0x80;

    pub(super) fn is_member(self) -> bool {
        self.length & Prefix::MEMBER != 0
    }

    /// What is right for both, if one is the begin of nothing or they begin alike.
    pub(super) fn stronger(self, other: Prefix) -> Option<Prefix> {
        let (one, two) = (self.as_str(), other.as_str());
        let begin = if one.is_empty() { two } else { one };
        let alike = one == two || one.is_empty() || two.is_empty();
        let member = self.is_member() || other.is_member();
        alike.then(|| if member { Prefix::of_member(begin) } else { Prefix::of(begin) })
    }

    pub(super) fn as_str(self) -> &'static str {
        let word = watched(true).nth(usize::from(self.word)).unwrap_or_default();
        word.get(..usize::from(self.length & !Prefix::MEMBER)).unwrap_or_default()
    }
}

/// Whether a value makes a word of its begin that it may not make.
pub(super) fn completes_word(prefix: &str, rest: &str, member: bool) -> bool {
    watched(member).any(|it| it.strip_prefix(prefix) == Some(rest))
}
