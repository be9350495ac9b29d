//! No JSON can carry trust.

fn read(json: &str) -> palisade::SafeHtml<'static> {
    serde_json::from_str(json).unwrap()
}

fn main() {}
