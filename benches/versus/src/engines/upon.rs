//! upon; HTML escaping by a formatter, as its documentation shows.

use serde::Serialize;
use std::fmt::Write;
use std::rc::Rc;
use upon::{Engine, Value, fmt};

fn escape(out: &mut fmt::Formatter<'_>, value: &Value) -> fmt::Result {
    let Value::String(text) = value else { return fmt::default(out, value) };
    for character in text.chars() {
        match character {
            '&' => out.write_str("&amp;")?,
            '<' => out.write_str("&lt;")?,
            '>' => out.write_str("&gt;")?,
            '"' => out.write_str("&quot;")?,
            '\'' => out.write_str("&#x27;")?,
            other => out.write_char(other)?,
        }
    }
    Ok(())
}

pub fn page<T: Serialize + 'static>(source: &'static str, data: &Rc<T>) -> impl Fn() -> String + 'static {
    let mut engine = Engine::new();
    engine.set_default_formatter(&escape);
    engine.add_template("page", source).expect("a good template");
    let data = upon::to_value(&**data).expect("serialises");
    move || engine.template("page").render_from(&data).to_string().expect("renders")
}
