//! Scripts in `javascript:` URLs. Their percent escapes are decoded before they are read (HTML § 7.4.2.3.2, navigating
//! to a `javascript:` URL), so a value in a string of one is escaped for the string first and then, as a whole, for
//! the URL.

use super::{Js, JsHole};
use crate::contextual::place::Refusal;
use crate::escape::{JsEscape, JsGuard};

/// Where in such a script a point stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ScriptUrl {
    js: Js,
    escape: Percent,
}

/// How much of a percent escape was read (WHATWG URL § 1.3, percent-decode).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Percent {
    None,
    Sign,
    Digit(char),
}

/// Why data may not stand in such a script.
pub(crate) const SCRIPT: Refusal = Refusal {
    reason: "the value would be part of a script",
    remedy: "put the value into a `data-*` attribute and read it in an event listener",
};

const OPEN_ESCAPE: Refusal = Refusal {
    reason: "the `%` before it would make an escape of it",
    remedy: "write `%25`, or finish the escape before the value",
};

impl ScriptUrl {
    /// Right after `javascript:`.
    pub(super) fn begin() -> ScriptUrl {
        ScriptUrl { js: Js::script(), escape: Percent::None }
    }

    /// After one character of the URL; `None` when it cannot be followed. With a slash at its begin the script is a
    /// path, out of which `..` takes what stands before it (WHATWG URL § path state).
    pub(super) fn read(self, next: char) -> Option<ScriptUrl> {
        if next == '/' && self == ScriptUrl::begin() {
            return None;
        }
        match (self.escape, next.to_digit(16)) {
            (Percent::None, _) if next == '%' => Some(ScriptUrl { escape: Percent::Sign, ..self }),
            (Percent::None, _) => self.decoded(next),
            (Percent::Sign, Some(_)) => Some(ScriptUrl { escape: Percent::Digit(next), ..self }),
            (Percent::Sign, None) => self.decoded('%')?.read(next),
            (Percent::Digit(first), Some(low)) => {
                let code = first.to_digit(16)? * 16 + low;
                // Of characters beyond ASCII only all bytes together tell whether they end a line.
                self.decoded(char::from_u32(code).filter(char::is_ascii)?)
            }
            (Percent::Digit(first), None) => self.decoded('%')?.decoded(first)?.read(next),
        }
    }

    fn decoded(self, next: char) -> Option<ScriptUrl> {
        let js = self.js.advance(next.encode_utf8(&mut [0; 4])).ok()?;
        Some(ScriptUrl { js, escape: Percent::None })
    }

    /// What a value is written as: only in a string may one stand.
    pub(in crate::contextual) fn hole(&self) -> Result<JsEscape, Refusal> {
        if self.escape != Percent::None {
            return Err(OPEN_ESCAPE);
        }
        match self.js.hole("")? {
            hole @ JsHole::Str { .. } => hole.writer().map(|it| self.guarded(it)).ok_or(SCRIPT),
            _ => Err(SCRIPT),
        }
    }

    /// A string that is the value of the script is a page of that HTML (HTML § 7.4.2.3.2, evaluate a `javascript:` URL).
    fn guarded(&self, hole: JsEscape) -> JsEscape {
        match hole.guard {
            JsGuard::None if !self.js.is_handed_over() => JsEscape { guard: JsGuard::Html, ..hole },
            _ => hole,
        }
    }

    /// The state after the value.
    pub(in crate::contextual) fn after_hole(self) -> ScriptUrl {
        match self.js.hole("") {
            Ok(hole) => ScriptUrl { js: self.js.after_hole(hole), ..self },
            Err(_) => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ScriptUrl;
    use crate::escape::JsWrite;

    fn at(text: &str) -> Option<ScriptUrl> {
        text.chars().try_fold(ScriptUrl::begin(), ScriptUrl::read)
    }

    #[test]
    fn strings_are_found_behind_both_layers() {
        for text in
            ["f('", "f(%27", "f(%22a'", "a='%5C'", "a=4%2;'", "%%27", "a//%0Af('", "a%20=%20'b", "'%4", "'é"]
        {
            let hole = at(text).map(|it| it.hole().map(|it| it.write));
            let open = text.ends_with("%4");
            assert_eq!(hole.is_some_and(|it| it == Ok(JsWrite::Text)), !open, "{text}");
        }
        for text in [
            "",
            "f(",
            "f('a'",
            "f('a%27",
            "f('%",
            "`",
            "/",
            "/**/'",
            "a//'",
            "//%0",
            "%C3%A9'",
            "'%E2%80%A8'+'",
            "'\\",
        ] {
            assert!(at(text).is_none_or(|it| it.hole().is_err()), "{text}");
        }
        let after = at("f('").map(|it| it.after_hole().hole().map(|it| it.write));
        assert!(after.is_some_and(|it| it == Ok(JsWrite::Text)));
    }
}
