//! Filters and tags as templates name them: built in, or the application's.

use super::CustomTag;
use crate::diagnostics::Error;
use crate::filters::{self, OnMarkup};
use crate::fragment::Slot;
use crate::tags;
use crate::value::{Cx, Filter, Value};
use std::sync::Arc;

/// A filter that an expression calls, found once.
#[derive(Clone)]
pub(crate) enum FilterRef {
    Builtin(&'static filters::Entry),
    Custom(Box<str>, Arc<dyn Filter>),
}

impl FilterRef {
    pub(crate) fn name(&self) -> &str {
        match self {
            FilterRef::Builtin(entry) => entry.name,
            FilterRef::Custom(name, _) => name,
        }
    }

    /// Whether it is the built-in filter of this name, and not one that took its place.
    pub(crate) fn is_builtin(&self, name: &str) -> bool {
        matches!(self, FilterRef::Builtin(entry) if entry.name == name)
    }

    /// Least and most arguments after the colon.
    pub(crate) fn arguments(&self) -> (u8, u8) {
        match self {
            FilterRef::Builtin(entry) => entry.arguments,
            FilterRef::Custom(_, filter) => filter.arguments(),
        }
    }

    /// Looks at an argument that the template writes out.
    ///
    /// # Errors
    /// What the filter of the application has against it.
    pub(crate) fn check_argument(&self, literal: &str) -> Result<(), Error> {
        match self {
            FilterRef::Builtin(_) => Ok(()),
            FilterRef::Custom(_, filter) => filter.check_argument(literal),
        }
    }

    /// The literal words it takes one of, if it is such a filter.
    pub(crate) fn words(&self) -> Option<Vec<&'static str>> {
        match self {
            FilterRef::Builtin(entry) => filters::words(entry.name),
            FilterRef::Custom(..) => None,
        }
    }

    /// Whether it takes markup for text, so that a tag may come out in pieces. The application's own answer for
    /// the type that they return.
    pub(crate) fn cuts_markup(&self) -> bool {
        const READ_MARKUP: [&str; 5] =
            ["escape", "truncatechars_html", "truncatewords_html", "urlize", "urlizetrunc"];
        let FilterRef::Builtin(entry) = self else { return false };
        self.on_markup() == OnMarkup::Unknown && !READ_MARKUP.contains(&entry.name)
    }

    /// What it makes of markup.
    pub(crate) fn on_markup(&self) -> OnMarkup {
        match self {
            FilterRef::Builtin(entry) => filters::on_markup(entry.name),
            FilterRef::Custom(..) => OnMarkup::Unknown,
        }
    }

    pub(crate) fn apply<'a>(
        &self,
        value: Value<'a>,
        argument: Option<Value<'a>>,
        cx: Cx<'a>,
    ) -> Result<Value<'a>, Error> {
        match self {
            FilterRef::Builtin(entry) => (entry.run)(value, argument, cx),
            FilterRef::Custom(_, filter) => filter.apply(value, argument, cx),
        }
    }
}

/// A tag that prints a value, found once.
#[derive(Clone)]
pub(crate) enum TagRef {
    Builtin(&'static tags::Entry),
    Custom(Arc<CustomTag>),
}

impl TagRef {
    /// The name it is called by.
    #[cfg(test)]
    pub(crate) fn name(&self) -> &str {
        match self {
            TagRef::Builtin(entry) => entry.name,
            TagRef::Custom(tag) => &tag.name,
        }
    }

    /// Whether it is the built-in tag of this name, and not one that took its place.
    pub(crate) fn is_builtin(&self, name: &str) -> bool {
        matches!(self, TagRef::Builtin(entry) if entry.name == name)
    }

    /// Whether its value is a URL that code may be loaded from, because the application says so.
    pub(crate) fn vouches_for_code(&self) -> bool {
        self.is_builtin("static") || self.is_builtin("get_static_prefix")
    }

    /// Whether its value is an address that the application gives.
    pub(crate) fn gives_address(&self) -> bool {
        self.vouches_for_code() || self.is_builtin("url") || self.is_builtin("get_media_prefix")
    }

    /// What it prints of a single response, and nothing else.
    pub(crate) fn slot(&self) -> Option<Slot> {
        let TagRef::Builtin(entry) = self else { return None };
        match entry.name {
            "csrf_token" => Some(Slot::CsrfField),
            "csp_nonce_attr" => Some(Slot::Nonce),
            _ => None,
        }
    }

    /// Whether `as name` stores what would be printed.
    pub(crate) fn stores_printed(&self) -> bool {
        matches!(self, TagRef::Builtin(entry) if entry.stores_printed)
    }
}
