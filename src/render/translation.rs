//! `blocktranslate` and `language`.

use super::eval::Missing;
use super::walk::Walk;
use crate::diagnostics::{Error, ErrorKind};
use crate::host::Plural;
use crate::program::{Expr, Op, Translation, Wording};
use crate::value::{Kind, Origin, Value, plain_text, truth};
use std::borrow::Cow;

impl<'a> Walk<'a, '_, '_> {
    /// A body in another language. `None` turns translations off; an empty code changes nothing.
    #[inline(never)]
    pub(super) fn language(&mut self, language: &'a Expr, body: &'a [Op]) -> Result<(), Error> {
        let language = match self.value(language, Missing::Invalid)? {
            Value::None => None,
            value => match value.as_str() {
                Some("") => self.cx.language,
                Some(code) => Some(self.code(code)?),
                None => {
                    let message = format!("a {} is no code of a language", value.type_name());
                    return Err(Error::new(ErrorKind::ValueError, message));
                }
            },
        };
        self.part(|it| it.language = language, body)
    }

    /// A code as the host is asked for it: `pt_BR` as `pt-br`.
    fn code(&self, code: &'a str) -> Result<&'a str, Error> {
        if code.bytes().any(|it| it == b'_' || it.is_ascii_uppercase()) {
            return self.cx.arena.str(&code.replacen('_', "-", 1).to_ascii_lowercase());
        }
        Ok(code)
    }

    #[inline(never)]
    pub(super) fn translation(&mut self, tag: &'a Translation) -> Result<(), Error> {
        let context = match &tag.context {
            Some(context) => self.message_context(context)?,
            None => None,
        };
        let mark = self.bind(&tag.bindings)?;
        let capture = tag.into.as_ref().map(|_| self.out.capture());
        self.worded(tag, context.as_deref())?;
        self.scope.pop(mark);
        if let (Some(name), Some(capture)) = (&tag.into, capture) {
            let text = self.cx.arena.str(&self.out.captured(&capture))?;
            // With `autoescape off` the template's author vouches for the values.
            let origin = if self.cx.autoescape { Origin::Earned } else { Origin::Trusted };
            self.scope.set(name, Value::Safe(Kind::Html(origin), text));
        }
        Ok(())
    }

    /// What tells equal messages apart; nothing does when it counts as false.
    fn message_context(&mut self, context: &'a Expr) -> Result<Option<Cow<'a, str>>, Error> {
        let value = self.value(context, Missing::Invalid)?;
        Ok(if truth(value, self.cx)? { Some(plain_text(value, self.cx)?) } else { None })
    }

    fn worded(&mut self, tag: &'a Translation, context: Option<&str>) -> Result<(), Error> {
        let (wording, plural) = match &tag.plural {
            None => (&tag.singular, None),
            Some((binding, many)) => {
                let value = self.value(&binding.value, Missing::Invalid)?;
                let Some(count) = number(value) else { return Err(no_number(binding.name.text(), value)) };
                self.scope.set(binding.name.text(), value);
                (if count == 1.0 { &tag.singular } else { many }, Some(Plural { id: &many.id, count }))
            }
        };
        match self.cx.translation(&tag.singular.id, context, plural) {
            Some(text) if *text != *wording.id => self.in_translation(tag, wording, &text),
            _ => self.body(&wording.ops),
        }
    }

    /// A translation, or the untranslated text when it is refused.
    fn in_translation(
        &mut self,
        tag: &'a Translation,
        wording: &'a Wording,
        text: &str,
    ) -> Result<(), Error> {
        match self.job.units.translated(self.at, tag.site, text) {
            Ok(Some(link)) => {
                let from = self.at;
                return self
                    .unit(link)
                    .map_err(|it| it.via(&from.program.source, tag.span, "translated here"));
            }
            Ok(None) => {}
            Err(error) if self.job.options.strict_places => return Err(error),
            Err(error) => {
                if let Some(report) = &self.job.options.on_bad_translation {
                    report(&error);
                }
            }
        }
        // Django turns translations off for it, which formats of values follow.
        self.part(|it| it.language = None, &wording.ops)
    }
}

/// How many there are; `None` of what is no number.
fn number(value: Value<'_>) -> Option<f64> {
    match value {
        Value::Bool(it) => Some(f64::from(u8::from(it))),
        Value::Int(it) => Some(it as f64),
        Value::Float(it) => Some(it),
        Value::Number(digits) => digits.parse().ok(),
        _ => None,
    }
}

#[cold]
fn no_number(name: &str, value: Value<'_>) -> Error {
    let message = format!("`{name}` counts, so it must be a number and no {}", value.type_name());
    Error::new(ErrorKind::ValueError, message).help("`|length` gives the number of items in a list")
}
