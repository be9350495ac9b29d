//! What the judges say of one template with two values.

use super::grammar;
use crate::corpus::language::no_worse;
use palisade::{Engine, Json, Limits, MemoryLoader, Template, Verify, context};

/// The first of these templates if it compiles, for a developer or as a stranger's.
pub(crate) fn compiled(files: &grammar::Files, untrusted: bool) -> Option<Template> {
    let loader = MemoryLoader::new(files.iter().map(|it| (&*it.0, &*it.1))).ok()?;
    // Parsers are slow on what only is long.
    let mut limits = Limits::default();
    (limits.memory, limits.output_bytes) = (8 << 20, 1 << 18);
    let builder = Engine::builder().loader(loader).verify(Verify::Never).limits(limits);
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
pub(crate) fn judged(
    files: &grammar::Files,
    x: &str,
    y: &str,
    untrusted: bool,
) -> Option<Result<(), String>> {
    // A tag that is closed by another name than it was opened with leaves the rest where it stands.
    if holds(files, "tag name") {
        return None;
    }
    // What a client-side framework makes of an attribute is judged where its profile is on.
    let template = compiled(files, untrusted).filter(|it| it.warnings().is_empty())?;
    let calm = rendered(&template, "x", "y")?;
    let page = rendered(&template, x, y)?;
    let told = |it| format!("{it}\ntemplates {files:#?}\nx = {x:?}, y = {y:?}\npage {page:?}\ncalm {calm:?}");
    Some(no_worse(&calm, &page, holds(files, "name")).map_err(told))
}

/// Whether a value stands in a place of this name.
fn holds(files: &grammar::Files, place: &str) -> bool {
    let named = |it: &(String, String)| {
        let holes = palisade::internals::holes(&it.0, &it.1).unwrap_or_default();
        holes.iter().any(|it| it.1.contains(place))
    };
    files.iter().any(named)
}
