//! The browser proof: every place a value can stand in, with values made for that place, in a real
//! browser that lets each of them have its chance.
//!
//! ```sh
//! cargo run --example browser                  # every template with a part of its values
//! cargo run --example browser -- --all         # every template with every value
//! cargo run --example browser -- --all srcset  # the places with this word in their name
//! ```
//! `cases/*.toml` hold the templates by place, `payloads.toml` the values. Each template is rendered
//! with each value in `Contextual` mode; a template that does not compile is listed as refused and
//! proves nothing. The pages are served to headless Chromium from a port of this machine, each in a
//! frame of its own; everything else that Chromium asks for goes to a proxy that is this program too, so
//! no request leaves and none goes unseen. The run fails if a value ran, changed the shape of a page,
//! or asked for something from another host where data may not choose that; if a template of a live
//! place has no control; or if there were fewer templates and values than promised.
//!
//! Control: the same template with escaping off, where at least one value must run.

mod browser;
mod cases;
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
    let cases = cases::read(&words)?;
    let pages = pages::render(&cases, options.iter().any(|it| it == "--all"))?;
    let seen = browser::visit(&pages)?;
    let report = report::judge(&cases, &pages, &seen);
    println!("{report}");
    // A part of the places cannot have all the templates.
    Ok(report.holds(words.is_empty()))
}
