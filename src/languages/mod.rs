//! The languages that Django knows: codes, names, direction of writing. Facts, no texts.

#[rustfmt::skip]
mod table;

/// What is known of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its code, in lower case: `de`, `pt-br`, `zh-hans`.
    pub code: &'static str,
    /// Its name in English.
    pub name: &'static str,
    /// Its name in itself, as it stands within a sentence.
    pub name_local: &'static str,
    /// Whether it is written from right to left.
    pub bidi: bool,
}

impl Language {
    /// The language of this code, as Django finds it: by the whole code, or by what stands before the first
    /// `-`. Codes are in lower case.
    ///
    /// ```
    /// use palisade::Language;
    ///
    /// assert_eq!(Language::find("de-at").map(|it| it.name_local), Some("Deutsch"));
    /// assert_eq!(Language::find("zh-cn").map(|it| it.code), Some("zh-hans"));
    /// assert_eq!(Language::find("tlh"), None);
    /// ```
    pub fn find(code: &str) -> Option<&'static Language> {
        Language::exactly(code).or_else(|| Language::exactly(base(code)))
    }

    const fn new(code: &'static str, name: &'static str, name_local: &'static str, bidi: bool) -> Language {
        Language { code, name, name_local, bidi }
    }

    fn exactly(code: &str) -> Option<&'static Language> {
        let alias =
            table::ALIASES.binary_search_by(|it| it.0.cmp(code)).ok().and_then(|it| table::ALIASES.get(it));
        let code = alias.map_or(code, |it| it.1);
        table::LANGUAGES.binary_search_by(|it| it.code.cmp(code)).ok().and_then(|it| table::LANGUAGES.get(it))
    }
}

/// What stands before the first `-` of a code.
pub(crate) fn base(code: &str) -> &str {
    code.split('-').next().unwrap_or(code)
}

/// The languages that Django offers by default: code and English name.
pub(crate) fn available() -> &'static [(&'static str, &'static str)] {
    table::AVAILABLE
}

/// Whether pages in this language run from right to left, by Django's default setting.
pub(crate) fn is_right_to_left(code: &str) -> bool {
    table::RIGHT_TO_LEFT.contains(&base(code))
}

#[cfg(test)]
mod tests {
    use super::{Language, is_right_to_left, table};

    #[test]
    fn the_tables_are_sorted_and_complete() {
        assert!(table::LANGUAGES.is_sorted_by(|a, b| a.code < b.code));
        assert!(table::ALIASES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(table::ALIASES.iter().all(|it| Language::exactly(it.1).is_some()));
        assert!(table::AVAILABLE.iter().all(|it| Language::find(it.0).is_some()));
        assert!(table::LANGUAGES.len() > 90);
    }

    #[test]
    fn direction_follows_the_base_language() {
        assert!(is_right_to_left("ar-eg") && is_right_to_left("he") && !is_right_to_left("de"));
    }
}
