//! minijinja 3 with its speed features.

use crate::pages::{FORUM, TEMPLATES, template};
use minijinja::{Environment, Value};
use serde::Serialize;
use std::rc::Rc;

fn engine(names: impl Iterator<Item = &'static str>) -> Environment<'static> {
    let mut environment = Environment::new();
    for name in names {
        environment.add_template(name, template(name)).expect("a good template");
    }
    environment
}

pub fn page<T: Serialize + 'static>(name: &'static str, data: &Rc<T>) -> impl Fn() -> String + 'static {
    let environment = engine(TEMPLATES.iter().map(|it| it.0));
    let data = Value::from(minijinja::value::Serde(&**data));
    move || environment.get_template(name).and_then(|it| it.render(&data)).expect("renders")
}

pub fn load() -> usize {
    engine(FORUM.into_iter()).templates().count()
}

pub fn get() -> impl Fn() -> usize {
    let environment = engine(FORUM.into_iter());
    move || environment.get_template("forum.html").expect("is there").name().len()
}
