//! See `palisade_fuzz::parse`.
#![cfg_attr(fuzzing, no_main)]

palisade_fuzz::target!(palisade_fuzz::parse);
