//! Reading JSON that comes as text (RFC 8259), and the escapes of strings: one pass, no recursion.

use super::json::{Dialect, push_key, push_text, push_unit};

/// How deep arrays and objects of a text may nest.
const DEEPEST: usize = 200;

/// Whether a text is a JSON number (RFC 8259 § 6).
pub(super) fn is_number(text: &str) -> bool {
    let mut rest = Reader { rest: text };
    rest.number().is_some() && rest.rest.is_empty()
}

/// Whether a text is a number, `true`, `false` or `null`.
pub(super) fn is_scalar(text: &str) -> bool {
    matches!(text, "true" | "false" | "null") || is_number(text)
}

/// Appends the JSON that a text is, each token in the alphabet of this room. When the text is no JSON,
/// `false` is returned and what was appended means nothing.
pub(super) fn transcode(text: &str, dialect: Dialect, out: &mut String) -> bool {
    let reader = Reader { rest: text };
    Transcoder { reader, dialect, out, open: Vec::new() }.document().is_some()
}

/// What may come next inside a document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    /// A value, or the end of an array.
    Item,
    /// A key, or the end of an object.
    Member,
    Key,
    /// A comma, the end of what is open, or of the text.
    More,
}

struct Transcoder<'t, 'o> {
    reader: Reader<'t>,
    dialect: Dialect,
    out: &'o mut String,
    /// For each open array or object the character that closes it.
    open: Vec<char>,
}

impl<'t> Transcoder<'t, '_> {
    fn document(mut self) -> Option<()> {
        let mut next = Next::Value;
        loop {
            self.reader.blanks();
            if next == Next::More && self.open.is_empty() {
                return self.reader.rest.is_empty().then_some(());
            }
            next = self.token(next)?;
        }
    }

    fn token(&mut self, next: Next) -> Option<Next> {
        let first = self.reader.peek()?;
        let closes = self.open.last() == Some(&first);
        match next {
            Next::Item | Next::Member | Next::More if closes => self.close(first),
            Next::More if first == ',' => {
                self.take(',');
                Some(if self.open.last() == Some(&'}') { Next::Key } else { Next::Value })
            }
            Next::Member | Next::Key => self.key(),
            Next::Value | Next::Item => self.value(first),
            Next::More => None,
        }
    }

    fn take(&mut self, it: char) {
        self.reader.skip(it.len_utf8());
        self.out.push(it);
    }

    fn close(&mut self, closer: char) -> Option<Next> {
        self.take(closer);
        self.open.pop();
        Some(Next::More)
    }

    fn key(&mut self) -> Option<Next> {
        let source = self.reader.string()?;
        match unescaped_json(source) {
            Some(key) => push_key(&key, self.dialect, self.out),
            None => self.string(source),
        }
        self.reader.blanks();
        (self.reader.peek()? == ':').then(|| self.take(':'))?;
        Some(Next::Value)
    }

    fn value(&mut self, first: char) -> Option<Next> {
        match first {
            '[' | '{' if self.open.len() == DEEPEST => return None,
            '[' => {
                self.open.push(']');
                self.take('[');
                return Some(Next::Item);
            }
            '{' => {
                self.open.push('}');
                self.take('{');
                return Some(Next::Member);
            }
            '"' => {
                let source = self.reader.string()?;
                self.string(source);
            }
            '-' | '0'..='9' => self.out.push_str(self.reader.number()?),
            _ => self.out.push_str(self.reader.word()?),
        }
        Some(Next::More)
    }

    /// A string whose quotes are off, escapes and all.
    fn string(&mut self, source: &str) {
        self.out.push('"');
        each_unit(source, |unit| match unit {
            Unit::Text(text) => push_text(text, self.out),
            Unit::Char(it) => push_text(it.encode_utf8(&mut [0; 4]), self.out),
            Unit::Surrogate(unit) => push_unit(u32::from(unit), self.out),
        });
        self.out.push('"');
    }
}

