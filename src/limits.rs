//! [`Limits`]: how much one template may cost. This room holds the only arithmetic on them.

use crate::diagnostics::{Error, ErrorKind};
use std::cell::Cell;

/// Upper bounds on the work of one parse and one render. Each overrun is an error of kind
/// [`ErrorKind::LimitExceeded`] that names the limit; nothing is cut silently.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one template's source. Default 4 MiB.
    pub source_bytes: usize,
    /// Bytes of one tag or variable, from `{%` to `%}`. Default 16 KiB.
    pub tag_bytes: usize,
    /// How deep block tags may nest in one template. Default 100.
    pub nesting: u32,
    /// How deep rendering may nest: blocks, includes, loops and branches together. Default 200.
    pub depth: u32,
    /// Includes and `block.super`s of one render. Default 100,000.
    pub includes: u64,
    /// Loop iterations of one render, all loops together. Default 10,000,000.
    pub iterations: u64,
    /// Bytes that values made while rendering may take (results of filters, converted
    /// contexts, captured output). Default 256 MiB.
    pub memory: u64,
    /// Bytes of output of one render. Default 256 MiB.
    pub output_bytes: u64,
    /// What filters and comparisons of one render may look through: bytes of texts and items of lists, each time they
    /// are given to one. Default 64 Gi.
    pub work: u64,
}

impl Limits {
    /// Limits for templates that strangers write: no more than about a second of work, and 8 MiB. See
    /// [`EngineBuilder::untrusted`](crate::EngineBuilder::untrusted).
    pub fn untrusted() -> Limits {
        Limits {
            source_bytes: 32 << 10,
            tag_bytes: 2 << 10,
            nesting: 20,
            depth: 40,
            includes: 100,
            iterations: 5_000,
            memory: 8 << 20,
            output_bytes: 1 << 20,
            work: 64 << 20,
        }
    }
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            source_bytes: 4 << 20,
            tag_bytes: 16 << 10,
            nesting: 100,
            depth: 200,
            includes: 100_000,
            iterations: 10_000_000,
            memory: 256 << 20,
            output_bytes: 256 << 20,
            work: 64 << 30,
        }
    }
}

/// What a render can spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cost {
    Include,
    Iteration,
    /// Bytes in the render's arena.
    Memory(usize),
    /// Bytes or items that are looked through.
    Work(usize),
}

/// What one render has spent so far.
#[derive(Clone)]
pub(crate) struct Budget {
    limits: Limits,
    depth: Cell<u32>,
    includes: Cell<u64>,
    iterations: Cell<u64>,
    memory: Cell<u64>,
    work: Cell<u64>,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Budget {
        Budget {
            limits: limits.clone(),
            depth: Cell::new(0),
            includes: Cell::new(0),
            iterations: Cell::new(0),
            memory: Cell::new(0),
            work: Cell::new(0),
        }
    }

    /// Counts a cost against its limit.
    #[inline]
    pub(crate) fn charge(&self, cost: Cost) -> Result<(), Error> {
        let (used, limit, amount, name) = match cost {
            Cost::Include => (&self.includes, self.limits.includes, 1, "includes"),
            Cost::Iteration => (&self.iterations, self.limits.iterations, 1, "iterations"),
            Cost::Memory(bytes) => (&self.memory, self.limits.memory, bytes as u64, "memory"),
            Cost::Work(amount) => (&self.work, self.limits.work, amount as u64, "work"),
        };
        let total = used.get().saturating_add(amount);
        used.set(total);
        if total > limit { Err(exceeded(name, limit)) } else { Ok(()) }
    }

    /// Goes one level down; pair it with [`Budget::leave`].
    #[inline]
    pub(crate) fn enter(&self) -> Result<(), Error> {
        let depth = self.depth.get() + 1;
        if depth > self.limits.depth {
            return Err(exceeded("depth", u64::from(self.limits.depth)));
        }
        self.depth.set(depth);
        Ok(())
    }

    /// Forgets what was spent since it was cloned.
    pub(crate) fn back_to(&self, before: &Budget) {
        let cells = [&self.includes, &self.iterations, &self.memory, &self.work];
        let spent = [&before.includes, &before.iterations, &before.memory, &before.work];
        for (cell, spent) in cells.into_iter().zip(spent) {
            cell.set(spent.get());
        }
        self.depth.set(before.depth.get());
    }

    /// How deep it is.
    pub(crate) fn depth(&self) -> u32 {
        self.depth.get()
    }

    /// Comes back up to a depth.
    pub(crate) fn back_up(&self, depth: u32) {
        self.depth.set(depth);
    }

    /// Comes back up.
    pub(crate) fn leave(&self) {
        self.depth.set(self.depth.get().saturating_sub(1));
    }

    /// How many bytes of output are left after so many.
    pub(crate) fn output_left(&self, written: usize) -> usize {
        usize::try_from(self.limits.output_bytes).unwrap_or(usize::MAX).saturating_sub(written)
    }

    /// Checks the output's length so far.
    pub(crate) fn output(&self, bytes: usize) -> Result<(), Error> {
        if bytes as u64 > self.limits.output_bytes {
            return Err(exceeded("output_bytes", self.limits.output_bytes));
        }
        Ok(())
    }
}

/// The error for a limit that was overrun.
#[cold]
pub(crate) fn exceeded(name: &'static str, limit: u64) -> Error {
    Error::new(ErrorKind::LimitExceeded, format!("the limit `{name}` of {limit} is exceeded"))
        .help(format!("raise `Limits::{name}` if this template is meant to cost so much"))
}
