//! Templates that strangers write: what they cannot do.

use palisade::{Engine, ErrorKind, Escaping, Host, MemoryLoader, context};
use proptest::prelude::*;
use std::borrow::Cow;
use std::time::{Duration, Instant};

struct Secrets;

impl Host for Secrets {
    fn csrf_token(&self) -> Option<Cow<'_, str>> {
        Some("sEcReT-token".into())
    }

    fn csp_nonce(&self) -> Option<Cow<'_, str>> {
        Some("sEcReT-nonce".into())
    }
}

fn engine() -> Engine {
    let files = [
        ("shared/card.html", "<b>{{ name }}</b>"),
        ("shared/base.html", "<main>{% block main %}{% endblock %}</main>"),
        ("private/admin.html", "sEcReT-page"),
        ("self.html", "{% include 'shared/../private/admin.html' %}"),
    ];
    let loader = MemoryLoader::new(files).unwrap();
    let builder = Engine::builder().loader(loader).host(Secrets).verify(palisade::Verify::Never);
    builder.untrusted().allow_templates("shared/*").build().unwrap()
}

/// What hostile data a template has at hand.
fn rendered(engine: &Engine, template: &str) -> Result<String, ErrorKind> {
    let vars = context! {
        name => "<script>x()</script>\"'`",
        url => "javascript:x()",
        items => &[1, 2, 3][..],
        path => "private/admin.html",
    };
    engine.render_str(template, &vars).map_err(|it| it.kind())
}

#[test]
fn doors_are_closed() {
    let engine = engine();
    for template in [
        "{{ name|safe }}",
        "{{ name|upper|safe }}",
        "{% if name|safe %}{% endif %}",
        "{% with x=name|safe %}{{ x }}{% endwith %}",
        "{% filter safe %}x{% endfilter %}",
        "{{ items|safeseq|join:'' }}",
        "{{ name|trust:'html' }}",
        "{% autoescape off %}{{ name }}{% endautoescape %}",
        "{% csrf_token %}",
        "{% csrf_token as t %}{{ t }}",
        "<script {% csp_nonce_attr %}></script>",
        "{% load cache %}{% cache 60 a %}{% endcache %}",
        "{% debug %}",
        "{% include 'private/admin.html' %}",
        "{% include path %}",
        "{% include './private/admin.html' %}",
        "{% include 'shared/../private/admin.html' %}",
        "{% extends 'private/admin.html' %}",
        "{% extends path %}",
    ] {
        let error = rendered(&engine, template).unwrap_err();
        assert!(
            matches!(
                error,
                ErrorKind::NotAllowed
                    | ErrorKind::BadTemplateName
                    | ErrorKind::UnknownFilter
                    | ErrorKind::BadTag
            ),
            "{template}: {error:?}"
        );
    }
    assert!(engine.get_template("self.html").and_then(|it| it.render_text(&context! {})).is_err());
}

#[test]
fn files_are_out_of_reach() {
    let engine = engine();
    for name in [
        "/etc/passwd",
        "../../etc/passwd",
        "shared/../../etc/passwd",
        "shared/..\\..\\x",
        "file:///etc/passwd",
    ] {
        for tag in ["include", "extends"] {
            rendered(&engine, &format!("{{% {tag} '{name}' %}}")).unwrap_err();
        }
    }
}

#[test]
fn what_is_allowed_works() {
    let engine = engine();
    let page = "{% extends 'shared/base.html' %}{% block main %}{% include 'shared/card.html' %}<script>1</script>{% endblock %}";
    let page = rendered(&engine, page).unwrap();
    assert!(
        page.starts_with("<main><b>&lt;script&gt;") && page.ends_with("<script>1</script></main>"),
        "{page}"
    );
}

#[test]
fn its_markup_is_nobodys_safe_html() {
    let engine = engine();
    let page = engine.get_template("shared/card.html").unwrap();
    assert_eq!(page.render(&context! {}).unwrap_err().kind(), ErrorKind::NotHtml);
    let error = Engine::builder().untrusted().escaping(Escaping::Django).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadSetting);
}

