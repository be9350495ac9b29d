//! See `palisade_fuzz::run`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| palisade_fuzz::run("agreement", bytes));
