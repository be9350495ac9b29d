//! handlebars 6.

use handlebars::Handlebars;
use serde::Serialize;
use std::rc::Rc;

pub fn page<T: Serialize + 'static>(source: &'static str, data: &Rc<T>) -> impl Fn() -> String + 'static {
    let mut registry = Handlebars::new();
    registry.register_template_string("page", source).expect("a good template");
    let data = serde_json::to_value(&**data).expect("serialises");
    move || registry.render("page", &data).expect("renders")
}
