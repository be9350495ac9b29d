//! See `palisade_fuzz::render`.
#![cfg_attr(fuzzing, no_main)]

palisade_fuzz::target!(palisade_fuzz::render);
