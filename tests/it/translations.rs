//! Catalogues that are careless or hostile: values keep the escapers of the places they land in, and nothing leaves
//! the place of its tag.

use palisade::host::Message;
use palisade::{Engine, Error, Escaping, Host, MemoryLoader, context};
use std::borrow::Cow;
use std::sync::{Arc, Mutex};

/// An application in one language, with one message.
struct App {
    id: &'static str,
    translation: &'static str,
}

impl Host for App {
    fn language(&self) -> Option<Cow<'_, str>> {
        Some("xx".into())
    }

    fn translate(&self, message: &Message<'_>) -> Option<Cow<'_, str>> {
        (message.id == self.id).then_some(Cow::Borrowed(self.translation))
    }
}

/// What is shown, and what was reported.
fn shown(page: &str, id: &'static str, translation: &'static str, mode: Escaping) -> (String, Vec<String>) {
    let reports = Arc::new(Mutex::new(Vec::new()));
    let heard = reports.clone();
    let engine = Engine::builder()
        .loader(MemoryLoader::new([("main.html", &*format!("{{% load i18n %}}{page}"))]).expect("names"))
        .host(App { id, translation })
        .escaping(mode)
        .on_bad_translation(move |it: &Error| heard.lock().expect("reports").push(it.to_string()))
        .build()
        .unwrap_or_else(|it| panic!("{page}: {it}"));
    let template = engine.get_template("main.html").expect("compiles");
    let vars = context! { x => "javascript:alert('1')\" </script>", n => 2 };
    let first = template.render_text(&vars).unwrap_or_else(|it| panic!("{page}: {it}"));
    assert_eq!(template.render_text(&vars).expect("renders"), first, "the second render differs");
    let reports = reports.lock().expect("reports").clone();
    (first, reports)
}

/// A page whose message `id` is translated so.
#[track_caller]
fn check(page: &str, id: &'static str, translation: &'static str, want: &str) {
    let (got, reports) = shown(page, id, translation, Escaping::Contextual);
    assert_eq!((&*got, &*reports), (want, &[][..]));
}

/// A translation that is refused, once and with these words; the page is shown in its own language.
#[track_caller]
fn refused(page: &str, id: &'static str, translation: &'static str, words: &str) {
    let (got, reports) = shown(page, id, translation, Escaping::Contextual);
    let (plain, _) = shown(page, "no such message", "", Escaping::Contextual);
    assert_eq!(got, plain);
    assert_eq!(reports.len(), 1, "{reports:?}");
    assert!(reports[0].contains(words) && reports[0].contains("[E062]"), "{reports:?}");
}

const TEXT: &str = "<p>{% blocktranslate %}Hello {{ x }}{% endblocktranslate %}</p>";
const HELLO: &str = "Hello %(x)s";

#[test]
fn a_value_that_moved_gets_the_escaper_of_its_new_place() {
    const ESCAPED: &str = "javascript:alert(&#x27;1&#x27;)&quot; &lt;/script&gt;";
    check(TEXT, HELLO, "<b>%(x)s</b>, salut", &format!("<p><b>{ESCAPED}</b>, salut</p>"));
    check(TEXT, HELLO, "<a href=\"%(x)s\">Salut</a>", "<p><a href=\"about:invalid#blocked\">Salut</a></p>");
    check(
        TEXT,
        HELLO,
        "<a href=\"/q?q=%(x)s\">Salut</a>",
        "<p><a href=\"/q?q=javascript%3Aalert%28%271%27%29%22%20%3C%2Fscript%3E\">Salut</a></p>",
    );
    check(
        TEXT,
        HELLO,
        "<script>f('%(x)s')</script>",
        "<p><script>f('javascript\\u003Aalert\\u0028\\u00271\\u0027\\u0029\\u0022 \\u003C\\u002Fscript\\u003E')</script></p>",
    );
    check(TEXT, HELLO, "<a title=%(x)s>100%%</a>", &format!("<p><a title=\"{ESCAPED}\">100%</a></p>"));
    check(TEXT, HELLO, "Salut %(x)s, %(x)s", &format!("<p>Salut {ESCAPED}, {ESCAPED}</p>"));
}

#[test]
fn a_value_where_no_escaper_fits_is_refused() {
    refused(TEXT, HELLO, "<!DOCTYPE %(x)s>", "may not stand");
    refused(TEXT, HELLO, "<script src=\"%(x)s\"></script><a href=\"javascript:f(%(x)s\"", "E062");
    refused(TEXT, HELLO, "<p title=\"%(x)s", "never closed");
    refused(TEXT, HELLO, "</p><script>%(x)s", "E062");
    refused(TEXT, HELLO, "<!-- %(x)s", "never closed");
}

