//! The README shows what the examples print.

#[path = "../../examples/places.rs"]
mod places;

#[test]
fn the_table_of_hostile_values_is_what_the_example_prints() {
    let table = places::table().expect("every template of the table loads and renders");
    let readme = include_str!("../../README.md");
    assert!(readme.contains(&table), "cargo run --example places prints another table:\n{table}");
}
