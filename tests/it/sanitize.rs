//! The sanitizer: what holds for every input under every preset.

mod agreement;
mod engine;
mod policies;
