//! Inputs that make parsers slow: what cleaning allocates may grow as the input does, or cleaning must refuse.

use crate::corpus::Verdict;
use crate::data::json;
use palisade::{ErrorKind, Json, Policy, Sanitizer};
use std::sync::OnceLock;

/// Repetitions that are compared: large enough for what is quadratic to show.
const N: usize = 2_000;

pub(super) fn run(case: &Json) -> Verdict {
    sanitizers().iter().try_for_each(|it| grows(case, it))
}

fn sanitizers() -> &'static [Sanitizer] {
    static SANITIZERS: OnceLock<Vec<Sanitizer>> = OnceLock::new();
    SANITIZERS.get_or_init(|| {
        [Policy::ammonia(), Policy::article()].into_iter().filter_map(|it| Sanitizer::new(it).ok()).collect()
    })
}

fn grows(case: &Json, sanitizer: &Sanitizer) -> Verdict {
    let (once, twice) = (cost(case, N, sanitizer)?, cost(case, 2 * N, sanitizer)?);
    // What is refused costs what was read up to there.
    let most = 3 * once + (1 << 20);
    if twice > most { Err(format!("{once} bytes for n = {N}, {twice} for twice that")) } else { Ok(()) }
}

/// Bytes allocated for an input of `n` repetitions.
fn cost(case: &Json, n: usize, sanitizer: &Sanitizer) -> Result<u64, String> {
    let html = built(case, n)?;
    let mut result = Ok(());
    let info = allocation_counter::measure(|| result = looked_at(&html, sanitizer));
    result.map(|()| info.bytes_total)
}

fn looked_at(html: &str, sanitizer: &Sanitizer) -> Verdict {
    match sanitizer.clean(html) {
        Ok(clean) if clean.as_str().len() > 6 * html.len() + (64 << 10) => {
            Err(format!("{} bytes became {}", html.len(), clean.as_str().len()))
        }
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::UnstableHtml => Err(error.to_string()),
        Err(_) => Ok(()),
    }
}

/// The parts one after the other, those that say so `n` times with `{i}` counted up.
pub(super) fn built(case: &Json, n: usize) -> Result<String, String> {
    let mut html = Vec::new();
    for part in json::items(json::get(case, "parts").ok_or("no parts")?) {
        let bytes = match (json::text(part, "text"), json::text(part, "bytes_hex")) {
            (Some(text), _) => text.as_bytes().to_vec(),
            (None, Some(hex)) => unhex(hex)?,
            (None, None) => return Err("a part without text".to_owned()),
        };
        let counted = String::from_utf8_lossy(&bytes).contains("{i}");
        for i in 0..times(part, n) {
            if counted {
                html.extend(String::from_utf8_lossy(&bytes).replace("{i}", &i.to_string()).bytes());
            } else {
                html.extend(&bytes);
            }
        }
    }
    Ok(String::from_utf8_lossy(&html).into_owned())
}

fn times(part: &Json, n: usize) -> usize {
    match json::get(part, "repeat") {
        None => 1,
        Some(Json::Int(count)) => usize::try_from(*count).unwrap_or(1),
        Some(_) => n,
    }
}

fn unhex(hex: &str) -> Result<Vec<u8>, String> {
    let pairs = hex.as_bytes().chunks(2).map(|it| std::str::from_utf8(it).unwrap_or_default());
    pairs.map(|it| u8::from_str_radix(it, 16).map_err(|it| it.to_string())).collect()
}
