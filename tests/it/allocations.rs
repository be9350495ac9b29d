//! How often a render allocates. Each thread counts for itself, so that other tests may run beside.

use crate::data::json;
use palisade::value::Vars;
use palisade::{Context, Engine, Escaping, FileSystemLoader, Json, Template, context};
use std::path::Path;

/// The page that the benches render.
#[path = "../../benches/forum.rs"]
mod page;

/// Allocations of a render that is not the first: the first also measures how much the page needs.
fn allocations(template: &Template, vars: &dyn Vars) -> u64 {
    let render = || drop(template.render_text(vars).expect("renders"));
    render();
    allocation_counter::measure(render).count_total
}

fn template(source: &str) -> Template {
    let engine = Engine::builder().build().expect("an engine");
    engine.template_from_str("main.html", source).expect("compiles")
}

#[test]
fn printing_text_and_numbers_allocates_nothing() {
    let of = |holes: usize| {
        let page =
            template(&"<p>{{ text }}{{ number }}{{ truth }}{{ nothing }}{{ share }}</p>".repeat(holes));
        let vars =
            context! { text => "a < b", number => 42, truth => true, nothing => None::<i64>, share => 0.5 };
        allocations(&page, &vars)
    };
    assert_eq!(of(1), of(100));
}

#[test]
fn a_page_of_a_hundred_rows_allocates_no_more_than_one_of_ten() {
    let source = "{% for row in rows %}<p title=\"{{ row }}\">{{ row }}{{ forloop.counter }}</p>{% endfor %}";
    let page = template(source);
    let of = |rows: usize| allocations(&page, &context! { rows => &vec!["a < b"; rows] });
    let (ten, hundred) = (of(10), of(100));
    println!("allocations per render: {ten} with 10 rows, {hundred} with 100");
    // The arena grows by doubling, so ten times the rows may cost a few more pieces of it.
    assert!(hundred <= ten + 6, "{ten} grew to {hundred}: something allocates in the loop");
}

/// The output, the variables, what the arena holds, and what a cycle in an include remembers.
#[test]
fn the_page_of_the_benches_allocates_four_times() {
    let engine = page::builder(Escaping::Contextual).build().expect("its templates are good");
    let template = engine.get_template("thread.html").expect("it is there");
    let page = page::page();
    let vars =
        context! { site => page.site, section => page.section, thread => page.thread, posts => page.posts };
    let count = allocations(&template, &vars);
    println!("allocations per render of the page of the benches: {count}");
    assert!(count <= 4, "{count}");
}

/// The first render does not know how long its output will be; the second does.
#[test]
fn a_render_holds_little_more_than_its_output() {
    let engine = page::builder(Escaping::Contextual).build().expect("its templates are good");
    let template = engine.get_template("thread.html").expect("it is there");
    let page = page::page();
    let vars =
        context! { site => page.site, section => page.section, thread => page.thread, posts => page.posts };
    for turn in ["first", "second"] {
        let mut output = 0;
        let used =
            allocation_counter::measure(|| output = template.render_text(&vars).expect("renders").len());
        println!("{turn} render: {} bytes at most for {output} of output", used.bytes_max);
        assert!(used.bytes_max <= output as u64 * 5 / 2 + (64 << 10), "{turn}: {}", used.bytes_max);
    }
}

/// 200 posts with eight filters each, nearly all of which make a text.
#[test]
fn allocations_of_the_forum_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/forum");
    let engine = Engine::builder().loader(FileSystemLoader::new([root.join("templates")])).build();
    let page = engine.and_then(|it| it.get_template("thread.html")).expect("the example compiles");
    let data = std::fs::read_to_string(root.join("thread.json")).expect("the example's data");
    let data: Json = serde_json::from_str(&data).expect("the example's data is JSON");
    let vars = json::entries(&data).iter().fold(Context::new(), |it, (name, value)| it.with(name, value));
    println!("allocations per render of the forum example: {}", allocations(&page, &vars));
}
