//! Whether a browser reads the same from what Django prints as from what is written for the place; for those who
//! move from one to the other. It may call a difference what is none, and says so of the lesser kind.

use super::mustache::JOINER;
use super::url::UrlWrite;
use super::{CssWrite, Escaper, JsWrite, JsonWrite, Sink};
use crate::html;
use crate::percent::unquote;

/// How Django's output reads beside what is written for the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    Same,
    /// The value reaches beyond its place in Django's output: it chooses code, a tag, a parameter.
    Beyond,
    /// It stays in its place, and reads otherwise.
    Other,
}

impl Escaper {
    /// Compares what Django printed with what this escaper wrote.
    pub(crate) fn compare(self, django: &str, written: &str) -> Reading {
        if django == written {
            return Reading::Same;
        }
        match self {
            Escaper::Verbatim | Escaper::Django { .. } => Reading::Other,
            Escaper::Nothing => beyond(django, ends_comment, Reading::Same),
            Escaper::Attr => markup(&['"', '\''], django, written),
            Escaper::Text
            | Escaper::Foreign
            | Escaper::Template
            | Escaper::RcData
            | Escaper::RawText
            | Escaper::Data => markup(&['<'], django, written),
            Escaper::Url(hole) => urls(hole.write, &entities(django), &entities(written)),
            Escaper::Srcset(_) | Escaper::Refresh(_) => {
                urls(UrlWrite::Whole, &entities(django), &entities(written))
            }
            Escaper::Css(css) if css.sink == Sink::Markup => {
                style(css.write, &entities(django), &entities(written))
            }
            Escaper::Css(css) => style(css.write, django, written),
            Escaper::Js { hole, quoted: true } => script(hole.write, &entities(django), &entities(written)),
            Escaper::Js { hole, quoted: false } => script(hole.write, django, written),
            Escaper::ScriptUrl(hole) => {
                script(hole.write, &unquote(&entities(django)), &unquote(&entities(written)))
            }
            Escaper::Json { write: JsonWrite::Text | JsonWrite::Address(_), .. } => string(django, written),
            Escaper::Json { .. } => expression(django, written),
            Escaper::Guarded(guarded) => guarded.escaper().compare(django, &written.replace(JOINER, "")),
            Escaper::Srcdoc(nested) => nested.escaper().compare(&entities(django), &entities(written)),
            Escaper::Name(_) => same(django.trim(), written.trim(), Reading::Beyond),
        }
    }
}

fn same(django: &str, written: &str, otherwise: Reading) -> Reading {
    if django == written { Reading::Same } else { otherwise }
}

fn beyond(django: &str, reaches: impl Fn(&str) -> bool, otherwise: Reading) -> Reading {
    if reaches(django) { Reading::Beyond } else { otherwise }
}

/// Text with character references, in which some characters mean more than themselves.
fn markup(structure: &[char], django: &str, written: &str) -> Reading {
    if django.contains(structure) && !written.contains(structure) {
        return Reading::Beyond;
    }
    same(&entities(django), &entities(written), Reading::Other)
}

/// Whether it could end a comment of HTML, JavaScript or CSS.
fn ends_comment(text: &str) -> bool {
    text.contains("--") || text.contains(['*', '>', '\n', '\r', '\u{2028}', '\u{2029}'])
}

fn script(write: JsWrite, django: &str, written: &str) -> Reading {
    match write {
        JsWrite::Text => string(django, written),
        JsWrite::Value { .. } => expression(django, written),
        JsWrite::Regexp | JsWrite::Class => {
            let special = |it: &str| it.contains(|it: char| it.is_ascii_punctuation() || it.is_control());
            let bare = written.strip_prefix("(?:").and_then(|it| it.strip_suffix(')')).unwrap_or(written);
            beyond(django, special, same(django, &unescaped(bare), Reading::Other))
        }
        JsWrite::Identifier { .. } => same(django, written, Reading::Beyond),
    }
}

/// The inside of a string. Django leaves alone what ends or continues strings without being one of its five
/// characters.
fn string(django: &str, written: &str) -> Reading {
    let breaks = |it: &str| {
        it.contains(['\n', '\r', '`', '"', '\'', '\u{2028}', '\u{2029}'])
            || it.contains("${")
            || !is_escaped(it)
    };
    if !breaks(django) && unescaped(django) == unescaped(written) {
        return Reading::Same;
    }
    beyond(django, breaks, same(django, &unescaped(written), Reading::Other))
}

/// Whether each backslash begins an escape such as `escapejs` writes.
fn is_escaped(text: &str) -> bool {
    let unit = |it: &str| {
        let digits = it.strip_prefix('u').and_then(|it| it.get(..4));
        digits.is_some_and(|it| it.bytes().all(|it| it.is_ascii_hexdigit()))
    };
    text.split('\\').skip(1).all(unit)
}

/// An expression. What Django prints there is code, as it is.
fn expression(django: &str, written: &str) -> Reading {
    let bare = written.trim_matches(|it| matches!(it, ' ' | '(' | ')'));
    match django.trim() {
        it if it == bare => Reading::Same,
        // Python's constants are names of nothing in JavaScript.
        "True" | "False" | "None" | "" => Reading::Other,
        _ => Reading::Beyond,
    }
}

