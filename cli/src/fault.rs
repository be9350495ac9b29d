//! Why the program ends without having done its work.

use anstyle::{AnsiColor, Style};
use palisade::{Error, ErrorKind};
use std::fmt;
use std::path::Path;
use std::process::ExitCode;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HELP: Style = AnsiColor::Green.on_default().bold();

pub(crate) enum Fault {
    /// A template, or the data it got.
    Template(Error),
    /// What was looked for and found.
    Found { message: String, remedy: String },
    /// The command line, or a file that it names.
    Usage { message: String, remedy: String },
}

impl Fault {
    pub(crate) fn usage(message: impl Into<String>, remedy: impl Into<String>) -> Fault {
        Fault::Usage { message: message.into(), remedy: remedy.into() }
    }

    /// What makes the program end with 1 though it did its work.
    pub(crate) fn found(message: impl Into<String>, remedy: impl Into<String>) -> Fault {
        Fault::Found { message: message.into(), remedy: remedy.into() }
    }

    /// A file that the operating system refuses.
    pub(crate) fn file(what: &str, path: &Path, cause: &std::io::Error) -> Fault {
        let remedy = match cause.kind() {
            std::io::ErrorKind::NotFound => "mend the path, or make what it names",
            std::io::ErrorKind::PermissionDenied => "give yourself the permission, or name another file",
            std::io::ErrorKind::InvalidData => "save the file as UTF-8",
            _ => "name another file",
        };
        Fault::usage(format!("{what} `{}`: {cause}", path.display()), remedy)
    }

    /// 1 for templates, 2 for everything around them.
    pub(crate) fn exit_code(&self) -> ExitCode {
        let around = |it: &Error| matches!(it.kind(), ErrorKind::LoadFailed | ErrorKind::BadSetting);
        match self {
            Fault::Template(error) if !around(error) => ExitCode::from(1),
            Fault::Found { .. } => ExitCode::from(1),
            _ => ExitCode::from(2),
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        Fault::Template(error)
    }
}

/// Always in colour: the stream takes colours out where nobody would see them.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Template(error) => error.report().styled().fmt(f),
            Fault::Usage { message, remedy } | Fault::Found { message, remedy } => {
                writeln!(f, "{ERROR}error{ERROR:#}: {message}")?;
                writeln!(f, "{HELP}help{HELP:#}: {remedy}")
            }
        }
    }
}
