//! Filters of the library `i18n`: what is known of a language, by its code.

use super::{Filtered, str_of};
use crate::diagnostics::{Error, ErrorKind};
use crate::languages::Language;
use crate::value::{Cx, Value};

/// The language of a code. Django knows no other, and neither do we.
pub(crate) fn language_of(code: Value<'_>, cx: Cx<'_>) -> Result<&'static Language, Error> {
    let code = str_of(code, cx)?;
    Language::find(code).ok_or_else(|| {
        let message = format!("there is no language of the code `{code}`");
        Error::new(ErrorKind::ValueError, message).help("codes are in lower case, such as `de` or `pt-br`")
    })
}

/// The English name of a language in the language of the render.
pub(crate) fn translated_name<'a>(name: &'a str, cx: Cx<'a>) -> Filtered<'a> {
    Ok(Value::Str(match cx.translation(name, None, None) {
        Some(translation) => cx.arena.str(&translation)?,
        None => name,
    }))
}

pub(super) fn language_bidi<'a>(code: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    Ok(Value::Bool(language_of(code, cx)?.bidi))
}

pub(super) fn language_name<'a>(code: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    Ok(Value::Str(language_of(code, cx)?.name))
}

pub(super) fn language_name_local<'a>(code: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    Ok(Value::Str(language_of(code, cx)?.name_local))
}

pub(super) fn language_name_translated<'a>(
    code: Value<'a>,
    _: Option<Value<'a>>,
    cx: Cx<'a>,
) -> Filtered<'a> {
    translated_name(language_of(code, cx)?.name, cx)
}