fn style(write: CssWrite, django: &str, written: &str) -> Reading {
    if let CssWrite::Url(hole) = write {
        return urls(hole.write, django, &unescaped(written));
    }
    let structure = |it: &str| it.contains(['\\', '\n', '\r', '{', '}', ';', '(', ')', '"', '\'', '/', '<']);
    match write {
        CssWrite::Str => beyond(
            django,
            |it| it.contains(['\\', '\n', '\r', '\x0C', '"', '\'']),
            same(django, &unescaped(written), Reading::Other),
        ),
        // One `;` may have been added at the end.
        _ if django.trim() == written.trim().trim_end_matches(';') => Reading::Same,
        _ => beyond(django, structure, Reading::Other),
    }
}

fn urls(write: UrlWrite, django: &str, written: &str) -> Reading {
    let component = write == UrlWrite::Component;
    if address(django, component) == address(written, component) { Reading::Same } else { Reading::Beyond }
}

/// An address as a URL parser has it (WHATWG URL § 4.4): the same bytes, encoded or not, are the same, but for
/// those that part it.
fn address(text: &str, component: bool) -> Vec<u8> {
    let parts: &[u8] = if component { b"&+#%" } else { b"&+#%?/=:@;" };
    let bytes: Vec<u8> =
        text.trim_matches(|it| it <= ' ').bytes().filter(|it| !matches!(it, b'\t' | b'\n' | b'\r')).collect();
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = &*bytes;
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, hex(after)) {
            (b'%', Some(byte)) => {
                rest = after.get(2..).unwrap_or_default();
                if parts.contains(&byte) {
                    out.push(b'%');
                }
                out.push(byte);
            }
            // A stray one is itself, encoded.
            (b'%', None) => out.extend_from_slice(b"%%"),
            (b'\\', _) => out.push(b'/'),
            (byte, _) => out.push(*byte),
        }
    }
    out
}

fn hex(digits: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(digits.get(..2)?).ok()?;
    u8::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))
}

/// Character references decoded, as far as the table of [`html`] knows them.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(decoded) = html::decode(rest) {
        out.push(decoded.character);
        rest = rest.get(decoded.length..).unwrap_or_default();
    }
    out
}

/// The escapes that are written here: `\u0041` in scripts and JSON, `\41 ` in styles.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split('\\');
    out.push_str(pieces.next().unwrap_or_default());
    let mut units: Vec<u16> = Vec::new();
    for piece in pieces {
        let (digits, blank) = match piece.strip_prefix('u') {
            Some(digits) => (digits, false),
            None => (piece, true),
        };
        let most = if blank { 6 } else { 4 };
        let end = digits.bytes().take(most).take_while(u8::is_ascii_hexdigit).count();
        let (number, after) = digits.split_at_checked(end).unwrap_or_default();
        let after = if blank { after.strip_prefix(' ').unwrap_or(after) } else { after };
        match u32::from_str_radix(number, 16) {
            Ok(unit) => match u16::try_from(unit) {
                Ok(unit) => units.push(unit),
                Err(_) => out.extend(char::from_u32(unit)),
            },
            Err(_) => out.push('\u{fffd}'),
        }
        if !after.is_empty() || !matches!(units.last(), Some(0xd800..=0xdbff)) {
            out.push_str(&String::from_utf16_lossy(&units));
            units.clear();
        }
        out.push_str(after);
    }
    out.push_str(&String::from_utf16_lossy(&units));
    out
}

#[cfg(test)]
mod tests {
    use super::{Reading, address, entities, expression, string, unescaped};

    #[test]
    fn escapes_are_read() {
        assert_eq!(unescaped("a\\u0022\\u003Cb"), "a\"<b");
        assert_eq!(unescaped("\\uD83D\\uDE00!"), "😀!");
        assert_eq!(unescaped("\\27 x\\a "), "'x\n");
        assert_eq!(entities("&lt;&#x27;&amp;"), "<'&");
    }

    #[test]
    fn addresses_are_compared_by_their_parts() {
        let same = |one, other, component| address(one, component) == address(other, component);
        assert!(same("a b'é", "a%20b%27%C3%A9", false));
        assert!(same("a/b?c=d", "a%2Fb%3Fc%3Dd", true));
        assert!(!same("a&b", "a%26b", true) && !same("a/b", "a%2Fb", false));
        assert!(!same("%41", "%2541", true) && same("100%", "100%25", true));
    }

    #[test]
    fn what_ends_a_string_reaches_beyond_it() {
        assert_eq!(string("plain text/1", "plain text\\u002F1"), Reading::Same);
        assert_eq!(string("&quot;", "\\u0022"), Reading::Other);
        assert_eq!(string("a\\", "a\\u005C"), Reading::Beyond);
        assert_eq!(string("a\\u0022", "a\\u0022"), Reading::Same);
        assert_eq!(string("a\\u002D", "a-"), Reading::Same);
        assert_eq!(string("a\\u00", "a\\u005Cu00"), Reading::Beyond);
        assert_eq!(expression("5", " 5"), Reading::Same);
        assert_eq!(expression("True", "true"), Reading::Other);
        assert_eq!(expression("alert", "\"alert\""), Reading::Beyond);
    }
}
