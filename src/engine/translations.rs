//! Translations: each is a template of its own that begins where its tag stands. It is compiled when it is first
//! shown there, and kept with the link of the tag's template.

use super::snapshot::Snapshot;
use crate::contextual::{Escaping, Manner, Part, analyze, manner};
use crate::diagnostics::{Error, ErrorKind};
use crate::program::{Link, LinkId, Program, Site, Target, compile};
use crate::source::Source;
use crate::syntax::{Idiom, parse_translation};
use std::sync::{Arc, PoisonError};

/// Most translations of one tag that are kept: more than languages and plural forms can be. A host that makes
/// texts up must not fill the memory.
const MOST: usize = 4096;

impl Snapshot {
    /// The program of a translation that is shown at a site; `None` when it was refused before.
    pub(super) fn translation(&self, from: &Link, site: usize, text: &str) -> Result<Option<&Link>, Error> {
        let (Some(kept), Some(here)) = (from.translations.get(site), from.program.sites.get(site)) else {
            return Ok(None);
        };
        if let Some(known) = kept.read().unwrap_or_else(PoisonError::into_inner).get(text) {
            return known.map(|id| self.link_at(id)).transpose();
        }
        // Nothing is held meanwhile: two threads may both compile it, and one of the two is kept.
        let origin = &from.program.source;
        let line = origin.locate(here.span.start).line;
        let source = Source::new(format!("{}:{line} (translation)", origin.name()), text);
        let compiled = self.compile_translation(from, here, &source);
        let mut kept = kept.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(Some(known)) = kept.get(text) {
            return self.link_at(*known).map(Some);
        }
        if kept.len() >= MOST {
            let message =
                format!("this tag has been shown in {MOST} translations, which are all that are kept");
            return Err(Error::new(ErrorKind::BadTranslation, message));
        }
        match compiled {
            Ok(link) => {
                let (id, link): (LinkId, &Link) = self.links.push(link);
                kept.insert(text.into(), Some(id));
                Ok(Some(link))
            }
            Err(error) => {
                // Under `strict_places` each render has to hear of it.
                if !self.setup.options.strict_places {
                    kept.insert(text.into(), None);
                }
                Err(error)
            }
        }
    }

    /// A translation as the program it would be at a site.
    pub(super) fn compile_translation(
        &self,
        from: &Link,
        here: &Site,
        source: &Source,
    ) -> Result<Link, Error> {
        let program = self.translation_program(source, here).map_err(|error| refused(error, from, here))?;
        // Nothing in it leads anywhere, so that it needs no key of its own.
        Ok(Link::new(from.key.clone(), Arc::new(program)))
    }

    fn translation_program(&self, source: &Source, here: &Site) -> Result<Program, Error> {
        let names = match &here.target {
            Target::Translations(message) => &message.names[..],
            _ => &[],
        };
        let mode = self.setup.mode;
        let manner = if mode.escaping != Escaping::Contextual { Manner::Free } else { manner(&here.start) };
        // Django pads and cuts what it has escaped; elsewhere what is written stays whole.
        let escaped = mode.escaping != Escaping::Contextual && here.start.autoescape;
        let texts: &[&str] = if escaped { &["localize", "escape"] } else { &["localize"] };
        let idiom = Idiom { names, spellings: manner.spellings(), texts };
        let ast = parse_translation(source, &idiom, |text| manner.fault(text))?;
        let plan = analyze(&ast, Part::Whole, &here.start, mode)?;
        compile(&ast, Part::Whole, &plan)
    }
}

/// The error for a translation that cannot stand at the tag.
#[cold]
fn refused(error: Error, from: &Link, here: &Site) -> Error {
    let step = format!("translated here, in {}", here.start.places.first());
    if error.kind() == ErrorKind::BadTranslation {
        return error.via(&from.program.source, here.span, step);
    }
    let (source, span) = (error.source_text().cloned(), error.span());
    let message = format!("the translation is refused: {}", error.message());
    let bad = Error::new(ErrorKind::BadTranslation, message);
    let bad = match (source, span) {
        (Some(source), Some(span)) => bad.at(&source, span),
        _ => bad,
    };
    bad.via(&from.program.source, here.span, step).caused_by(error)
}
