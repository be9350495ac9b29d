//! The sanitizer: what holds for every input under every preset.

mod agreement;
pub(crate) mod contexts;
mod costs;
mod engine;
mod policies;
