//! Every row of the library's tables decides something: beside a name that no table has, its name makes another page of
//! some template, or another error. The rows are read from the sources, so that a new one is asked as well.

use palisade::{Engine, Host, MemoryLoader, Verify, context};
use std::borrow::Cow;
use std::path::Path;

/// A name that is in no table.
const UNKNOWN: &str = "zzq";

/// A template in which `‹›` is the name and `‹1›` its first letter, `‹2›` the rest; the value of `x`, likewise; and the
/// extension of the template's name.
type Case = (&'static str, &'static str, &'static str);

/// A file below `src/`, the table's name, and templates that may tell its rows.
const TABLES: &[(&str, &str, &[Case])] = &[
    (
        "html/elements.rs",
        "CONTENT",
        &[("<‹›><![CDATA[{{ x }}", "", "html"), ("<‹›>{{ x }}</‹›>", "<", "html")],
    ),
    ("html/elements.rs", "VOID", &[("{{ x|truncatewords_html:1 }}", "<‹›>a b", "html")]),
    ("html/elements.rs", "HTML_INTEGRATION", &[("<svg><‹›><![CDATA[{{ x }}", "", "html")]),
    ("html/elements.rs", "MATH_TEXT", &[("<math><‹›><![CDATA[{{ x }}", "", "html")]),
    ("html/elements.rs", "BREAKOUT", &[("<svg><‹›><![CDATA[{{ x }}", "", "html")]),
    ("html/elements.rs", "JAVASCRIPT", &[("<script type='‹›'>a = {{ x }}</script>", "b", "html")]),
    ("html/elements.rs", "ORDINARY", &[("<{{ x }}>", "‹›", "html")]),
    ("html/elements.rs", "OTHERS", &[("<‹›{{ x }}>", "a", "html")]),
    (
        "html/schemes.rs",
        "SCHEMES",
        &[
            ("<a href='{{ x }}'>", "‹›:a", "html"),
            ("<a href='‹›:{{ x }}'>", "a", "html"),
            ("<a href='‹›://{{ x }}/'>", "a@b", "html"),
        ],
    ),
    (
        "html/schemes.rs",
        "RASTER",
        &[
            ("<style>a{b:url('{{ x }}')}</style>", "data:‹›;base64,AAAA", "html"),
            ("<img src='{{ x }}'>", "data:‹›;base64,AAAA", "html"),
        ],
    ),
    ("contextual/transition/url.rs", "RASTER", &[("<img src='data:‹›;base64,{{ x }}'>", "AAAA", "html")]),
    ("html/css.rs", "FUNCTIONS", &[("<style>a{b:‹›('{{ x }}')}</style>", "javascript:1", "html")]),
    ("html/css.rs", "COLORS", &[("<p style='color:{{ x }}'>", "‹›(1,2,3)", "html")]),
    ("html/css.rs", "CODE", &[("<p style='‹›:{{ x }}'>", "a", "html")]),
    (
        "html/css.rs",
        "AT_RULES",
        &[("<style>@‹› {{ x }}{}</style>", "a", "html"), ("<style>@‹› '{{ x }}';</style>", "a", "html")],
    ),
    ("contextual/places.rs", "TEXT", &[("<p title={{ x }}>", "<", "‹›")]),
    ("contextual/places.rs", "XML", &[("<p><![CDATA[{{ x }}", "<", "‹›")]),
    ("contextual/transition/stamp.rs", "LINKS", &[("<link rel='‹›' href='/a'>", "", "html")]),
    ("contextual/transition/attribute.rs", "CODE_LINKS", &[("<link rel='‹›' href='{{ x }}'>", "/a", "html")]),
    (
        "contextual/transition/attribute.rs",
        "MEDIA_LINKS",
        &[("<link rel='‹›' href='{{ x }}'>", "data:image/png;base64,AAAA", "html")],
    ),
    ("contextual/transition/tag.rs", "DATA", &[("<script type='‹›'>{{ x }}</script>", "a", "html")]),
    ("contextual/transition/tag.rs", "MAPS", &[("<script type='‹›'>{{ x }}</script>", "a", "html")]),
    (
        "contextual/transition/js/words.rs",
        "KEYWORDS",
        &[
            ("<script>‹› /'/.b; a = {{ x }}; //'</script>", "b", "html"),
            ("<script>‹› (a) /'/.b; a = {{ x }}; //'</script>", "b", "html"),
            ("<script>‹› {} /'/.b; a = {{ x }}; //'</script>", "b", "html"),
            ("<script>a = ‹› {} /'/.b; a = {{ x }}; //'</script>", "b", "html"),
            ("<script>‹› a\n/'/.b; a = {{ x }}; //'</script>", "b", "html"),
            ("<script>‹› a {} /'/.b; a = {{ x }}; //'</script>", "b", "html"),
            ("<script>for (a ‹› /'/.b) a = {{ x }}; //'</script>", "b", "html"),
            ("<script>a = { ‹›\n/'/ }; a = {{ x }}; //'</script>", "b", "html"),
            ("<script>‹›: {} /'/.b; a = {{ x }}; //'</script>", "b", "html"),
            ("<script>a = ‹› => {} /'/.b; a = {{ x }}; //'</script>", "b", "html"),
            ("<script>‹› '{{ x }}'</script>", "b", "html"),
            ("<script>‹›\n{} /'/.b; a = {{ x }}; //'</script>", "b", "html"),
            ("<script>a = ‹›\n{} /'/.b; a = {{ x }}; //'</script>", "b", "html"),
        ],
    ),
    (
        "contextual/transition/js/words.rs",
        "CALLS",
        &[
            ("<script>‹›({{ x }})</script>", "javascript:1", "html"),
            ("<script>a.‹›({{ x }})</script>", "javascript:1", "html"),
            ("<script>location.‹›({{ x }})</script>", "javascript:1", "html"),
            ("<script>document.‹›('{{ x }}')</script>", "<b>", "html"),
            ("<script>a.‹›('{{ x }}')</script>", "<b>", "html"),
        ],
    ),
    (
        "contextual/transition/js/words.rs",
        "PROPERTIES",
        &[
            ("<script>a.‹› = {{ x }}</script>", "javascript:1", "html"),
            ("<script>a.‹› = '{{ x }}'</script>", "<b>", "html"),
        ],
    ),
    (
        "escape/js_words.rs",
        "RESERVED",
        &[
            ("<script>‹1›{{ x }} = 1</script>", "‹2›", "html"),
            ("<script>a = { ‹1›{{ x }}: 1 }</script>", "‹2›", "html"),
        ],
    ),
    (
        "escape/js_words.rs",
        "RUNS",
        &[
            ("<script>a.‹1›{{ x }} = 1</script>", "‹2›", "html"),
            ("<script>‹1›{{ x }}(1)</script>", "‹2›", "html"),
        ],
    ),
    (
        "html/entities.rs",
        "NAMED",
        &[
            ("<a href='a&‹›{{ x }}'>", "b:c", "html"),
            ("<a href='javascript&‹›{{ x }}'>", "b:c", "html"),
            ("<a onclick=\"a&‹›/b/{{ x }}\">", "b:c", "html"),
            ("<a onclick=\"a=`&‹›{b:{{ x }}}`\">", "b:c", "html"),
            ("<a onclick=\"a='&‹›'+{{ x }}//'\">", "b:c", "html"),
            ("<a onclick='a=\"&‹›\"+{{ x }}//\"'>", "b:c", "html"),
            ("<a style=\"a&‹› {{ x }}\">", "b", "html"),
            ("<a style=\"a:b&‹›c{{ x }}\">", "b", "html"),
            ("<a onclick=\"a = b &‹› {{ x }} / c / d\">", "b", "html"),
            ("<a href='a?b&‹›{{ x }}'>", "b=c", "html"),
        ],
    ),
];

/// Rows that no page tells from a name that is in no table, and why that is right.
const TOLD_BY_NOTHING: &[(&str, &str)] = &[];

struct Nonce;

impl Host for Nonce {
    fn csp_nonce(&self) -> Option<Cow<'_, str>> {
        Some("n".into())
    }
}

