//! See `palisade_fuzz::quadratic`.
#![cfg_attr(fuzzing, no_main)]

palisade_fuzz::target!(palisade_fuzz::quadratic);
