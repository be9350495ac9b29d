//! [`Library`]: names to filters and tags, and what `{% load %}` adds to them.

use crate::diagnostics::Error;
use crate::filters::{self, OnMarkup};
use crate::tags;
use crate::value::{Cx, Filter, IntoFilter, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// A named set of filters and tags. The built-in ones need no `{% load %}`.
#[derive(Clone, Default)]
pub struct Library {
    filters: HashMap<Box<str>, Arc<dyn Filter>>,
}

impl Library {
    /// An empty library.
    pub fn new() -> Library {
        Library::default()
    }

    /// Adds a filter, replacing one of the same name.
    pub fn filter<M>(mut self, name: impl Into<Box<str>>, filter: impl IntoFilter<M>) -> Library {
        self.filters.insert(name.into(), filter.into_filter());
        self
    }
}

/// Everything templates of one engine may name.
#[derive(Clone, Default)]
pub(crate) struct Libraries {
    /// Known without `{% load %}`, beside the built-ins.
    pub global: Library,
    /// Known after `{% load name %}`.
    pub named: HashMap<Box<str>, Library>,
}

#[cfg(feature = "sanitize")]
impl Libraries {
    /// With a filter known without `{% load %}`, unless the application has one of this name.
    pub(crate) fn with_filter(mut self, name: &str, filter: impl Filter + 'static) -> Libraries {
        self.global.filters.entry(name.into()).or_insert_with(|| Arc::new(filter));
        self
    }
}

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

    /// The literal words it takes one of, if it is such a filter.
    pub(crate) fn words(&self) -> Option<Vec<&'static str>> {
        match self {
            FilterRef::Builtin(entry) => filters::words(entry.name),
            FilterRef::Custom(..) => None,
        }
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
#[derive(Clone, Copy)]
pub(crate) struct TagRef(pub &'static tags::Entry);

/// The names in force at one point of a template: built-ins, global ones, and what was loaded so far.
pub(crate) struct Scope<'l> {
    libraries: &'l Libraries,
    /// What was loaded, each once, the latest last.
    loaded: Vec<Loaded<'l>>,
}

/// A library that was loaded, or one name of it.
#[derive(Clone, Copy)]
struct Loaded<'l> {
    library: Which<'l>,
    only: Option<&'l str>,
}

#[derive(Clone, Copy)]
enum Which<'l> {
    Custom(&'l Library),
    /// One of Django's, by its name.
    Builtin(&'static str),
}

/// Django's libraries.
const BUILTIN: &[&str] = &["cache", "humanize", "i18n", "l10n", "static", "tz"];

impl<'l> Which<'l> {
    /// The library that `{% load name %}` means; the application's win over Django's.
    fn find(name: &str, libraries: &'l Libraries) -> Option<Which<'l>> {
        let builtin = || BUILTIN.iter().find(|it| **it == name).map(|it| Which::Builtin(it));
        libraries.named.get(name).map(Which::Custom).or_else(builtin)
    }

    fn same(self, other: Which<'_>) -> bool {
        match (self, other) {
            (Which::Custom(a), Which::Custom(b)) => std::ptr::eq(a, b),
            (Which::Builtin(a), Which::Builtin(b)) => a == b,
            _ => false,
        }
    }

    fn filters(self) -> Option<&'l HashMap<Box<str>, Arc<dyn Filter>>> {
        if let Which::Custom(library) = self { Some(&library.filters) } else { None }
    }

    fn tag(self, name: &str) -> Option<&'static tags::Entry> {
        let Which::Builtin(library) = self else { return None };
        tags::find(name).filter(|it| it.library == library)
    }

    /// The name as the library has it, if it has it.
    fn own(self, name: &str) -> Option<&'l str> {
        let filter = || self.filters()?.get_key_value(name).map(|it| &**it.0);
        self.tag(name).map(|it| it.name).or_else(filter)
    }
}

impl<'l> Loaded<'l> {
    fn has(self, name: &str) -> bool {
        self.only.is_none_or(|it| it == name)
    }

    fn filter(self, name: &str) -> Option<&'l Arc<dyn Filter>> {
        self.library.filters()?.get(name).filter(|_| self.has(name))
    }

    fn filter_names(self) -> impl Iterator<Item = &'l str> {
        let names = self.library.filters().into_iter().flat_map(HashMap::keys).map(|it| &**it);
        names.filter(move |name| self.has(name))
    }

    fn same(self, other: Loaded<'_>) -> bool {
        self.library.same(other.library) && self.only == other.only
    }
}

impl<'l> Scope<'l> {
    pub(crate) fn new(libraries: &'l Libraries) -> Scope<'l> {
        Scope { libraries, loaded: Vec::new() }
    }

    /// `{% load name %}`. False when there is no such library.
    pub(crate) fn load(&mut self, name: &str) -> bool {
        let library = Which::find(name, self.libraries);
        library.map(|library| self.push(Loaded { library, only: None })).is_some()
    }

    /// `{% load name from library %}`. `None` when there is no such library, false when it has no
    /// such name.
    pub(crate) fn load_one(&mut self, library: &str, name: &str) -> Option<bool> {
        let library = Which::find(library, self.libraries)?;
        let Some(only) = library.own(name) else { return Some(false) };
        self.push(Loaded { library, only: Some(only) });
        Some(true)
    }

    /// A library loaded again moves to the end, so that loading a thousand times costs no more.
    fn push(&mut self, loaded: Loaded<'l>) {
        self.loaded.retain(|it| !it.same(loaded));
        self.loaded.push(loaded);
    }

    /// The libraries that `{% load %}` knows, sorted.
    pub(crate) fn known(&self) -> Vec<&'l str> {
        let own = self.libraries.named.keys().map(|it| &**it);
        let mut names: Vec<&str> = own.chain(BUILTIN.iter().copied()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The filter of this name; what was loaded last wins.
    pub(crate) fn filter(&self, name: &str) -> Option<FilterRef> {
        let global = Loaded { library: Which::Custom(&self.libraries.global), only: None };
        let mut custom = self.loaded.iter().rev().copied().chain([global]).filter_map(|it| it.filter(name));
        match custom.next() {
            Some(filter) => Some(FilterRef::Custom(name.into(), filter.clone())),
            None => filters::find(name).map(FilterRef::Builtin),
        }
    }

    /// All filter names, for suggestions.
    pub(crate) fn filter_names(&self) -> impl Iterator<Item = &str> {
        let global = Loaded { library: Which::Custom(&self.libraries.global), only: None };
        let custom = self.loaded.iter().copied().chain([global]).flat_map(Loaded::filter_names);
        custom.chain(filters::BUILTIN.iter().map(|it| it.name))
    }

    /// The tag of this name, if it needs no library or its library is loaded.
    pub(crate) fn tag(&self, name: &str) -> Option<TagRef> {
        let entry = tags::find(name)?;
        let loaded = |it: &Loaded<'_>| it.has(name) && it.library.tag(name).is_some();
        (entry.library.is_empty() || self.loaded.iter().any(loaded)).then_some(TagRef(entry))
    }

    /// The library to load for a tag that is not in force.
    pub(crate) fn library_of_tag(&self, name: &str) -> Option<&'static str> {
        tags::find(name).map(|it| it.library).filter(|it| !it.is_empty())
    }
}
