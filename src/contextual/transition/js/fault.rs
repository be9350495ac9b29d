//! What cannot be read, and where no value can stand: the reason and the remedy.

/// Literal text that cannot be made safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct JsFault {
    /// Offset in the text of the character at fault.
    pub at: usize,
    pub kind: JsFaultKind,
    pub message: &'static str,
    pub help: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsFaultKind {
    /// No script, or one that could never run.
    Malformed,
    /// Two readings are possible.
    Ambiguous,
    /// Brackets nest too deep.
    TooDeep,
    /// The text makes something of a value that a value may not be.
    Refused,
}

/// Why no value may stand in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct JsRefusal {
    pub reason: &'static str,
    pub remedy: &'static str,
}

impl JsFault {
    const fn new(kind: JsFaultKind, message: &'static str, help: &'static str) -> JsFault {
        JsFault { at: 0, kind, message, help }
    }

    pub(super) const ESCAPE: JsFault = JsFault::new(
        JsFaultKind::Malformed,
        "a `\\` in a name must begin an escape such as `\\u0061`",
        "write the character itself",
    );

    pub(super) const UNTERMINATED_STRING: JsFault = JsFault::new(
        JsFaultKind::Malformed,
        "the line ends inside a JavaScript string",
        "close the string's quotes, or use a template literal",
    );

    pub(super) const UNTERMINATED_REGEXP: JsFault = JsFault::new(
        JsFaultKind::Malformed,
        "the line ends inside a regular expression",
        "close it with `/`; if this `/` is meant to divide, put parentheses around what stands before it",
    );

    pub(super) const SLASH: JsFault = JsFault::new(
        JsFaultKind::Ambiguous,
        "this `/` may begin a regular expression or divide",
        "put a `;` before a regular expression, or parentheses around what is divided",
    );

    pub(super) const BRACKET: JsFault = JsFault::new(
        JsFaultKind::Malformed,
        "this bracket closes one of another kind",
        "close brackets in the reverse order of their opening",
    );

    pub(super) const DEEP: JsFault = JsFault::new(
        JsFaultKind::TooDeep,
        "brackets nest more than 32 deep in this script",
        "move the script into a file of its own",
    );

    pub(super) const SCHEME: JsFault = JsFault::new(
        JsFaultKind::Refused,
        "a value may not choose the URL's scheme",
        "write the scheme in the template",
    );
}

impl JsRefusal {
    pub(super) const PARTIAL_ESCAPE: JsRefusal = JsRefusal {
        reason: "the `\\` before it would make an escape of it",
        remedy: "write `\\\\`, or finish the escape before the value",
    };

    pub(super) const CODE: JsRefusal = JsRefusal {
        reason: "the text is compiled and run",
        remedy: "hand over a function, `setTimeout(function() { f(value); }, 9)`, and put the value inside",
    };

    pub(super) const EITHER: JsRefusal = JsRefusal {
        reason: "what it is handed to depends on branches, includes or values",
        remedy: "write the name literally before the value, in each branch",
    };

    pub(super) const SCRIPT_URL: JsRefusal = JsRefusal {
        reason: "the URL's text is run or holds a whole page",
        remedy: "call a function instead of navigating to `javascript:`",
    };

    pub(super) const SLASH: JsRefusal = JsRefusal {
        reason: "the `/` before it may begin a regular expression or divide",
        remedy: "put a `;` before a regular expression, or parentheses around what is divided",
    };

    pub(super) const RANGE: JsRefusal = JsRefusal {
        reason: "it would be the end of a range of characters",
        remedy: "put the `-` last in the brackets, or escape it as `\\-`",
    };

    pub(super) const GLUED: JsRefusal = JsRefusal {
        reason: "with the letters around it, it could become a keyword",
        remedy: "put a blank between them, or choose another name",
    };

    pub(super) const FLAGS: JsRefusal = JsRefusal {
        reason: "it would be the flags of a regular expression",
        remedy: "write the flags literally",
    };
}