/// What is left to read.
struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn skip(&mut self, bytes: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn word(&mut self) -> Option<&'t str> {
        let word = ["true", "false", "null"].into_iter().find(|it| self.rest.starts_with(it))?;
        Some(self.skip(word.len()))
    }

    fn number(&mut self) -> Option<&'t str> {
        let bytes = self.rest.as_bytes();
        let digits = |from: usize| bytes.iter().skip(from).take_while(|it| it.is_ascii_digit()).count();
        let mut end = usize::from(bytes.first() == Some(&b'-'));
        let whole = digits(end);
        if whole == 0 || (whole > 1 && bytes.get(end) == Some(&b'0')) {
            return None;
        }
        end += whole;
        if bytes.get(end) == Some(&b'.') {
            let fraction = digits(end + 1);
            end += 1 + Some(fraction).filter(|it| *it > 0)?;
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let exponent = digits(end + 1 + sign);
            end += 1 + sign + Some(exponent).filter(|it| *it > 0)?;
        }
        Some(self.skip(end))
    }

    /// The inside of a string that begins here, if it is one.
    fn string(&mut self) -> Option<&'t str> {
        let inside = self.rest.strip_prefix('"')?;
        let mut bytes = inside.bytes().enumerate();
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b'"' => {
                    self.rest = inside.get(at + 1..)?;
                    return inside.get(..at);
                }
                b'\\' => match bytes.next()?.1 {
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                    b'u' => (0..4).try_for_each(|_| bytes.next()?.1.is_ascii_hexdigit().then_some(()))?,
                    _ => return None,
                },
                0..0x20 => return None,
                _ => {}
            }
        }
        None
    }
}

/// A piece of a string's source.
enum Unit<'t> {
    Text(&'t str),
    Char(char),
    /// Half a pair whose other half is missing.
    Surrogate(u16),
}

/// Reads the escapes that JSON and JavaScript have in common, and those that only the latter has, in a
/// source that was checked to hold no broken ones.
fn each_unit<'t>(source: &'t str, mut take: impl FnMut(Unit<'t>)) {
    let mut high: Option<u16> = None;
    let mut rest = source;
    while !rest.is_empty() {
        let end = rest.find('\\').unwrap_or(rest.len());
        let (text, escape) = rest.split_at(end);
        let (unit, length) = if end > 0 { (Code::None, 0) } else { code(escape) };
        if let (Some(first), Code::Unit(second @ 0xDC00..=0xDFFF)) = (high, &unit) {
            let pair = char::decode_utf16([first, *second]).next().and_then(Result::ok);
            take(Unit::Char(pair.unwrap_or('\u{FFFD}')));
            high = None;
            rest = escape.get(length..).unwrap_or_default();
            continue;
        }
        if let Some(alone) = high.take() {
            take(Unit::Surrogate(alone));
        }
        if end > 0 {
            take(Unit::Text(text));
            rest = escape;
            continue;
        }
        match unit {
            Code::Unit(unit @ 0xD800..=0xDBFF) => high = Some(unit),
            Code::Unit(unit) => {
                take(char::from_u32(u32::from(unit)).map_or(Unit::Surrogate(unit), Unit::Char));
            }
            Code::Char(it) => take(Unit::Char(it)),
            Code::None => {}
        }
        rest = escape.get(length..).unwrap_or_default();
    }
    if let Some(alone) = high {
        take(Unit::Surrogate(alone));
    }
}

/// What one escape stands for.
enum Code {
    Unit(u16),
    Char(char),
    /// Nothing: a line continuation.
    None,
}

/// ECMA-262 § 12.9.4: the escape a text begins with, and its length. A broken one is a `\`.
fn code(escape: &str) -> (Code, usize) {
    let broken = (Code::Char('\\'), 1);
    let Some(letter) = escape.chars().nth(1) else { return broken };
    let hex = |from: usize, to: usize| {
        let digits = escape.get(from..to).filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()));
        digits.and_then(|it| u32::from_str_radix(it, 16).ok())
    };
    let simple = |it| (Code::Char(it), 2);
    match letter {
        'b' => simple('\u{8}'),
        'f' => simple('\u{C}'),
        'n' => simple('\n'),
        'r' => simple('\r'),
        't' => simple('\t'),
        'v' => simple('\u{B}'),
        '0' if !escape.as_bytes().get(2).is_some_and(u8::is_ascii_digit) => simple('\0'),
        'x' => hex(2, 4).and_then(|it| u16::try_from(it).ok()).map_or(broken, |it| (Code::Unit(it), 4)),
        'u' if escape.as_bytes().get(2) == Some(&b'{') => {
            let end = escape.bytes().take(12).position(|it| it == b'}').unwrap_or(0);
            hex(3, end).and_then(char::from_u32).map_or(broken, |it| (Code::Char(it), end + 1))
        }
        'u' => hex(2, 6).and_then(|it| u16::try_from(it).ok()).map_or(broken, |it| (Code::Unit(it), 6)),
        '0'..='9' => broken,
        '\r' if escape.as_bytes().get(2) == Some(&b'\n') => (Code::None, 3),
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => (Code::None, 1 + letter.len_utf8()),
        _ => (Code::Char(letter), 1 + letter.len_utf8()),
    }
}

