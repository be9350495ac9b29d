//! Every row of the library's tables decides something: `tests/rows.txt` says what a page with its name becomes, and
//! what one with a name that is in no table does. The rows are read from the sources, so that a new one is asked as well,
//! and one that is taken out is missed. `UPDATE=1` writes the file anew; the review of what changed is the test.

use super::alphabets::{self, shown};
use super::listed::{ELSEWHERE, TABLES, Table};
use super::{Offences, places};
use crate::surroundings::{env, files};
use palisade::internals::facts_after;
use palisade::{Engine, Framework, Host, MemoryLoader, Verify, context};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A name that is in no table.
const UNKNOWN: &str = "zzq";

struct Nonce;

impl Host for Nonce {
    fn csp_nonce(&self) -> Option<Cow<'_, str>> {
        Some("n".into())
    }
}

fn engine(framework: Option<Framework>) -> Engine {
    let loader = MemoryLoader::new([("v.html", "")]).expect("a name");
    let builder = Engine::builder().loader(loader).host(Nonce).verify(Verify::Never);
    let builder = framework.into_iter().fold(builder, |it, framework| it.framework(framework));
    builder.build().expect("an engine")
}

/// The texts of a row: its name, and what it has beside it, or nothing.
type Row = (String, String);

/// What is printed, or the error; with the name taken out where it stands in the page.
fn outcome(engine: &Engine, file: &str, page: &str, x: &str, row: &Row) -> String {
    let (name, second) = row;
    let cut = name.chars().next().map_or(0, char::len_utf8);
    let filled = |it: &str| {
        let parts = [("‹›", &**name), ("‹1›", &name[..cut]), ("‹2›", &name[cut..]), ("‹b›", second)];
        parts.iter().fold(it.to_owned(), |it, (mark, part)| it.replace(mark, part))
    };
    let template = engine.template_from_str(&filled(file), &filled(page));
    let warnings = template.iter().flat_map(|it| it.warnings());
    let warned: String = warnings.map(|it| format!("{} ", it.code())).collect();
    match template.and_then(|it| it.render_text(&context! { x => &*filled(x) })) {
        Ok(text) => warned + &shown(&hidden(&hidden(&text, name, "‹›"), second, "‹b›")),
        Err(error) => error.code().to_owned(),
    }
}

/// The text with a mark for each time it holds a name of more than one letter.
fn hidden(text: &str, name: &str, mark: &str) -> String {
    if name.len() < 2 { text.to_owned() } else { text.replace(name, mark) }
}

fn source(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file)
}

/// The rows of a table: each text, or the first two of a tuple.
fn rows(file: &str, table: &str) -> BTreeSet<Row> {
    let source = std::fs::read_to_string(source(file)).expect("sources are text");
    let start = source.find(&format!("const {table}: &[")).unwrap_or_else(|| panic!("{file} has no {table}"));
    let body = source[start..].split_once('=').expect("a table").1;
    let (mut rows, mut open, mut row) = (BTreeSet::new(), 0, Vec::new());
    let mut rest = body.trim_start().strip_prefix("&[").expect("a list");
    while let Some(at) = rest.find(['"', '(', ')', ']', '/']) {
        let (here, after) = (rest.as_bytes()[at], &rest[at + 1..]);
        rest = after;
        match here {
            b'"' => {
                let (text, after) = after.split_once('"').expect("a text ends");
                row.push(text.to_owned());
                rest = after;
            }
            b'/' => rest = after.split_once('\n').expect("a comment ends").1,
            b'(' => open += 1,
            b')' => open -= 1,
            _ => break,
        }
        if open == 0 && !row.is_empty() {
            let mut texts = std::mem::take(&mut row).into_iter();
            rows.insert((texts.next().unwrap_or_default(), texts.next().unwrap_or_default()));
        }
    }
    rows
}

