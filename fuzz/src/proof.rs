//! What the fuzzers share with `tests/it/proof`.

#[path = "../../tests/it/proof/addresses.rs"]
pub(crate) mod addresses;
#[path = "../../tests/it/proof/choices.rs"]
pub(crate) mod choices;
#[path = "../../tests/it/proof/cleaning.rs"]
pub(crate) mod cleaning;
#[path = "../../tests/it/proof/grammar.rs"]
pub(crate) mod grammar;
#[path = "../../tests/it/proof/judge.rs"]
pub(crate) mod judge;
#[path = "../../tests/it/proof/places.rs"]
pub(crate) mod places;
#[path = "../../tests/it/proof/targets.rs"]
pub(crate) mod targets;
#[path = "../../tests/it/proof/work.rs"]
pub(crate) mod work;
