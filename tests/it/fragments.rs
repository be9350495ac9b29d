//! The fragment cache: what is shared, what never is, and what a hostile store can do.

use palisade::fragment::FragmentStore;
use palisade::host::NoHost;
use palisade::value::Lazy;
use palisade::{Engine, EngineBuilder, ErrorKind, Escaping, Host, MemoryLoader, context};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::time::Duration;

/// What a store keeps under a key, and for how long.
type Kept = (Vec<u8>, Option<Duration>);

/// A store that shows what is in it.
#[derive(Default)]
struct Glass(Mutex<HashMap<String, Kept>>);

impl FragmentStore for Glass {
    fn get(&self, key: &str) -> Option<Arc<[u8]>> {
        self.0.lock().unwrap().get(key).map(|it| it.0.clone().into())
    }

    fn set(&self, key: &str, entry: Arc<[u8]>, timeout: Option<Duration>) {
        self.0.lock().unwrap().insert(key.to_owned(), (entry.to_vec(), timeout));
    }
}

impl Glass {
    fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    fn holds(&self, text: &str) -> bool {
        let holds = |it: &[u8]| it.windows(text.len()).any(|it| it == text.as_bytes());
        self.0.lock().unwrap().values().any(|it| holds(&it.0))
    }

    fn change(&self, change: impl Fn(&mut Vec<u8>)) {
        self.0.lock().unwrap().values_mut().for_each(|it| change(&mut it.0));
    }
}

struct Response {
    nonce: &'static str,
    token: &'static str,
    language: &'static str,
}

impl Host for Response {
    fn csp_nonce(&self) -> Option<Cow<'_, str>> {
        Some(self.nonce.into())
    }

    fn csrf_token(&self) -> Option<Cow<'_, str>> {
        Some(self.token.into())
    }

    fn fragment_variant(&self) -> Cow<'_, str> {
        self.language.into()
    }
}

const ONE: Response = Response { nonce: "nonce-1", token: "token-1", language: "en" };
const TWO: Response = Response { nonce: "nonce-2", token: "token-2", language: "en" };

fn builder(page: &str, store: &Arc<Glass>) -> EngineBuilder {
    let page = format!("{{% load cache %}}{page}");
    let loader = MemoryLoader::new([("page.html", &*page)]).unwrap();
    Engine::builder().loader(loader).fragment_cache("default", store.clone())
}

fn engine(page: &str, store: &Arc<Glass>) -> Engine {
    builder(page, store).build().unwrap()
}

fn shown(engine: &Engine, x: &str, host: &dyn Host) -> String {
    engine.get_template("page.html").unwrap().render_with(&context! { x => x }, host).unwrap().into_string()
}

#[test]
fn each_response_has_its_own_tokens_in_kept_fragments() {
    let store = Arc::default();
    let engine = engine(
        "{% cache 60 a %}<form>{% csrf_token %}</form><script>f()</script><style {% csp_nonce_attr %}></style>{{ x }}{% endcache %}",
        &store,
    );
    let first = shown(&engine, "x", &ONE);
    assert!(first.contains("token-1") && first.matches("nonce-1").count() == 2, "{first}");
    assert_eq!(shown(&engine, "y", &TWO), first.replace("-1\"", "-2\""));
    assert_eq!(store.len(), 1);
    for secret in ["token-", "nonce-"] {
        assert!(!store.holds(secret));
    }
}

#[test]
fn a_token_from_the_context_is_not_kept() {
    let store = Arc::default();
    let engine = engine("{% cache 60 a %}<meta content='{{ x }}'>{% endcache %}", &store);
    shown(&engine, "token-1", &ONE);
    assert_eq!(store.len(), 0);
    shown(&engine, "other", &ONE);
    assert_eq!(store.len(), 1);
}

#[test]
fn tokens_that_are_filtered_are_not_kept() {
    for page in [
        "{% csrf_token as t %}{{ t|upper }}",
        "{% spaceless %}{% csrf_token %} {% endspaceless %}",
        "{% filter upper %}{% csrf_token %}{% endfilter %}",
        "{% for y in 'ab' %}{% ifchanged %}{% csrf_token %}{% endifchanged %}{% endfor %}",
    ] {
        let store = Arc::default();
        let builder = builder(&format!("{{% cache 60 a %}}{page}{{% endcache %}}"), &store);
        let engine = builder.escaping(Escaping::Django).host(ONE).build().unwrap();
        let shown = engine.get_template("page.html").unwrap().render_text(&context! {}).unwrap();
        assert!(shown.to_lowercase().contains("token-1"));
        assert_eq!(store.len(), 0, "{page}");
    }
}

