//! Auto-reload, loaders that change, and the reports of rejected values.

use palisade::loader::TemplateName;
use palisade::{
    ChainLoader, Engine, EngineBuilder, Error, ErrorKind, FileSystemLoader, Loader, MemoryLoader, Verify,
    context,
};
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

fn files(templates: &[(&str, &str)]) -> MemoryLoader {
    MemoryLoader::new(templates.iter().copied()).unwrap()
}

fn watching(files: &MemoryLoader) -> EngineBuilder {
    Engine::builder().loader(files.clone()).auto_reload(true)
}

#[track_caller]
fn check(engine: &Engine, name: &str, want: &str) {
    let page = engine.get_template(name).unwrap().render_text(&context! { x => "<x>" }).unwrap();
    assert_eq!(page, want);
}

#[test]
fn edits_are_seen_in_pages_parents_and_includes() {
    let files = files(&[
        ("base.html", "<{% block a %}{% endblock %}>"),
        ("page.html", "{% extends 'base.html' %}{% block a %}{% include 'part.html' %}{% endblock %}"),
        ("part.html", "part"),
    ]);
    for verify in [Verify::Entries, Verify::Parse, Verify::Never] {
        files.set("base.html", "<p>{% block a %}{% endblock %}</p>").unwrap();
        files.set("part.html", "part").unwrap();
        let engine = watching(&files).verify(verify).build().unwrap();
        check(&engine, "page.html", "<p>part</p>");
        let before = engine.get_template("page.html").unwrap();
        files.set("part.html", "PART {{ x }}").unwrap();
        check(&engine, "page.html", "<p>PART &lt;x&gt;</p>");
        files.set("base.html", "<i>{% block a %}{% endblock %}</i>").unwrap();
        check(&engine, "page.html", "<i>PART &lt;x&gt;</i>");
        assert_eq!(before.render_text(&context! {}).unwrap(), "<p>part</p>", "a template keeps its snapshot");
        assert_eq!(engine.render_str("{% include 'part.html' %}", &context! { x => 1 }).unwrap(), "PART 1");
        assert!(engine.reload_error().is_none());
    }
}

#[test]
fn blocks_added_and_moved_are_found() {
    let files = files(&[
        ("base.html", "{% block a %}A{% endblock %}"),
        ("page.html", "{% extends 'base.html' %}{% block a %}a{% endblock %}"),
    ]);
    let engine = watching(&files).build().unwrap();
    check(&engine, "page.html", "a");
    files.set("base.html", "{% block b %}B{% endblock %}{% block a %}A{% endblock %}").unwrap();
    files.set("page.html", "{% extends 'base.html' %}{% block a %}a{{ block.super }}{% endblock %}").unwrap();
    check(&engine, "page.html", "BaA");
}

#[test]
fn a_broken_edit_keeps_the_last_good_template_and_is_told_once() {
    let broken = [
        ("{% if %}", ErrorKind::BadTag),
        ("<!doctype {{ x }}>", ErrorKind::PlaceRefused),
        ("<a href=\"{{ x }}>", ErrorKind::UnbalancedConstruct),
        ("{% include 'missing.html' %}", ErrorKind::TemplateNotFound),
    ];
    for verify in [Verify::Entries, Verify::Never] {
        for (edit, kind) in broken {
            let files = files(&[("page.html", "good"), ("other.html", "other")]);
            let told = Arc::new(Mutex::new(Vec::new()));
            let hear = told.clone();
            let engine = watching(&files)
                .verify(verify)
                .on_reload_error(move |it: &Error| hear.lock().unwrap().push(it.kind()))
                .build()
                .unwrap();
            check(&engine, "page.html", "good");
            check(&engine, "other.html", "other");
            files.set("page.html", edit).unwrap();
            files.set("other.html", "OTHER").unwrap();
            for _ in 0..3 {
                check(&engine, "page.html", "good");
                check(&engine, "other.html", "OTHER");
            }
            assert_eq!(*told.lock().unwrap(), [kind], "{edit} {verify:?}");
            assert_eq!(engine.reload_error().unwrap().kind(), kind);
            files.set("page.html", "mended").unwrap();
            check(&engine, "page.html", "mended");
            assert!(engine.reload_error().is_none());
        }
    }
}

#[test]
fn an_edit_waits_for_the_template_it_needs() {
    let files = files(&[("page.html", "old")]);
    let engine = watching(&files).build().unwrap();
    files.set("page.html", "{% include 'new.html' %}").unwrap();
    check(&engine, "page.html", "old");
    files.set("new.html", "new").unwrap();
    check(&engine, "page.html", "new");
    assert!(engine.reload_error().is_none());
}

#[test]
fn an_edit_that_breaks_another_template_is_refused() {
    let child = "{% extends 'base.html' %}{% block a %}<b>{% endblock %}";
    let files = files(&[("base.html", "{% block a %}{% endblock %}"), ("page.html", child)]);
    let engine = watching(&files).build().unwrap();
    files.set("base.html", "<!-- {% block a %}{% endblock %} --><p {% block b %}{% endblock %}>").unwrap();
    check(&engine, "page.html", "<!-- <b> --><p >");
    files.set("base.html", "<p {% block a %}{% endblock %}>").unwrap();
    check(&engine, "page.html", "<!-- <b> --><p >");
    let error = engine.reload_error().unwrap();
    assert_eq!(error.source_text().unwrap().name(), "page.html", "{error:?}");
}

