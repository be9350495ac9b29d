//! One page as one template, as ten blocks over three levels, as ten includes; a list with an include for each item.
//!
//! Answers whether a block is faster than an include, and what many small fragments cost. The pages are those of
//! `versus`. Does not show includes of computed names, which are looked up each time.

use criterion::Criterion;
use palisade::{Engine, MemoryLoader, Object, context};

macro_rules! templates {
    ($($name:literal)*) => { [$(($name, include_str!(concat!("versus/templates/", $name)))),*] };
}

const TEMPLATES: [(&str, &str); 17] = templates! {
    "flat.html" "blocks_base.html" "blocks_middle.html" "blocks.html" "includes.html" "part_head.html" "part_intro.html"
    "part_menu.html" "part_news.html" "part_body.html" "part_aside.html" "part_author.html" "part_count.html"
    "part_legal.html" "part_foot.html" "item.html" "loop.html"
};

#[derive(Object)]
struct Page {
    title: &'static str,
    intro: &'static str,
    section: &'static str,
    news: &'static str,
    body: String,
    aside: &'static str,
    author: &'static str,
    count: i64,
    legal: &'static str,
}

#[derive(Object)]
struct Item {
    id: i64,
    name: String,
}

pub(crate) fn all(c: &mut Criterion) {
    let page = Page {
        title: "Slugs & Snails",
        intro: "For people who grow things",
        section: "soil",
        news: "Rain is expected on Sunday",
        body: "Clay holds water and food, and breaks spades. ".repeat(20),
        aside: "See also: sand",
        author: "The gardener",
        count: 12,
        legal: "Texts belong to those who wrote them",
    };
    let items: Vec<Item> = (0..100).map(|id| Item { id, name: format!("item {id}") }).collect();
    let loader = MemoryLoader::new(TEMPLATES).expect("good names");
    let engine = Engine::builder().loader(loader).build().expect("builds");
    let mut group = c.benchmark_group("inheritance");
    for name in ["flat.html", "blocks.html", "includes.html", "loop.html"] {
        let template = engine.get_template(name).expect("is there");
        let vars = context! { page => page, items => items };
        group.bench_function(name, |b| b.iter(|| template.render_text(&vars).expect("renders")));
    }
}