/// What is printed, or the error; with the name taken out.
fn outcome((template, x, extension): &Case, name: &str) -> String {
    let cut = name.chars().next().map_or(0, char::len_utf8);
    let filled = |it: &str| it.replace("‹›", name).replace("‹1›", &name[..cut]).replace("‹2›", &name[cut..]);
    let loader = MemoryLoader::new([("v.html", "")]).expect("a name");
    let engine =
        Engine::builder().loader(loader).host(Nonce).verify(Verify::Never).build().expect("an engine");
    let template = engine.template_from_str(&format!("main.{}", filled(extension)), &filled(template));
    let printed = template.and_then(|it| it.render_text(&context! { x => &*filled(x) }));
    let told = printed.unwrap_or_else(|it| format!("{} {}", it.code(), it.message()));
    if name.is_empty() { told } else { told.replace(name, "·") }
}

/// The names of a table's rows: the first text of each.
fn rows(file: &str, table: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
    let source = std::fs::read_to_string(&path).expect("sources are text");
    let start = source.find(&format!("const {table}: &[")).unwrap_or_else(|| panic!("{file} has no {table}"));
    let (_, body) = source[start..].split_once('=').expect("a table");
    let body = &body[body.find("&[").expect("a table") + 2..body.find("];").expect("an end")];
    let tuples = body.trim_start().starts_with('(');
    let parts: Vec<&str> = if tuples { body.split('(').skip(1).collect() } else { body.split(',').collect() };
    parts.iter().filter_map(|it| it.split('"').nth(1)).map(str::to_owned).collect()
}

#[test]
fn every_row_of_a_table_is_told_from_what_is_in_none() {
    let (mut asked, mut idle) = (0, Vec::new());
    for (file, table, cases) in TABLES {
        let rows = rows(file, table);
        assert!(!rows.is_empty(), "{file}: {table}");
        let unknown: Vec<String> = cases.iter().map(|it| outcome(it, UNKNOWN)).collect();
        for row in rows {
            asked += 1;
            let told = cases.iter().zip(&unknown).any(|(case, unknown)| outcome(case, &row) != *unknown);
            if told == TOLD_BY_NOTHING.contains(&(*table, &*row)) {
                idle.push(format!("{table}: {row}"));
            }
        }
    }
    println!("rows: {asked} of {} tables asked", TABLES.len());
    assert!(idle.is_empty(), "{}", idle.join("\n"));
}