#[test]
fn what_a_fragment_depends_on_is_in_its_key() {
    let store = Arc::default();
    let first = engine("{% cache 60 a %}{{ x }}{% endcache %}", &store);
    assert_eq!(shown(&first, "en", &ONE), "en");
    assert_eq!(shown(&first, "fr", &Response { language: "fr", ..ONE }), "fr");
    // Another text of the template, and another mode.
    assert_eq!(
        shown(&engine("{% cache 60 a %}<b>{{ x }}</b>{% endcache %}", &store), "new", &ONE),
        "<b>new</b>"
    );
    // The same text in another process.
    assert_eq!(shown(&engine("{% cache 60 a %}{{ x }}{% endcache %}", &store), "de", &ONE), "en");
    assert_eq!(store.len(), 3);
}

#[test]
fn a_trusted_value_is_not_an_untrusted_one() {
    let store = Arc::default();
    let engine = engine("{% cache 60 a x %}{{ x }}{% endcache %}", &store);
    let page = engine.get_template("page.html").unwrap();
    let trusted = palisade::SafeHtml::trust("<b>");
    assert_eq!(page.render(&context! { x => &trusted }).unwrap(), "<b>");
    assert_eq!(page.render(&context! { x => "<b>" }).unwrap(), "&lt;b&gt;");
}

#[test]
fn timeouts_are_handed_on() {
    let timeout = |tag: &str| {
        let store: Arc<Glass> = Arc::default();
        shown(&engine(&format!("{{% cache {tag} a %}}{{% endcache %}}"), &store), "", &NoHost);
        let entries = store.0.lock().unwrap();
        entries.values().next().map(|it| it.1)
    };
    assert_eq!(timeout("60"), Some(Some(Duration::from_secs(60))));
    assert_eq!(timeout("None"), Some(None));
    assert_eq!(timeout("0"), None);
    assert_eq!(timeout("-1"), None);
}

#[test]
fn an_entry_that_cannot_be_read_is_made_anew() {
    let store = Arc::default();
    let engine = engine("{% cache 60 a %}{{ x }}{% endcache %}", &store);
    shown(&engine, "old", &NoHost);
    let changes: &[fn(&mut Vec<u8>)] = &[
        Vec::clear,
        |it| it.truncate(it.len() - 1),
        |it| it[0] ^= 1,
        |it| it.extend_from_slice(b"t"),
        |it| *it.last_mut().unwrap() = 0xff,
        |it| *it = b"<script>alert(1)</script>".to_vec(),
        |it| *it = vec![0xff; 4096],
    ];
    for (n, change) in changes.iter().enumerate() {
        store.change(change);
        let x = format!("new {n}");
        assert_eq!(shown(&engine, &x, &NoHost), x);
        assert_eq!(shown(&engine, "kept", &NoHost), x);
    }
}

#[test]
fn a_sealed_store_gives_back_only_what_was_put_there() {
    let store: Arc<Glass> = Arc::default();
    let sealed = |secret: &str| {
        builder("{% cache 60 a x %}{{ x }}{% endcache %}", &store).seal_fragments(secret).build().unwrap()
    };
    let page = |engine: &Engine, x: &str| shown(engine, x, &NoHost);
    let ours = sealed("our secret");
    assert_eq!([page(&ours, "one"), page(&ours, "two")], ["one", "two"]);
    // Somebody exchanges the two entries.
    {
        let mut entries = store.0.lock().unwrap();
        let keys: Vec<String> = entries.keys().cloned().collect();
        let (a, b) = (entries[&keys[0]].clone(), entries[&keys[1]].clone());
        entries.insert(keys[0].clone(), b);
        entries.insert(keys[1].clone(), a);
    }
    assert_eq!([page(&ours, "one"), page(&ours, "two")], ["one", "two"]);
    // Somebody writes an entry of the right form.
    let forged = b"plsd1t\0\0\0\0\0\0\0\x08<script>";
    store.change(|it| *it = forged.to_vec());
    assert_eq!(page(&ours, "one"), "one");
    store.change(|it| *it = [&[0; 32], &forged[..]].concat());
    assert_eq!(page(&ours, "one"), "one");
    // Without a seal that entry is the page: SECURITY.md says so.
    store.change(|it| *it = forged.to_vec());
    let open = engine("{% cache 60 a x %}{{ x }}{% endcache %}", &store);
    assert_eq!(page(&open, "one"), "<script>");

    let error = builder("", &store).seal_fragments("").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadSetting);
}

