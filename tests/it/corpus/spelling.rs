//! Whether two pages say the same in different spelling.

use crate::dom;

/// What engines write in place of a value they refuse.
const REJECTIONS: &[&str] = &["ZgotmplZ", "zGoSafez", "about:invalid", "rejected", "\"#\""];

/// The same to a browser. An expected page that shows a rejection asks only for the same shape.
pub(super) fn same_page(wanted: &str, got: &str) -> bool {
    let (wanted_text, got_text) = (dom::decoded(wanted), dom::decoded(got));
    if REJECTIONS.iter().any(|it| wanted_text.contains(it)) {
        return dom::shape(wanted) == dom::shape(got);
    }
    canonical(&wanted_text) == canonical(&got_text)
}

/// Escapes of scripts, styles and URLs in one spelling. What is special anywhere stays an escape, so
/// that a character that must be escaped is never taken for one that is.
fn canonical(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '%']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (code, length) = escape(rest);
        match code {
            Some(code) if is_harmless(code) => out.push(code),
            Some(code) => out.push_str(&format!("⟨{:X}⟩", u32::from(code))),
            None => out.push_str(&rest[..length]),
        }
        rest = &rest[length..];
    }
    out + rest
}

/// The character that an escape at the start stands for, and the escape's length. The outline shows texts
/// with their backslashes doubled.
fn escape(text: &str) -> (Option<char>, usize) {
    let hex = |from: usize, to: usize| text.get(from..to).and_then(|it| u32::from_str_radix(it, 16).ok());
    let (code, length) = if text.starts_with('%') {
        (hex(1, 3).filter(|it| *it < 128), 3)
    } else if text.starts_with("\\\\u") {
        (hex(3, 7), 7)
    } else if text.starts_with("\\\\x") {
        (hex(3, 5), 5)
    } else {
        (None, 1)
    };
    match code.and_then(char::from_u32) {
        Some(code) => (Some(code), length),
        None => (None, 1),
    }
}

fn is_harmless(code: char) -> bool {
    code.is_alphanumeric() || " _.,-+=@:;!*()[]".contains(code)
}

#[test]
fn spelling_does_not_matter_but_escaping_does() {
    assert!(same_page("<a href='?q=%3d'>", "<a href=\"?q=%3D\">"));
    assert!(same_page("<script>'\\u003c'</script>", "<script>'\\x3C'</script>"));
    assert!(same_page("<script>'\\u003d'</script>", "<script>'='</script>"));
    assert!(!same_page("<script>'\\u003c'</script>", "<script>'<'</script>"));
    assert!(!same_page("<p>a", "<p>b"));
    assert!(same_page("<a href='#ZgotmplZ'>", "<a href='about:blank'>"));
}
