//! Tags of the application: what they take is checked when a template is compiled, and what they give says by its
//! type where it may stand.

use palisade::value::{Keywords, Rest, Variables};
use palisade::{
    Context, Engine, ErrorKind, Escaping, Library, MemoryLoader, Object, SafeAttrs, SafeHtml, SafeUrl,
    context, format_html,
};

#[derive(Object)]
struct Pager {
    page: i64,
    of: i64,
}

fn library() -> Library {
    Library::new()
        .simple_tag("echo", ["text"], |text: &str| text.to_owned())
        .simple_tag("greet", ["name", "greeting"], |name: &str, greeting: Option<&str>| {
            format!("{}, {name}!", greeting.unwrap_or("Hello"))
        })
        .simple_tag("bold", ["text"], |text: &str| format_html!("<b>{}</b>", text))
        .simple_tag("link", [], || SafeUrl::trust("javascript:void(0)"))
        .simple_tag("state", [], || SafeAttrs::trust("hidden"))
        .simple_tag(
            "joined",
            ["first", "rest", "named"],
            |first: &str, rest: Rest<'_>, named: Keywords<'_>| {
                let rest = rest.read::<&str>()?;
                let named = named.read::<i64>()?;
                Ok::<String, palisade::Error>(format!("{first} {rest:?} {named:?}"))
            },
        )
        .simple_tag("user", ["variables"], |variables: Variables<'_>| variables.get::<Option<String>>("user"))
        .simple_block_tag("card", ["content", "class"], |content: SafeHtml<'_>, class: Option<&str>| {
            format_html!("<p class=\"{}\">{}</p>", class.unwrap_or("c"), content)
        })
        .simple_block_tag("shout", ["content"], |content: &str| content.to_uppercase())
        .inclusion_tag("pager", "pager.html", ["page", "of"], |page: i64, of: i64| Pager { page, of })
        .inclusion_tag("note", "note.html", ["text"], |text: String| Context::new().own("text", text))
        .inclusion_tag("number", "note.html", [], || 5)
        .stub_tag("media")
        .stub_tag("else_if_cached")
        .stub_block_tag("thumb", "endthumb")
        .stub_filter("margin")
}

fn engine(escaping: Escaping) -> Engine {
    let files = [
        ("pager.html", "{{ page }}/{{ of }}{{ user }}"),
        ("note.html", "<i title=\"{{ text }}\">{{ text }}</i>"),
    ];
    let loader = MemoryLoader::new(files).unwrap();
    Engine::builder().loader(loader).library("own", library()).escaping(escaping).build().unwrap()
}

fn rendered(source: &str) -> String {
    let source = format!("{{% load own %}}{source}");
    let vars = context! { user => "<Ann>", n => 3, "class" => "a b" };
    engine(Escaping::Contextual).render_str(&source, &vars).unwrap_or_else(|it| panic!("{it:#}"))
}

fn fault(source: &str) -> (ErrorKind, String) {
    let source = format!("{{% load own %}}{source}");
    let error = engine(Escaping::Contextual).render_str(&source, &context! {}).unwrap_err();
    (error.kind(), error.message().to_owned())
}

#[test]
fn plain_results_are_escaped_for_their_place() {
    assert_eq!(rendered("{% echo user %}"), "&lt;Ann&gt;");
    assert_eq!(rendered("<a title={% echo user %}>"), "<a title=\"&lt;Ann&gt;\">");
    assert_eq!(rendered("<a href=\"/?q={% echo user %}\">"), "<a href=\"/?q=%3CAnn%3E\">");
    assert_eq!(
        rendered("<script>x = {% echo user %}</script>"),
        "<script>x = \"\\u003CAnn\\u003E\"</script>"
    );
    assert!(!rendered("<a href=\"{% echo 'javascript:x' %}\">").contains("javascript:x"));
}

#[test]
fn typed_results_are_printed_where_their_type_may_stand() {
    assert_eq!(rendered("{% bold user %}"), "<b>&lt;Ann&gt;</b>");
    assert_eq!(rendered("<a href=\"{% link %}\">"), "<a href=\"javascript:void%280%29\">");
    assert_eq!(rendered("<p {% state %}>"), "<p hidden>");
}

#[test]
fn arguments_come_by_position_and_by_name() {
    assert_eq!(rendered("{% greet 'Bo' %}"), "Hello, Bo!");
    assert_eq!(rendered("{% greet greeting='Hi' name='Bo' %}"), "Hi, Bo!");
    assert_eq!(
        rendered("{% joined 'a' 'b' 'c' x=1 y=n %}"),
        "a [&quot;b&quot;, &quot;c&quot;] [(&quot;x&quot;, 1), (&quot;y&quot;, 3)]"
    );
    assert_eq!(rendered("{% joined first='a' x=1 %}"), "a [] [(&quot;x&quot;, 1)]");
    assert_eq!(rendered("{% user %}{% with user='B' %}{% user %}{% endwith %}"), "&lt;Ann&gt;B");
}

#[test]
fn as_keeps_the_value_and_its_type() {
    assert_eq!(rendered("{% bold user as b %}[{{ b }}]"), "[<b>&lt;Ann&gt;</b>]");
    assert_eq!(rendered("{% echo user as e %}[{{ e }}]"), "[&lt;Ann&gt;]");
    assert_eq!(rendered("{% card as c %}x{% endcard %}[{{ c }}]"), "[<p class=\"c\">x</p>]");
}

