//! No value changes the structure of a page, whatever the template: the developer's, and a stranger's.

use super::choices::Choices;
use super::{Offences, for_a_while, grammar};
use crate::corpus::language::no_worse;
use palisade::{Engine, Json, MemoryLoader, Template, Verify, context};

/// The first of these templates if it compiles, for a developer or as a stranger's.
pub(crate) fn compiled(files: &grammar::Files, untrusted: bool) -> Option<Template> {
    let loader = MemoryLoader::new(files.iter().map(|it| (&*it.0, &*it.1))).ok()?;
    let builder = Engine::builder().loader(loader).verify(Verify::Never);
    let builder = if untrusted { builder.untrusted().allow_templates("*") } else { builder };
    builder.build().ok()?.get_template(&files[0].0).ok()
}

pub(crate) fn rendered(template: &Template, x: &str, y: &str) -> Option<String> {
    let text = |it: &str| Json::Str(it.into());
    let d = Json::Map(vec![("k".into(), text(x)), ("b".into(), Json::List(vec![text(y)]))]);
    let vars = context! { x => x, y => y, l => &[x, y][..], d => &d, n => 7, a => true, b => false };
    template.render_text(&vars).ok()
}

/// What the judges say of a template with these values; nothing when it is refused.
fn judged(files: &grammar::Files, x: &str, y: &str, untrusted: bool) -> Option<Result<(), String>> {
    let template = compiled(files, untrusted)?;
    let calm = rendered(&template, "x", "y")?;
    let page = rendered(&template, x, y)?;
    let told = |it| format!("{it}\ntemplates {files:#?}\nx = {x:?}, y = {y:?}\npage {page:?}\ncalm {calm:?}");
    Some(no_worse(&calm, &page, holds_names(files)).map_err(told))
}

/// Whether names of attributes or tags are data.
fn holds_names(files: &grammar::Files) -> bool {
    let name = |it: &(String, String)| {
        let holes = palisade::internals::holes(&it.0, &it.1).unwrap_or_default();
        holes.iter().any(|it| it.1.contains("name"))
    };
    files.iter().any(name)
}

fn judge(name: &str, untrusted: bool) {
    let (mut compared, mut offences) = (0_u64, Offences::default());
    for_a_while(name, |bytes| {
        let mut choices = Choices::new(bytes);
        let (x, y) = (grammar::value(&mut choices), grammar::value(&mut choices));
        let files = grammar::files(&mut choices);
        if let Some(verdict) = judged(&files, &x, &y, untrusted) {
            compared += 1;
            verdict.unwrap_or_else(|it| offences.add(it));
        }
    });
    println!("{name}: {compared} pages compared");
    offences.none();
}

#[test]
fn no_value_changes_the_structure_of_any_template() {
    judge("structure", false);
}

#[test]
fn no_value_changes_the_structure_of_a_strangers_template() {
    judge("structure, untrusted", true);
}
