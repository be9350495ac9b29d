//! Auto-reload: edits make a new snapshot, which replaces the old one when it is sound.

use super::Engine;
use super::snapshot::{Fault, Snapshot, lock};
use super::verify::recheck;
use crate::diagnostics::{Error, ErrorKind};
use crate::loader::{Stamp, TemplateName};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

/// Edited templates, each with what it is now.
pub(super) type Edits = HashMap<TemplateName, Stamp>;

/// The snapshot in use. Its lock is held while edits are looked for and compiled, never while
/// something is rendered: a template keeps the snapshot that it came from.
pub(super) struct Reload(Mutex<State>);

struct State {
    current: Arc<Snapshot>,
    /// Edits that were tried and refused.
    refused: Edits,
    error: Option<Arc<Error>>,
}

impl Reload {
    pub(super) fn new(snapshot: Arc<Snapshot>) -> Reload {
        Reload(Mutex::new(State { current: snapshot, refused: Edits::new(), error: None }))
    }

    /// The snapshot of what the loaders have now.
    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        let (snapshot, news) = {
            let mut state = lock(&self.0);
            let news = state.check();
            (state.current.clone(), news)
        };
        // The lock is gone: who hears of it may ask the engine.
        if let (Some(error), Some(report)) = (news, &snapshot.setup.on_reload_error) {
            report(&error);
        }
        snapshot
    }

    pub(super) fn error(&self) -> Option<Arc<Error>> {
        lock(&self.0).error.clone()
    }
}

impl State {
    /// Takes the edits since the last time; gives an error that nobody has heard of.
    fn check(&mut self) -> Option<Arc<Error>> {
        let edits = self.current.edits();
        if edits == self.refused {
            return None;
        }
        let (next, faults) = attempt(&self.current, &edits);
        let missing = faults.iter().any(|it| it.error.kind() == ErrorKind::TemplateNotFound);
        self.current = next.unwrap_or_else(|| self.current.clone());
        // A template that is missing may come without any other changing: that is tried again.
        self.refused = if missing { Edits::new() } else { self.current.edits() };
        self.refused.retain(|name, stamp| edits.get(name) == Some(stamp));
        let error = Error::several(faults.into_iter().map(|it| it.error).collect()).map(Arc::new);
        let known = self.error.as_ref().map(|it| it.report().to_string());
        self.error = error;
        self.error.clone().filter(|it| Some(it.report().to_string()) != known)
    }
}

/// A snapshot with all edits that are sound, if any is, and what is wrong with the others.
fn attempt(current: &Arc<Snapshot>, edits: &Edits) -> (Option<Arc<Snapshot>>, Vec<Fault>) {
    let mut taken = edits.clone();
    let mut faults = Vec::new();
    while !taken.is_empty() {
        let found = match renew(current, &taken) {
            Ok(next) => return (Some(next), faults),
            Err(found) => found,
        };
        let before = taken.len();
        taken.retain(|name, _| found.iter().all(|it| it.template != name.as_str()));
        faults.extend(found);
        if taken.len() == before {
            // The fault shows in a template that was not edited: no telling which edit it comes from.
            break;
        }
    }
    (None, faults)
}

/// A sound snapshot with these edits.
fn renew(current: &Arc<Snapshot>, edits: &Edits) -> Result<Arc<Snapshot>, Vec<Fault>> {
    let next = current.edited(edits)?;
    let roots = current.roots();
    let mut faults = recheck(&next, &roots);
    if !faults.is_empty() {
        // What was wrong before is no reason to refuse an edit.
        let known: HashSet<String> =
            recheck(current, &roots).iter().map(|it| it.message().to_owned()).collect();
        faults.retain(|it| !known.contains(it.message()));
    }
    if faults.is_empty() { Ok(Arc::new(next)) } else { Err(faults.into_iter().map(Fault::from).collect()) }
}

impl Engine {
    /// What is wrong with the edits that [auto-reload](super::EngineBuilder::auto_reload) has refused, as of the
    /// last [`Engine::get_template`]; `None` when all were taken.
    pub fn reload_error(&self) -> Option<Arc<Error>> {
        self.reload.as_ref().and_then(|it| it.error())
    }
}
