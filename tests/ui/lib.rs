//! Nothing: the cases are in `cases/`, and `tests/misuse.rs` compiles them.
