//! tera 2.

use crate::pages::{FORUM, TEMPLATES, template};
use serde::Serialize;
use std::rc::Rc;
use tera::{Context, Tera};

fn engine(names: impl Iterator<Item = &'static str>) -> Tera {
    let mut tera = Tera::default();
    tera.add_raw_templates(names.map(|it| (it, template(it)))).expect("good templates");
    tera
}

pub fn page<T: Serialize + 'static>(name: &'static str, data: &Rc<T>) -> impl Fn() -> String + 'static {
    let tera = engine(TEMPLATES.iter().map(|it| it.0));
    let data = Context::from_serialize(&**data).expect("serialises");
    move || tera.render(name, &data).expect("renders")
}

pub fn load() -> usize {
    engine(FORUM.into_iter()).get_template_names().count()
}
