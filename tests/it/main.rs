//! x
mod engine;
mod values;