#[test]
fn malformed_placeholders_are_refused() {
    for translation in [
        "Salut %(x)",
        "Salut %(x",
        "Salut %",
        "100% %(x)s",
        "%s",
        "%(x)d",
        "%(x) s",
        "% (x)s",
        "%(y)s",
        "%()s",
    ] {
        refused(TEXT, HELLO, translation, "E062");
    }
    refused(TEXT, HELLO, "Salut %(xx)s", "no placeholder");
}

#[test]
fn a_translation_stays_in_the_attribute_of_its_tag() {
    const PAGE: &str = "<p title=\"{% blocktranslate %}Hello{% endblocktranslate %}\" lang=fr>";
    check(PAGE, "Hello", "L'été", "<p title=\"L&#x27;été\" lang=fr>");
    check(
        PAGE,
        "Hello",
        "\" onclick=\"f()\" title=\"",
        "<p title=\"&quot; onclick=&quot;f()&quot; title=&quot;\" lang=fr>",
    );
    check(
        PAGE,
        "Hello",
        "\"><script>f()</script>",
        "<p title=\"&quot;&gt;&lt;script&gt;f()&lt;/script&gt;\" lang=fr>",
    );
    const UNQUOTED: &str = "<p title={% blocktranslate %}Hello{% endblocktranslate %} lang=fr>";
    refused(UNQUOTED, "Hello", "x onclick=f()", "ends the value");
    const TITLE: &str = "<title>{% blocktranslate %}Hello {{ n }}{% endblocktranslate %}</title>";
    check(TITLE, "Hello %(n)s", "</title><script>%(n)s", "<title>&lt;/title>&lt;script>2</title>");
}

#[test]
fn a_translation_stays_in_the_string_of_a_script() {
    const PAGE: &str = "<script>f('{% blocktranslate %}Hello {{ n }}{% endblocktranslate %}');</script>";
    const ID: &str = "Hello %(n)s";
    check(PAGE, ID, "L'été %(n)s\nfois", "<script>f('L\\u0027été 2\\nfois');</script>");
    check(PAGE, ID, "');g('%(n)s", "<script>f('\\u0027);g(\\u00272');</script>");
    check(
        PAGE,
        ID,
        "</script><script>g()",
        "<script>f('\\u003C/script\\u003E\\u003Cscript\\u003Eg()');</script>",
    );
    refused(PAGE, ID, "x\\", "escape");
    refused(PAGE, ID, "\\');g(%(n)s)//", "escape");
    const CODE: &str = "<script>var a = {% blocktranslate %}1{% endblocktranslate %};</script>";
    refused(CODE, "1", "alert()", "nothing can be translated");
    const ADDRESS: &str = "<script>location = '{% blocktranslate %}/x{% endblocktranslate %}';</script>";
    refused(ADDRESS, "/x", "javascript:alert()", "nothing can be translated");
    const RUN: &str = "<script>setTimeout(\"{% blocktranslate %}f(){% endblocktranslate %}\");</script>";
    refused(RUN, "f()", "g()", "nothing can be translated");
    const HANDLER: &str = "<p onclick=\"f('{% blocktranslate %}Hello{% endblocktranslate %}')\">";
    check(HANDLER, "Hello", "&#39;);g(&#39;", "<p onclick=\"f('\\u0026#39;);g(\\u0026#39;')\">");
    const JSON: &str = "<script type=\"application/json\">{\"a\": \"{% blocktranslate %}Hello{% endblocktranslate %}\"}</script>";
    check(
        JSON,
        "Hello",
        "a\", \"b\": \"c",
        "<script type=\"application/json\">{\"a\": \"a\\u0022, \\u0022b\\u0022: \\u0022c\"}</script>",
    );
}

#[test]
fn a_translation_does_not_choose_where_links_lead() {
    const PAGE: &str = "<a href=\"{% blocktranslate %}/help/{{ n }}{% endblocktranslate %}\">x</a>";
    const ID: &str = "/help/%(n)s";
    check(PAGE, ID, "/hilfe/%(n)s?a=1&amp;b=2", "<a href=\"/hilfe/2?a=1&amp;b=2\">x</a>");
    check(PAGE, ID, "https://example.com/%(n)s", "<a href=\"https://example.com/2\">x</a>");
    refused(PAGE, ID, "javascript:alert(%(n)s)", "scheme");
    refused(PAGE, ID, " java\tscript:alert(1)", "scheme");
    refused(PAGE, ID, "javascript&colon;alert(1)", "reference");
    refused(PAGE, ID, "&#106;avascript:alert(1)", "reference");
    check(PAGE, ID, "\" onclick=\"f()", "<a href=\"&quot; onclick=&quot;f()\">x</a>");
    const CODE: &str = "<script src=\"{% blocktranslate %}/s/a.js{% endblocktranslate %}\"></script>";
    refused(CODE, "/s/a.js", "https://evil.example/a.js", "nothing can be translated");
}

