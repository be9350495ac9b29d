//! Tags of the library `i18n`.

use super::{Given, Printed};
use crate::diagnostics::{Error, ErrorKind};
use crate::filters::{language_of, str_of, translated_name};
use crate::languages::Language;
use crate::value::{Cx, Kind, Value, items};
use std::borrow::Cow;

/// A message in the language of the render. What was HTML stays HTML: translators are trusted as the
/// template's author is.
pub(super) fn translate<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    let cx = given.cx;
    let message = given.at(0);
    let keyword = |name: &str| given.keywords.iter().find(|it| it.0 == name).map(|it| it.1);
    let noop = keyword("noop").is_some();
    if noop && message.as_str().is_none() {
        return Ok(message);
    }
    let text = str_of(message, cx)?;
    let translated = match noop {
        true => Some(Cow::Borrowed(text)),
        false => {
            let context = keyword("context").map(|it| str_of(it, cx)).transpose()?;
            // The catalogue has `%` doubled, as everywhere in gettext.
            let id = text.replace("\r\n", "\n").replace('\r', "\n").replace('%', "%%");
            cx.translation(&id, context, None)
        }
    };
    let text = match translated {
        Some(translation) if translation.contains("%%") => cx.arena.str(&translation.replace("%%", "%"))?,
        Some(Cow::Borrowed(translation)) => translation,
        Some(Cow::Owned(translation)) => cx.arena.str(&translation)?,
        None => text,
    };
    Ok(match message {
        Value::Safe(kind @ Kind::Html(_), _) => Value::Safe(kind, text),
        _ => Value::Str(text),
    })
}

/// The languages of the application, each as a tuple of its code and its translated name.
pub(super) fn get_available_languages<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    let cx = given.cx;
    let mut list = Vec::new();
    for (code, name) in cx.host.languages() {
        let (code, name) = (cx.arena.str(&code)?, cx.arena.str(&name)?);
        list.push(Value::Tuple(cx.arena.slice(&[Value::Str(code), translated_name(name, cx)?])?));
    }
    Ok(Value::List(cx.arena.list(&list)?))
}

pub(super) fn get_current_language<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    Ok(given.cx.language.map_or(Value::None, Value::Str))
}

pub(super) fn get_current_language_bidi<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    Ok(Value::Bool(given.cx.language.is_some_and(|it| given.cx.host.is_bidi(it))))
}

pub(super) fn get_language_info<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    info(language_of(given.at(0), given.cx)?, given.cx)
}

/// Of codes, or of sequences that begin with one. Django tells them apart by the length of what is first.
pub(super) fn get_language_info_list<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    let cx = given.cx;
    let Some(languages) = items(given.at(0), cx)? else {
        let message = format!("a {} is no list of languages", given.at(0).type_name());
        return Err(Error::new(ErrorKind::ValueError, message));
    };
    let mut list = Vec::new();
    for at in 0..languages.len() {
        let language = languages.get(at, cx)?;
        let first = match (language.as_str(), items(language, cx)?) {
            (None, Some(parts)) if parts.len() > 0 => parts.get(0, cx)?,
            _ => language,
        };
        list.push(info(language_of(first, cx)?, cx)?);
    }
    Ok(Value::List(cx.arena.list(&list)?))
}

/// What Django tells of a language, as a map.
fn info<'a>(language: &'static Language, cx: Cx<'a>) -> Printed<'a> {
    Ok(Value::Map(cx.arena.slice(&[
        ("bidi", Value::Bool(language.bidi)),
        ("code", Value::Str(language.code)),
        ("name", Value::Str(language.name)),
        ("name_local", Value::Str(language.name_local)),
        ("name_translated", translated_name(language.name, cx)?),
    ])?))
}
