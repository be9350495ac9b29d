//! [`Library`]: names to filters and tags, and what `{% load %}` adds to them.

use crate::diagnostics::Error;
use crate::filters::{self, OnMarkup};
use crate::fragment::Slot;
use crate::tags;
use crate::value::{Cx, Filter, IntoFilter, IntoTag, Parameter, Run, TagFunction, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// A named set of filters and tags. The built-in ones need no `{% load %}`.
#[derive(Clone, Default)]
pub struct Library {
    filters: HashMap<Box<str>, Arc<dyn Filter>>,
    tags: HashMap<Box<str>, Arc<CustomTag>>,
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

    /// Adds a tag that prints what a closure returns: `{% name value other=value %}`, or with `as variable` keeps
    /// it. `arguments` are the names of the closure's arguments, for `name=value`.
    ///
    /// ```
    /// use palisade::{Engine, Keywords, Library, Rest, SafeHtml, Variables, context, format_html};
    ///
    /// let library = Library::new()
    ///     .simple_tag("price", ["cents", "currency"], |cents: i64, currency: Option<&str>| {
    ///         format!("{}.{:02} {}", cents / 100, cents % 100, currency.unwrap_or("€"))
    ///     })
    ///     .simple_tag("icon", ["name"], |name: &str| format_html!("<i class=\"icon-{}\"></i>", name))
    ///     .simple_tag("sum", ["numbers"], |numbers: Rest<'_>| Ok::<i64, palisade::Error>(numbers.read::<i64>()?.iter().sum()))
    ///     .simple_tag("hello", ["variables"], |variables: Variables<'_>| variables.get::<String>("user"));
    /// let engine = Engine::builder().library("shop", library).build()?;
    /// let page = "{% load shop %}{% icon 'cart' %} {% price cents=1250 %}, {% sum 1 2 3 %}, {% hello %}";
    /// assert_eq!(
    ///     engine.render_str(page, &context! { user => "<Ann>" })?,
    ///     "<i class=\"icon-cart\"></i> 12.50 €, 6, &lt;Ann&gt;",
    /// );
    /// # Ok::<(), palisade::Error>(())
    /// ```
    pub fn simple_tag<M, const N: usize>(
        self,
        name: impl Into<Box<str>>,
        arguments: [&str; N],
        tag: impl IntoTag<M, N>,
    ) -> Library {
        self.tag(name, tag.into_tag(arguments), TagForm::Simple)
    }

    /// Adds a tag with a body, `{% name %}…{% endname %}`: the closure gets what the body prints as its first
    /// argument that takes a value, and what it returns is printed. The body is a fragment of its own, from text
    /// to text: take it as [`SafeHtml`](crate::SafeHtml) to keep it, or as `&str` to look at it.
    ///
    /// ```
    /// use palisade::{Engine, Library, SafeHtml, context, format_html};
    ///
    /// let library = Library::new().simple_block_tag("card", ["content", "class"], |content: SafeHtml<'_>, class: &str| {
    ///     format_html!("<div class=\"card {}\">{}</div>", class, content)
    /// });
    /// let engine = Engine::builder().library("ui", library).build()?;
    /// let page = "{% load ui %}{% card class='big' %}<b>{{ title }}</b>{% endcard %}";
    /// assert_eq!(
    ///     engine.render_str(page, &context! { title => "A&B" })?,
    ///     "<div class=\"card big\"><b>A&amp;B</b></div>",
    /// );
    /// # Ok::<(), palisade::Error>(())
    /// ```
    pub fn simple_block_tag<M, const N: usize>(
        self,
        name: impl Into<Box<str>>,
        arguments: [&str; N],
        tag: impl IntoTag<M, N>,
    ) -> Library {
        let name = name.into();
        let end = format!("end{name}").into();
        self.tag(name, tag.into_tag(arguments), TagForm::Block { end })
    }

    /// Adds a tag that renders a template, as `{% include %}` does, with the variables that a closure returns and
    /// no others: a [`Context`](crate::Context), a map, or a struct with `#[derive(Object)]`.
    ///
    /// ```
    /// use palisade::{Context, Engine, Library, MemoryLoader, context};
    ///
    /// let library = Library::new().inclusion_tag("pager", "pager.html", ["page", "of"], |page: i64, of: i64| {
    ///     Context::new().own("page", page).own("of", of)
    /// });
    /// let loader = MemoryLoader::new([("pager.html", "<p>{{ page }} of {{ of }}</p>")])?;
    /// let engine = Engine::builder().loader(loader).library("pages", library).build()?;
    /// let page = engine.render_str("{% load pages %}{% pager 2 of=7 %}", &context! {})?;
    /// assert_eq!(page, "<p>2 of 7</p>");
    /// # Ok::<(), palisade::Error>(())
    /// ```
    pub fn inclusion_tag<M, const N: usize>(
        self,
        name: impl Into<Box<str>>,
        template: impl Into<Box<str>>,
        arguments: [&str; N],
        tag: impl IntoTag<M, N>,
    ) -> Library {
        self.tag(name, tag.into_tag(arguments), TagForm::Inclusion { template: template.into() })
    }

    /// Declares a tag that is not here, so that templates of an existing project can be checked: it takes
    /// whatever stands behind its name and prints nothing.
    ///
    /// ```
    /// use palisade::{Engine, Library, context};
    ///
    /// let thumbnails = Library::new().stub_block_tag("thumbnail", "endthumbnail").stub_filter("margin");
    /// let engine = Engine::builder().library("thumbnails", thumbnails).build()?;
    /// let page = "{% load thumbnails %}{% thumbnail photo '100x100' as it %}[{{ photo|margin:'5' }}]{% endthumbnail %}";
    /// assert_eq!(engine.render_str(page, &context! { photo => "a.png" })?, "[a.png]");
    /// # Ok::<(), palisade::Error>(())
    /// ```
    pub fn stub_tag(self, name: impl Into<Box<str>>) -> Library {
        self.tag(name, TagFunction::nothing(), TagForm::Stub { end: None })
    }

    /// Declares a tag with a body that is not here: it takes whatever stands behind its name and prints its body.
    /// Words that part its body, such as an `else`, are declared by [`Library::stub_tag`].
    pub fn stub_block_tag(self, name: impl Into<Box<str>>, end: impl Into<Box<str>>) -> Library {
        self.tag(name, TagFunction::nothing(), TagForm::Stub { end: Some(end.into()) })
    }

    /// Declares a filter that is not here: with or without an argument, it gives back its value.
    pub fn stub_filter(self, name: impl Into<Box<str>>) -> Library {
        self.filter(name, Unchanged)
    }

    /// This library with all of another, which wins where both have a name.
    pub(crate) fn merged(mut self, other: Library) -> Library {
        self.filters.extend(other.filters);
        self.tags.extend(other.tags);
        self
    }

    fn tag(mut self, name: impl Into<Box<str>>, function: TagFunction, form: TagForm) -> Library {
        let name = name.into();
        let TagFunction { parameters, run } = function;
        self.tags.insert(name.clone(), Arc::new(CustomTag { name, form, parameters, run }));
        self
    }
}

/// A filter that does nothing.
struct Unchanged;

impl Filter for Unchanged {
    fn apply<'a>(&self, value: Value<'a>, _: Option<Value<'a>>, _: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(value)
    }
}

/// A tag of the application.
pub(crate) struct CustomTag {
    pub name: Box<str>,
    pub form: TagForm,
    pub parameters: Box<[Parameter]>,
    pub run: Arc<dyn Run>,
}

/// What a tag of the application stands for.
pub(crate) enum TagForm {
    /// A value.
    Simple,
    /// A value made of what stands up to `end`.
    Block { end: Box<str> },
    /// A template, with the variables that the tag gives.
    Inclusion { template: Box<str> },
    /// Something unknown; with an `end`, around a body.
    Stub { end: Option<Box<str>> },
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
