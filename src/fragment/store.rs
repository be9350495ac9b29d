//! [`FragmentStore`]: where the application keeps fragments.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// Keeps what `{% cache %}` tags print. Given to [`EngineBuilder::fragment_cache`](crate::EngineBuilder::fragment_cache).
///
/// Whoever can write to the store can write to the pages: an entry is markup that was escaped when it was made.
/// Entries are versioned bytes; those that cannot be read count as absent. With
/// [`EngineBuilder::seal_fragments`](crate::EngineBuilder::seal_fragments) so do those that somebody else made.
///
/// A store that fails should behave as if it were empty: a page is worth more than its cache.
///
/// ```
/// use palisade::{Engine, MemoryLoader, context};
/// use palisade::fragment::FragmentStore;
/// use std::collections::HashMap;
/// use std::sync::{Arc, Mutex};
/// use std::time::Duration;
///
/// /// Keeps everything for ever.
/// #[derive(Default)]
/// struct Forever(Mutex<HashMap<String, Arc<[u8]>>>);
///
/// impl FragmentStore for Forever {
///     fn get(&self, key: &str) -> Option<Arc<[u8]>> {
///         self.0.lock().ok()?.get(key).cloned()
///     }
///
///     fn set(&self, key: &str, entry: Arc<[u8]>, _: Option<Duration>) {
///         if let Ok(mut entries) = self.0.lock() {
///             entries.insert(key.to_owned(), entry);
///         }
///     }
/// }
///
/// let page = "{% load cache %}{% cache 60 greeting %}Hello {{ name }}{% endcache %}";
/// let engine = Engine::builder()
///     .loader(MemoryLoader::new([("page.html", page)])?)
///     .fragment_cache("default", Forever::default())
///     .build()?;
/// let page = engine.get_template("page.html")?;
/// assert_eq!(page.render(&context! { name => "Ada" })?, "Hello Ada");
/// assert_eq!(page.render(&context! { name => "Bob" })?, "Hello Ada");
/// # Ok::<(), palisade::Error>(())
/// ```
pub trait FragmentStore: Send + Sync {
    /// The entry of this key, if there is one and its time is not over.
    fn get(&self, key: &str) -> Option<Arc<[u8]>>;

    /// Keeps an entry, for so long or, with `None`, until there is no room for it. `timeout` is never zero.
    fn set(&self, key: &str, entry: Arc<[u8]>, timeout: Option<Duration>);
}

impl<S: FragmentStore + ?Sized> FragmentStore for Arc<S> {
    fn get(&self, key: &str) -> Option<Arc<[u8]>> {
        S::get(self, key)
    }

    fn set(&self, key: &str, entry: Arc<[u8]>, timeout: Option<Duration>) {
        S::set(self, key, entry, timeout);
    }
}

/// The stores of an engine, by the names that `using=` gives them.
#[derive(Default)]
pub(crate) struct Stores(HashMap<Box<str>, Box<dyn FragmentStore>>);

impl Stores {
    /// The names of the store for tags without `using`, as in Django's setting `CACHES`: the first that exists.
    const DEFAULTS: [&str; 2] = ["template_fragments", "default"];

    pub(crate) fn add(&mut self, name: Box<str>, store: Box<dyn FragmentStore>) {
        self.0.insert(name, store);
    }

    /// The store of this name.
    pub(crate) fn named(&self, name: &str) -> Option<(&str, &dyn FragmentStore)> {
        self.0.get_key_value(name).map(|(name, store)| (&**name, &**store))
    }

    /// The store of tags without `using`; `None` when nothing is to be kept.
    pub(crate) fn usual(&self) -> Option<(&str, &dyn FragmentStore)> {
        Stores::DEFAULTS.iter().find_map(|it| self.named(it))
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|it| &**it)
    }
}
