use palisade::format_html;

struct Plain;

fn main() {
    let name = "x";
    format_html!("<b>{}</b>");
    format_html!("<b>{}</b>", 1, 2);
    format_html!("<b>{name}</b>", name);
    format_html!("}", name);
    format_html!("{}", Plain);
}
