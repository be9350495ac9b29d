//! [`EngineBuilder`]: the settings, and the check of all templates that ends it.

use super::Engine;
use super::reload::Reload;
use super::snapshot::{OnReloadError, Setup, Snapshot};
use super::verify::{Plan, verify};
use crate::contextual::{Escaping, Mode};
use crate::diagnostics::{Error, ErrorKind};
use crate::fragment::FragmentStore;
#[cfg(feature = "cache")]
use crate::fragment::Seal;
use crate::host::{Host, NoHost};
use crate::html::Framework;
use crate::library::{Libraries, Library};
use crate::limits::Limits;
use crate::loader::{ChainLoader, Loader};
use crate::render::{Difference, Options, Rejection};
use crate::value::{IntoFilter, ToValue};
use once_cell::sync::OnceCell;
use std::sync::Arc;

/// How much [`EngineBuilder::build`] checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verify {
    /// Parses every template that can be listed; analyses and compiles all that no other template
    /// names from their start, and all others where they are reached.
    #[default]
    Entries,
    /// Only parses.
    Parse,
    /// Nothing: each template is checked when it is first used.
    Never,
}

/// Settings of an [`Engine`].
#[must_use = "a builder does nothing until `build`"]
pub struct EngineBuilder {
    loader: ChainLoader,
    libraries: Libraries,
    limits: Limits,
    mode: Mode,
    host: Box<dyn Host>,
    options: Options,
    cached: bool,
    auto_reload: bool,
    on_reload_error: Option<OnReloadError>,
    plan: Plan,
    #[cfg(feature = "sanitize")]
    sanitizers: super::sanitize::Sanitizers,
    #[cfg(all(feature = "cache", feature = "sanitize"))]
    sanitizer_cache: Option<(Box<dyn FragmentStore>, Option<std::time::Duration>)>,
    allowed: Vec<String>,
    /// A setting that cannot be.
    fault: Option<&'static str>,
}

impl Default for EngineBuilder {
    fn default() -> EngineBuilder {
        EngineBuilder {
            loader: ChainLoader::new(),
            libraries: Libraries::default(),
            limits: Limits::default(),
            mode: Mode::default(),
            host: Box::new(NoHost),
            options: Options::default(),
            cached: true,
            auto_reload: false,
            on_reload_error: None,
            plan: Plan::default(),
            #[cfg(feature = "sanitize")]
            sanitizers: Default::default(),
            #[cfg(all(feature = "cache", feature = "sanitize"))]
            sanitizer_cache: None,
            allowed: Vec::new(),
            fault: None,
        }
    }
}

impl EngineBuilder {
    /// Adds a loader. Loaders are asked in the order they were added.
    pub fn loader(mut self, loader: impl Loader + 'static) -> EngineBuilder {
        self.loader = self.loader.with(loader);
        self
    }

    /// Adds a filter that all templates know without `{% load %}`: a closure with typed arguments,
    /// or a [`Filter`](crate::value::Filter). What it returns is untrusted unless its type says otherwise.
    pub fn filter<M>(mut self, name: impl Into<Box<str>>, filter: impl IntoFilter<M>) -> EngineBuilder {
        self.libraries.global = self.libraries.global.filter(name, filter);
        self
    }

    /// Adds all of a library, so that templates know it without `{% load %}`: Django's `builtins`.
    pub fn builtins(mut self, library: Library) -> EngineBuilder {
        self.libraries.global = self.libraries.global.merged(library);
        self
    }

    /// Adds a library that templates get by `{% load name %}`.
    pub fn library(mut self, name: impl Into<Box<str>>, library: Library) -> EngineBuilder {
        self.libraries.named.insert(name.into(), library);
        self
    }

    /// Adds a variable that all templates see, included ones under `only` too. Variables of a render
    /// shadow it.
    pub fn global(mut self, name: impl Into<Box<str>>, value: impl ToValue + 'static) -> EngineBuilder {
        self.options.globals.insert(name.into(), Box::new(value));
        self
    }

    /// Sets what the application answers, for renders without a host of their own.
    pub fn host(mut self, host: impl Host + 'static) -> EngineBuilder {
        self.host = Box::new(host);
        self
    }

    /// Sets how much a template may cost.
    pub fn limits(mut self, limits: Limits) -> EngineBuilder {
        self.limits = limits;
        self
    }

