//! What the targets use of `tests/it/corpus`.

type Verdict = Result<(), String>;

#[path = "../../tests/it/corpus/language/mod.rs"]
pub(crate) mod language;
#[path = "sanitizer.rs"]
pub(crate) mod sanitizer;