#[test]
fn what_was_wrong_before_does_not_hold_edits_up() {
    let files = files(&[("page.html", "1{% if x %}{% include 'missing.html' %}{% endif %}")]);
    let engine = watching(&files).verify(Verify::Never).build().unwrap();
    let page = |engine: &Engine| engine.get_template("page.html").unwrap().render_text(&context! {}).unwrap();
    assert_eq!(page(&engine), "1");
    files.set("page.html", "2{% if x %}{% include 'missing.html' %}{% endif %}").unwrap();
    assert_eq!(page(&engine), "2");
}

#[test]
fn a_template_that_goes_is_gone_and_may_come_back() {
    let files = files(&[("a.html", "a"), ("b.html", "b")]);
    let engine = watching(&files).build().unwrap();
    files.remove("a.html");
    assert_eq!(engine.get_template("a.html").unwrap_err().kind(), ErrorKind::TemplateNotFound);
    check(&engine, "b.html", "b");
    files.set("a.html", "again").unwrap();
    check(&engine, "a.html", "again");
    files.set("a.html", "and again").unwrap();
    check(&engine, "a.html", "and again");
}

#[test]
fn files_are_watched_and_earlier_folders_may_take_over() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(two.path().join("page.html"), "two").unwrap();
    let loader = FileSystemLoader::new([one.path(), two.path()]);
    let engine = Engine::builder().loader(loader).auto_reload(true).build().unwrap();
    check(&engine, "page.html", "two");
    fs::write(two.path().join("page.html"), "two, longer").unwrap();
    check(&engine, "page.html", "two, longer");
    fs::write(one.path().join("page.html"), "one").unwrap();
    check(&engine, "page.html", "one");
    fs::write(one.path().join("page.html"), "{% extends 'page.html' %}").unwrap();
    check(&engine, "page.html", "two, longer");
    fs::write(two.path().join("page.html"), "below").unwrap();
    check(&engine, "page.html", "below");
}

#[test]
fn without_auto_reload_nothing_is_watched() {
    let files = files(&[("page.html", "old")]);
    let engine = Engine::builder().loader(files.clone()).build().unwrap();
    files.set("page.html", "new").unwrap();
    check(&engine, "page.html", "old");
}

#[test]
fn threads_render_while_templates_change() {
    let files = files(&[("page.html", "<p>0</p>"), ("part.html", "")]);
    let engine = watching(&files).build().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..200 {
                    let page = engine.get_template("page.html").unwrap().render(&context! {}).unwrap();
                    assert!(page.as_str().starts_with("<p>"), "{page}");
                }
            });
        }
        for n in 0..100 {
            files.set("page.html", format!("<p>{{% include 'part.html' %}}{n}</p>")).unwrap();
            files.set("part.html", if n % 3 == 0 { "{% broken" } else { "<b>x</b>" }).unwrap();
        }
    });
}

#[test]
fn a_chain_lists_all_and_gives_the_first() {
    let chain =
        ChainLoader::new().with(files(&[("a", "1"), ("c", "1")])).with(files(&[("b", "2"), ("a", "2")]));
    let names: Vec<String> = chain.list().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(names, ["a", "b", "c"]);
    let texts = |name: &str| -> Vec<String> {
        let name = TemplateName::new(name).unwrap();
        let sources = chain.load_all(&name, &palisade::Limits::default()).unwrap();
        sources.iter().map(|it| it.text().to_owned()).collect()
    };
    assert_eq!(texts("a"), ["1", "2"]);
    assert_eq!(texts("b"), ["2"]);
    assert!(texts("d").is_empty());
}

#[test]
fn templates_can_be_part_of_the_program() {
    let forum =
        palisade::embed!("../../examples/forum/templates": "base.html", "thread.html", "section.html");
    assert_eq!(forum.list().unwrap().len(), 3);
    let base = TemplateName::new("base.html").unwrap();
    let source = forum.load(&base, &palisade::Limits::default()).unwrap().unwrap();
    assert_eq!(
        (source.name(), source.text()),
        ("base.html", include_str!("../../examples/forum/templates/base.html"))
    );
    let odd = palisade::EmbeddedLoader::new([("../a.html", "")]);
    assert_eq!(Engine::builder().loader(odd).build().unwrap_err().kind(), ErrorKind::BadTemplateName);
}

/// Renders a page three times, with an edit before the last, and counts what was reported.
fn reports(auto_reload: bool) -> usize {
    let link = "<a href=\"{{ url }}\"></a>";
    let files = files(&[("page.html", &link.repeat(2))]);
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    let engine = Engine::builder()
        .loader(files.clone())
        .auto_reload(auto_reload)
        .on_rejected(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
        })
        .build()
        .unwrap();
    for n in 0..3 {
        if n == 2 {
            files.set("page.html", link.repeat(3)).unwrap();
        }
        let vars = context! { url => "javascript:alert(1)" };
        engine.get_template("page.html").unwrap().render(&vars).unwrap();
    }
    count.load(Ordering::Relaxed)
}

#[test]
fn with_auto_reload_each_hole_is_reported_once_until_an_edit() {
    assert_eq!(reports(true), 2 + 3);
    assert_eq!(reports(false), 2 * 3);
}

#[test]
fn a_report_shows_the_value_only_when_asked() {
    for reveal in [false, true] {
        let seen = Arc::new(Mutex::new(None));
        let see = seen.clone();
        let engine = Engine::builder()
            .reveal_rejected(reveal)
            .on_rejected(move |it| *see.lock().unwrap() = it.value.map(str::to_owned))
            .build()
            .unwrap();
        let vars = context! { url => "javascript:alert(1)" };
        engine.render_str("<a href=\"{{ url }}\">x</a>", &vars).unwrap();
        assert_eq!(seen.lock().unwrap().as_deref(), reveal.then_some("javascript:alert(1)"));
    }
}