    /// Sets what a hole gets.
    pub fn escaping(mut self, escaping: Escaping) -> EngineBuilder {
        self.mode.escaping = escaping;
        self
    }

    /// Says that pages use a client-side framework; may be called for several. Default none.
    ///
    /// A value in an attribute that a framework runs is text for a browser, and code for the framework: without
    /// its profile such a value is printed as text and [warned](crate::Template::warnings) of. With it, it is
    /// analysed as JavaScript (`x-data`, `@click`, `v-if`, `(click)`), JSON (`hx-vals`) or a URL (`hx-get`); where
    /// the framework looks for templates in the text of a page (Vue, Angular, AngularJS), no value can begin one:
    /// U+2060 parts the characters of `{{`, `[[` and `${`. For Angular, braces and `@` in text are written as
    /// references, for it has blocks such as `@if (…) { }`; for AngularJS, U+2060 stands before colons in `class`.
    ///
    /// ```
    /// use palisade::{Engine, Framework, context};
    ///
    /// let engine = Engine::builder().framework(Framework::Vue).build()?;
    /// let page = engine.template_from_str("page.html", "<p @click=\"say({{ word }})\">{{ word }}</p>")?;
    /// let html = page.render(&context! { word => "{{ alert(1) }}" })?;
    /// assert!(html.as_str().starts_with("<p @click=\"say(&quot;\\u007B\\u007B alert"));
    /// assert!(!html.as_str().contains("{{"));
    /// # Ok::<(), palisade::Error>(())
    /// ```
    pub fn framework(mut self, framework: Framework) -> EngineBuilder {
        self.mode.frameworks = self.mode.frameworks.with(framework);
        self
    }

