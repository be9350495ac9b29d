//! [`Explanation`]: what the engine found out about the places of a template, for people.

use super::Template;
use super::snapshot::Snapshot;
use crate::contextual::{Escaping, Open, Plan, Trace, explain};
use crate::diagnostics::{Error, ErrorKind};
use crate::program::{Link, Target};
use crate::render::Units;
use crate::source::{Location, Source, Span};
use std::collections::{HashSet, VecDeque};

/// What is known of one template before it renders: each hole with its place and escaper. Made by
/// [`Template::explain`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// The template.
    pub source: Source,
    /// Its holes, in the order they stand in. One that is reached in two ways, and so stands in two places, is
    /// there twice.
    pub holes: Vec<ExplainedHole>,
    /// Its blocks, includes and parents, which begin where they stand.
    pub callees: Vec<ExplainedCallee>,
    /// Stretches of its literal text by what they are read as, without the tags between them.
    pub regions: Vec<ExplainedRegion>,
}

/// A point where values are printed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExplainedHole {
    /// The hole; or all holes of a run that is written as one, such as `{{ base }}{{ path }}` in a URL.
    pub span: Span,
    /// Where it begins.
    pub location: Location,
    /// What stands there.
    pub text: String,
    /// The place as a path: `body > a[href] > url query`.
    pub place: String,
    /// The steps of that path, each with where it began.
    pub path: Vec<ExplainedStep>,
    /// What the value is written for, as rejections name it.
    pub escaper: &'static str,
    /// The typed values that are printed otherwise than plain text: as they are, or made to fit.
    pub accepts: Vec<&'static str>,
    /// Whether `{% autoescape off %}` vouches for the value.
    pub trusted: bool,
}

/// A block, an include, `block.super` or a parent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExplainedCallee {
    /// The tag.
    pub span: Span,
    /// Where it begins.
    pub location: Location,
    /// The tag as it is written.
    pub text: String,
    /// The place that it begins and must end in, as a path.
    pub place: String,
    /// The steps of that path.
    pub path: Vec<ExplainedStep>,
}

/// One step of a path: an element, a tag with an attribute, a part of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExplainedStep {
    /// Such as `body`, `a[href]`, `url query`.
    pub name: String,
    /// Where it was opened; `None` when that was in another template.
    pub opened: Option<Location>,
}

/// A stretch of literal text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExplainedRegion {
    /// The text.
    pub span: Span,
    /// `text`, `tag`, `attribute`, `url`, `style`, `script` or `comment`.
    pub kind: &'static str,
}

impl Template {
    /// Lists the holes of this template, each with its place and escaper: of its own text and of its blocks,
    /// which begin in the places that its parents give them. A block that no parent has is never rendered, and
    /// not listed.
    ///
    /// # Errors
    /// [`ErrorKind::BadSetting`] when the engine is not in mode [`Escaping::Contextual`]; and what linking the
    /// template to its parents reports.
    ///
    /// ```
    /// let engine = palisade::Engine::builder().build()?;
    /// let page = engine.template_from_str("page.html", "<p><a href=\"/?q={{ word }}\">{{ word }}</a>")?;
    /// let holes = page.explain()?.holes;
    /// assert_eq!(holes[0].place, "p > a[href] > url query");
    /// assert_eq!(holes[0].escaper, "URL component");
    /// assert_eq!(holes[1].place, "p > a > text");
    /// # Ok::<(), palisade::Error>(())
    /// ```
    pub fn explain(&self) -> Result<Explanation, Error> {
        let (snapshot, link) = self.linked()?;
        if snapshot.setup.mode.escaping != Escaping::Contextual {
            let message = "places matter only to the mode `Contextual`";
            return Err(Error::new(ErrorKind::BadSetting, message));
        }
        let mut explanation = Explanation {
            source: link.program.source.clone(),
            holes: Vec::new(),
            callees: Vec::new(),
            regions: Vec::new(),
        };
        explanation.follow(snapshot, link)?;
        explanation.holes.sort_by_key(|it| it.span);
        explanation.callees.sort_by_key(|it| it.span);
        explanation.regions.sort_by_key(|it| it.span);
        Ok(explanation)
    }
}

impl Explanation {
    /// Explains the parts of a template that it renders, from where its parents have them begin.
    fn follow(&mut self, snapshot: &Snapshot, from: &Link) -> Result<(), Error> {
        let own = from.key.unit.template;
        let mut explained = HashSet::new();
        let mut done = HashSet::from([std::ptr::from_ref(from)]);
        let mut queue = VecDeque::from([(from, Vec::new())]);
        while let Some((link, elements)) = queue.pop_front() {
            let unit = &link.key.unit;
            let (plan, trace) = explain(
                &snapshot.parsed(unit.template)?.ast,
                unit.part,
                &unit.start,
                snapshot.setup.mode.frameworks,
                &elements,
            )?;
            if unit.template == own && explained.insert((unit.part, &unit.start)) {
                self.add(&plan, &trace);
            }
            for (at, site) in link.program.sites.iter().enumerate() {
                // What is included is no part of this template.
                if matches!(site.target, Target::Include(_)) {
                    continue;
                }
                let Some(next) = snapshot.follow(link, at)? else { continue };
                if done.insert(std::ptr::from_ref(next)) {
                    let same = next.key.unit.template == unit.template;
                    queue.push_back((next, around(&trace, site.span.start, same)));
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, plan: &Plan, trace: &Trace) {
        for (at, seen) in &trace.seen {
            let (span, source) = (seen.span, self.source.clone());
            let (location, text) = (source.locate(span.start), source.slice(span).to_owned());
            let step = |it: &Open| ExplainedStep {
                name: it.name.clone(),
                opened: it.at.map(|at| source.locate(at)),
            };
            let path: Vec<ExplainedStep> = seen.path.iter().map(step).collect();
            let names: Vec<&str> = path.iter().map(|it| &*it.name).collect();
            let place = names.join(" > ");
            match plan.holes.get(at) {
                Some(hole) => self.holes.push(ExplainedHole {
                    span,
                    location,
                    text,
                    place,
                    path,
                    escaper: hole.escaper.place(),
                    accepts: hole.accepts(),
                    trusted: hole.trusted,
                }),
                None => self.callees.push(ExplainedCallee { span, location, text, place, path }),
            }
        }
        self.add_regions(trace);
    }

    /// Neighbours of one kind become one.
    fn add_regions(&mut self, trace: &Trace) {
        for (start, (end, kind)) in &trace.regions {
            match self.regions.last_mut() {
                Some(last) if last.kind == *kind && last.span.end == *start => last.span.end = *end,
                _ => self.regions.push(ExplainedRegion { span: Span::new(*start, *end), kind }),
            }
        }
    }
}

/// The elements around a site; where they began only means something in the same template.
fn around(trace: &Trace, site: u32, same: bool) -> Vec<Open> {
    let elements = trace.around(site);
    elements.into_iter().map(|it| Open { at: it.at.filter(|_| same), ..it }).collect()
}
