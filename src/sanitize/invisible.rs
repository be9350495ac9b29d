//! Text as a reader may meet it: bidirectional controls and tag characters, and what a client-side framework
//! would take for its own. Works on escaped and unescaped text alike, for it touches no markup.

use super::policy::Invisible;
use memchr::{memchr2, memchr3, memmem};

/// How text is tidied.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tidy {
    pub invisible: Invisible,
    pub break_mustaches: bool,
}

/// Openings of expressions: Vue, Angular and Handlebars; Polymer; templates of JavaScript.
const MUSTACHES: &[&str] = &["{{", "[[", "${"];
/// Stands between the two characters of an opening: no break, no width (U+2060, word joiner).
const JOINER: char = '\u{2060}';

impl Tidy {
    /// The tidy form of a text, if it is not tidy as it is.
    pub(super) fn tidied(self, text: &str) -> Option<String> {
        let visible = if self.may_hide(text) { self.visible(text) } else { None };
        let broken = self.broken(visible.as_deref().unwrap_or(text));
        broken.or(visible)
    }

    /// Whether one of the bytes is there that what is looked for begins with.
    fn may_hide(self, text: &str) -> bool {
        let bytes = text.as_bytes();
        match self.invisible {
            Invisible::Keep => false,
            Invisible::Isolate => memchr2(0xE2, 0xF3, bytes).is_some(),
            Invisible::Strip => memchr3(0xE2, 0xF3, 0xD8, bytes).is_some(),
        }
    }

    fn visible(self, text: &str) -> Option<String> {
        let out = match self.invisible {
            Invisible::Keep => return None,
            Invisible::Isolate => isolated(text),
            Invisible::Strip => text.chars().filter(|it| !is_control(*it) && !is_tag(*it)).collect(),
        };
        (out != text).then_some(out)
    }

    /// Whether the text holds what a framework would evaluate.
    pub(super) fn has_mustache(self, text: &str) -> bool {
        let holds = |it: &&str| memmem::find(text.as_bytes(), it.as_bytes()).is_some();
        self.break_mustaches && MUSTACHES.iter().any(holds)
    }

    fn broken(self, text: &str) -> Option<String> {
        if !self.has_mustache(text) {
            return None;
        }
        let mut out = String::with_capacity(text.len() + 16);
        let mut before = '\0';
        for it in text.chars() {
            if matches!((before, it), ('{' | '$', '{') | ('[', '[')) {
                out.push(JOINER);
            }
            out.push(it);
            before = it;
        }
        Some(out)
    }
}

/// LRM, RLM, ALM, embeddings, overrides, isolates and what ends them (UAX #9 § 2).
fn is_control(it: char) -> bool {
    matches!(it, '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Copies of ASCII that no font shows (Unicode § 23.9).
fn is_tag(it: char) -> bool {
    matches!(it, '\u{E0000}'..='\u{E007F}')
}

const FLAG: char = '\u{1F3F4}';
const END_OF_FLAG: char = '\u{E007F}';
const POP: char = '\u{202C}';
const POP_ISOLATE: char = '\u{2069}';

/// Every embedding and isolate closed, nothing closed that is not open, tag characters in flags only.
fn isolated(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    // What closes the open ones, innermost last.
    let mut open = Vec::new();
    let mut rest = text.chars();
    while let Some(it) = rest.next() {
        match it {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => open.push(POP),
            '\u{2066}'..='\u{2068}' => open.push(POP_ISOLATE),
            POP if open.last() == Some(&POP) => drop(open.pop()),
            POP => continue,
            POP_ISOLATE => match open.iter().rposition(|it| *it == POP_ISOLATE) {
                Some(at) => open.truncate(at),
                None => continue,
            },
            FLAG => {
                out.push(FLAG);
                let length = flag_length(rest.as_str());
                out.push_str(rest.as_str().get(..length).unwrap_or_default());
                rest = rest.as_str().get(length..).unwrap_or_default().chars();
                continue;
            }
            it if is_tag(it) => continue,
            _ => {}
        }
        out.push(it);
    }
    out.extend(open.into_iter().rev());
    out
}

/// Bytes of the tag characters that make a flag of the one before (UTS #51, ED-14a): at most a handful.
fn flag_length(after: &str) -> usize {
    let tags = after.chars().take(8).take_while(|it| is_tag(*it));
    let mut length = 0;
    for tag in tags {
        length += tag.len_utf8();
        if tag == END_OF_FLAG {
            return length;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::{Invisible, Tidy};

    fn tidied(invisible: Invisible, text: &str) -> String {
        let tidy = Tidy { invisible, break_mustaches: false };
        let got = tidy.tidied(text).unwrap_or_else(|| text.to_owned());
        assert_eq!(tidy.tidied(&got), None, "{text:?} is not tidy after one pass");
        got
    }

    #[test]
    fn controls_are_closed_where_they_were_opened() {
        let isolate = |text: &str| tidied(Invisible::Isolate, text);
        assert_eq!(isolate("a\u{202E}b"), "a\u{202E}b\u{202C}");
        assert_eq!(isolate("a\u{202C}b\u{2069}"), "ab");
        assert_eq!(isolate("\u{2067}\u{202A}x\u{2069}"), "\u{2067}\u{202A}x\u{2069}");
        assert_eq!(isolate("\u{2066}\u{2067}"), "\u{2066}\u{2067}\u{2069}\u{2069}");
        assert_eq!(tidied(Invisible::Strip, "a\u{200F}\u{202E}b\u{61C}"), "ab");
        assert_eq!(tidied(Invisible::Keep, "a\u{202E}b"), "a\u{202E}b");
    }

    #[test]
    fn tag_characters_stay_in_flags() {
        let scotland = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}";
        assert_eq!(tidied(Invisible::Isolate, scotland), scotland);
        assert_eq!(tidied(Invisible::Isolate, "a\u{E0041}\u{E0042}b"), "ab");
        assert_eq!(tidied(Invisible::Isolate, "\u{1F3F4}\u{E0067}"), "\u{1F3F4}");
    }

    #[test]
    fn mustaches_are_broken() {
        let tidy = Tidy { invisible: Invisible::Isolate, break_mustaches: true };
        assert_eq!(
            tidy.tidied("{{{ x }} [[ ${").as_deref(),
            Some("{\u{2060}{\u{2060}{ x }} [\u{2060}[ $\u{2060}{")
        );
        assert_eq!(tidy.tidied("{ [ $ }}"), None);
    }
}