    /// Sets who hears of values that their place could not take. It is called while rendering, so it
    /// should be quick. With [`EngineBuilder::auto_reload`] it hears of each hole once, until a template is edited.
    pub fn on_rejected(mut self, report: impl Fn(&Rejection<'_>) + Send + Sync + 'static) -> EngineBuilder {
        self.options.on_rejected = Some(Arc::new(report));
        self
    }

    /// Sets who hears of translations that cannot stand where their tag stands: a placeholder is malformed, markup
    /// leads out of the place, a value would land where no escaper fits. The untranslated text is shown instead.
    /// Each is told once for each tag. It is called while rendering.
    pub fn on_bad_translation(mut self, report: impl Fn(&Error) + Send + Sync + 'static) -> EngineBuilder {
        self.options.on_bad_translation = Some(Arc::new(report));
        self
    }

    /// Sets who hears, in mode [`Escaping::Report`], of values and templates of which `Contextual` would make
    /// something else. Of a template that would be refused it is told when the template is compiled; of a value each
    /// time it is printed. It is called while rendering, so it should be quick. What `{% filter %}` makes of a body is
    /// compared as a whole; for that the body is rendered twice, and that of a fragment which a cache had, once.
    ///
    /// ```
    /// use palisade::{Engine, Escaping, MemoryLoader, context};
    /// use palisade::render::DifferenceClass;
    /// use std::sync::{Arc, Mutex};
    ///
    /// let seen = Arc::new(Mutex::new(Vec::new()));
    /// let heard = seen.clone();
    /// let page = "<a href=\"{{ url }}\">{{ name }}</a>";
    /// let engine = Engine::builder()
    ///     .loader(MemoryLoader::new([("page.html", page)])?)
    ///     .escaping(Escaping::Report)
    ///     .on_difference(move |it| heard.lock().unwrap().push((it.class, it.to_string())))
    ///     .build()?;
    /// let vars = context! { url => "javascript:alert(1)", name => "<Ada>" };
    /// let page = engine.get_template("page.html")?.render_text(&vars)?;
    /// assert_eq!(page, "<a href=\"javascript:alert(1)\">&lt;Ada&gt;</a>");
    /// let seen = seen.lock().unwrap();
    /// assert_eq!(seen.len(), 1);
    /// assert_eq!(seen[0].0, DifferenceClass::Blocked);
    /// # Ok::<(), palisade::Error>(())
    /// ```
    pub fn on_difference(
        mut self,
        report: impl Fn(&Difference<'_>) + Send + Sync + 'static,
    ) -> EngineBuilder {
        self.options.on_difference = Some(Arc::new(report));
        self
    }

    /// Whether a [`Rejection`] or [`Difference`] shows the value. Default `false`: values may be personal, and reports go to logs.
    pub fn reveal_rejected(mut self, reveal: bool) -> EngineBuilder {
        self.options.reveal_rejected = reveal;
        self
    }

    /// Whether a value that its place cannot take is an error, instead of something inert in its
    /// place. Default `false`.
    pub fn strict_places(mut self, strict: bool) -> EngineBuilder {
        self.options.strict_places = strict;
        self
    }

    /// Declares that scripts, styles and other code may be loaded from URLs that begin so, such as
    /// `https://cdn.example.com/assets/`: origin and path, up to a `/`. May be called again for more. The
    /// host's [static prefix](Host::static_prefix) is always one; uploads must not be reachable under any.
    ///
    /// Without it, a value that is no [`SafeResourceUrl`](crate::SafeResourceUrl) is refused in `<script src>`,
    /// `<link rel=stylesheet href>` and their like.
    pub fn resource_prefix(mut self, prefix: impl Into<Box<str>>) -> EngineBuilder {
        self.options.resources.push(prefix.into());
        self
    }

    /// Sets what is printed for a variable that does not exist; the first `%s` in it becomes the variable.
    /// Default empty.
    pub fn string_if_invalid(mut self, text: impl Into<Box<str>>) -> EngineBuilder {
        self.options.invalid = text.into();
        self
    }

    /// Whether a variable that does not exist is an error where its value is used: printed, filtered, or given to
    /// a tag. The error suggests a name. Default `false`, as in Django.
    ///
    /// Asking whether there is one stays allowed: `{% if user %}`, `{% firstof a b %}`, `{% for x in xs %}`,
    /// `{{ x|default:"-" }}`, `{{ x|default_if_none:"-" }}`.
    ///
    /// ```
    /// use palisade::{Engine, context};
    ///
    /// let engine = Engine::builder().strict_undefined(true).build()?;
    /// let error = engine.render_str("{{ titel }}", &context! { title => "x" }).unwrap_err();
    /// assert!(format!("{error:#}").contains("did you mean `title`?"));
    /// assert_eq!(engine.render_str("{% if titel %}x{% endif %}{{ titel|default:'-' }}", &context! {})?, "-");
    /// # Ok::<(), palisade::Error>(())
    /// ```
    pub fn strict_undefined(mut self, strict: bool) -> EngineBuilder {
        self.options.strict_undefined = strict;
        self
    }

    /// Whether `{% debug %}` prints the variables in force, for development. Default `false`: it prints nothing.
    pub fn debug(mut self, on: bool) -> EngineBuilder {
        self.options.debug = on;
        self
    }

    /// Adds a store for `{% cache %}`, under the name that `using="name"` gives it. Tags without `using` take the one
    /// named `template_fragments`, or else `default`, as in Django. Without any, nothing is kept.
    ///
    /// A fragment that is printed in mode [`Escaping::Contextual`] is known by its name, the values it varies on, the
    /// texts of its template and of those it extends, its place, and the host's [variant](Host::fragment_variant).
    /// Nonces and CSRF tokens are never kept: where a tag prints one, each response gets its own.
    pub fn fragment_cache(
        mut self,
        name: impl Into<Box<str>>,
        store: impl FragmentStore + 'static,
    ) -> EngineBuilder {
        self.options.stores.add(name.into(), Box::new(store));
        self
    }

    /// Seals stored fragments with a secret, so that entries that somebody else wrote to the store, or moved to
    /// another key, count as absent. All processes that share a store need the same secret; it should be 32 random
    /// bytes. An empty one is refused by `build`.
    #[cfg(feature = "cache")]
    pub fn seal_fragments(mut self, secret: impl AsRef<[u8]>) -> EngineBuilder {
        match Seal::new(secret.as_ref()) {
            Some(seal) => self.options.seal = seal,
            None => self.fault = Some("the secret that seals fragments is empty"),
        }
        self
    }

    /// For templates that strangers write, such as those of a site's customers.
    ///
    /// - [`Limits::untrusted`] hold; [`EngineBuilder::limits`] after this changes them.
    /// - Nothing in a template vouches for a value: no `safe`, `safeseq`, `trust`, `{% autoescape off %}`. So no value
    ///   can leave its place, whatever the template does with it.
    /// - No tag tells the CSRF token, the nonce or the whole context, and no tag is stamped with the nonce.
    /// - Only templates that [`EngineBuilder::allow_templates`] names can be extended and included.
    /// - The application's filters, objects and globals are at the templates' disposal: give only what is for strangers.
    ///   So is what the [`Host`] answers about URLs, static files, translations and time.
    ///
    /// A stranger's template is still a stranger's markup: its own text may hold scripts. Therefore
    /// [`Template::render`](crate::Template::render) is an error, and what
    /// [`Template::render_text`](crate::Template::render_text) gives is to be cleaned or put on a domain of its own.
    ///
    /// ```
    /// use palisade::{Engine, ErrorKind, context};
    ///
    /// let engine = Engine::builder().untrusted().build()?;
    /// let error = engine.render_str("{{ name|safe }}", &context! { name => "<b>" }).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::NotAllowed);
    /// assert_eq!(engine.render_str("Hello {{ name }}", &context! { name => "<b>" })?, "Hello &lt;b&gt;");
    /// # Ok::<(), palisade::Error>(())
    /// ```
    pub fn untrusted(mut self) -> EngineBuilder {
        self.libraries.untrusted = true;
        self.limits = Limits::untrusted();
        self
    }

    /// Names templates that untrusted ones may extend and include; in the pattern `*` stands for any text. Without
    /// [`EngineBuilder::untrusted`] all may be.
    pub fn allow_templates(mut self, pattern: impl Into<String>) -> EngineBuilder {
        self.allowed.push(pattern.into());
        self
    }

    /// Sets how much `build` checks.
    pub fn verify(mut self, verify: Verify) -> EngineBuilder {
        self.plan.verify = verify;
        self
    }

    /// Names templates that are only included dynamically, and so make no page by themselves. In the
    /// pattern `*` stands for any text. They are parsed, and analysed when they are first included.
    pub fn fragments(mut self, pattern: impl Into<String>) -> EngineBuilder {
        self.plan.fragments.push(pattern.into());
        self
    }

    /// Names what `{% include expr %}` or `{% extends expr %}` may lead to, so that `build` checks it. The
    /// expression is compared as it is written, such as `widget.template`.
    pub fn candidates<N: Into<String>>(
        mut self,
        expr: impl Into<String>,
        names: impl IntoIterator<Item = N>,
    ) -> EngineBuilder {
        let names = names.into_iter().map(Into::into);
        self.plan.candidates.entry(expr.into()).or_default().extend(names);
        self
    }

    /// Whether templates are kept once they are compiled. Default `true`. With `false` each
    /// [`Engine::get_template`] loads, parses and compiles anew, as Django does without its cached loader.
    pub fn cached(mut self, cached: bool) -> EngineBuilder {
        self.cached = cached;
        self
    }

    /// Whether edits to templates are seen while the program runs, for development. Default `false`, which costs
    /// nothing: production takes no lock and asks no loader.
    ///
    /// With `true`, [`Engine::get_template`] asks the loaders whether a template it has loaded was changed
    /// ([`Loader::stamp`]), and parses anew what was. A template in hand stays as it is. Edits with faults are
    /// refused: the last good template stays in use, [`EngineBuilder::on_reload_error`] hears of it once,
    /// [`Engine::reload_error`] tells it until it is mended.
    ///
    /// ```
    /// use palisade::{Engine, MemoryLoader, context};
    ///
    /// let files = MemoryLoader::new([("page.html", "old")])?;
    /// let engine = Engine::builder().loader(files.clone()).auto_reload(true).build()?;
    /// let page = || engine.get_template("page.html")?.render(&context! {});
    ///
    /// files.set("page.html", "new")?;
    /// assert_eq!(page()?, "new");
    /// files.set("page.html", "{% if %}")?;
    /// assert_eq!(page()?, "new");
    /// assert!(engine.reload_error().is_some());
    /// # Ok::<(), palisade::Error>(())
    /// ```
    pub fn auto_reload(mut self, on: bool) -> EngineBuilder {
        self.auto_reload = on;
        self
    }

    /// Names a sanitizer for the filter `sanitize`: `{{ text|sanitize:"name" }}`. The one named `default` is
    /// that of `|sanitize` without an argument, which is the preset `comment` otherwise. HTML that exceeds the
    /// policy's limits is shown as text.
    ///
    /// ```
    /// use palisade::{Engine, Policy, Sanitizer, context};
    ///
    /// let headings = Sanitizer::new(Policy::comment().elements(["h2", "h3"]))?;
    /// let engine = Engine::builder().sanitizer("wiki", headings).build()?;
    /// let context = context! { text => "<h2 onclick=x()>Title</h2>" };
    /// let page = engine.render_str(r#"{{ text|sanitize:"wiki" }} {{ text|sanitize }}"#, &context)?;
    /// assert_eq!(page, "<h2>Title</h2> Title");
    /// # Ok::<(), palisade::Error>(())
    /// ```
    #[cfg(feature = "sanitize")]
    pub fn sanitizer(mut self, name: impl Into<Box<str>>, sanitizer: crate::Sanitizer) -> EngineBuilder {
        self.sanitizers.insert(name.into(), sanitizer);
        self
    }

    /// Keeps what the filter `sanitize` makes of HTML that is not clean, for so long or, with `None`, until there is
    /// no room for it. An entry is known by the policy's [fingerprint](crate::Policy::fingerprint) and by a hash of
    /// the HTML; HTML that is clean already is recognised faster than found. Sanitizers with a rewriter are never
    /// asked for less than to clean. Entries are sealed when [`EngineBuilder::seal_fragments`] says so. A store that
    /// many share, `{% cache %}` among them, is given as [`Arc`].
    ///
    /// ```
    /// use palisade::{Engine, context, fragment::MemoryCache};
    ///
    /// let engine = Engine::builder().sanitizer_cache(MemoryCache::new(1 << 20), None).build()?;
    /// for _ in 0..2 {
    ///     let page = engine.render_str("{{ text|sanitize }}", &context! { text => "<b onclick=x()>Tea" })?;
    ///     assert_eq!(page, "<b>Tea</b>");
    /// }
    /// # Ok::<(), palisade::Error>(())
    /// ```
    #[cfg(all(feature = "cache", feature = "sanitize"))]
    pub fn sanitizer_cache(
        mut self,
        store: impl FragmentStore + 'static,
        timeout: Option<std::time::Duration>,
    ) -> EngineBuilder {
        self.sanitizer_cache = Some((Box::new(store), timeout));
        self
    }

    /// Sets who hears of edits that [`EngineBuilder::auto_reload`] refuses. Each refusal is told once.
    pub fn on_reload_error(mut self, report: impl Fn(&Error) + Send + Sync + 'static) -> EngineBuilder {
        self.on_reload_error = Some(Box::new(report));
        self
    }

    /// Checks all templates, as [`EngineBuilder::verify`] says, and makes the engine.
    ///
    /// # Errors
    /// All faults of all templates in one error; [`Error::all`] lists them.
    pub fn build(self) -> Result<Engine, Error> {
        if let Some(fault) = self.fault {
            return Err(Error::new(ErrorKind::BadSetting, fault));
        }
        if self.libraries.untrusted && self.mode.escaping != Escaping::Contextual {
            let message = "untrusted templates are rendered in the mode `Contextual` only";
            return Err(Error::new(ErrorKind::BadSetting, message));
        }
        let options = Options { escaping: self.mode.escaping, ..self.options };
        #[cfg(feature = "sanitize")]
        #[allow(unused_mut, reason = "without a cache there is nothing to add")]
        let mut sanitizers = self.sanitizers;
        #[cfg(all(feature = "cache", feature = "sanitize"))]
        if let Some((store, timeout)) = self.sanitizer_cache {
            sanitizers.keep(store, timeout, options.seal.clone());
        }
        #[cfg(feature = "sanitize")]
        let libraries = self.libraries.with_filter("sanitize", sanitizers);
        #[cfg(not(feature = "sanitize"))]
        let libraries = self.libraries;
        let setup = Setup {
            loader: self.loader,
            libraries,
            limits: self.limits,
            mode: self.mode,
            host: self.host,
            options,
            cached: self.cached,
            auto_reload: self.auto_reload,
            plan: self.plan,
            allowed: self.allowed,
            on_reload_error: self.on_reload_error,
            listed: OnceCell::new(),
        };
        let snapshot = Arc::new(Snapshot::new(Arc::new(setup), None));
        verify(&snapshot)?;
        let reload = snapshot.setup.auto_reload.then(|| Arc::new(Reload::new(snapshot.clone())));
        Ok(Engine { snapshot, reload })
    }
}