/// The text that the inside of a JSON string means; nothing when half a pair stands alone in it.
fn unescaped_json(source: &str) -> Option<String> {
    let mut text = String::new();
    let mut whole = true;
    each_unit(source, |unit| match unit {
        Unit::Text(it) => text.push_str(it),
        Unit::Char(it) => text.push(it),
        Unit::Surrogate(_) => whole = false,
    });
    whole.then_some(text)
}

/// The text that the inside of a JavaScript string means; nothing when it ends in the middle of an escape,
/// for then it is no such inside.
pub(super) fn unescaped(source: &str) -> Option<String> {
    let trailing = source.len() - source.trim_end_matches('\\').len();
    if trailing % 2 == 1 {
        return None;
    }
    let mut text = String::new();
    each_unit(source, |unit| match unit {
        Unit::Text(it) => text.push_str(it),
        Unit::Char(it) => text.push(it),
        Unit::Surrogate(_) => text.push('\u{FFFD}'),
    });
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::{Dialect, is_scalar, transcode, unescaped};
    use proptest::prelude::*;

    fn written(text: &str) -> Option<String> {
        let mut out = String::new();
        transcode(text, Dialect::Json, &mut out).then_some(out)
    }

    #[test]
    fn json_is_told_from_other_text() {
        let rows = [
            ("{\"a\": [1, -0.5e+3, true, null]}", Some("{\"a\":[1,-0.5e+3,true,null]}")),
            (" \"</script>\" ", Some("\"\\u003C\\u002Fscript\\u003E\"")),
            ("\"\\n\\u00e9\\ud83d\\ude00\"", Some("\"\\u000Aé😀\"")),
            ("\"\\ud83dx\"", Some("\"\\uD83Dx\"")),
            ("[]", Some("[]")),
            ("{}", Some("{}")),
            ("5", Some("5")),
            ("{\"__proto__\":1}", Some("{\"__proto__\":1}")),
            ("", None),
            ("01", None),
            ("1.", None),
            ("[1,]", None),
            ("{\"a\":1,}", None),
            ("{a:1}", None),
            ("'a'", None),
            ("\"a", None),
            ("\"\\x41\"", None),
            ("\"\n\"", None),
            ("1 2", None),
            ("<b>", None),
            ("undefined", None),
            ("[1}", None),
            ("nul", None),
            ("-", None),
        ];
        for (text, want) in rows {
            assert_eq!(written(text).as_deref(), want, "{text:?}");
        }
        let mut js = String::new();
        assert!(transcode("{\"__proto__\":1, \"\\u005f_proto__\":2}", Dialect::Js, &mut js));
        assert_eq!(js, "{[\"__proto__\"]:1,[\"__proto__\"]:2}");
        assert!(["true", "null", "-1.5", "0"].into_iter().all(is_scalar));
        assert!(!["", "True", "[1]", "1;alert(1)", " 1", "0x1"].into_iter().any(is_scalar));
    }

    #[test]
    fn escapes_of_javascript_are_read() {
        let rows = [
            ("O\\u0027Reilly", Some("O'Reilly")),
            ("a\\\\", Some("a\\")),
            ("\\x41\\u{42}", Some("AB")),
            ("a\\\nb", Some("ab")),
            ("\\'", Some("'")),
            ("a\\", None),
            ("\\u12", Some("\\u12")),
            ("\\0", Some("\0")),
            ("\\ud83d\\ude00", Some("😀")),
            ("\\ud83d", Some("\u{FFFD}")),
        ];
        for (source, want) in rows {
            assert_eq!(unescaped(source).as_deref(), want, "{source:?}");
        }
    }

    #[test]
    fn hostile_texts_are_read_in_one_pass() {
        for piece in ["[", "{\"a\":", "\"", "\\ud83d", "1", "[],", "\\", "\"\\u0041\","] {
            let _ = written(&piece.repeat(200_000));
            let _ = written(&format!("[\"{}\"]", piece.repeat(200_000)));
            let _ = unescaped(&piece.repeat(200_000));
        }
    }

    proptest! {
        #[test]
        fn agrees_with_another_reader(text in "[\\[\\]{}\",:0-9eE.+\\\\a-f u-]{0,16}|\\PC{0,12}") {
            let theirs = serde_json::from_str::<serde_json::Value>(&text).ok();
            if let Some(ours) = written(&text) {
                // It refuses halves of pairs and numbers out of its range, which are JSON all the same.
                if let Some(theirs) = theirs {
                    prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&ours).ok(), Some(theirs));
                }
            } else {
                prop_assert_eq!(theirs, None);
            }
        }
    }
}