#[test]
fn a_block_is_a_fragment_of_its_own() {
    assert_eq!(
        rendered("{% card class %}<b>{{ user }}</b>{% endcard %}"),
        "<p class=\"a b\"><b>&lt;Ann&gt;</b></p>"
    );
    assert_eq!(rendered("{% shout %}<i>{% endshout %}"), "&lt;I&gt;");
    assert_eq!(fault("{% card %}<b title='{% endcard %}").0, ErrorKind::UnbalancedConstruct);
    assert_eq!(fault("{% card %}").0, ErrorKind::UnclosedTag);
    assert_eq!(fault("{% if x %}{% endcard %}").0, ErrorKind::UnknownTag);
}

#[test]
fn an_inclusion_sees_only_what_its_tag_gives() {
    assert_eq!(rendered("{% pager 2 of=n %}"), "2/3");
    assert_eq!(rendered("{% note user %}"), "<i title=\"&lt;Ann&gt;\">&lt;Ann&gt;</i>");
    assert_eq!(fault("{% number %}").0, ErrorKind::ValueError);
    assert_eq!(fault("{% pager 1 2 as x %}").0, ErrorKind::TagArguments);
}

#[test]
fn what_a_tag_takes_is_checked_when_the_template_is_compiled() {
    let faults = [
        ("{% greet %}", "`greet` needs a value for `name`"),
        ("{% greet 'a' 'b' 'c' %}", "`greet` takes 2 values, not 3"),
        ("{% greet 'a' name='b' %}", "`name` of `greet` is given twice"),
        ("{% greet 'a' greting='b' %}", "`greet` takes no `greting`"),
        ("{% greet name='a' 'b' %}", "`'b'` stands after a `name=value`"),
    ];
    for (source, message) in faults {
        assert_eq!(
            fault(&format!("{{% if never %}}{source}{{% endif %}}")),
            (ErrorKind::TagArguments, message.to_owned())
        );
    }
}

#[test]
fn arguments_of_another_type_are_told_by_name() {
    let (kind, message) = fault("{% pager 'x' 2 %}");
    assert_eq!(kind, ErrorKind::ValueError);
    assert!(message.starts_with("`page`: expected a whole number"), "{message}");
}

#[test]
fn stubs_take_whatever_stands_there() {
    assert_eq!(rendered("[{% media 'x' y=|z %}]"), "[]");
    assert_eq!(rendered("{% thumb 5x5 as t %}{{ user }}{% else_if_cached %}b{% endthumb %}"), "&lt;Ann&gt;b");
    assert_eq!(rendered("{{ user|margin:'1' }}{{ user|margin }}"), "&lt;Ann&gt;&lt;Ann&gt;");
}

#[test]
fn django_prints_plain_results_escaped_unless_told_otherwise() {
    let render =
        |source: &str| engine(Escaping::Django).render_str(source, &context! { user => "<Ann>" }).unwrap();
    assert_eq!(render("{% load own %}{% echo user %}{% bold 'x' %}"), "&lt;Ann&gt;<b>x</b>");
    assert_eq!(render("{% load own %}{% autoescape off %}{% echo user %}{% endautoescape %}"), "<Ann>");
}

#[test]
fn one_tag_of_a_library_may_be_loaded() {
    let engine = engine(Escaping::Contextual);
    assert_eq!(engine.render_str("{% load echo from own %}{% echo 'x' %}", &context! {}).unwrap(), "x");
    let error = engine.render_str("{% load echo from own %}{% bold 'x' %}", &context! {}).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownTag);
    assert!(format!("{error:#}").contains("{% load own %}"), "{error:#}");
}

#[test]
fn builtins_need_no_load() {
    let engine = Engine::builder()
        .builtins(library())
        .loader(MemoryLoader::new([("pager.html", ""), ("note.html", "")]).unwrap());
    assert_eq!(engine.build().unwrap().render_str("{% echo 'x' %}", &context! {}).unwrap(), "x");
}

#[test]
fn a_template_is_a_variable_too() {
    let engine = engine(Escaping::Contextual);
    let note = engine.get_template("note.html").unwrap();
    let page = engine.render_str("{% include note %}", &context! { note, text => "x" }).unwrap();
    assert_eq!(page, "<i title=\"x\">x</i>");
}

#[test]
fn partials_are_templates_of_their_own() {
    let files = [("page.html", "<p>{% partialdef row %}<b>{{ x }}</b>{% endpartialdef %}</p>")];
    let engine = Engine::builder().loader(MemoryLoader::new(files).unwrap()).build().unwrap();
    let row = engine.get_template("page.html#row").unwrap();
    assert_eq!(row.render(&context! { x => "&" }).unwrap(), "<b>&amp;</b>");
    assert_eq!(engine.get_template("page.html").unwrap().render(&context! {}).unwrap(), "<p></p>");
    let included = engine.render_str(
        "{% include row %}{% include name %}",
        &context! { row, name => "page.html#row", x => 1 },
    );
    assert_eq!(included.unwrap(), "<b>1</b><b>1</b>");
    assert_eq!(engine.get_template("page.html#raw").unwrap_err().kind(), ErrorKind::TemplateNotFound);
}
