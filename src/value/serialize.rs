//! Any `Serialize` as a `Value`, built into the arena.