#[test]
fn one_render_makes_a_fragment_and_the_others_wait() {
    const THREADS: usize = 8;
    let store = Arc::default();
    let engine = engine("{% cache 60 a %}{{ slow }}{% endcache %}", &store);
    let (made, gate) = (AtomicUsize::new(0), Barrier::new(THREADS));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                gate.wait();
                let slow = Lazy::new(|| {
                    std::thread::sleep(Duration::from_millis(100));
                    made.fetch_add(1, Ordering::Relaxed);
                    "done"
                });
                let page = engine.get_template("page.html").unwrap();
                assert_eq!(page.render(&context! { slow => &slow }).unwrap(), "done");
            });
        }
    });
    assert_eq!(made.into_inner(), 1);
}

#[test]
fn fragments_in_each_other_never_wait_for_each_other() {
    let store = Arc::default();
    let loader = MemoryLoader::new([
        (
            "a.html",
            "{% load cache %}{% cache 60 a %}a{{ slow }}{% if x %}{% include 'b.html' with x=0 %}{% endif %}{% endcache %}",
        ),
        (
            "b.html",
            "{% load cache %}{% cache 60 b %}b{{ slow }}{% if x %}{% include 'a.html' with x=0 %}{% endif %}{% endcache %}",
        ),
    ]);
    let engine =
        Engine::builder().loader(loader.unwrap()).fragment_cache("default", Arc::<Glass>::clone(&store));
    let engine = engine.build().unwrap();
    let started = std::time::Instant::now();
    std::thread::scope(|scope| {
        for name in ["a.html", "b.html"] {
            let engine = &engine;
            scope.spawn(move || {
                let slow = Lazy::new(|| {
                    std::thread::sleep(Duration::from_millis(50));
                    ""
                });
                engine.get_template(name).unwrap().render(&context! { slow => &slow, x => 1 }).unwrap();
            });
        }
    });
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_body_that_fails_leaves_nothing_behind() {
    let store = Arc::default();
    let engine = engine("{% cache 60 a %}{% for y in x %}{{ y }}{% endfor %}{% endcache %}", &store);
    let page = engine.get_template("page.html").unwrap();
    page.render(&context! { x => 5 }).unwrap_err();
    assert_eq!(store.len(), 0);
    assert_eq!(page.render(&context! { x => "ab" }).unwrap(), "ab");
}

#[cfg(feature = "sanitize")]
#[test]
fn what_was_cleaned_is_kept_when_asked() {
    let store = Arc::new(Glass::default());
    let engine = |secret: &str| {
        let builder = Engine::builder().sanitizer_cache(store.clone(), Some(Duration::from_secs(60)));
        builder.seal_fragments(secret).build().unwrap()
    };
    let page = |engine: &Engine, text: &str| {
        engine
            .render_str("{{ text|sanitize }}{{ text|sanitize:'strict' }}", &context! { text => text })
            .unwrap()
    };
    let first = engine("secret");
    assert_eq!(page(&first, "<b>Tea</b>"), "<b>Tea</b>Tea");
    assert_eq!(store.len(), 1, "what is clean is not kept");
    assert_eq!(page(&first, "<b x=y>Tea"), "<b>Tea</b>Tea");
    assert_eq!(store.len(), 3);
    assert!(store.holds("<b>Tea</b>") && store.0.lock().unwrap().values().all(|it| it.1.is_some()));
    assert_eq!(page(&first, "<b x=y>Tea"), "<b>Tea</b>Tea");
    assert_eq!(store.len(), 3, "found again");
    // What somebody else wrote counts as absent.
    store.change(|entry| *entry = String::from_utf8_lossy(entry).replace("Tea", "<i>").into_bytes());
    assert_eq!(page(&first, "<b x=y>Tea"), "<b>Tea</b>Tea");
    assert_eq!(page(&engine("other"), "<b x=y>Tea"), "<b>Tea</b>Tea");
}
