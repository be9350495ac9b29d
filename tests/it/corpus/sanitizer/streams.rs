//! Payloads in pieces: cut wherever a stream may cut, they are cleaned as they are in one piece.

use crate::corpus::root;
use crate::data::json;
use crate::proof::cleaning::streamed;
use palisade::{Policy, Sanitizer};
use std::fs;

#[test]
fn payloads_in_pieces_are_cleaned_as_in_one() {
    let Some(root) = root() else { return };
    let presets = [Policy::strict(), Policy::ammonia(), Policy::email()];
    let sanitizers = presets.map(|it| Sanitizer::new(it).expect("a preset"));
    let (mut payloads, mut offences) = (0, Vec::new());
    for name in ["xss_payloads", "mxss", "parser_tree", "sanitizer_tests"] {
        let path = root.join("sanitizer").join(name).with_extension("jsonl");
        let text = fs::read_to_string(path).unwrap_or_default();
        for (_, case) in json::lines(&text) {
            let Ok(case) = case else { continue };
            let Some(html) = json::text(&case, "payload").or(json::text(&case, "input")) else { continue };
            payloads += 1;
            for sanitizer in &sanitizers {
                for piece in [1, 7, html.len().max(1)] {
                    let verdict = streamed(sanitizer, html, piece, 0);
                    offences
                        .extend(verdict.err().map(|it| format!("{sanitizer:?}, {piece}: {html:?}: {it}")));
                }
            }
        }
    }
    println!("{payloads} payloads in pieces, {} come out otherwise", offences.len());
    offences.truncate(10);
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}
