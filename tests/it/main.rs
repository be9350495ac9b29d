//! The one test binary. See each module's head for what it holds.

mod allocations;
mod architecture;
mod corpus;
mod data;
mod dom;
mod engine;
mod hostile;
mod properties;
mod render;
mod spec;
mod values;
