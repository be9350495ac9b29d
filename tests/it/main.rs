//! The one test binary. See each module's head for what it holds.
#![allow(
    clippy::disallowed_methods,
    reason = "tests read files, clocks and the environment; the library may not"
)]

mod allocations;
mod architecture;
mod corpus;
mod data;
mod dom;
mod engine;
mod explain;
mod fragments;
mod host;
mod hostile;
mod linear;
mod markup_filters;
mod neighbours;
mod proof;
mod properties;
mod readme;
mod real;
mod redis;
mod reload;
mod render;
mod report;
mod sanitize;
mod spec;
mod trust;
mod untrusted;
mod surroundings;
mod tags;
mod translations;
mod values;
