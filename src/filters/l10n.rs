//! Filters of the library `l10n`.

use super::Filtered;
use super::safety::unvouched;
use crate::value::{self, Cx, Localize, Value};
use std::borrow::Cow;

/// What `{{ value }}` prints in the language of the render, whatever `{% localize %}` says.
pub(super) fn localize<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    written(value, cx, Localize::Language)
}

/// Numbers as Python prints them, and dates by the settings.
pub(super) fn unlocalize<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    written(value, cx, Localize::Settings)
}

/// Django's `str(localize(value))`, which is text that nobody vouches for, and in no other time zone.
fn written<'a>(value: Value<'a>, cx: Cx<'a>, localize: Localize) -> Filtered<'a> {
    if let Value::Str(_) | Value::Safe(..) = value {
        return Ok(value);
    }
    let scoped = cx.in_scope(|it| {
        it.localize = localize;
        it.local_time = Some(false);
    })?;
    let text = match value::text(value, scoped)? {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => cx.arena.str(&text)?,
    };
    Ok(unvouched(value, text))
}
