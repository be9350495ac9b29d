//! [`Library`]: names to filters and tags, and what `{% load %}` adds to them.

use crate::diagnostics::Error;
use crate::filters::{self, OnMarkup};
use crate::fragment::Slot;
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
    /// Whether strangers write the templates: then no built-in vouches for a value, or tells what only the
    /// response may know.
    pub untrusted: bool,
}

/// Filters by which an author vouches for a value.
const VOUCHING: &[&str] = &["safe", "safeseq", "trust"];

/// Tags that read what belongs to one response, show the context, or write to a store of the application.
const PRIVATE: &[&str] = &["cache", "csp_nonce_attr", "csrf_token", "debug"];

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

impl TagRef {
    /// Whether its value is a URL that code may be loaded from, because the application says so.
    pub(crate) fn vouches_for_code(self) -> bool {
        matches!(self.0.name, "static" | "get_static_prefix")
    }

    /// What it prints of a single response, and nothing else.
    pub(crate) fn slot(self) -> Option<Slot> {
        match self.0.name {
            "csrf_token" => Some(Slot::CsrfField),
            "csp_nonce_attr" => Some(Slot::Nonce),
            _ => None,
        }
    }
}

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

/// Tags that control what is rendered and need a library, which is the second.
const CONTROL: &[(&str, &str)] = &[("cache", "cache")];

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

    fn control(self, name: &str) -> Option<&'static str> {
        CONTROL.iter().find(|it| it.0 == name && self.same(Which::Builtin(it.1))).map(|it| it.0)
    }

    /// The name as the library has it, if it has it.
    fn own(self, name: &str) -> Option<&'l str> {
        let filter = || self.filters()?.get_key_value(name).map(|it| &**it.0);
        self.tag(name).map(|it| it.name).or_else(|| self.control(name)).or_else(filter)
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

    /// Whether strangers write the templates.
    pub(crate) fn is_untrusted(&self) -> bool {
        self.libraries.untrusted
    }

    /// Whether a filter is not for templates that strangers write, and these are.
    pub(crate) fn forbids_filter(&self, filter: &FilterRef) -> bool {
        self.is_untrusted() && VOUCHING.iter().any(|it| filter.is_builtin(it))
    }

    /// The same of a tag.
    pub(crate) fn forbids_tag(&self, name: &str) -> bool {
        self.is_untrusted() && PRIVATE.contains(&name)
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

    /// Whether a control tag needs no library, or its library is loaded.
    pub(crate) fn has_control(&self, tag: &str) -> bool {
        let Some((_, library)) = CONTROL.iter().find(|it| it.0 == tag) else { return true };
        let is = |it: &Loaded<'_>| it.library.same(Which::Builtin(library)) && it.has(tag);
        self.loaded.iter().any(is)
    }

    /// The library to load for a tag that is not in force.
    pub(crate) fn library_of_tag(&self, name: &str) -> Option<&'static str> {
        let control = || CONTROL.iter().find(|it| it.0 == name).map(|it| it.1);
        tags::find(name).map(|it| it.library).filter(|it| !it.is_empty()).or_else(control)
    }
}
