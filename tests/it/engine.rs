//! The engine as its users see it.

use palisade::value::Filter;
use palisade::{
    Cx, Engine, EngineBuilder, Error, ErrorKind, Escaping, FileSystemLoader, Limits, MemoryLoader, Value,
    Verify, context,
};
use std::sync::{Arc, Mutex};

fn builder(templates: &[(&str, &str)]) -> EngineBuilder {
    let loader = MemoryLoader::new(templates.iter().copied()).unwrap();
    Engine::builder().escaping(Escaping::Django).loader(loader)
}

fn engine(templates: &[(&str, &str)]) -> Engine {
    builder(templates).build().unwrap()
}

/// Renders `main.html` with a few variables.
#[track_caller]
fn check(templates: &[(&str, &str)], want: &str) {
    let vars = context! { x => "<x>", n => 3, items => ["a", "b", "c"], name => "part.html" };
    let got = engine(templates).get_template("main.html").unwrap().render_text(&vars).unwrap();
    assert_eq!(got, want);
}

#[track_caller]
fn fault(templates: &[(&str, &str)]) -> Error {
    let vars = context! { x => "<x>", n => 3, items => ["a", "b", "c"], name => "part.html" };
    let engine = builder(templates).verify(Verify::Never).build().unwrap();
    engine.get_template("main.html").and_then(|it| it.render_text(&vars)).unwrap_err()
}

const BASE: (&str, &str) = ("base.html", "<{% block a %}base{% endblock %}|{% block b %}B{% endblock %}>");
const MIDDLE: (&str, &str) =
    ("middle.html", "{% extends 'base.html' %}{% block a %}middle({{ block.super }}){% endblock %}");

#[test]
fn three_levels_of_inheritance_with_super() {
    let main = (
        "main.html",
        "{% extends 'middle.html' %}{% block a %}main({{ block.super }}{{ block.super }}){% endblock %}",
    );
    check(&[BASE, MIDDLE, main], "<main(middle(base)middle(base))|B>");
}

#[test]
fn a_block_sees_the_scope_it_stands_in() {
    let base = ("base.html", "{% for i in items %}{% block a %}{% endblock %}{% endfor %}");
    let main = ("main.html", "{% extends 'base.html' %}{% block a %}{{ i }}{{ block.name }}{% endblock %}");
    check(&[base, main], "aabaca");
}

#[test]
fn the_parent_may_be_computed() {
    let main = ("main.html", "{% extends name %}{% block a %}[{{ block.super }}]{% endblock %}");
    let part = ("part.html", "{% block a %}part{% endblock %}");
    check(&[main, part], "[part]");
}

#[test]
fn includes_in_all_forms() {
    let part = ("part.html", "({{ x }}{{ y }})");
    check(&[("main.html", "{% include 'part.html' %}"), part], "(&lt;x&gt;)");
    check(&[("main.html", "{% include name with y=n %}"), part], "(&lt;x&gt;3)");
    check(&[("main.html", "{% include 'part.html' with y=n only %}"), part], "(3)");
    check(
        &[("main.html", "{% autoescape off %}{% include './part.html' %}{% endautoescape %}"), part],
        "(<x>)",
    );
    let deep = ("a/deep.html", "{% include '../part.html' %}{% include './other.html' %}");
    check(&[("main.html", "{% include 'a/deep.html' %}"), deep, part, ("a/other.html", "!")], "(&lt;x&gt;)!");
}

#[test]
fn an_include_may_have_a_list_of_names() {
    let engine = engine(&[("main.html", "{% include names %}"), ("b.html", "b"), ("c.html", "c")]);
    let main = engine.get_template("main.html").unwrap();
    assert_eq!(main.render_text(&context! { names => ["a.html", "b.html", "c.html"] }).unwrap(), "b");
    let error = main.render_text(&context! { names => ["x.html", "y.html"] }).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TemplateNotFound);
    let error = main.render_text(&context! {}).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TemplateNotFound);
}

#[test]
fn an_include_has_its_own_cycles_and_keeps_its_variables() {
    let part = ("part.html", "{% cycle 'a' 'b' as z %}{% cycle 'a' 'b' %}");
    check(
        &[("main.html", "{% for i in items %}{% include 'part.html' %}{{ z }}{% endfor %}"), part],
        "aaaaaa",
    );
}

