//! What the analysis warned of.

use super::snapshot::Snapshot;
use super::{Engine, Template};
use crate::diagnostics::Error;
use crate::program::Link;
use crate::render::Units;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

impl Template {
    /// What the analysis found allowed and hardly meant, in this template and in those it extends and includes by
    /// name: values in comments, which are not printed, and values in attributes that a client-side framework
    /// could run ([`EngineBuilder::framework`](crate::EngineBuilder::framework)). In the order of the
    /// templates' names and lines.
    ///
    /// ```
    /// let engine = palisade::Engine::builder().build()?;
    /// let page = engine.template_from_str("page.html", "<!-- {{ x }} --><p @click=\"f({{ x }})\">")?;
    /// let codes: Vec<&str> = page.warnings().iter().map(|it| it.code()).collect();
    /// assert_eq!(codes, ["E091", "E090"]);
    /// # Ok::<(), palisade::Error>(())
    /// ```
    pub fn warnings(&self) -> Vec<Arc<Error>> {
        self.linked().map_or(Vec::new(), |(snapshot, link)| sorted(&reached(snapshot, link)))
    }
}

impl Engine {
    /// The [warnings](Template::warnings) about all templates that were compiled so far: after `build` those
    /// that [`Verify`](crate::Verify) says.
    pub fn warnings(&self) -> Vec<Arc<Error>> {
        let snapshot = self.now();
        let links = (0..).map_while(|it| snapshot.link_at(it).ok());
        sorted(&links.collect::<Vec<_>>())
    }
}

/// A link and all that it leads to.
fn reached<'s>(snapshot: &'s Snapshot, from: &'s Link) -> Vec<&'s Link> {
    let mut seen = HashSet::from([std::ptr::from_ref(from)]);
    let mut links = vec![from];
    let mut at = 0;
    while let Some(link) = links.get(at).copied() {
        at += 1;
        let sites = 0..link.program.sites.len();
        // What cannot be followed is an error when it is rendered.
        let next = sites.filter_map(|site| snapshot.follow(link, site).ok().flatten());
        links.extend(next.filter(|it| seen.insert(std::ptr::from_ref(*it))));
    }
    links
}

/// A template that is compiled for several places warns once of each hole and kind.
fn sorted(links: &[&Link]) -> Vec<Arc<Error>> {
    let mut warnings = BTreeMap::new();
    for warning in links.iter().flat_map(|it| &it.program.warnings) {
        let name = warning.source_text().map_or("", |it| it.name());
        warnings.entry((name, warning.span(), warning.kind())).or_insert_with(|| warning.clone());
    }
    warnings.into_values().collect()
}
