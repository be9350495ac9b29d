//! The table of `tests/corpora/sanitizer.md`: `cargo test --test it corpus::sanitizer::table -- --nocapture`.

use super::expected::{Agreement, recorded};
use crate::corpus::root;
use crate::data::json;
use std::collections::BTreeMap;
use std::fs;

#[derive(Default)]
struct Row {
    cases: usize,
    /// Whose policy ours can say as a whole.
    said: usize,
    /// Whose policy ours can say but for some settings.
    nearly: usize,
    agree: usize,
    /// Of those, with the same spelling of styles.
    to_the_letter: usize,
    unsaid: BTreeMap<String, usize>,
}

#[test]
fn agreement_is_tabled() {
    let Some(root) = root() else { return };
    let path = root.join("sanitizer/sanitizer_tests.jsonl");
    let text = fs::read_to_string(&path).unwrap_or_default();
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for (_, case) in json::lines(&text) {
        let Ok(case) = case else { continue };
        let row = rows.entry(json::text(&case, "source").unwrap_or_default().to_owned()).or_default();
        row.cases += 1;
        match recorded(&case, &path) {
            Err(why) => *row.unsaid.entry(why).or_default() += 1,
            Ok(Agreement { left_out, verdict, to_the_letter }) => {
                *if left_out.is_empty() { &mut row.said } else { &mut row.nearly } += 1;
                row.agree += usize::from(verdict.is_ok());
                row.to_the_letter += usize::from(to_the_letter);
            }
        }
    }
    println!("| project | cases | said | nearly said | agree | to the letter |\n|---|---|---|---|---|---|");
    for (name, it) in &rows {
        println!(
            "| {name} | {} | {} | {} | {} | {} |",
            it.cases, it.said, it.nearly, it.agree, it.to_the_letter
        );
    }
    let sum = |of: fn(&Row) -> usize| rows.values().map(of).sum::<usize>();
    println!(
        "| all | {} | {} | {} | {} | {} |",
        sum(|it| it.cases),
        sum(|it| it.said),
        sum(|it| it.nearly),
        sum(|it| it.agree),
        sum(|it| it.to_the_letter)
    );
    println!("\nNot said:");
    for (name, row) in &rows {
        for (why, count) in &row.unsaid {
            println!("- {name}: {count} for {why}");
        }
    }
}