#[test]
fn cycles_are_shared_along_a_chain_but_not_between_its_templates() {
    let base = ("base.html", "{% for i in items %}{% cycle 1 2 %}{% block a %}{% endblock %}{% endfor %}");
    let main = ("main.html", "{% extends 'base.html' %}{% block a %}{% cycle 'a' 'b' %}{% endblock %}");
    check(&[base, main], "1a2b1a");
}

#[test]
fn errors_say_where_and_how_rendering_came_there() {
    let main =
        ("main.html", "{% extends 'base.html' %}\n{% block a %}{% include 'part.html' %}{% endblock %}");
    let error = fault(&[BASE, main, ("part.html", "\n {{ x|default:itmes }}")]);
    assert_eq!(error.kind(), ErrorKind::UndefinedVariable);
    assert_eq!(error.source_text().unwrap().name(), "part.html");
    assert_eq!(error.location().unwrap().to_string(), "2:7");
    let report = format!("{error:#}");
    for step in ["main.html:2:14", "included here", "base.html:1:2", "extended here", "main.html:1:1"] {
        assert!(report.contains(step), "{step}\n{report}");
    }
    assert!(report.contains("did you mean `items`?"), "{report}");
}

#[test]
fn what_is_missing_is_named_with_a_suggestion() {
    let error =
        builder(&[("main.html", "{% include 'prat.html' %}"), ("part.html", "")]).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TemplateNotFound);
    assert_eq!(error.remedy(), Some("did you mean `part.html`?"));
    assert_eq!(error.location().unwrap().to_string(), "1:1");
    let error = fault(&[("main.html", "{% include '../main.html' %}")]);
    assert_eq!(error.kind(), ErrorKind::BadTemplateName);
    let error = fault(&[("main.html", "{% extends 'main.html' %}")]);
    assert_eq!(error.kind(), ErrorKind::TemplateNotFound);
    let error = fault(&[("main.html", "{% block a %}{{ block.super }}{% endblock %}")]);
    assert_eq!(error.kind(), ErrorKind::BlockNotFound);
}

#[test]
fn a_template_may_extend_its_own_name_in_a_later_folder() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let own = "{% extends 'main.html' %}{% block a %}new {{ block.super }}{% endblock %}";
    std::fs::write(first.path().join("main.html"), own).unwrap();
    std::fs::write(second.path().join("main.html"), "[{% block a %}old{% endblock %}]").unwrap();
    let new = |loader| Engine::builder().loader(loader).build();
    let engine = new(FileSystemLoader::new([first.path(), second.path()])).unwrap();
    let text = engine.get_template("main.html").unwrap().render_text(&context! {}).unwrap();
    assert_eq!(text, "[new old]");
    let error = new(FileSystemLoader::new([first.path()])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TemplateNotFound);
}

#[test]
fn build_returns_all_errors() {
    let templates = [
        ("a.html", "{% if %}"),
        ("b.html", "{% include 'no.html' %}{% include 'missing.html' %}"),
        ("c.html", "{% extends 'b.html' %}"),
        ("d.txt", "{{ x|no_such_filter }}"),
        ("picture.png", "{% not a template"),
    ];
    let error = builder(&templates).build().unwrap_err();
    let mut names: Vec<&str> = error.all().map(|it| it.source_text().unwrap().name()).collect();
    names.sort_unstable();
    assert_eq!(names, ["a.html", "b.html", "b.html", "d.txt"], "{error:#}");
    assert!(builder(&templates).verify(Verify::Never).build().is_ok());
    assert_eq!(builder(&templates).verify(Verify::Parse).build().unwrap_err().all().count(), 2);
}

#[test]
fn computed_names_are_checked_when_candidates_are_given() {
    let templates = [("main.html", "{% include name %}"), ("part.html", "{{ block.super }}")];
    assert!(builder(&templates).build().is_err(), "part.html is an entry");
    assert!(builder(&templates).fragments("par*").build().is_ok());
    assert!(builder(&templates).fragments("par*").candidates("name", ["part.html"]).build().is_err());
    let error = builder(&templates[..1]).candidates("name", ["other.html"]).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TemplateNotFound);
}

#[test]
fn templates_that_only_name_each_other_are_checked() {
    let templates =
        [("a.html", "{% include 'b.html' %}"), ("b.html", "{% include 'a.html' %}{{ block.super }}")];
    assert_eq!(builder(&templates).build().unwrap_err().kind(), ErrorKind::BlockNotFound);
}

