//! [`Translations`]: the catalogues of an application.

use super::Catalog;
use std::collections::HashMap;

/// Catalogues by language: what a [`Host`](crate::Host) answers [`Host::translate`](crate::Host::translate) from.
///
/// A message is looked for in the catalogues of its language in the order they were added, then in those of the
/// language without its last part (`de-at`, then `de`), then in those of the default language. English has no
/// default to fall back to: its messages are the templates' own.
///
/// ```
/// use palisade::{Host, Translations};
/// use palisade::host::Message;
/// use std::borrow::Cow;
///
/// struct App {
///     translations: Translations,
///     language: String,
/// }
///
/// impl Host for App {
///     fn language(&self) -> Option<Cow<'_, str>> {
///         Some(Cow::Borrowed(&self.language))
///     }
///
///     fn translate(&self, message: &Message<'_>) -> Option<Cow<'_, str>> {
///         let plural = message.plural.map(|it| it.count);
///         self.translations.find(message.language, message.id, message.context, plural).map(Cow::Borrowed)
///     }
/// }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Translations {
    catalogs: HashMap<Box<str>, Vec<Catalog>>,
    default: Option<Box<str>>,
}

impl Translations {
    /// No catalogues.
    pub fn new() -> Translations {
        Translations::default()
    }

    /// Adds a catalogue of a language, such as `de` or `pt-br`. Those added before win over it.
    pub fn catalog(mut self, language: &str, catalog: Catalog) -> Translations {
        self.catalogs.entry(normal(language)).or_default().push(catalog);
        self
    }

    /// The language to fall back to where another has no translation.
    pub fn default_language(mut self, language: &str) -> Translations {
        self.default = Some(normal(language));
        self
    }

    /// The translation of a message; with a `count`, in the form that this number takes.
    pub fn find(&self, language: &str, id: &str, context: Option<&str>, count: Option<f64>) -> Option<&str> {
        let own = self.of_language(language, id, context, count);
        own.or_else(|| {
            let default =
                self.default.as_deref().filter(|it| *it != language && !language.starts_with("en"))?;
            self.of_language(default, id, context, count)
        })
    }

    fn of_language(
        &self,
        language: &str,
        id: &str,
        context: Option<&str>,
        count: Option<f64>,
    ) -> Option<&str> {
        let mut language = language;
        loop {
            let catalogs = self.catalogs.get(language).map(Vec::as_slice).unwrap_or_default();
            let mut found = catalogs.iter().filter_map(|it| match count {
                Some(count) => it.ngettext(id, context, count),
                None => it.gettext(id, context),
            });
            if let Some(found) = found.next() {
                return Some(found);
            }
            language = language.rsplit_once('-')?.0;
        }
    }
}

/// `pt_BR` as `pt-br`.
fn normal(language: &str) -> Box<str> {
    language.replace('_', "-").to_ascii_lowercase().into()
}
