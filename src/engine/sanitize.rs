//! The filter `sanitize`: policies by name, those of the application before the presets.

use crate::diagnostics::{Error, ErrorKind, did_you_mean};
#[cfg(feature = "cache")]
use crate::fragment::{Fragment, FragmentStore, Seal, cleaned_key};
use crate::sanitize::{Policy, Sanitizer};
use crate::value::{Cx, Filter, Kind, Origin, Value, plain_text};
use once_cell::sync::OnceCell;
use std::borrow::Cow;
use std::collections::HashMap;
#[cfg(feature = "cache")]
use std::{sync::Arc, time::Duration};

/// The policy of `|sanitize` without an argument, unless the application registered another of this name.
const DEFAULT: &str = "default";
const FALLBACK: &str = "comment";

/// The sanitizers of one engine.
#[derive(Clone, Default)]
pub(super) struct Sanitizers {
    own: HashMap<Box<str>, Sanitizer>,
    /// In the order of [`Policy::PRESETS`], each made when it is first asked for.
    presets: [OnceCell<Sanitizer>; Policy::PRESETS.len()],
    #[cfg(feature = "cache")]
    kept: Option<Arc<Kept>>,
}

/// Where the application keeps what was cleaned.
#[cfg(feature = "cache")]
struct Kept {
    store: Box<dyn FragmentStore>,
    timeout: Option<Duration>,
    seal: Seal,
}

#[cfg(feature = "cache")]
impl Kept {
    /// The clean form of HTML that is not clean: from the store, or else into it.
    fn clean(&self, sanitizer: &Sanitizer, html: &str, cx: Cx<'_>) -> String {
        let key = cleaned_key(sanitizer.policy().fingerprint(), html);
        if let Some(found) = self.store.get(&key).and_then(|it| self.seal.unpack(&key, &it)) {
            let mut out = String::with_capacity(html.len());
            found.write(cx.host, &mut out, drop);
            return out;
        }
        let clean = sanitizer.clean_or_text(html).into_string();
        if let Some(fragment) = Fragment::cut(&clean, 0, &[]) {
            self.store.set(&key, self.seal.pack(&key, &fragment), self.timeout);
        }
        clean
    }
}

impl Sanitizers {
    pub(super) fn insert(&mut self, name: Box<str>, sanitizer: Sanitizer) {
        self.own.insert(name, sanitizer);
    }

    /// Keeps what is cleaned.
    #[cfg(feature = "cache")]
    pub(super) fn keep(&mut self, store: Box<dyn FragmentStore>, timeout: Option<Duration>, seal: Seal) {
        self.kept = Some(Arc::new(Kept { store, timeout, seal }));
    }

    /// What the store, or the sanitizer, has for HTML that is not clean.
    #[cfg(feature = "cache")]
    fn kept(&self, sanitizer: &Sanitizer, html: &str, cx: Cx<'_>) -> Option<String> {
        let kept = self.kept.as_ref().filter(|_| sanitizer.is_data() && !sanitizer.recognises(html))?;
        Some(kept.clean(sanitizer, html, cx))
    }

    fn get(&self, name: &str) -> Result<&Sanitizer, Error> {
        match self.own.get(name) {
            Some(it) => Ok(it),
            None if name == DEFAULT => self.preset(FALLBACK),
            None => self.preset(name),
        }
    }

    fn preset(&self, name: &str) -> Result<&Sanitizer, Error> {
        let at = Policy::PRESETS.iter().position(|it| *it == name);
        let found = at.and_then(|at| self.presets.get(at)).zip(Policy::preset(name));
        let Some((slot, policy)) = found else { return Err(self.unknown(name)) };
        slot.get_or_try_init(|| Sanitizer::new(policy))
    }

    fn unknown(&self, name: &str) -> Error {
        let known = self.own.keys().map(|it| &**it).chain(Policy::PRESETS.iter().copied());
        let error = Error::new(ErrorKind::UnknownPolicy, format!("no policy `{name}`"));
        match did_you_mean(name, known) {
            Some(close) => error.help(format!("did you mean `{close}`?")),
            None => error,
        }
    }
}

impl Filter for Sanitizers {
    fn check_argument(&self, literal: &str) -> Result<(), Error> {
        self.get(literal).map(drop)
    }

    fn apply<'a>(
        &self,
        value: Value<'a>,
        argument: Option<Value<'a>>,
        cx: Cx<'a>,
    ) -> Result<Value<'a>, Error> {
        let name = argument.map(|it| plain_text(it, cx)).transpose()?.unwrap_or(Cow::Borrowed(DEFAULT));
        let sanitizer = self.get(&name)?;
        let html = match plain_text(value, cx)? {
            Cow::Borrowed(text) => text,
            Cow::Owned(text) => cx.arena.str(&text)?,
        };
        #[cfg(feature = "cache")]
        if let Some(clean) = self.kept(sanitizer, html, cx) {
            return Ok(Value::Safe(Kind::Html(Origin::Earned), cx.arena.str(&clean)?));
        }
        // A page is not lost over one comment that nobody can read: it is shown as text.
        let clean = sanitizer.clean_or_text(html);
        let clean = if clean.is_unchanged() { html } else { cx.arena.str(clean.as_str())? };
        Ok(Value::Safe(Kind::Html(Origin::Earned), clean))
    }
}
