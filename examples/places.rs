//! Prints the README's table: one hostile value in each of twenty places, and what comes out.
//!
//! ```sh
//! cargo run --example places
//! ```
//! `tests/it/readme.rs` holds the README to it.

use palisade::{Engine, Error, MemoryLoader, context};

/// What the place is called, a template whose value stands there, and a value that wants to run.
type Row = (&'static str, &'static str, &'static str);

const ROWS: &[Row] = &[
    ("text", "<p>{{ x }}</p>", "<script>alert(1)</script>"),
    ("attribute, quoted", r#"<p title="{{ x }}">"#, r#"" onclick="alert(1)"#),
    ("attribute, unquoted", "<p title={{ x }}>", "a onclick=alert(1)"),
    ("link", r#"<a href="{{ x }}">"#, "javascript:alert(1)"),
    ("address of a form", r#"<form action="{{ x }}">"#, "java\tscript:alert(1)"),
    ("query of a URL", r#"<a href="/?q={{ x }}&amp;page=2">"#, "a&admin=1#\""),
    ("JavaScript string, '", "<script>let a = '{{ x }}';</script>", "'-alert(1)-'"),
    ("JavaScript string, \"", r#"<script>let a = "{{ x }}";</script>"#, "</script><script>alert(1)//"),
    ("JavaScript value", "<script>let a = {{ x }};</script>", "alert(1)"),
    ("string in a handler", r#"<p onclick="f('{{ x }}')">"#, "');alert(1);//"),
    ("template literal", "<script>let a = `{{ x }}`;</script>", "${alert(1)}`"),
    ("style attribute", r#"<p style="color: {{ x }}">"#, "red; background: url(//evil.example)"),
    ("style element", "<style>p { color: {{ x }} }</style>", "red } * { display: none"),
    ("srcdoc", r#"<iframe srcdoc="<p>{{ x }}</p>"></iframe>"#, "<script>alert(1)</script>"),
    ("refresh", r#"<meta http-equiv="refresh" content="0; url={{ x }}">"#, "javascript:alert(1)"),
    ("name of an attribute", r#"<p {{ x }}="alert(1)">"#, "onclick"),
    ("name of a tag", "<{{ x }}>alert(1)</{{ x }}>", "script"),
    ("regular expression after `)`", "<script>if (ok) /{{ x }}/.test(s)</script>", "/;alert(1)//"),
    ("regular expression after `}`", "<script>if (ok) {} /{{ x }}/.test(s)</script>", "/;alert(1)//"),
    (
        "regular expression in a template literal",
        "<script>`${1}${/{{ x }}/.test(s)}`</script>",
        "/}`;alert(1)//",
    ),
];

/// The table in Markdown.
pub(crate) fn table() -> Result<String, Error> {
    let mut lines =
        vec!["| place | template | value | Palisade prints |".to_owned(), "|---|---|---|---|".to_owned()];
    for row in ROWS {
        lines.push(line(row)?);
    }
    Ok(lines.join("\n"))
}

fn line(&(place, template, value): &Row) -> Result<String, Error> {
    let engine = Engine::builder().loader(MemoryLoader::new([("row.html", template)])?).build()?;
    let printed = engine.get_template("row.html")?.render(&context! { x => value })?;
    Ok(format!("| {place} | {} | {} | {} |", code(template), code(value), code(printed.as_str())))
}

/// A code span, fenced so that backticks may stand in it.
fn code(text: &str) -> String {
    let text = text.replace('\t', "⇥");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

#[allow(dead_code)] // the test that includes this file has a main of its own
fn main() -> Result<(), Error> {
    println!("{}", table()?);
    Ok(())
}