#[test]
fn the_first_template_that_exists_is_selected() {
    let engine = engine(&[("a.html", "a"), ("b.html", "b")]);
    assert_eq!(engine.select_template(["x.html", "b.html", "a.html"]).unwrap().name(), "b.html");
    assert!(engine.select_template(["x.html"]).unwrap_err().message().contains("x.html"));
    assert!(engine.select_template::<&str>([]).is_err());
    let names: Vec<&str> = engine.templates().unwrap().iter().map(|it| it.as_str()).collect();
    assert_eq!(names, ["a.html", "b.html"]);
}

#[test]
fn one_off_sources_use_the_loaders_templates() {
    let engine = engine(&[BASE, ("part.html", "{{ x }}")]);
    let text = "{% extends 'base.html' %}{% block a %}{% include 'part.html' %}{% endblock %}";
    assert_eq!(engine.render_str(text, &context! { x => 1 }).unwrap(), "<1|B>");
    assert_eq!(
        engine.template_from_str("a/b.html", "{% include '../part.html' %}").unwrap().name(),
        "a/b.html"
    );
}

#[test]
fn one_block_is_rendered_by_itself() {
    let main = (
        "main.html",
        "{% extends 'middle.html' %}{% block b %}{% block c %}{{ x }}{% endblock %}{% endblock %}",
    );
    let engine = engine(&[BASE, MIDDLE, main]);
    let main = engine.get_template("main.html").unwrap();
    let block = |name| main.render_block(name, &context! { x => 1 });
    assert_eq!(block("a").unwrap(), "middle(base)");
    assert_eq!(block("c").unwrap(), "1");
    let error = block("d").unwrap_err();
    assert_eq!((error.kind(), error.remedy()), (ErrorKind::BlockNotFound, Some("did you mean `a`?")));
}

#[test]
fn globals_are_below_the_variables_and_seen_under_only() {
    let templates =
        [("main.html", "{{ site }}{% include 'part.html' only %}"), ("part.html", "[{{ site }}]")];
    let engine = builder(&templates).global("site", "S").build().unwrap();
    let main = engine.get_template("main.html").unwrap();
    assert_eq!(main.render_text(&context! {}).unwrap(), "S[S]");
    assert_eq!(main.render_text(&context! { site => "T" }).unwrap(), "T[S]");
}

#[test]
fn string_if_invalid_is_shown_where_django_shows_it() {
    let text = "{{ no.such }} {{ no|upper }} {{ no|default:'d' }} {% if no %}yes{% else %}no{% endif %} {% firstof no 'f' %}";
    let engine = builder(&[("main.html", text)]).string_if_invalid("<%s>").build().unwrap();
    let got = engine.get_template("main.html").unwrap().render_text(&context! {}).unwrap();
    assert_eq!(got, "&lt;no.such&gt; &lt;no&gt; &lt;no&gt; no f");
}

#[test]
fn without_the_cache_each_request_loads_anew() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("main.html", "1{% include 'part.html' %}");
    write("part.html", "a");
    let new = |cached| {
        let loader = FileSystemLoader::new([folder.path()]);
        Engine::builder().escaping(Escaping::Django).loader(loader).cached(cached).build().unwrap()
    };
    let (kept, anew) = (new(true), new(false));
    let held = anew.get_template("main.html").unwrap();
    assert_eq!(held.render_text(&context! {}).unwrap(), "1a");
    write("main.html", "2{% include 'part.html' %}");
    write("part.html", "b");
    let text = |engine: &Engine| engine.get_template("main.html").unwrap().render_text(&context! {}).unwrap();
    assert_eq!((text(&kept), text(&anew)), ("1a".to_owned(), "2b".to_owned()));
    assert_eq!(held.render_text(&context! {}).unwrap(), "1a");
}

/// A writer that counts what it is given, and fails when told so.
struct Pieces(Vec<usize>, bool);

