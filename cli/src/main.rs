//! `palisade`: renders Django templates from the command line, every value escaped for the place it
//! stands in, and explains which place that is.
//!
//! Exit codes: 0 done; 1 a template or its data is at fault; 2 wrong usage, or a file that cannot be
//! read or written.
#![forbid(unsafe_code)]

mod args;
mod data;
mod differences;
mod explain;
mod fault;
mod files;
mod manifest;
mod page;
mod rejections;
mod render;
mod rows;
mod sanitize;

use args::{Args, Command};
use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = Args::parse(); // prints help or a usage error and ends with 0 or 2 by itself
    let done = match args.command {
        Command::Render(args) => render::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Sanitize(args) => sanitize::run(&args),
        Command::StaticManifest(args) => manifest::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            anstream::eprintln!("{}", fault.to_string().trim_end());
            fault.exit_code()
        }
    }
}
