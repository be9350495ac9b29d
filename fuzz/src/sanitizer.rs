//! What the targets use of `tests/it/corpus/sanitizer`.

#[path = "../../tests/it/corpus/sanitizer/oracle.rs"]
pub(crate) mod oracle;