impl std::io::Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.1 {
            return Err(std::io::Error::other("closed"));
        }
        self.0.push(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn output_is_written_in_pieces() {
    let row = "x".repeat(1000);
    let engine = engine(&[
        ("main.html", "{% for i in items %}{{ row }}{% endfor %}"),
        ("held.html", "{% spaceless %}{% for i in items %}{{ row }}{% endfor %}{% endspaceless %}"),
    ]);
    let items = vec![0; 200];
    let vars = context! { items, row };
    let written = |name: &str, fails| {
        let mut out = Pieces(Vec::new(), fails);
        engine.get_template(name).unwrap().render_to(&mut out, &vars).map(|()| out.0)
    };
    let pieces = written("main.html", false).unwrap();
    assert_eq!(pieces.iter().sum::<usize>(), 200_000);
    assert!(pieces.len() == 4 && pieces[0] >= 64 << 10, "{pieces:?}");
    assert_eq!(written("held.html", false).unwrap().iter().sum::<usize>(), 200_000);
    assert_eq!(written("main.html", true).unwrap_err().kind(), ErrorKind::OutputFailed);
}

#[track_caller]
fn check_limit(set: impl Fn(&mut Limits), template: &str, name: &str) {
    let mut limits = Limits::default();
    set(&mut limits);
    let templates = [("main.html", template), ("part.html", "part")];
    let engine = builder(&templates).limits(limits).build().unwrap();
    let vars = context! { items => ["a", "b", "c"], text => "text" };
    let error = engine.get_template("main.html").unwrap().render_text(&vars).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded, "{error}");
    assert!(error.message().contains(&format!("`{name}`")), "{error}");
    assert!(error.location().is_some());
}

#[test]
fn each_limit_ends_a_render() {
    check_limit(
        |it| it.includes = 2,
        "{% for i in items %}{% include 'part.html' %}{% endfor %}",
        "includes",
    );
    check_limit(|it| it.iterations = 2, "{% for i in items %}{% endfor %}", "iterations");
    check_limit(|it| it.output_bytes = 5, "{{ text }}{{ text }}", "output_bytes");
    check_limit(|it| it.output_bytes = 5, "0123456{# #}{% for i in items %}{% endfor %}", "output_bytes");
    check_limit(|it| it.memory = 5, "{% for i in items %}{% endfor %}", "memory");
    check_limit(
        |it| it.depth = 3,
        "{% if text %}{% if text %}{% if text %}{% if text %}{% endif %}{% endif %}{% endif %}{% endif %}",
        "depth",
    );
    check_limit(|_| (), "{% include 'main.html' %}", "depth");
    check_limit(|_| (), "{% with a='main.html' %}{% include a %}{% endwith %}", "depth");
}

#[test]
fn the_deepest_render_fits_a_small_stack() {
    let templates = [
        ("base.html", "{% block a %}{% endblock %}"),
        ("main.html", "{% extends 'base.html' %}{% block a %}{% include 'part.html' %}{% endblock %}"),
        (
            "part.html",
            "{% for i in items %}{% with a=i %}{% autoescape off %}{% spaceless %}{% if a == i or a|length > 2 %}{% include name with b=a %}{% endif %}{% endspaceless %}{% endautoescape %}{% endwith %}{% endfor %}",
        ),
    ];
    let run = move || {
        let engine = builder(&templates).verify(Verify::Never).build().unwrap();
        let main = engine.get_template("main.html").unwrap();
        main.render_text(&context! { items => ["a"], name => "main.html" }).unwrap_err().kind()
    };
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(run).unwrap();
    assert_eq!(thread.join().unwrap(), ErrorKind::LimitExceeded);
}

/// A global that tells, by its count, whether an engine is still alive.
fn guarded(templates: &[(&str, &str)]) -> (Engine, std::sync::Weak<String>) {
    let guard = Arc::new("guard".to_owned());
    let weak = Arc::downgrade(&guard);
    (builder(templates).verify(Verify::Never).global("guard", guard).build().unwrap(), weak)
}

