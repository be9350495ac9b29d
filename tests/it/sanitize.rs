//! The sanitizer: what holds for every input under every preset.

mod agreement;
mod costs;
mod engine;
mod policies;
