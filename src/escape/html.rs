//! HTML text and quoted attributes.

use crate::html::{escape_html, escape_html_and_nul};

/// Exactly Django's five characters, `&amp; &lt; &gt; &quot; &#x27;`, so that a page that was right before
/// does not change by a byte; U+0000 becomes U+FFFD.
pub(super) fn text(plain: &str, out: &mut String) {
    escape_html_and_nul(plain, out);
}

/// For an attribute without quotes: what would end the value is escaped too (§ attribute value (unquoted) state).
pub(super) fn without_quotes(plain: &str) -> String {
    let mut escaped = String::new();
    text(plain, &mut escaped);
    let mut out = String::with_capacity(escaped.len());
    replace(&escaped, &mut out, |byte| match byte {
        b' ' => Some("&#32;"),
        b'\t' => Some("&#9;"),
        b'\n' => Some("&#10;"),
        0x0C => Some("&#12;"),
        b'\r' => Some("&#13;"),
        b'=' => Some("&#61;"),
        b'`' => Some("&#96;"),
        _ => None,
    });
    out
}

/// As Django prints: U+0000 stays.
pub(super) fn django(plain: &str, out: &mut String) {
    escape_html(plain, out);
}

/// HTML that somebody vouches for, in RCDATA: its references stay, `<` can end nothing.
pub(super) fn markup_as_rcdata(trusted: &str, out: &mut String) {
    replace(trusted, out, |byte| (byte == b'<').then_some("&lt;"));
}

/// HTML that somebody vouches for, in a script that is a template: it may neither end the script nor begin the
/// comment in which `</script>` does not (§ script data escaped state). Template engines read a `\\` there as
/// text.
pub(super) fn markup_in_script(trusted: &str, out: &mut String) {
    let mut copied = 0;
    for (at, _) in trusted.match_indices('<') {
        let rest = &trusted.as_bytes()[at + 1..];
        let begins = |text: &[u8]| rest.get(..text.len()).is_some_and(|it| it.eq_ignore_ascii_case(text));
        if begins(b"/script") || begins(b"!--") || begins(b"script") {
            out.push_str(&trusted[copied..=at]);
            out.push('\\');
            copied = at + 1;
        }
    }
    out.push_str(&trusted[copied..]);
}

/// HTML that somebody vouches for, in a quoted attribute: the attribute's value is the HTML's source as
/// Django would have printed it, for its references stay; quotes and angle brackets are escaped.
pub(super) fn markup_as_attribute(trusted: &str, out: &mut String) {
    replace(trusted, out, |byte| match byte {
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#x27;"),
        _ => None,
    });
}

/// Copies text in runs, with some ASCII bytes replaced.
fn replace(text: &str, out: &mut String, by: impl Fn(u8) -> Option<&'static str>) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(replacement) = by(byte) {
            out.push_str(&text[copied..at]);
            out.push_str(replacement);
            copied = at + 1;
        }
    }
    out.push_str(&text[copied..]);
}
