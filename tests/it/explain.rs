//! What `Template::explain` says.

use palisade::engine::Explanation;
use palisade::{Engine, ErrorKind, Escaping, MemoryLoader};

fn explain(templates: &[(&str, &str)], name: &str) -> Explanation {
    let loader = MemoryLoader::new(templates.iter().copied()).unwrap();
    let engine = Engine::builder().loader(loader).build().unwrap();
    engine.get_template(name).unwrap().explain().unwrap()
}

/// The place of each hole of one template, a line each.
#[track_caller]
fn check(template: &str, want: &[&str]) {
    let explanation = explain(&[("page.html", template)], "page.html");
    let got: Vec<&str> = explanation.holes.iter().map(|it| &*it.place).collect();
    assert_eq!(got, want);
}

#[test]
fn places_are_paths_of_elements() {
    check("{{ a }}", &["text"]);
    check("<body><p>{{ a }}<p>{{ b }}</body>{{ c }}", &["body > p > text", "body > p > text", "text"]);
    check("<ul><li>{{ a }}<li>{{ b }}</ul><br>{{ c }}", &["ul > li > text", "ul > li > text", "text"]);
    check("<a href=\"/?q={{ q }}\">{{ t }}</a>", &["a[href] > url query", "a > text"]);
    check("<p title=\"{{ a }}\" id={{ b }}>", &["p[title] > value", "p[id] > value"]);
    check("<title>{{ a }}</title>", &["title > text"]);
    check("<{{ a }} {{ b }}>{{ c }}", &["the name of a tag", "{{…}} > attributes", "{{…}} > text"]);
    check("<p><!-- {{ a }} --></p>", &["p > a comment"]);
}

#[test]
fn branches_and_loops_leave_the_path_as_it_was() {
    check(
        "<div>{% if x %}<p>{{ a }}{% else %}<i>{{ b }}</i>{% endif %}</div>{{ c }}",
        &["div > p > text", "div > i > text", "text"],
    );
    check("<ul>{% for x in y %}<li>{{ x }}{% endfor %}</ul>", &["ul > li > text"]);
    check(
        "<ul>{% for x in y %}<li><b>{{ x }}</b></li>{% endfor %}</ul>{{ z }}",
        &["ul > li > b > text", "text"],
    );
}

#[test]
fn a_place_that_depends_on_a_branch_names_all() {
    let url = "<a href=\"{% if x %}/a{% else %}/b?c{% endif %}{{ y }}\">";
    check(url, &["a[href] > url path or url query"]);
}

#[test]
fn steps_say_where_they_began() {
    let page = "<body>\n<p>\n<a href=\"\n{{ x }}\">";
    let explanation = explain(&[("page.html", page)], "page.html");
    let hole = &explanation.holes[0];
    let began: Vec<String> = hole.path.iter().map(|it| it.opened.unwrap().to_string()).collect();
    assert_eq!(began, ["1:1", "2:1", "3:1", "3:9"]);
    assert_eq!((hole.text.as_str(), hole.location.to_string().as_str()), ("{{ x }}", "4:1"));
}

#[test]
fn a_run_is_one_hole() {
    let explanation = explain(&[("page.html", "<a href=\"{{ a }}{{ b }}{{ c }}\">")], "page.html");
    let holes: Vec<&str> = explanation.holes.iter().map(|it| &*it.text).collect();
    assert_eq!(holes, ["{{ a }}{{ b }}{{ c }}"]);
}

#[test]
fn escapers_and_the_types_they_take() {
    let page = "{{ a }}<a href=\"{{ b }}\" title=\"{{ c }}\" {{ d }}><!-- {{ e }} -->\
        {% autoescape off %}{{ f }}{% endautoescape %}";
    let explanation = explain(&[("page.html", page)], "page.html");
    let rows: Vec<_> =
        explanation.holes.iter().map(|it| (it.escaper, it.accepts.join(" "), it.trusted)).collect();
    assert_eq!(rows[0], ("text", "SafeHtml".into(), false));
    assert_eq!(rows[1].0, "URL");
    assert!(rows[1].1.contains("SafeUrl") && !rows[1].1.contains("SafeHtml"), "{}", rows[1].1);
    assert_eq!(rows[2], ("attribute", "SafeHtml".into(), false));
    assert_eq!(rows[3].0, "attribute name");
    assert!(rows[3].1.contains("SafeAttrs"), "{}", rows[3].1);
    assert_eq!(rows[4], ("comment", String::new(), false));
    assert_eq!(rows[5], ("text", "SafeHtml".into(), true));
}

#[test]
fn blocks_begin_where_the_parents_have_them() {
    let base = (
        "base.html",
        "<html><body class=\"{% block class %}{% endblock %}\"><main>{% block main %}{% block inner %}{% endblock %}\
         {% endblock %}</main></body>",
    );
    let page = (
        "page.html",
        "{% extends 'base.html' %}{% block class %}{{ a }}{% endblock %}\
         {% block main %}<p>{{ b }}{{ block.super }}{% include 'part.html' %}{% endblock %}\
         {% block inner %}{{ c }}{% endblock %}{% block nowhere %}{{ d }}{% endblock %}",
    );
    let explanation = explain(&[base, page, ("part.html", "{{ e }}")], "page.html");
    let holes: Vec<(&str, &str)> = explanation.holes.iter().map(|it| (&*it.text, &*it.place)).collect();
    assert_eq!(
        holes,
        [
            ("{{ a }}", "html > body[class] > value"),
            ("{{ b }}", "html > body > main > p > text"),
            ("{{ c }}", "html > body > main > p > text"),
        ]
    );
    let began = |hole: usize| -> Vec<bool> {
        explanation.holes[hole].path.iter().map(|it| it.opened.is_some()).collect()
    };
    assert_eq!(began(0), [false, false, false], "the attribute was opened in the parent");
    assert_eq!(began(1), [false, false, false, true, false]);
    let callees: Vec<(&str, &str)> = explanation.callees.iter().map(|it| (&*it.text, &*it.place)).collect();
    assert_eq!(
        callees,
        [
            ("{% extends 'base.html' %}", "text"),
            ("{{ block.super }}", "html > body > main > p > text"),
            ("{% include 'part.html' %}", "html > body > main > p > text"),
        ]
    );
}

#[test]
fn literal_text_is_parted_by_what_it_is_read_as() {
    let page = "Hi <a href=\"/x\" title='y' onclick=\"f()\"><!-- c --><style>a{}</style><script>f()</script>";
    let explanation = explain(&[("page.html", page)], "page.html");
    let regions: Vec<(&str, &str)> =
        explanation.regions.iter().map(|it| (it.kind, explanation.source.slice(it.span))).collect();
    for want in [("url", "/x"), ("attribute", "y"), ("script", "f()"), ("style", "a{}")] {
        assert!(
            regions.iter().any(|it| it.0 == want.0 && it.1.starts_with(want.1)),
            "{want:?} in {regions:?}"
        );
    }
    let whole: usize = regions.iter().map(|it| it.1.len()).sum();
    assert_eq!(whole, page.len(), "{regions:?}");
}

#[test]
fn only_contextual_engines_explain() {
    let engine = Engine::builder().escaping(Escaping::Django).build().unwrap();
    let error = engine.template_from_str("a.html", "{{ x }}").unwrap().explain().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadSetting);
}
