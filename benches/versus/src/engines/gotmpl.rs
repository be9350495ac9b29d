//! gotmpl, whose HTML templates escape by place.

use serde::Serialize;

pub fn page<T: Serialize>(source: &'static str, data: &T) -> impl Fn() -> String + 'static {
    let template = gotmpl::html::Template::new("page").parse(source).expect("a good template");
    let data = gotmpl::to_value(data).expect("serialises");
    move || template.execute_to_string(&data).expect("renders")
}
