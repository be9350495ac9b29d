//! x
mod values;