#[test]
fn templates_that_include_each_other_render_in_threads_and_are_freed() {
    let (engine, weak) = guarded(&[
        ("a.html", "a{% if n > 0 %}{% with n=m %}{% include 'b.html' %}{% endwith %}{% endif %}"),
        (
            "b.html",
            "b{% for i in n %}{% include 'b.html' with n=i %}{% include 'a.html' with n=0 %}{% endfor %}",
        ),
        ("main.html", "{% include 'a.html' with n=1 m=tree %}{% include 'main.html' with stop=1 %}"),
        ("self.html", "{% for n in n %}({% include 'self.html' %}){% endfor %}"),
    ]);
    let barrier = std::sync::Barrier::new(2);
    let run = || {
        barrier.wait();
        let leaf: Vec<Vec<i32>> = vec![vec![], vec![]];
        let tree = vec![leaf.clone(), leaf];
        let own = engine.get_template("self.html").unwrap().render_text(&context! { n => tree }).unwrap();
        let both =
            engine.get_template("a.html").unwrap().render_text(&context! { n => 1, m => tree }).unwrap();
        let endless = engine.get_template("main.html").unwrap().render_text(&context! { tree }).unwrap_err();
        (own, both, endless.kind())
    };
    let (first, second) = std::thread::scope(|scope| {
        let (first, second) = (scope.spawn(run), scope.spawn(run));
        (first.join().unwrap(), second.join().unwrap())
    });
    assert_eq!(first, second);
    assert_eq!(first.0, "(()())(()())");
    assert_eq!(first.1, "abbbabaabbabaa".to_owned());
    assert_eq!(first.2, ErrorKind::LimitExceeded);
    let template = engine.get_template("self.html").unwrap();
    let one_off = engine.template_from_str("x.html", "{% include 'self.html' %}").unwrap();
    drop(engine);
    assert!(weak.upgrade().is_some(), "a template keeps what it needs");
    drop((template, one_off));
    assert!(weak.upgrade().is_none(), "nothing keeps itself alive");
}

#[test]
fn a_folder_is_a_jail() {
    let outside = tempfile::tempdir().unwrap();
    let root = tempfile::tempdir().unwrap();
    let second = tempfile::tempdir().unwrap();
    let write = |path: std::path::PathBuf, bytes: &[u8]| std::fs::write(path, bytes).unwrap();
    write(outside.path().join("secret.html"), b"secret");
    write(root.path().join("page.html"), b"page");
    write(root.path().join("latin.txt"), b"\xe4");
    write(root.path().join("large.txt"), &[b'x'; 100]);
    write(second.path().join("page.html"), b"second");
    write(second.path().join("more.html"), b"more");
    std::fs::create_dir(root.path().join("folder.html")).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink(outside.path().join("secret.html"), root.path().join("link.html")).unwrap();
        symlink(outside.path(), root.path().join("out")).unwrap();
        symlink(root.path().join("page.html"), root.path().join("inside.html")).unwrap();
        symlink(root.path(), root.path().join("loop")).unwrap();
    }
    let mut limits = Limits::default();
    limits.source_bytes = 99;
    let loader = FileSystemLoader::new([root.path(), second.path(), &root.path().join("none")]);
    let engine =
        Engine::builder().escaping(Escaping::Django).loader(loader).limits(limits).verify(Verify::Never);
    let engine = engine.build().unwrap();
    let text = |name: &str| engine.get_template(name).and_then(|it| it.render_text(&context! {}));
    assert_eq!(text("page.html").unwrap(), "page");
    assert_eq!(text("more.html").unwrap(), "more");
    let kind = |name: &str| text(name).unwrap_err().kind();
    for name in ["link.html", "out/secret.html", "folder.html", "none.html", "page.html/x"] {
        assert_eq!(kind(name), ErrorKind::TemplateNotFound, "{name}");
    }
    let absolute = outside.path().join("secret.html");
    for name in ["../x/secret.html", "a/../page.html", "", "..\\secret.html", absolute.to_str().unwrap()] {
        assert_eq!(kind(name), ErrorKind::BadTemplateName, "{name}");
    }
    assert_eq!(kind("latin.txt"), ErrorKind::LoadFailed);
    assert_eq!(kind("large.txt"), ErrorKind::LimitExceeded);
    let names: Vec<&str> = engine.templates().unwrap().iter().map(|it| it.as_str()).collect();
    let inside = if cfg!(unix) { &["inside.html"][..] } else { &[] };
    assert_eq!(names, [inside, &["large.txt", "latin.txt", "more.html", "page.html"]].concat());
}

#[test]
fn values_that_a_place_refuses_are_reported_without_the_value() {
    use std::sync::{Arc, Mutex};
    let heard = Arc::new(Mutex::new(Vec::new()));
    let new = |strict| {
        let (heard, loader) =
            (heard.clone(), MemoryLoader::new([("a.html", "<a href=\"{{ x }}\">x</a>")]).unwrap());
        let report = move |it: &palisade::Rejection<'_>| heard.lock().unwrap().push(format!("{it:?}"));
        Engine::builder().loader(loader).on_rejected(report).strict_places(strict).build().unwrap()
    };
    let vars = context! { x => "javascript:secret()" };
    let page = new(false).get_template("a.html").unwrap().render(&vars).unwrap();
    assert!(!page.to_string().contains("javascript"), "{page}");
    let error = new(true).get_template("a.html").unwrap().render(&vars).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
    assert_eq!(error.location().unwrap().to_string(), "1:10");
    let heard = heard.lock().unwrap();
    assert_eq!(heard.len(), 2);
    assert!(heard[0].contains("a.html") && !heard[0].contains("secret"), "{}", heard[0]);
}

