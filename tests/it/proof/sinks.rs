//! Every escaper on every text of one and two characters, and on hostile ones: nothing outside its alphabet, and a
//! browser reads the value again, or what the rules say of it.

use super::choices::Choices;
use super::judge::{compiled, rendered};
use super::{Offences, for_a_while, grammar};
use crate::dom::{self, What};
use cssparser::{Parser, Token};

/// What a page's reader makes of what was written.
type Decode = fn(&str) -> Option<String>;

struct Sink {
    before: &'static str,
    after: &'static str,
    /// What may never be written.
    never: &'static str,
    decode: Decode,
}

const SCRIPT: &str = "<>&\"'`/${}\n\r\u{2028}\u{2029}";

const SINKS: &[Sink] = &[
    Sink { before: "<p id=i>", after: "</p>", never: "<>\"'\0", decode: text },
    Sink { before: "<p id=i title=\"", after: "\">", never: "<>\"'\0", decode: title },
    Sink { before: "<p id=i title='", after: "'>", never: "<>\"'\0", decode: title },
    Sink {
        before: "<textarea id=i>a",
        after: "</textarea>",
        never: "<>\"'\0",
        decode: |it| text(it)?.strip_prefix('a').map(str::to_owned),
    },
    Sink { before: "<title id=i>", after: "</title>", never: "<>\"'\0", decode: text },
    Sink {
        before: "<script>a='",
        after: "'</script>",
        never: SCRIPT,
        decode: |it| quoted(between(it, "a='", "'</")?),
    },
    Sink {
        before: "<script>a=\"",
        after: "\"</script>",
        never: SCRIPT,
        decode: |it| quoted(between(it, "a=\"", "\"</")?),
    },
    Sink {
        before: "<script>a=`",
        after: "`</script>",
        never: SCRIPT,
        decode: |it| quoted(between(it, "a=`", "`</")?),
    },
    Sink {
        before: "<script>a=",
        after: "</script>",
        never: "<>&'`/${}\n\r\u{2028}\u{2029}",
        decode: |it| serde_json::from_str(between(it, "a=", "</")?).ok(),
    },
    Sink {
        before: "<script type=\"application/json\">\"",
        after: "\"</script>",
        never: SCRIPT,
        decode: |it| quoted(between(it, ">\"", "\"</")?),
    },
    Sink {
        before: "<script type=\"application/json\">",
        after: "</script>",
        never: "<>&'`/${}\n\r\u{2028}\u{2029}",
        decode: |it| serde_json::from_str(between(it, "json\">", "</")?).ok(),
    },
    Sink {
        before: "<script>a=/",
        after: "/</script>",
        never: SCRIPT,
        decode: |it| quoted(between(it, "a=/(?:", ")/<")?),
    },
    Sink {
        before: "<style>a{content:'",
        after: "'}</style>",
        never: "<>&\"'`/${}\n\r()",
        decode: |it| style(between(it, "content:", "}</")?),
    },
    Sink {
        before: "<style>a{content:\"",
        after: "\"}</style>",
        never: "<>&\"'`/${}\n\r()",
        decode: |it| style(between(it, "content:", "}</")?),
    },
    Sink {
        before: "<a id=i href=\"/?q=",
        after: "\">",
        never: "<>\"'`&#+ \\(){}\n",
        decode: |it| address(between(it, "?q=", "\">")?),
    },
    Sink {
        before: "<a id=i href=\"/?q=",
        after: "&b=1\">",
        never: "<>\"'`#+ \\(){}\n",
        decode: |it| address(between(it, "?q=", "&amp;b=1\">").or(between(it, "?q=", "&b=1\">"))?),
    },
];

fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let start = text.find(open)? + open.len();
    let end = text.rfind(close)?;
    text.get(start..end)
}

fn text(html: &str) -> Option<String> {
    let texts = dom::nodes(html)
        .into_iter()
        .filter_map(|it| if let What::Text(text) = it.what { Some(text) } else { None });
    Some(texts.collect())
}

fn title(html: &str) -> Option<String> {
    let title = |it: dom::Seen| match it.what {
        What::Element(_, attributes) => attributes.into_iter().find(|it| it.0 == "title").map(|it| it.1),
        What::Text(_) => None,
    };
    dom::nodes(html).into_iter().find_map(title)
}

/// The text of a literal whose escapes are JSON's.
fn quoted(text: &str) -> Option<String> {
    serde_json::from_str(&format!("\"{text}\"")).ok()
}

fn style(css: &str) -> Option<String> {
    match Parser::new(css).next() {
        Ok(Token::QuotedString(text)) => Some(text.to_string()),
        _ => None,
    }
}

fn address(text: &str) -> Option<String> {
    percent_encoding::percent_decode_str(text).decode_utf8().ok().map(|it| it.into_owned())
}

impl Sink {
    fn files(&self) -> grammar::Files {
        vec![("main.html".to_owned(), format!("{}{{{{ x }}}}{}", self.before, self.after))]
    }

