//! The browser proof: every place a value can stand in, with values made for that place, in a real
//! browser that lets each of them have its chance.
//!
//! ```sh
//! cargo run --example browser                  # a part of the templates, with a part of their values
//! cargo run --example browser -- --all         # every template with a part of its values
//! cargo run --example browser -- --all --values  # every template with every value: an hour
//! cargo run --example browser -- --all srcset  # the places with this word in their name
//! cargo run --example browser -- nonces        # only the page under a Content-Security-Policy
//! ```
//! `cases/*.toml` hold the templates by place, `payloads.toml` the values. Each template is rendered
//! with each value in `Contextual` mode; a template that does not compile is listed as refused and
//! proves nothing. Headless Chromium writes each page into a frame of its own; its libraries come from a port
//! of this machine; everything else that Chromium asks for goes to a proxy that is this program too, so
//! no request leaves and none goes unseen. The run fails if a value ran, changed the shape of a page,
//! or asked for something from another host where data may not choose that; if a template of a live
//! place has no control; or if there were fewer templates and values than promised.
//!
//! Control: the same template with escaping off, where at least one value must run.

mod browser;
mod cases;
mod csp;
mod frameworks;
mod pages;
mod report;
mod serve;

use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("browser: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all that was to be shown was shown.
fn run() -> Result<bool, String> {
    let (options, words): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|it| it.starts_with("--"));
    let mut cases = cases::read(&words)?;
    if cases.iter().any(|it| it.library.is_some()) && !frameworks::install()? {
        eprintln!("browser: no npm, so no frameworks: their places are SKIPPED");
        cases.retain(|it| it.library.is_none());
    }
    let option = |name: &str| options.iter().any(|it| it == name);
    let all = option("--all");
    let pages = pages::render(&cases, all, option("--values"))?;
    let seen = browser::visit(&pages)?;
    let report = report::judge(&cases, &pages, &seen, all);
    println!("{report}");
    if !words.is_empty() && !words.iter().any(|it| it == "nonces") {
        return Ok(report.holds(false));
    }
    let nonces = csp::prove()?;
    println!("nonces under a strict policy, two visits: {} faults", nonces.len());
    nonces.iter().for_each(|it| println!("  {it}"));
    // A part of the places cannot have all the templates.
    Ok(nonces.is_empty() && report.holds(words.is_empty()))
}