/// A name that a row fits, when it fits many.
fn any(text: &str) -> String {
    text.strip_suffix('*').map_or(text.to_owned(), |it| format!("{it}zz"))
}

/// The row as it would be in no table; what fits any name stands beside one that is in none, and so does what a framework
/// has of a kind.
fn unknown(row: &Row, of_kind: bool) -> Row {
    let second = if row.0 == "*" { UNKNOWN } else { &*row.1 };
    let kind = if of_kind { row.0.get(..2).unwrap_or_default() } else { "" };
    (format!("{kind}{UNKNOWN}"), if row.1.is_empty() { String::new() } else { second.to_owned() })
}

/// What the pages of a table become, the rows that share it in one line.
fn told(table: &Table, out: &mut String) {
    let rows = rows(table.file, table.name);
    assert!(!rows.is_empty(), "{}: {}", table.file, table.name);
    *out += &format!("\n# {} {}\n", table.file, table.name);
    let mut idle: BTreeSet<&Row> = rows.iter().collect();
    for framework in table.frameworks() {
        let engine = engine(framework);
        for (page, x) in table.pages {
            let of = framework.map_or(String::new(), |it| format!("  [{}]", it.name()));
            let value = if x.is_empty() { String::new() } else { format!("  x = {x}") };
            *out += &format!("\n{}{value}{of}\n", page.replace('\n', "‹A›"));
            let ask = |row: &Row| outcome(&engine, table.page_name, page, x, &(any(&row.0), any(&row.1)));
            let mut by: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for row in &rows {
                let (outcome, without) = (ask(row), ask(&unknown(row, false)));
                if outcome != without || (table.of_kinds && outcome != ask(&unknown(row, true))) {
                    idle.remove(row);
                }
                by.entry(without).or_default();
                let name = if row.1.is_empty() { row.0.clone() } else { format!("{}·{}", row.0, row.1) };
                by.entry(outcome).or_default().push(shown(&name));
            }
            for (outcome, names) in by {
                *out += &format!("  {outcome}\n    : {}\n", names.join(" "));
            }
        }
    }
    assert!(
        idle.is_empty(),
        "{} {}: no page tells {idle:?} from what is in no table",
        table.file,
        table.name
    );
}

#[test]
fn every_row_of_a_table_decides_what_is_written() {
    let mut text =
        "What pages become by the rows of the tables; `tests/it/proof/rows.rs` compares.\n".to_owned();
    TABLES.iter().for_each(|it| told(it, &mut text));
    kept("tests/rows.txt", &text);
}

/// What stands around an element that may be read in another way there, and what shows it.
const AROUND: &[(&str, &str)] = &[
    ("", ""),
    ("", "<textarea>"),
    ("", "</b>"),
    ("<svg>", "<textarea>"),
    ("<svg>", "</svg><textarea>"),
    ("<math>", "<textarea>"),
    ("<math>", "</math><textarea>"),
    ("<svg><desc>", "<textarea>"),
    ("<svg><foreignObject>", "<svg><textarea>"),
    ("<math><mi>", "<textarea>"),
    ("<math><mi>", "<math><textarea>"),
    ("<svg><style>", "<textarea>"),
    ("<svg>", "<title><textarea>"),
    ("<svg></", "<textarea>"),
    ("<svg><desc></", "<textarea>"),
    ("<math><mtext></", "<textarea>"),
    ("<div><svg></", "<textarea>"),
    ("<section><math></", "<textarea>"),
    ("<svg><g><desc></", "<textarea>"),
    ("<math><svg>", "<textarea>"),
    ("<math><mi><p>", "</mi><textarea>"),
    ("<svg><desc>", "</desc><textarea>"),
    ("<svg><foreignObject><p>", "</foreignObject><textarea>"),
    ("<svg><foreignObject><svg>", "</foreignObject><textarea>"),
    ("<table>", "<textarea>"),
    ("<table><tr><td>", "<textarea>"),
    ("<table><caption>", "<textarea>"),
    ("<table><colgroup>", "<textarea>"),
    ("<template>", "<textarea>"),
    ("<head>", "<textarea>"),
    ("<body>", "<textarea>"),
    ("<select>", "<textarea>"),
    ("<select><option>", "<textarea>"),
    ("<svg><foreignObject><table>", "<textarea>"),
    ("<svg><a><foreignObject><p></a>", "<svg><textarea>"),
    ("<svg><desc>", "</svg><textarea>"),
    ("<p><svg></p>", "<textarea>"),
    ("<svg><math>", "<textarea>"),
    ("<svg><title><title></", "<textarea>"),
];

