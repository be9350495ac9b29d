//! Rows of an export, one JSON object a line: the field that holds HTML is cleaned, every other byte of the
//! line stays as it is.

use palisade::Sanitizer;
use serde::de::IgnoredAny;
use serde_json::Deserializer;
use std::ops::Range;

/// What became of a row.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Row {
    Unchanged,
    Changed(String),
    Refused(String),
}

/// Cleans the field of one line.
pub(crate) fn clean(sanitizer: &Sanitizer, field: &str, line: &str) -> Row {
    let Some(place) = place(line, field) else {
        return Row::Refused("no JSON object".to_owned());
    };
    // A row without the field, or with nothing in it, has nothing to clean.
    let Some(place) = place else { return Row::Unchanged };
    let value = line.get(place.clone()).unwrap_or_default();
    if value == "null" {
        return Row::Unchanged;
    }
    let Ok(html) = serde_json::from_str::<String>(value) else {
        return Row::Refused(format!("`{field}` is no text"));
    };
    match sanitizer.clean(&html) {
        Ok(clean) if clean.is_unchanged() => Row::Unchanged,
        Ok(clean) => match serde_json::to_string(clean.as_str()) {
            Ok(text) => Row::Changed([&line[..place.start], &text, &line[place.end..]].concat()),
            Err(error) => Row::Refused(error.to_string()),
        },
        Err(error) => Row::Refused(error.to_string()),
    }
}

/// Where the value of a field of the object stands, the last one of that name; the outer `None` when the line
/// is no object.
fn place(line: &str, field: &str) -> Option<Option<Range<usize>>> {
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line).ok()?;
    let mut found = None;
    let mut at = line.find('{')? + 1;
    loop {
        at += blanks(&line[at..]);
        if line[at..].starts_with('}') {
            return Some(found);
        }
        let (name, length) = next::<String>(&line[at..])?;
        at += length;
        at += blanks(&line[at..]) + 1; // the colon
        at += blanks(&line[at..]);
        let (_, length) = next::<IgnoredAny>(&line[at..])?;
        if name == field {
            found = Some(at..at + length);
        }
        at += length;
        at += blanks(&line[at..]);
        at += usize::from(line[at..].starts_with(','));
    }
}

/// The JSON value at the start of a text, and its length.
fn next<'t, T: serde::Deserialize<'t>>(text: &'t str) -> Option<(T, usize)> {
    let mut values = Deserializer::from_str(text).into_iter::<T>();
    let value = values.next()?.ok()?;
    Some((value, values.byte_offset()))
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_ascii_start().len()
}

#[cfg(test)]
mod tests {
    use super::{Row, clean};
    use palisade::{Policy, Sanitizer};

    #[track_caller]
    fn check(line: &str, want: &Row) {
        let sanitizer = Sanitizer::new(Policy::comment()).expect("a preset");
        assert_eq!(clean(&sanitizer, "body", line), *want, "{line}");
    }

    #[test]
    fn only_the_field_is_touched() {
        check(r#"{"id":1,"body":"<b>x</b>"}"#, &Row::Unchanged);
        check(r#"{"id": 1.50 }"#, &Row::Unchanged);
        check(r#"{"body":null}"#, &Row::Unchanged);
        let changed = r#"{ "id" : 1.50, "body" : "<b>\"é\"</b>" , "x":[{"body":"<i>"}] }"#;
        check(
            r#"{ "id" : 1.50, "body" : "<b onclick=x()>\"\u00e9\"" , "x":[{"body":"<i>"}] }"#,
            &Row::Changed(changed.to_owned()),
        );
    }

    #[test]
    fn what_is_no_row_is_refused() {
        for line in ["", "[]", "{", r#"{"body":"#, r#"{"body":1}"#, r#"{"body":"a"} x"#] {
            let sanitizer = Sanitizer::new(Policy::comment()).expect("a preset");
            assert!(matches!(clean(&sanitizer, "body", line), Row::Refused(_)), "{line}");
        }
    }
}
