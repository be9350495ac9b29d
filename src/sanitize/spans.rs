//! Where the attributes of a tag stand in its source, for reports. The tokenizer says where a tag stands, not
//! what is in it; reports alone ask, so that cleaning does not pay for it.

use crate::html::is_blank;

/// The bytes of the first attribute of this lower-case name, its value included, within the source of a start
/// tag (§ before attribute name state and those after it).
pub(super) fn attribute(tag: &str, name: &str) -> Option<(usize, usize)> {
    let bytes = tag.as_bytes();
    let parts = |it: &u8| is_blank(*it) || matches!(it, b'/' | b'>');
    let mut at = end(bytes, 1, parts);
    while at < bytes.len() {
        at = end(bytes, at, |it| !is_blank(*it) && *it != b'/');
        let start = at;
        // A `=` at the beginning belongs to the name.
        at = end(bytes, start + 1, |it| parts(it) || *it == b'=').min(bytes.len());
        let found = tag.get(start..at)?;
        if found.starts_with('>') {
            return None;
        }
        at = value_end(bytes, at);
        if found.eq_ignore_ascii_case(name) {
            return Some((start, at));
        }
    }
    None
}

/// The place of the first byte from `at` on that `stops`, or the end.
fn end(bytes: &[u8], at: usize, stops: impl Fn(&u8) -> bool) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(stops).unwrap_or(rest.len())
}

/// The end of a value after a name that ends at `at`; `at` itself when there is none.
fn value_end(bytes: &[u8], at: usize) -> usize {
    let equals = end(bytes, at, |it| !is_blank(*it));
    if bytes.get(equals) != Some(&b'=') {
        return at;
    }
    let start = end(bytes, equals + 1, |it| !is_blank(*it));
    match bytes.get(start) {
        Some(quote @ (b'"' | b'\'')) => (end(bytes, start + 1, |it| it == quote) + 1).min(bytes.len()),
        _ => end(bytes, start, |it| is_blank(*it) || *it == b'>'),
    }
}

#[cfg(test)]
mod tests {
    use super::attribute;

    #[track_caller]
    fn check(tag: &str, name: &str, want: Option<&str>) {
        assert_eq!(attribute(tag, name).and_then(|(start, end)| tag.get(start..end)), want, "{tag}");
    }

    #[test]
    fn attributes_are_found_as_the_tokenizer_finds_them() {
        let tag = "<A HREF = x onclick='a b>' b/c=\"=\" d=e/f ==g>";
        check(tag, "href", Some("HREF = x"));
        check(tag, "onclick", Some("onclick='a b>'"));
        check(tag, "b", Some("b"));
        check(tag, "c", Some("c=\"=\""));
        check(tag, "d", Some("d=e/f"));
        check(tag, "=", Some("==g"));
        check(tag, "a", None);
        check("<p x='unfinished", "x", Some("x='unfinished"));
        check("<p", "x", None);
        check("<p/>", "x", None);
        check("", "x", None);
    }
}