/// html5ever reads on behind every element that a table names as the analysis does.
#[test]
fn every_element_is_read_as_html5ever_reads_it() {
    let tables = ["CONTENT", "VOID", "HTML_INTEGRATION", "MATH_TEXT", "BREAKOUT", "ORDINARY", "OTHERS"];
    let names: BTreeSet<String> =
        tables.iter().flat_map(|it| rows("html/elements.rs", it)).map(|it| it.0).collect();
    let (mut compared, mut offences) = (0_u64, Offences::default());
    for name in
        names.iter().map(String::as_str).chain([UNKNOWN, "font", "foreignObject", "annotation", "mglyph"])
    {
        for (before, after) in AROUND {
            let open = if before.ends_with('/') { "" } else { "<" };
            for end in [">", "/>", " color=a>", " encoding=text/html>"] {
                let page = format!("{before}{open}{name}{end}{after}");
                let Ok(facts) = facts_after(&page, &[]) else { continue };
                if let Some(verdict) = places::in_page(&page, &facts) {
                    compared += 1;
                    verdict.unwrap_or_else(|it| offences.add(it));
                }
            }
        }
    }
    println!("elements: {compared} places of {} elements", names.len());
    offences.none();
}

#[test]
fn every_character_is_written_as_before() {
    kept("tests/alphabets.txt", &alphabets::told());
}

/// Compares with what a file says, or writes it.
fn kept(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if env("UPDATE").is_some() && env("CI").is_none() {
        return std::fs::write(path, text).expect("the file is written");
    }
    let known = std::fs::read_to_string(path).expect("the file is there");
    let missed: Vec<&str> = known.lines().filter(|it| !text.contains(it)).collect();
    let new: Vec<&str> = text.lines().filter(|it| !known.contains(it)).collect();
    assert!(known == text, "{name}\n- {}\n+ {}", missed.join("\n- "), new.join("\n+ "));
}

/// Whether a line begins a list of texts, or of rows that begin with one.
fn is_table(line: &str) -> bool {
    let Some((_, kind)) = line.split_once("const ").and_then(|it| it.1.split_once(": &[")) else {
        return false;
    };
    !kind.starts_with("u8") && !line.contains("fn ")
}

/// Whether a file holds properties, for tests only.
fn text_of_tests(path: &Path) -> bool {
    std::fs::read_to_string(path).is_ok_and(|it| it.contains("use proptest"))
}

/// A table that nobody asks about is a list of wishes.
#[test]
fn every_table_is_asked() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut unasked = Vec::new();
    for path in files(&root, "rs") {
        let name = path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
        let theirs = ["html/", "escape/", "contextual/"].iter().any(|it| name.starts_with(it));
        if !theirs || name.ends_with("tests.rs") || text_of_tests(&path) {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("sources are text");
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for line in code.lines().filter(|it| is_table(it)) {
            let table = line.split_once("const ").and_then(|it| it.1.split_once(':')).expect("a constant").0;
            let asked = TABLES.iter().any(|it| (it.file, it.name) == (&*name, table));
            if !asked && !ELSEWHERE.iter().any(|it| (it.0, it.1) == (&*name, table)) {
                unasked.push(format!("{name}: {table}"));
            }
        }
    }
    assert!(unasked.is_empty(), "{}", unasked.join("\n"));
}