#[test]
fn other_places_take_plain_words_or_nothing() {
    const COMMENT: &str = "<!-- {% blocktranslate %}Hello{% endblocktranslate %} -->";
    check(COMMENT, "Hello", "Grüß Gott, Welt", "<!-- Grüß Gott, Welt -->");
    refused(COMMENT, "Hello", "--><script>f()</script><!--", "plain words");
    const TAG: &str = "<p {% blocktranslate %}hidden{% endblocktranslate %}>";
    refused(TAG, "hidden", "onclick=f()", "nothing can be translated");
    const STYLE: &str = "<style>p { color: {% blocktranslate %}red{% endblocktranslate %} }</style>";
    refused(STYLE, "red", "url(//evil.example)", "nothing can be translated");
    const LINK: &str = "<link rel=\"{% blocktranslate %}help{% endblocktranslate %}\" href=\"/x\">";
    refused(LINK, "help", "stylesheet", "nothing can be translated");
}

#[test]
fn what_is_stored_is_a_fragment_of_its_own() {
    const PAGE: &str =
        "{% blocktranslate asvar t %}Hello {{ x }}{% endblocktranslate %}<p title=\"{{ t }}\">{{ t }}";
    let (got, reports) = shown(PAGE, HELLO, "<b title=\"%(n)s\">%(x)s</b>", Escaping::Contextual);
    assert_eq!(reports.len(), 1, "{got}");
    let (got, reports) = shown(PAGE, HELLO, "<b title=\"%(x)s\">Salut</b>", Escaping::Contextual);
    assert!(reports.is_empty(), "{reports:?}");
    assert!(
        got.ends_with("<b title=\"javascript:alert(&#x27;1&#x27;)&quot; &lt;/script&gt;\">Salut</b>"),
        "{got}"
    );
    assert!(got.starts_with("<p title=\"&lt;b title="), "{got}");
}

#[test]
fn a_plural_keeps_the_places_of_its_form() {
    const PAGE: &str =
        "<p>{% blocktranslate count k=n %}{{ k }} day{% plural %}{{ k }} days{% endblocktranslate %}</p>";
    check(PAGE, "%(k)s day", "<time title='%(k)s'>%(k)s Tage</time>", "<p><time title='2'>2 Tage</time></p>");
    refused(PAGE, "%(k)s day", "<time title='%(k)s", "never closed");
}

#[test]
fn in_mode_django_a_translation_is_printed_as_django_does() {
    const ESCAPED: &str = "javascript:alert(&#x27;1&#x27;)&quot; &lt;/script&gt;";
    let (got, reports) = shown(TEXT, HELLO, "<a href=\"%(x)s", Escaping::Django);
    assert_eq!((got, reports), (format!("<p><a href=\"{ESCAPED}</p>"), Vec::new()));
    let (got, reports) = shown(TEXT, HELLO, "Salut %(y)s", Escaping::Django);
    assert_eq!((got, reports.len()), (format!("<p>Hello {ESCAPED}</p>"), 1));
}

#[test]
fn under_strict_places_a_refused_translation_ends_each_render() {
    let engine =
        Engine::builder().host(App { id: HELLO, translation: "<p title=\"" }).strict_places(true).build();
    let page = format!("{{% load i18n %}}{TEXT}");
    let template = engine.expect("an engine").template_from_str("main.html", &page).expect("compiles");
    for _ in 0..2 {
        let error = template.render(&context! { x => 1 }).expect_err("is refused");
        assert_eq!(error.code(), "E062");
        assert!(format!("{error:#}").contains("main.html"), "{error:#}");
    }
}

#[test]
fn a_host_that_makes_texts_up_fills_no_memory() {
    struct Endless(Mutex<u32>);
    impl Host for Endless {
        fn translate(&self, _: &Message<'_>) -> Option<Cow<'_, str>> {
            let mut count = self.0.lock().expect("a number");
            *count += 1;
            Some(format!("text {count}").into())
        }
    }
    let engine = Engine::builder().host(Endless(Mutex::new(0))).build().expect("an engine");
    let page = format!("{{% load i18n %}}{{% for i in many %}}{TEXT}{{% endfor %}}");
    let template = engine.template_from_str("main.html", &page).expect("compiles");
    let html = template.render(&context! { many => &vec![0; 5000], x => 1 }).expect("renders");
    assert!(html.as_str().contains("text 4096") && !html.as_str().contains("text 4097"));
}

/// Templates may come from another system than their catalogue.
#[test]
fn lines_end_in_a_message_as_they_do_in_catalogues() {
    let page = "{% blocktranslate %}one\r\ntwo\rthree{% endblocktranslate %}";
    check(page, "one\ntwo\nthree", "eins\nzwei", "eins\nzwei");
    check(page, "another message", "", "one\ntwo\nthree");
    let apart = "{% blocktranslate context 'x' %}one\r\ntwo{% endblocktranslate %}";
    check(apart, "one\ntwo", "eins", "eins");
    check(apart, "another message", "", "one\r\ntwo");
}
