//! Palisade: structs by derive, and converted by serde while rendering.

use crate::pages::{Entry, FORUM, TEMPLATES, entry, template};
use palisade::{Context, Engine, Error, MemoryLoader, Template, Verify};
use std::rc::Rc;

/// The words in which Django's loops differ.
fn in_django(text: &str) -> String {
    text.replace("loop.first", "forloop.first").replace("loop.index", "forloop.counter")
}

fn engine(names: impl Iterator<Item = &'static str>) -> Engine {
    let texts: Vec<(&str, String)> = names.map(|it| (it, in_django(template(it)))).collect();
    let loader = MemoryLoader::new(texts).expect("good names");
    Engine::builder().loader(loader).build().expect("good templates")
}

/// Data whose fields are a page's variables.
pub trait Page: serde::Serialize + Sync + 'static {
    fn render(&self, template: &Template) -> Result<String, Error>;
}

macro_rules! page {
    ($($type:ty { $($field:ident),* })*) => {$(
        impl Page for $type {
            fn render(&self, template: &Template) -> Result<String, Error> {
                template.render_text(&palisade::context! { $($field => self.$field),* })
            }
        }
    )*};
}

page! {
    crate::data::Teams { year, teams }
    crate::data::Forum { site, section, thread, posts }
    crate::data::Composed { page }
    crate::data::List { items }
    crate::data::Table<i64> { rows }
    crate::data::Table<String> { rows }
}

/// Two entries: borrowed structs, and structs converted in each render.
pub fn pages<T: Page>(name: &'static str, data: &Rc<T>) -> Vec<Entry> {
    let template = engine(TEMPLATES.iter().map(|it| it.0)).get_template(name).expect("is there");
    let (borrowed, again) = (data.clone(), template.clone());
    let converted = data.clone();
    vec![
        entry("palisade", move || borrowed.render(&template).expect("renders")),
        entry("palisade, serde", move || {
            again.render_text(&Context::from_serialize(&*converted)).expect("renders")
        }),
    ]
}

pub fn load() -> usize {
    let texts = FORUM.map(|it| (it, in_django(template(it))));
    let loader = MemoryLoader::new(texts).expect("good names");
    let engine = Engine::builder().loader(loader).verify(Verify::Never).build().expect("good templates");
    engine.get_template("forum.html").expect("is there").name().len()
}

pub fn get() -> impl Fn() -> usize {
    let engine = engine(FORUM.into_iter());
    engine.get_template("forum.html").expect("is there");
    move || engine.get_template("forum.html").expect("is there").name().len()
}