#[test]
fn work_ends_soon() {
    let engine = engine();
    let long = "{{ b|wordcount }}".repeat(1000);
    let ifs = "{% if 'y' in b %}{% endif %}".repeat(1000);
    let nested =
        |body: &str| format!("{{% for a in b %}}{{% for a in b %}}{body}{{% endfor %}}{{% endfor %}}");
    let with_text = |body: &str| format!("{{% with b='x'|ljust:100000 %}}{body}{{% endwith %}}");
    for template in [
        with_text(&nested("")),
        with_text(&nested("x")),
        with_text(&format!("{long}{long}")),
        with_text(&format!("{{% for a in 'xxxxxxxxxxxxxxxxxxxx' %}}{long}{{% endfor %}}")),
        with_text(&format!("{{% for a in 'xxxxxxxxxxxxxxxxxxxx' %}}{ifs}{{% endfor %}}")),
        "{{ 'x'|center:2000000000 }}".to_owned(),
        "{{ 1|stringformat:'02000000000d' }}".to_owned(),
        "{{ 1|floatformat:2000000000 }}".to_owned(),
        "{% include 'shared/card.html' %}".repeat(900),
        "{% if x %}".repeat(30) + &"{% endif %}".repeat(30),
        format!("{{{{ {} }}}}", "a".repeat(3000)),
        "x".repeat(40_000),
    ] {
        let started = Instant::now();
        let kind = rendered(&engine, &template).unwrap_err();
        assert_eq!(kind, ErrorKind::LimitExceeded, "{}", &template[..template.len().min(80)]);
        assert!(started.elapsed() < Duration::from_secs(5), "{}", &template[..template.len().min(80)]);
    }
}

#[test]
fn doubling_supers_end_soon() {
    let parents: Vec<(String, String)> = (0..30)
        .map(|n| {
            let twice = "{{ block.super }}{{ block.super }}";
            let text = match n {
                0 => "{% block b %}x{% endblock %}".to_owned(),
                n => format!("{{% extends 'shared/{}.html' %}}{{% block b %}}{twice}{{% endblock %}}", n - 1),
            };
            (format!("shared/{n}.html"), text)
        })
        .collect();
    let loader = MemoryLoader::new(parents.iter().map(|it| (&*it.0, &*it.1))).unwrap();
    let engine = Engine::builder().loader(loader).untrusted().allow_templates("shared/*").build().unwrap();
    let error = engine.get_template("shared/29.html").unwrap().render_text(&context! {}).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
}

/// Pieces that a hostile template is made of.
const PIECES: &[&str] = &[
    "{{ name }}",
    "{{ url }}",
    "{{ name|upper }}",
    "{{ name|safe }}",
    "{{ items|join:name }}",
    "{{ name|escape }}",
    "{{ name|force_escape|cut:'&' }}",
    "{{ name|urlize }}",
    "{{ name|linebreaks }}",
    "{{ name|default:'<i>' }}",
    "{% csrf_token %}",
    "{% csp_nonce_attr %}",
    "{% include path %}",
    "{% include 'shared/card.html' %}",
    "{% include 'private/admin.html' %}",
    "{% autoescape off %}",
    "{% endautoescape %}",
    "{% if name %}",
    "{% endif %}",
    "{% else %}",
    "{% for i in items %}",
    "{% endfor %}",
    "{% filter lower %}",
    "{% endfilter %}",
    "{% with n=name %}",
    "{% endwith %}",
    "{{ n }}",
    "{% firstof nothing name %}",
    "{% cycle name url %}",
    "{% load cache %}",
    "{% spaceless %}",
    "{% endspaceless %}",
    "{% templatetag openblock %}",
    "<p>",
    "<p title=\"",
    "<p title=",
    "\">",
    ">",
    " ",
    "<a href=\"",
    "<script>",
    "</script>",
    "var a = \"",
    "var a = ",
    "\";",
    "<style>",
    "</style>",
    "<!--",
    "-->",
    "<textarea>",
    "</textarea>",
    "<svg>",
    "&",
    "'",
    "javascript:",
    "onclick=\"",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// Whatever it is made of: it ends, it tells no secret, and its data makes no script of its own.
    #[test]
    fn random_templates_stay_inside(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..14)) {
        let engine = engine();
        let template = pieces.concat();
        if let Ok(page) = rendered(&engine, &template) {
            prop_assert!(!page.contains("sEcReT"), "{template} gives {page}");
            prop_assert!(!page.contains("<script>x()"), "{template} gives {page}");
        }
    }
}
