//! [`Library`]: names to filters and tags, and what `{% load %}` adds to them.

use crate::diagnostics::Error;
use crate::filters;
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

    /// Least and most arguments after the colon.
    pub(crate) fn arguments(&self) -> (u8, u8) {
        match self {
            FilterRef::Builtin(entry) => entry.arguments,
            FilterRef::Custom(_, filter) => filter.arguments(),
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
    library: &'l Library,
    only: Option<&'l str>,
}

impl<'l> Loaded<'l> {
    fn filter(self, name: &str) -> Option<&'l Arc<dyn Filter>> {
        self.library.filters.get(name).filter(|_| self.only.is_none_or(|it| it == name))
    }

    fn filter_names(self) -> impl Iterator<Item = &'l str> {
        let names = self.library.filters.keys().map(|it| &**it);
        names.filter(move |name| self.only.is_none_or(|it| it == *name))
    }

    fn same(self, other: Loaded<'_>) -> bool {
        std::ptr::eq(self.library, other.library) && self.only == other.only
    }
}

impl<'l> Scope<'l> {
    pub(crate) fn new(libraries: &'l Libraries) -> Scope<'l> {
        Scope { libraries, loaded: Vec::new() }
    }

    /// `{% load name %}`. False when there is no such library.
    pub(crate) fn load(&mut self, name: &str) -> bool {
        let library = self.libraries.named.get(name);
        library.map(|library| self.push(Loaded { library, only: None })).is_some()
    }

    /// `{% load name from library %}`. `None` when there is no such library, false when it has no
    /// such name.
    pub(crate) fn load_one(&mut self, library: &str, name: &str) -> Option<bool> {
        let library = self.libraries.named.get(library)?;
        let Some((only, _)) = library.filters.get_key_value(name) else { return Some(false) };
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
        let mut names: Vec<&str> = self.libraries.named.keys().map(|it| &**it).collect();
        names.sort_unstable();
        names
    }

    /// The filter of this name; what was loaded last wins.
    pub(crate) fn filter(&self, name: &str) -> Option<FilterRef> {
        let global = Loaded { library: &self.libraries.global, only: None };
        let mut custom = self.loaded.iter().rev().copied().chain([global]).filter_map(|it| it.filter(name));
        match custom.next() {
            Some(filter) => Some(FilterRef::Custom(name.into(), filter.clone())),
            None => filters::find(name).map(FilterRef::Builtin),
        }
    }

    /// All filter names, for suggestions.
    pub(crate) fn filter_names(&self) -> impl Iterator<Item = &str> {
        let global = Loaded { library: &self.libraries.global, only: None };
        let custom = self.loaded.iter().copied().chain([global]).flat_map(Loaded::filter_names);
        custom.chain(filters::BUILTIN.iter().map(|it| it.name))
    }

    /// The tag of this name.
    pub(crate) fn tag(&self, name: &str) -> Option<TagRef> {
        tags::find(name).map(TagRef)
    }
}
