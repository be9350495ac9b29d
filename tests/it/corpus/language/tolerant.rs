//! The structure of pages whose values may also be refused: what a refusal leaves out may be missing, but nothing
//! may be there that was not.

use super::{Part, is_harmless, is_ordinary, structure, trees};

/// Whether a page has no structure that the calm one has not. With `names`, names of attributes are data, and
/// harmless ones may come and go.
pub(crate) fn no_worse(calm: &str, page: &str, names: bool) -> Result<(), String> {
    let (a, b) = (structure(calm), structure(page));
    if let Some((a, b)) = a.iter().zip(&b).find(|it| !is_no_worse(it.0, it.1, names)) {
        return Err(format!("{b:?} stands where {a:?} should"));
    }
    if a.len() != b.len() {
        return Err(format!("{} nodes instead of {}", b.len(), a.len()));
    }
    let (a, b) = (trees(calm), trees(page));
    match a.iter().zip(&b).find(|it| it.1.is_some() && plain_tree(it.0) != plain_tree(it.1)) {
        Some((a, b)) => Err(format!("the script {b:?} stands where {a:?} should")),
        None => Ok(()),
    }
}

fn is_no_worse(a: &Part, b: &Part, names: bool) -> bool {
    let acting = |it: &Part| -> Vec<(String, String)> {
        let inside = it.inside.iter().map(|it| (it.0.clone(), plain(&it.1)));
        inside.filter(|it| !is_harmless(it)).collect()
    };
    let same_name = a.name == b.name || (is_ordinary(&a.name) && is_ordinary(&b.name));
    let (wanted, got) = (acting(a), acting(b));
    let passive = |all: &Part, acting: &[_]| all.inside.len() - acting.len();
    let fewer =
        names || passive(b, &got) <= passive(a, &wanted) + (wanted.len() - got.len().min(wanted.len()));
    let nested = |it: &(String, String)| names && it.1.starts_with("Part ");
    let like = |it: &(String, String)| wanted.contains(it) || nested(it);
    a.depth == b.depth && same_name && fewer && got.iter().all(like)
}

/// A structure without what a refused value leaves bare, and without the names in scripts.
fn plain(shape: &str) -> String {
    let bare = |it: &&str| !matches!(*it, "#" | "-" | "." | "%" | "+" | "CDC" | ">");
    match shape.split_once(": ") {
        Some(("css", rest)) => {
            let tokens: Vec<&str> = rest.split(' ').filter(bare).collect();
            declarations(&tokens.join(" ").replace("url broken", "url safe"))
        }
        // Scripts are compared as trees; one that does not parse does nothing.
        Some(("js", script)) if !script.is_empty() => "js".to_owned(),
        Some(("refresh", "broken")) => "refresh: safe".to_owned(),
        _ => shape.to_owned(),
    }
}

/// Without the semicolons that part nothing.
fn declarations(css: &str) -> String {
    let mut out = css.to_owned();
    while out.contains("; ;") {
        out = out.replace("; ;", ";");
    }
    format!("css: {}", out.trim_matches([' ', ';']))
}

fn plain_tree(tree: &Option<String>) -> Option<String> {
    tree.as_deref().map(unnamed)
}

/// Every name that is no keyword as one name.
fn unnamed(script: &str) -> String {
    const KEYWORDS: &[&str] = &[
        "null",
        "true",
        "false",
        "if",
        "else",
        "for",
        "of",
        "in",
        "while",
        "do",
        "return",
        "typeof",
        "new",
        "class",
        "function",
        "async",
        "await",
        "yield",
        "switch",
        "case",
        "try",
        "catch",
        "finally",
        "throw",
        "var",
        "let",
        "const",
        "delete",
        "void",
        "this",
        "super",
        "import",
        "export",
        "with",
        "static",
        "get",
        "set",
        "debugger",
        "break",
        "continue",
        "instanceof",
    ];
    let mut out = String::new();
    let mut word = String::new();
    for it in script.chars().chain([' ']) {
        if it.is_alphanumeric() || matches!(it, '_' | '$' | '\\') {
            word.push(it);
            continue;
        }
        out.push_str(if word.is_empty() || KEYWORDS.contains(&&*word) { &word } else { "name" });
        word.clear();
        out.push(it);
    }
    out.trim_end().to_owned()
}
