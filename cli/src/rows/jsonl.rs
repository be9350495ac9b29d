//! One JSON object a line.

use super::{Found, Unread};
use serde::de::IgnoredAny;
use serde_json::Deserializer;
use std::ops::Range;

/// The text of a field of the line's object; none when it has none, or `null`.
pub(super) fn find(row: &[u8], field: &str) -> Result<Option<Found>, Unread> {
    let line = std::str::from_utf8(row).map_err(|_| "not UTF-8".to_owned())?;
    let Some(place) = place(line, field).ok_or("no JSON object")? else { return Ok(None) };
    let value = line.get(place.clone()).unwrap_or_default();
    if value == "null" {
        return Ok(None);
    }
    let text = serde_json::from_str(value).map_err(|_| format!("`{field}` is no text"))?;
    Ok(Some(Found { place, text }))
}

/// Whether the field's value is written like this.
pub(super) fn is(row: &[u8], field: &str, text: &str) -> bool {
    let Ok(line) = std::str::from_utf8(row) else { return false };
    place(line, field).flatten().is_some_and(|it| line.get(it) == Some(text))
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
