//! No value changes the structure of a page, whatever the template.

use super::choices::Choices;
use super::{for_a_while, grammar};
use crate::corpus::language::no_worse;
use palisade::{Engine, Json, MemoryLoader, Template, Verify, context};
use std::cell::Cell;
use std::collections::BTreeMap;

/// An engine with these templates, and the first of them if it compiles.
fn compiled(files: &grammar::Files) -> Option<Template> {
    let loader = MemoryLoader::new(files.iter().map(|it| (&*it.0, &*it.1))).ok()?;
    let engine = Engine::builder().loader(loader).verify(Verify::Never).build().ok()?;
    engine.get_template(&files[0].0).ok()
}

fn rendered(template: &Template, x: &str, y: &str) -> Option<String> {
    let text = |it: &str| Json::Str(it.into());
    let d = Json::Map(vec![("k".into(), text(x)), ("b".into(), Json::List(vec![text(y)]))]);
    let vars = context! { x => x, y => y, l => &[x, y][..], d => &d, n => 7, a => true, b => false };
    template.render_text(&vars).ok()
}

/// What the judges say against a template with these values.
pub(crate) fn judged(files: &grammar::Files, x: &str, y: &str) -> Option<Result<(), String>> {
    let template = compiled(files)?;
    let calm = rendered(&template, "x", "y")?;
    let page = rendered(&template, x, y)?;
    let verdict = no_worse(&calm, &page, holds_names(files));
    Some(verdict.map_err(|it| format!("{it}\ntemplates {files:#?}\nx = {x:?}, y = {y:?}\npage {page:?}\ncalm {calm:?}")))
}

/// Whether names of attributes are data, or of tags.
fn holds_names(files: &grammar::Files) -> bool {
    let name = |it: &(String, String)| {
        let holes = palisade::internals::holes(&it.0, &it.1).unwrap_or_default();
        holes.iter().any(|it| it.1.contains("name"))
    };
    files.iter().any(name)
}

#[test]
fn no_value_changes_the_structure_of_any_template() {
    let (compiled, found) = (Cell::new(0_u64), std::cell::RefCell::new(BTreeMap::new()));
    for_a_while("structure", |bytes| {
        let mut choices = Choices::new(bytes);
        let (x, y) = (grammar::value(&mut choices), grammar::value(&mut choices));
        let files = grammar::files(&mut choices);
        match judged(&files, &x, &y) {
            None => {}
            Some(Ok(())) => compiled.set(compiled.get() + 1),
            Some(Err(offence)) => {
                let key = offence.lines().next().unwrap_or_default().to_owned();
                let mut found = found.borrow_mut();
                let shortest: &mut String = found.entry(key).or_default();
                if shortest.is_empty() || offence.len() < shortest.len() {
                    *shortest = offence;
                }
            }
        }
    });
    println!("structure: {} pages compared", compiled.get());
    let found = found.into_inner();
    let mut shown: Vec<&String> = found.values().collect();
    shown.sort_by_key(|it| it.len());
    assert!(found.is_empty(), "{} kinds\n{}", found.len(), shown.iter().take(40).map(|it| it.as_str()).collect::<Vec<_>>().join("\n\n"));
}