    fn judged(&self, value: &str, page: &str) -> Result<(), String> {
        let told = |it: &str| format!("{} {it}\n{value:?} is {page:?}", self.before);
        let written = page.strip_prefix(self.before).and_then(|it| it.strip_suffix(self.after));
        let written = written.ok_or_else(|| told("has another frame"))?;
        let inside = if written.starts_with('"') { written.trim_matches('"') } else { written };
        if let Some(found) = inside
            .chars()
            .find(|it| self.never.contains(*it) && !(*it == '"' && inside.len() < written.len()))
        {
            return Err(told(&format!("writes {found:?}")));
        }
        // A parser of HTML makes one line break of all, and no text may hold a NUL.
        let read = |it: &str| it.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{FFFD}");
        let got = (self.decode)(page).ok_or_else(|| told("is not read"))?;
        if got == value || read(&got) == read(value) {
            Ok(())
        } else {
            Err(told(&format!("is read as {got:?}")))
        }
    }
}

/// Characters beyond ASCII that some language or tool treats specially.
const ODD: &[char] = &[
    '\u{80}',
    '\u{85}',
    '\u{A0}',
    '\u{AD}',
    '\u{130}',
    '\u{17F}',
    '\u{212A}',
    '\u{200B}',
    '\u{2028}',
    '\u{2029}',
    '\u{3000}',
    '\u{D7FF}',
    '\u{E000}',
    '\u{FEFF}',
    '\u{FFFD}',
    '\u{FFFF}',
    '\u{1F600}',
    '\u{10FFFF}',
];

/// Every text of one and two characters.
fn short_texts() -> impl Iterator<Item = String> {
    let all: Vec<char> = (0..=127_u8).map(char::from).chain(ODD.iter().copied()).collect();
    let one: Vec<String> = all.iter().map(char::to_string).collect();
    let two: Vec<String> = all.iter().flat_map(|a| all.iter().map(move |b| format!("{a}{b}"))).collect();
    one.into_iter().chain(two)
}

#[test]
fn every_short_text_is_read_again() {
    let (mut compared, mut offences) = (0_u64, Offences::default());
    for sink in SINKS {
        let template = compiled(&sink.files(), false).expect("a sink compiles");
        for value in short_texts() {
            let page = rendered(&template, &value, "").expect("any value renders");
            compared += 1;
            sink.judged(&value, &page).unwrap_or_else(|it| offences.add(it));
        }
    }
    println!("sinks: {compared} short texts");
    offences.none();
}

#[test]
fn every_hostile_text_is_read_again() {
    let mut offences = Offences::default();
    let templates: Vec<_> =
        SINKS.iter().map(|it| compiled(&it.files(), false).expect("a sink compiles")).collect();
    for_a_while("fidelity", |bytes| {
        let mut choices = Choices::new(bytes);
        let sink = choices.below(SINKS.len());
        let value: String = grammar::value(&mut choices) + &grammar::value(&mut choices);
        let page = rendered(&templates[sink], &value, "").expect("any value renders");
        SINKS[sink].judged(&value, &page).unwrap_or_else(|it| offences.add(it));
    });
    offences.none();
}

/// Two values side by side are read as both, one after the other.
#[test]
fn values_side_by_side_do_not_mix() {
    let (mut compared, mut offences) = (0_u64, Offences::default());
    for sink in SINKS.iter().filter(|it| !it.before.ends_with(['=', '/']) && !it.before.ends_with("json\">"))
    {
        let files =
            vec![("main.html".to_owned(), format!("{}{{{{ x }}}}{{{{ y }}}}{}", sink.before, sink.after))];
        let template = compiled(&files, false).expect("a sink compiles");
        for value in short_texts().filter(|it| it.chars().count() == 2) {
            let (x, y) = value.split_at(value.chars().next().map_or(0, char::len_utf8));
            let page = rendered(&template, x, y).expect("any value renders");
            compared += 1;
            sink.judged(&value, &page).unwrap_or_else(|it| offences.add(it));
        }
    }
    println!("sinks: {compared} pairs");
    offences.none();
}

/// Addresses that were written once are written the same again.
#[test]
fn normal_addresses_stay_as_they_are() {
    let mut offences = Offences::default();
    for (before, after) in [
        ("<a href=\"", "\">"),
        ("<a href=\"/a/", "\">"),
        ("<a href=\"/a#", "\">"),
        ("<a href=\"/a?", "\">"),
        ("<img srcset=\"", " 2x\">"),
    ] {
        let files = vec![("main.html".to_owned(), format!("{before}{{{{ x }}}}{after}"))];
        let template = compiled(&files, false).expect("a sink compiles");
        let written = |value: &str| {
            let page = rendered(&template, value, "").expect("any value renders");
            title(&page.replace("href=", "title=").replace("srcset=", "title=")).unwrap_or_default()
        };
        let bare = |it: &str| {
            let prefix = before.split_once('"').map_or("", |it| it.1);
            let suffix = after.split_once('"').map_or("", |it| it.0);
            it.strip_prefix(prefix).and_then(|it| it.strip_suffix(suffix)).unwrap_or_default().to_owned()
        };
        for value in short_texts() {
            let once = bare(&written(&value));
            let twice = bare(&written(&once));
            if once != twice && !twice.contains("blocked") {
                offences.add(format!("{before}\n{value:?} is {once:?}, then {twice:?}"));
            }
        }
    }
    offences.none();
}
