//! What templates may name at one point: what is built in, and what was loaded so far.

use super::{CustomTag, FilterRef, Libraries, Library, TagRef};
use crate::filters;
use crate::tags;
use crate::value::Filter;
use std::collections::HashMap;
use std::sync::Arc;

/// Filters by which an author vouches for a value.
const VOUCHING: &[&str] = &["safe", "safeseq", "trust"];

/// Tags that read what belongs to one response, show the context, or write to a store of the application.
const PRIVATE: &[&str] = &["cache", "csp_nonce_attr", "csrf_token", "debug"];

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

/// Tags that control what is rendered and need a library, which is the second.
const CONTROL: &[(&str, &str)] = &[
    ("cache", "cache"),
    ("blocktrans", "i18n"),
    ("blocktranslate", "i18n"),
    ("language", "i18n"),
    ("localize", "l10n"),
    ("localtime", "tz"),
    ("timezone", "tz"),
];

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

    fn tags(self) -> Option<&'l HashMap<Box<str>, Arc<CustomTag>>> {
        if let Which::Custom(library) = self { Some(&library.tags) } else { None }
    }

    fn tag(self, name: &str) -> Option<TagRef> {
        match self {
            Which::Custom(library) => library.tags.get(name).cloned().map(TagRef::Custom),
            Which::Builtin(library) => {
                tags::find(name).filter(|it| it.library == library).map(TagRef::Builtin)
            }
        }
    }

    fn control(self, name: &str) -> Option<&'static str> {
        CONTROL.iter().find(|it| it.0 == name && self.same(Which::Builtin(it.1))).map(|it| it.0)
    }

    fn builtin_filter(self, name: &str) -> Option<&'static filters::Entry> {
        let Which::Builtin(library) = self else { return None };
        filters::find(name).filter(|it| it.library == library)
    }

    /// The name as the library has it, if it has it.
    fn own(self, name: &str) -> Option<&'l str> {
        let filter = || self.filters()?.get_key_value(name).map(|it| &**it.0);
        let tag = || self.tags()?.get_key_value(name).map(|it| &**it.0);
        let builtin = || match self.tag(name)? {
            TagRef::Builtin(entry) => Some(entry.name),
            TagRef::Custom(_) => None,
        };
        let builtin_filter = || self.builtin_filter(name).map(|it| it.name);
        filter().or_else(tag).or_else(builtin).or_else(|| self.control(name)).or_else(builtin_filter)
    }
}

impl<'l> Loaded<'l> {
    fn has(self, name: &str) -> bool {
        self.only.is_none_or(|it| it == name)
    }

    fn filter(self, name: &str) -> Option<FilterRef> {
        if !self.has(name) {
            return None;
        }
        if let Some(filter) = self.library.filters().and_then(|it| it.get(name)) {
            return Some(FilterRef::Custom(name.into(), filter.clone()));
        }
        self.library.builtin_filter(name).map(FilterRef::Builtin)
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
        let builtin = || filters::find(name).filter(|it| it.library.is_empty()).map(FilterRef::Builtin);
        custom.next().or_else(builtin)
    }

    /// The library to load for a filter that is not in force.
    pub(crate) fn library_of_filter(&self, name: &str) -> Option<&'static str> {
        filters::find(name).map(|it| it.library).filter(|it| !it.is_empty())
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

    /// The tag of this name, if it needs no library or its library is loaded; what was loaded last wins.
    pub(crate) fn tag(&self, name: &str) -> Option<TagRef> {
        let loaded = self.loaded.iter().rev().filter(|it| it.has(name));
        let builtin = || tags::find(name).filter(|it| it.library.is_empty()).map(TagRef::Builtin);
        loaded.filter_map(|it| it.library.tag(name)).next().or_else(|| self.global_tag(name)).or_else(builtin)
    }

    /// The application's tag of this name, which may take the place of one that controls what is rendered.
    pub(crate) fn custom_tag(&self, name: &str) -> Option<Arc<CustomTag>> {
        match self.tag(name) {
            Some(TagRef::Custom(tag)) => Some(tag),
            _ => None,
        }
    }

    fn global_tag(&self, name: &str) -> Option<TagRef> {
        Which::Custom(&self.libraries.global).tag(name)
    }

    /// The names of the application's tags, for suggestions.
    pub(crate) fn tag_names(&self) -> impl Iterator<Item = &'l str> {
        let global = Loaded { library: Which::Custom(&self.libraries.global), only: None };
        let custom = self.loaded.iter().copied().chain([global]);
        custom.flat_map(|it| it.library.tags()).flat_map(HashMap::keys).map(|it| &**it)
    }

    /// Whether a control tag needs no library, or its library is loaded.
    pub(crate) fn has_control(&self, tag: &str) -> bool {
        let Some((_, library)) = CONTROL.iter().find(|it| it.0 == tag) else { return true };
        let is = |it: &Loaded<'_>| it.library.same(Which::Builtin(library)) && it.has(tag);
        self.loaded.iter().any(is)
    }

    /// The library to load for a tag that is not in force.
    pub(crate) fn library_of_tag(&self, name: &str) -> Option<&'l str> {
        let control = || CONTROL.iter().find(|it| it.0 == name).map(|it| it.1);
        let builtin = tags::find(name).map(|it| it.library).filter(|it| !it.is_empty()).or_else(control);
        let custom = || {
            let mut having = self.libraries.named.iter().filter(|it| it.1.tags.contains_key(name));
            having.next().map(|it| &**it.0)
        };
        builtin.or_else(custom)
    }
}
