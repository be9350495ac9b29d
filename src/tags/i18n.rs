//! Tags of the library `i18n`.

use super::{Given, Printed};
use crate::filters::str_of;
use crate::value::{Kind, Value};

/// A message in the language of the render. What was HTML stays HTML: translators are trusted as the
/// template's author is.
pub(super) fn translate<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    let cx = given.cx;
    let message = given.at(0);
    let keyword = |name: &str| given.keywords.iter().find(|it| it.0 == name).map(|it| it.1);
    let text = str_of(message, cx)?;
    let translated = match keyword("noop") {
        Some(_) => None,
        None => {
            let context = keyword("context").map(|it| str_of(it, cx)).transpose()?;
            // The catalogue has `%` doubled, as everywhere in gettext.
            let id = text.replace("\r\n", "\n").replace('\r', "\n").replace('%', "%%");
            cx.translation(&id, context, None)
        }
    };
    let text = match translated {
        Some(translation) => cx.arena.str(&translation.replace("%%", "%"))?,
        None if text.contains("%%") => cx.arena.str(&text.replace("%%", "%"))?,
        None => text,
    };
    Ok(match message {
        Value::Safe(kind @ Kind::Html(_), _) => Value::Safe(kind, text),
        _ => Value::Str(text),
    })
}
