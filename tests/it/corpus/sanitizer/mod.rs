//! Cases for the cleaner: payloads that must leave nothing behind under any policy, and what other cleaners
//! print, compared as trees. `tests/corpora/sanitizer.md` explains the differences.

mod builders;
mod calls;
mod described;
mod editing;
mod expected;
mod foreign;
mod growth;
pub(crate) mod oracle;
mod nearest;
mod policies;
mod streams;
mod table;
mod values;
mod wpt;

use super::Verdict;
use crate::data::json;
use palisade::Json;
use std::path::Path;

/// The runner of a file, by its name.
pub(super) fn run(case: &Json, path: &Path) -> Verdict {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    match &*name {
        "xss_payloads" | "mxss" => leaves_nothing(text(case, "payload")?, path),
        "parser_tree" => leaves_nothing(text(case, "input")?, path),
        "dompurify_expect" => expected::dompurify(case, path),
        "sanitizer_tests" => expected::recorded(case, path)?.verdict,
        "wpt_sanitizer_api" => wpt::run(case, path),
        "dos_generators" => growth::run(case),
        other => Err(format!("no runner for {other}")),
    }
}

/// Under every preset, and every policy of `policies.json` that can be expressed.
fn leaves_nothing(html: &str, path: &Path) -> Verdict {
    policies::judges(path).iter().try_for_each(|it| it.judge(html))
}

fn text<'j>(case: &'j Json, key: &str) -> Result<&'j str, String> {
    json::text(case, key).ok_or_else(|| format!("the case has no {key}"))
}
