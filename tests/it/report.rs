//! Mode `Report`: what it tells of each kind of place.

use palisade::render::DifferenceClass::{self, Blocked, ChangedData, Refused, Safer};
use palisade::{Engine, Escaping, Json, MemoryLoader, context};
use std::sync::{Arc, Mutex};

/// A class, the place, and where it is.
type Told = (DifferenceClass, &'static str, String);

fn engine(page: &str, told: &Arc<Mutex<Vec<Told>>>) -> Engine {
    let told = told.clone();
    Engine::builder()
        .loader(MemoryLoader::new([("page.html", page)]).unwrap())
        .escaping(Escaping::Report)
        .on_difference(move |it| {
            assert!(it.django.is_none() && it.contextual.is_none());
            told.lock().unwrap().push((it.class, it.place, it.location().to_string()));
        })
        .build()
        .unwrap()
}

fn told(page: &str, value: &Json) -> Vec<Told> {
    let told = Arc::default();
    let engine = engine(page, &told);
    engine.get_template("page.html").unwrap().render_text(&context! { x => value }).unwrap();
    let told = told.lock().unwrap();
    told.clone()
}

#[track_caller]
fn check(page: &str, value: impl Into<Value>, expected: &[DifferenceClass]) {
    let got: Vec<DifferenceClass> = told(page, &value.into().0).iter().map(|it| it.0).collect();
    assert_eq!(got, expected, "{page}");
}

struct Value(Json);

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value(Json::Str(text.into()))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value(Json::Int(number))
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Value {
        Value(Json::Bool(flag))
    }
}

#[test]
fn what_is_read_the_same_is_not_told() {
    for x in ["", "plain", "<b> & \"quoted\" 'text'", "dé 😀"] {
        check("{{ x }}<p title='{{ x }}' data-x={{ x }}>{{ x }}</p><textarea>{{ x }}</textarea>", x, &[]);
        check("<script>a = document.createTextNode; '{{ x|escapejs }}'</script>", "plain", &[]);
    }
    check("<a href='{{ x }}'>", "/a b/ü?c=d&e=f#g", &[]);
    check("<a href='/s/?q={{ x }}'>", "two words, é/ü: 50", &[]);
    check("<script>var n = {{ x }};</script>", 5, &[]);
    check("<script>var s = '{{ x }}';</script>", "plain words/and.dots", &[]);
    check("<p style='color: {{ x }}'>", "#ff0000", &[]);
    check("<a onclick='f(\"{{ x }}\")'>", "plain words", &[]);
    check("{% autoescape off %}{{ x }}{% endautoescape %}{{ x|safe }}{{ x|escape }}", "<b>", &[]);
    check("<a href='{{ x }}{{ x }}'>", "/a", &[]);
}

#[test]
fn values_that_would_be_rejected() {
    check("<a href='{{ x }}'>", "javascript:alert(1)", &[Blocked]);
    check("<p style='color: {{ x }}'>", "red; background: url(//e)", &[Blocked]);
    check("<script src='{{ x }}'></script>", "//evil.example/x.js", &[Blocked]);
    check("<p {{ x }}>", "onclick", &[Blocked]);
}

#[test]
fn values_that_reach_beyond_their_place() {
    check("<a href='/?q={{ x }}'>", "a&admin=1", &[Safer]);
    check("<script>var s = {{ x }};</script>", "alert", &[Safer]);
    check("<script>var s = '{{ x }}';</script>", "a\\", &[Safer]);
    check("<script>var s = `{{ x }}`;</script>", "${alert(1)}", &[Safer]);
    check("<a onclick='f(\"{{ x }}\")'>", "\");alert(1)//", &[Safer]);
    check("<p title='{{ x|safe }}'>", "<b title=''>", &[Safer]);
}

#[test]
fn values_that_read_otherwise() {
    check("<script>var s = {{ x }};</script>", true, &[ChangedData]);
    check("<script>var s = '{{ x }}';</script>", "Tom & Eve", &[ChangedData]);
}

#[test]
fn templates_that_would_be_refused() {
    let page = "<!DOCTYPE {{ x }}>";
    assert_eq!(told(page, &Json::Int(1)), [(Refused, "", "1:11".to_owned())]);
}

#[test]
fn values_are_shown_only_when_asked_for() {
    let seen: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
    let heard = seen.clone();
    let engine = Engine::builder()
        .loader(MemoryLoader::new([("page.html", "<a href='{{ x }}'>")]).unwrap())
        .escaping(Escaping::Report)
        .reveal_rejected(true)
        .on_difference(move |it| {
            let text = |it: Option<&str>| it.unwrap_or_default().to_owned();
            heard.lock().unwrap().push((text(it.django), text(it.contextual)));
        });
    let page = engine.build().unwrap().get_template("page.html").unwrap();
    page.render_text(&context! { x => "data:,x" }).unwrap();
    page.render(&context! { x => "" }).unwrap_err();
    assert_eq!(*seen.lock().unwrap(), [("data:,x".to_owned(), "about:invalid#blocked".to_owned())]);
}
