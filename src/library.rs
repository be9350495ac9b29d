//! [`Library`]: names to filters and tags, and what `{% load %}` adds to them.

mod reference;
mod scope;

pub(crate) use reference::{FilterRef, TagRef};
pub(crate) use scope::Scope;

use crate::diagnostics::Error;
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
    /// use palisade::{Engine, Library, SafeHtml, context, format_html};
    /// use palisade::value::{Keywords, Rest, Variables};
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

#[cfg(feature = "sanitize")]
impl Libraries {
    /// With a filter known without `{% load %}`, unless the application has one of this name.
    pub(crate) fn with_filter(mut self, name: &str, filter: impl Filter + 'static) -> Libraries {
        self.global.filters.entry(name.into()).or_insert_with(|| Arc::new(filter));
        self
    }
}
