//! Facts about the table, and what no template can show.

use super::BUILTIN;

#[test]
fn the_table_is_sorted() {
    assert!(BUILTIN.is_sorted_by(|a, b| a.name < b.name));
}