#[test]
fn only_contextual_html_is_safe_html() {
    let django = engine(&[("main.html", "{{ x }}")]);
    let error = django.get_template("main.html").unwrap().render(&context! {}).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotHtml);
    let loader = MemoryLoader::new([("main.html", "<p>{{ x }}"), ("main.txt", "{{ x }}")]).unwrap();
    let engine = Engine::builder().loader(loader).build().unwrap();
    let html = engine.get_template("main.html").unwrap().render(&context! { x => "<" }).unwrap();
    assert_eq!(html.to_string(), "<p>&lt;");
    let text = engine.get_template("main.txt").unwrap();
    assert_eq!(text.render(&context! {}).unwrap_err().kind(), ErrorKind::NotHtml);
    assert_eq!(text.render_text(&context! { x => "<" }).unwrap(), "<");
}

#[test]
fn a_fault_in_an_include_tells_the_place_it_is_included_in() {
    let page = ("main.html", "<p title=\"{% include 'part.html' %}\">");
    let templates = [page, ("part.html", "a\"b {{ x }}")];
    let loader = MemoryLoader::new(templates).unwrap();
    let error = Engine::builder().loader(loader).build().unwrap_err();
    let report = format!("{error:#}");
    for part in [
        "part.html:1:2",
        "main.html:1:11",
        "included here, in attribute `title` in double quotes",
        "so that it ends in",
    ] {
        assert!(report.contains(part), "no {part:?} in\n{report}");
    }
}

#[test]
fn a_fault_above_an_include_is_not_shown_in_it() {
    let page = ("main.html", "<!-- 12345 -->\n<a href=\"{% include 'part.html' %}\"></a>");
    let loader = MemoryLoader::new([page, ("part.html", "/a/{{ x }}?{% if x %}\"{% endif %}")]).unwrap();
    let error = Engine::builder().loader(loader).build().unwrap_err();
    let report = format!("{error:#}");
    assert!(!report.contains("opened here"), "that is in another template:\n{report}");
    assert!(report.contains("main.html:2:10"), "{report}");
}

#[test]
fn a_long_trail_shows_its_ends() {
    let error = engine(&[("main.html", "{% include name %}")]).get_template("main.html").unwrap();
    let error = error.render_text(&context! { name => "main.html" }).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
    let report = format!("{error:#}");
    assert!(report.contains("more steps like these") && report.lines().count() < 40, "{report}");
}

#[test]
fn a_note_about_the_fault_itself_is_its_label() {
    let source = "<a {% if x %}href=\"{% endif %}";
    let error = Engine::builder().build().unwrap().render_str(source, &context! {}).unwrap_err();
    let report = format!("{error:#}");
    assert_eq!(report.matches("--> ").count(), 3, "{report}");
}

#[test]
fn a_rejection_says_where_it_happened() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    let engine = Engine::builder().on_rejected(move |it| log.lock().unwrap().push(it.to_string())).build();
    let source = "<p>\n<a href=\"{{ x }}\">";
    let page = engine.unwrap().template_from_str("main.html", source).unwrap();
    page.render(&context! { x => "javascript:alert(1)" }).unwrap();
    let line = seen.lock().unwrap().join("\n");
    assert!(line.starts_with("main.html:2:10: a value (text) cannot stand in this place (URL): "), "{line}");
}

#[test]
fn a_number_that_is_none_cannot_end_a_script() {
    struct Forged;
    impl Filter for Forged {
        fn apply<'a>(&self, _: Value<'a>, _: Option<Value<'a>>, _: Cx<'a>) -> Result<Value<'a>, Error> {
            Ok(Value::Number("1</script>"))
        }
    }
    let engine = Engine::builder().filter("forged", Forged).build().unwrap();
    let html = engine.render_str("{{ x|forged|json_script }}{{ x|forged }}", &context! { x => 1 }).unwrap();
    let inert = "<script type=\"application/json\">\"1\\u003C/script\\u003E\"</script>1&lt;/script&gt;";
    assert_eq!(html, inert);
}
