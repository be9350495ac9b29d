//! [`Formats`]: how a language writes dates and numbers.

mod table;

use std::borrow::Cow;

/// How dates and numbers are written, in Django's format letters.
///
/// [`Formats::of`] has those of the languages that Django ships; a host that wants others answers
/// [`Host::formats`](crate::Host::formats) with its own.
///
/// ```
/// use palisade::host::Formats;
///
/// let german = Formats::of("de-at").expect("Django ships German");
/// assert_eq!((&*german.decimal_separator, &*german.short_date), (",", "d.m.Y"));
///
/// let ours = Formats { short_date: "Y-m-d".into(), ..german.clone() };
/// assert_eq!(ours.named("SHORT_DATE_FORMAT"), Some("Y-m-d"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formats<'a> {
    /// `DATE_FORMAT`, as `{{ date }}` prints.
    pub date: Cow<'a, str>,
    /// `TIME_FORMAT`, as `{{ time }}` prints.
    pub time: Cow<'a, str>,
    /// `DATETIME_FORMAT`, as `{{ datetime }}` prints.
    pub date_time: Cow<'a, str>,
    /// `YEAR_MONTH_FORMAT`.
    pub year_month: Cow<'a, str>,
    /// `MONTH_DAY_FORMAT`.
    pub month_day: Cow<'a, str>,
    /// `SHORT_DATE_FORMAT`.
    pub short_date: Cow<'a, str>,
    /// `SHORT_DATETIME_FORMAT`.
    pub short_date_time: Cow<'a, str>,
    /// Between a whole number and its decimals.
    pub decimal_separator: Cow<'a, str>,
    /// Between groups of digits.
    pub thousand_separator: Cow<'a, str>,
    /// How many digits make a group, from the right; the last one holds for all that follow. Empty for
    /// no groups at all.
    pub grouping: Cow<'a, [u8]>,
    /// The first day of a week: 0 for Sunday, 1 for Monday.
    pub first_day: u8,
}

/// One row of the table.
macro_rules! row {
    ($name:literal, $($text:ident: $value:literal),*; grouping: $groups:expr, first_day: $day:literal) => {
        (
            $name,
            Formats {
                $($text: std::borrow::Cow::Borrowed($value),)*
                grouping: std::borrow::Cow::Borrowed($groups),
                first_day: $day,
            },
        )
    };
}
use row;

/// Django's global settings.
static SETTINGS: Formats<'static> = Formats {
    date: Cow::Borrowed("N j, Y"),
    time: Cow::Borrowed("P"),
    date_time: Cow::Borrowed("N j, Y, P"),
    year_month: Cow::Borrowed("F Y"),
    month_day: Cow::Borrowed("F j"),
    short_date: Cow::Borrowed("m/d/Y"),
    short_date_time: Cow::Borrowed("m/d/Y P"),
    decimal_separator: Cow::Borrowed("."),
    thousand_separator: Cow::Borrowed(","),
    grouping: Cow::Borrowed(&[]),
    first_day: 0,
};

impl Formats<'static> {
    /// The formats of a language by its tag (`de`, `pt-br`, `de-at`), if Django ships some for it or for
    /// the language without its region. `en` is always there.
    pub fn of(language: &str) -> Option<&'static Formats<'static>> {
        let row = |name: &str| table::LANGUAGES.binary_search_by(|it| it.0.cmp(name)).ok();
        let base = |name: &str| row(name.split('-').next().unwrap_or_default());
        // Pages ask again and again, nearly always for what is spelled as in the table.
        let row = match row(language) {
            None if language.bytes().any(|it| it == b'_' || it.is_ascii_uppercase()) => {
                let language = language.to_ascii_lowercase().replace('_', "-");
                row(&language).or_else(|| base(&language))
            }
            row => row.or_else(|| base(language)),
        };
        table::LANGUAGES.get(row?).map(|it| &it.1)
    }

    /// What holds where no language does: Django's global settings.
    pub fn settings() -> &'static Formats<'static> {
        &SETTINGS
    }
}

impl Formats<'_> {
    /// The format that goes by this name in Django's settings, such as `SHORT_DATE_FORMAT`.
    pub fn named(&self, name: &str) -> Option<&str> {
        Some(match name {
            "DATE_FORMAT" => &self.date,
            "TIME_FORMAT" => &self.time,
            "DATETIME_FORMAT" => &self.date_time,
            "YEAR_MONTH_FORMAT" => &self.year_month,
            "MONTH_DAY_FORMAT" => &self.month_day,
            "SHORT_DATE_FORMAT" => &self.short_date,
            "SHORT_DATETIME_FORMAT" => &self.short_date_time,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Formats, table::LANGUAGES};

    #[test]
    fn the_table_is_sorted_and_has_english() {
        assert!(LANGUAGES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(Formats::of("en").is_some());
    }

    #[test]
    fn a_region_falls_back_to_its_language() {
        assert_eq!(Formats::of("de_AT"), Formats::of("de"));
        assert_ne!(Formats::of("de-ch"), Formats::of("de"));
        assert_eq!(Formats::of("xx-yy"), None);
    }
}
