//! What is compiled and cached: a [`Unit`]; and what it becomes inside a chain of parents: a [`Link`].

use super::Program;
use crate::contextual::{Part, Start};
use once_cell::sync::OnceCell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, RwLock};

/// A template of one snapshot.
pub(crate) type TemplateId = usize;

/// A link of one snapshot.
pub(crate) type LinkId = usize;

/// What one program is compiled from.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Unit {
    pub template: TemplateId,
    pub part: Part,
    pub start: Start,
}

/// What makes a link: a unit, and the templates that block names are looked up in.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct LinkKey {
    pub unit: Unit,
    /// The template asked for, then its parent, and so on.
    pub chain: Arc<[TemplateId]>,
    /// Where the unit's template stands in the chain.
    pub level: usize,
}

/// What became of translations, by their text; `None` of one that was refused.
pub(crate) type Translations = HashMap<Box<str>, Option<LinkId>>;

/// A program in its chain. Holds numbers of other links, never the links: templates may include
/// each other, and nothing may keep itself alive.
pub(crate) struct Link {
    pub key: LinkKey,
    pub program: Arc<Program>,
    /// Where each site leads, filled once; `None` when there is nothing there.
    pub sites: Box<[OnceCell<Option<LinkId>>]>,
    /// By site, what became of the translations that were shown there.
    pub translations: Box<[RwLock<Translations>]>,
    /// Bytes of the last output.
    size: AtomicUsize,
    /// What the fragments printed from it depend on, once somebody asked.
    pub fingerprint: OnceCell<Box<str>>,
}

impl Link {
    pub(crate) fn new(key: LinkKey, program: Arc<Program>) -> Link {
        let sites = program.sites.iter().map(|_| OnceCell::new()).collect();
        let translations = program.sites.iter().map(|_| RwLock::default()).collect();
        Link { key, program, sites, translations, size: AtomicUsize::new(0), fingerprint: OnceCell::new() }
    }

    /// How much room the next output will want.
    pub(crate) fn capacity(&self) -> usize {
        // The slack is there because escapers reserve ahead of what they write.
        self.size.load(Ordering::Relaxed) + 512
    }

    /// Remembers the size of an output. Outputs of about the same size write nothing, so that
    /// threads do not fight over the line.
    pub(crate) fn measured(&self, size: usize) {
        let known = self.size.load(Ordering::Relaxed);
        if size > known || size < known / 2 {
            self.size.store(size, Ordering::Relaxed);
        }
    }
}
