//! Untrusted HTML to safe HTML.
//!
//! ```text
//! html ─ canonical::is_canonical ─ yes ─> the same text, borrowed
//!          └ no ─ parse (html5ever, sink, pass) ─ print ─ is_canonical, else read again ─> text
//! ```
//!
//! What is parsed is html5ever's business; what may stay, how it is printed and whether it reads back as
//! printed is decided here. Nothing is edited after it has been verified. Nothing in here recurses.

mod canonical;
mod css;
mod fault;
mod fragment;
mod invisible;
mod lex;
mod names;
mod parse;
mod pass;
mod plain;
mod policy;
mod print;
mod report;
mod rules;
mod sanitizer;
mod scan;
mod shape;
mod sink;
mod spans;
mod stream;
mod tables;
mod tree;
mod url;
mod values;
mod verdict;
#[cfg(feature = "ammonia")]
mod yardstick;
#[cfg(feature = "_internals")]
pub(crate) mod probe;

pub use css::CssRule;
pub use fragment::Fragment;
pub use plain::TextUnit;
pub use policy::{
    Change, CleanLimits, Disallowed, ElementRule, Invisible, LinkRule, Links, Policy, ValueRule,
};
pub use report::Removal;
pub use sanitizer::{Clean, Cleaned, Sanitizer};
pub use stream::CleanStream;
pub use url::{Relative, UrlList, UrlPurpose, UrlRule};
pub use verdict::Reason;
