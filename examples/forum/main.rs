//! Writes `thread.json`, the data of the forum example: a thread of 200 posts in which every text that
//! a member can choose tries to break out of its place.
//!
//! ```sh
//! cargo run --example forum > examples/forum/thread.json
//! ```
//! The same bytes on every run: no clock, no random source. A payload that ran would call `pwned()`,
//! which marks the page, or open a dialog; `tests/browser/` looks for both.

mod avatar;
mod hostile;
mod thread;

use std::fmt::Write as _;
use std::io::{self, Write as _};

fn main() -> io::Result<()> {
    let json = serde_json::to_string_pretty(&thread::page())?;
    writeln!(io::stdout().lock(), "{}", ascii(&json))
}

/// The same JSON in ASCII, so that no control or bidirectional character stands in a file that people
/// review. Such characters occur in strings only, where `\u` is allowed.
fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for it in json.chars() {
        if it.is_ascii() && it != '\x7F' {
            out.push(it);
            continue;
        }
        for unit in it.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}"); // writing to a String cannot fail
        }
    }
    out
}
