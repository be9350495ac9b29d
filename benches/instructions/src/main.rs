//! Renders one page again and again and does nothing else, so that callgrind can count.
//!
//! ```text
//! instructions WORKLOAD N
//! ```
//!
//! Workloads are those of `versus`, with `-serde` for data that serde converts; `rows-100` is the page `loop` with so
//! many rows, and `escape` 100 values of 400 bytes, 2 in 100 of which are special.

#[path = "../../versus/src/data.rs"]
mod data;
#[path = "../../versus/src/pages.rs"]
#[allow(dead_code, reason = "the peers need more of it")]
mod pages;
#[path = "../../versus/src/engines/palisade.rs"]
mod palisade;

use ::palisade::{Engine, context};
use pages::{Entry, work};
use std::hint::black_box;
use std::rc::Rc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [workload, times] = &arguments[..] else { panic!("usage: instructions WORKLOAD N") };
    let entry = entry(workload);
    for _ in 0..times.parse().expect("a number") {
        black_box((entry.run)());
    }
}

fn entry(workload: &str) -> Entry {
    if let Some(count) = workload.strip_prefix("rows-") {
        let items = data::items(count.parse().expect("a number of rows"));
        return palisade::pages("loop.html", &Rc::new(items)).swap_remove(0);
    }
    let (name, serde) = workload.strip_suffix("-serde").map_or((workload, 0), |it| (it, 1));
    let mut entries = match name {
        "table" => palisade::pages("table.html", &Rc::new(data::numbers())),
        "texts" => palisade::pages("table.html", &Rc::new(data::texts())),
        "teams" => palisade::pages("teams.html", &Rc::new(data::teams())),
        "forum" => palisade::pages("forum.html", &Rc::new(data::forum())),
        "flat" => palisade::pages("flat.html", &Rc::new(data::composed())),
        "blocks" => palisade::pages("blocks.html", &Rc::new(data::composed())),
        "includes" => palisade::pages("includes.html", &Rc::new(data::composed())),
        "inline" => palisade::pages("inline.html", &Rc::new(data::list())),
        "loop" => palisade::pages("loop.html", &Rc::new(data::list())),
        "escape" => vec![work("palisade", escape())],
        "load" => vec![work("palisade", palisade::load)],
        "get" => vec![work("palisade", palisade::get())],
        _ => panic!("no such workload: {workload}"),
    };
    entries.swap_remove(serde)
}

fn escape() -> impl Fn() -> usize {
    let engine = Engine::builder().build().expect("builds");
    let source = "{% for item in items %}<p>{{ text }}</p>{% endfor %}";
    let template = engine.template_from_str("page.html", source).expect("compiles");
    let text: String = (1..=400).map(|at| if at % 50 == 0 { '<' } else { 'a' }).collect();
    let items = vec![0; 100];
    move || template.render_text(&context! { items, text }).expect("renders").len()
}
