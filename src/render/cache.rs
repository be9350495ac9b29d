//! `{% cache %}`, and what may not be kept by it.

use super::eval::Missing;
use super::walk::Walk;
use crate::contextual::Escaping;
use crate::diagnostics::{Error, ErrorKind, did_you_mean};
use crate::escape::Escaper;
use crate::filters::int_of;
use crate::fragment::{Fragment, FragmentStore, Parts, Slot, Stores, Ticket, django_key};
use crate::program::{Cache, Expr};
use crate::source::Span;
use crate::value::{Value, plain_text, repr};
use std::borrow::Cow;
use std::time::Duration;

/// How long a fragment is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Timeout {
    Never,
    For(Duration),
    Ever,
}

impl<'a> Walk<'a, '_, '_> {
    #[inline(never)]
    pub(super) fn slot(&mut self, slot: Slot) -> Result<(), Error> {
        let start = self.out.text.len();
        slot.write(self.cx.host, &mut self.out.text);
        self.out.mark_since(start, |_| Some(slot));
        self.out.check(self.cx.arena.budget())
    }

    /// Prints what a tag makes of a slot. If it is written as the slot itself writes it, it can be written again.
    #[inline(never)]
    pub(super) fn print_slot(
        &mut self,
        slot: Slot,
        expr: &'a Expr,
        escaper: Escaper,
        span: Span,
    ) -> Result<(), Error> {
        let start = self.out.text.len();
        let leaked = self.out.leaked;
        self.print_computed(expr, escaper, span)?;
        // The call counts as a leak, which here is none yet.
        self.out.leaked = leaked;
        let host = self.cx.host;
        self.out.mark_since(start, |written| slot.that_wrote(written, host));
        Ok(())
    }

    /// As Django: the tag's own mistakes are found whether the fragment is kept already or not.
    #[inline(never)]
    pub(super) fn cached(&mut self, tag: &'a Cache) -> Result<(), Error> {
        let timeout = self.timeout(tag)?;
        let store = self.store(tag)?;
        let mut vary = Vec::with_capacity(tag.vary.len());
        for expr in &tag.vary {
            vary.push(self.value(expr, Missing::Invalid)?);
        }
        let Some((name, store)) = store.filter(|_| tag.kept) else { return self.body(&tag.body) };
        let key = self.key(tag, &vary)?;
        if self.making.iter().any(|it| **it == *key) {
            return self.body(&tag.body);
        }
        if let Some(fragment) = self.stored(store, &key) {
            self.compare_aside(&tag.body);
            return self.replay(&fragment);
        }
        if timeout == Timeout::Never {
            return self.body(&tag.body);
        }
        let flight = match self.job.options.flights.board(&format!("{name}/{key}"), self.making.is_empty()) {
            Ticket::Make(flight) => Some(flight),
            Ticket::Busy => None,
            Ticket::Waited => match self.stored(store, &key) {
                Some(fragment) => {
                    self.compare_aside(&tag.body);
                    return self.replay(&fragment);
                }
                None => None,
            },
        };
        let made = self.make(tag, store, &key, timeout);
        // Those who wait look into the store now.
        drop(flight);
        made
    }

    fn make(
        &mut self,
        tag: &'a Cache,
        store: &dyn FragmentStore,
        key: &str,
        timeout: Timeout,
    ) -> Result<(), Error> {
        self.making.push(key.into());
        let recording = self.out.record();
        let done = self.body(&tag.body);
        let fragment = self.out.recorded(&recording);
        self.making.pop();
        done?;
        if let Some(fragment) = fragment.filter(|it| self.may_be_kept(it)) {
            let timeout = if let Timeout::For(time) = timeout { Some(time) } else { None };
            store.set(key, self.job.options.seal.pack(key, &fragment), timeout);
        }
        Ok(())
    }

    /// Whether it is free of what belongs to this response, also where the context brought it in.
    fn may_be_kept(&self, fragment: &Fragment) -> bool {
        let host = self.cx.host;
        let holds = |secret: Option<Cow<'_, str>>| secret.is_some_and(|it| fragment.holds(&it));
        !holds(host.csp_nonce()) && !holds(host.csrf_token())
    }

    fn stored(&self, store: &dyn FragmentStore, key: &str) -> Option<Fragment> {
        self.job.options.seal.unpack(key, &store.get(key)?)
    }

    fn replay(&mut self, fragment: &Fragment) -> Result<(), Error> {
        let mut marks = Vec::new();
        fragment.write(self.cx.host, &mut self.out.text, |it| marks.push(it));
        marks.into_iter().for_each(|it| self.out.mark(it));
        self.out.check(self.cx.arena.budget())
    }

    fn timeout(&mut self, tag: &'a Cache) -> Result<Timeout, Error> {
        let value = self.value(&tag.timeout, Missing::Invalid)?;
        if let Value::None = value {
            return Ok(Timeout::Ever);
        }
        let Some(seconds) = int_of(value) else {
            let mut message = "the timeout of `cache` must be a number of seconds, not ".to_owned();
            repr(value, self.cx, &mut message)?;
            return Err(Error::new(ErrorKind::BadCache, message));
        };
        Ok(match u64::try_from(seconds) {
            Ok(0) | Err(_) => Timeout::Never,
            Ok(seconds) => Timeout::For(Duration::from_secs(seconds)),
        })
    }

    fn store(&mut self, tag: &'a Cache) -> Result<Option<(&'a str, &'a dyn FragmentStore)>, Error> {
        let stores = &self.job.options.stores;
        let Some(using) = &tag.using else { return Ok(stores.usual()) };
        let name = plain_text(self.value(using, Missing::Invalid)?, self.cx)?;
        stores.named(&name).map(Some).ok_or_else(|| no_store(&name, stores))
    }

    /// Django's own key where it is Django's output. Otherwise all that the text depends on, beside the values of the context
    /// that the author left out.
    fn key(&self, tag: &Cache, vary: &[Value<'a>]) -> Result<String, Error> {
        let mut values = Vec::with_capacity(vary.len());
        for value in vary {
            values.push(plain_text(*value, self.cx)?);
        }
        if self.job.options.escaping != Escaping::Contextual {
            return Ok(django_key(&tag.name, values.iter().map(|it| &**it)));
        }
        let mut key = Parts::new();
        key.add(&tag.name);
        key.add(self.job.units.fingerprint(self.at));
        key.add(&tag.span.start.to_string());
        key.add(if self.cx.autoescape { "on" } else { "off" });
        key.add(self.cx.language.unwrap_or_default());
        key.add(&self.cx.zone().name());
        key.add(&self.cx.host.fragment_variant());
        for (value, text) in vary.iter().zip(&values) {
            key.add(value.type_name());
            key.add(text);
        }
        Ok(key.into_key())
    }
}

#[cold]
fn no_store(name: &str, stores: &Stores) -> Error {
    let error = Error::new(ErrorKind::BadCache, format!("there is no fragment cache `{name}`"));
    match did_you_mean(name, stores.names()) {
        Some(help) => error.help(help),
        None => error,
    }
}
