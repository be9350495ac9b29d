//! See `palisade_fuzz::analyze`.
#![cfg_attr(fuzzing, no_main)]

palisade_fuzz::target!(palisade_fuzz::analyze);
