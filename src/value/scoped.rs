//! What tags such as `{% localize %}` and `{% timezone %}` change in a part of a page, and the words and
//! formats that hold there.

use super::Cx;
use crate::diagnostics::Error;
use crate::host::{Formats, Plural, Zone};
use std::borrow::Cow;

/// How numbers and dates are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Localize {
    /// As the language of the render does.
    Language,
    /// Numbers as Python does, dates by the settings: `{% localize off %}`.
    Settings,
    /// For machines: in no language.
    Never,
}

/// What holds in one part of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scoped {
    pub localize: Localize,
    /// Whether moments are shown in the current time zone; `None` where the host says so.
    pub local_time: Option<bool>,
    /// The current time zone; `None` for the host's.
    pub zone: Option<Zone>,
}

impl Scoped {
    /// What holds at the beginning of a page.
    pub(crate) const PAGE: Scoped = Scoped { localize: Localize::Language, local_time: None, zone: None };

    /// What holds where a program reads what is written.
    pub(super) const NEVER: Scoped = Scoped { localize: Localize::Never, local_time: None, zone: None };
}

impl<'a> Cx<'a> {
    /// For places where a program reads what is written.
    pub(crate) fn unlocalized(self) -> Cx<'a> {
        self.at(self.unlocalized.unwrap_or(self.here))
    }

    /// How numbers and dates are written here.
    pub(crate) fn localize(self) -> Localize {
        self.scoped.localize
    }

    /// For a part of the page where something else holds.
    pub(crate) fn in_scope(self, change: impl FnOnce(&mut Scoped)) -> Result<Cx<'a>, Error> {
        self.changed(|it| change(&mut it.scoped))
    }

    /// As the language of the render does it, whatever `{% localize %}` says here.
    pub(crate) fn language_scope(self) -> Result<Cx<'a>, Error> {
        match self.localize() {
            Localize::Settings => self.in_scope(|it| it.localize = Localize::Language),
            Localize::Language | Localize::Never => Ok(self),
        }
    }

    /// The formats that hold here.
    pub(crate) fn formats(self) -> &'a Formats<'a> {
        match self.localize() {
            Localize::Language => self.language_formats(),
            Localize::Settings => self.host.formats(None),
            Localize::Never => Formats::settings(),
        }
    }

    /// The formats of the language of the render.
    pub(crate) fn language_formats(self) -> &'a Formats<'a> {
        self.host.formats(self.language)
    }

    /// The current time zone.
    pub(crate) fn zone(self) -> Zone {
        self.scoped.zone.unwrap_or_else(|| self.host.time_zone())
    }

    /// Whether moments are shown in the current time zone.
    pub(crate) fn shows_local_time(self) -> bool {
        self.scoped.local_time.unwrap_or_else(|| self.host.use_tz())
    }

    /// A message in the language of the render.
    pub(crate) fn gettext(self, message: &'static str) -> Cow<'a, str> {
        self.translated(None, message, None).unwrap_or(Cow::Borrowed(message))
    }

    /// A message that is told from equal ones by a context.
    pub(crate) fn pgettext(self, context: &str, message: &'static str) -> Cow<'a, str> {
        self.translated(Some(context), message, None).unwrap_or(Cow::Borrowed(message))
    }

    /// One of two messages, by a number.
    pub(crate) fn ngettext(
        self,
        context: Option<&str>,
        one: &'static str,
        many: &'static str,
        count: u64,
    ) -> Cow<'a, str> {
        let english = || Cow::Borrowed(if count == 1 { one } else { many });
        self.translated(context, one, Some((many, count))).unwrap_or_else(english)
    }

    fn translated(
        self,
        context: Option<&str>,
        message: &str,
        plural: Option<(&str, u64)>,
    ) -> Option<Cow<'a, str>> {
        if self.localize() == Localize::Never {
            return None;
        }
        self.translation(message, context, plural.map(|(id, count)| Plural { id, count: count as f64 }))
    }
}
