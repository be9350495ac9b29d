//! What stands on the command line.

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::{Args as Arguments, Parser, Subcommand, ValueEnum};
use palisade::{Escaping, Framework, Json};
use std::path::PathBuf;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Renders Django templates; every value is escaped for the exact place it stands in.
#[derive(Parser)]
#[command(name = "palisade", version, styles = STYLES, arg_required_else_help = true)]
#[command(
    after_help = "Example:\n  palisade render page.html --root templates --data page.json -o page.html\n\n\
    Exit codes: 0 done; 1 a template or its data is at fault; 2 usage, or a file that cannot be read or written."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Renders one template with data from a file.
    #[command(after_help = RENDER_EXAMPLES)]
    Render(Render),
    /// Shows where each value of a template stands, what stands open there, and how it is escaped; or what an
    /// error code means.
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
    /// Cleans HTML that people wrote: files, standard input, or one field of each row of an export.
    #[command(after_help = SANITIZE_EXAMPLES)]
    Sanitize(Sanitize),
    /// Writes the manifest of a folder of static files: each under a name that holds a hash of its content.
    #[command(after_help = MANIFEST_EXAMPLES)]
    StaticManifest(StaticManifest),
}

const SANITIZE_EXAMPLES: &str = "Examples:\n  \
    palisade sanitize --policy article page.html\n  \
    palisade sanitize --policy wiki.toml --jsonl body posts.jsonl -o clean.jsonl --resume posts.state\n  \
    palisade sanitize --policy wiki.toml --csv body --check --report json posts.csv\n\n\
    Exit codes: 0 done; 1 rows were refused, or --check found what is not clean; 2 usage, or a file that cannot be read \
    or written.";

#[derive(Arguments)]
pub(crate) struct Sanitize {
    /// Files of HTML, or of rows with `--jsonl` or `--csv`; `-` is standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) files: Vec<PathBuf>,

    /// A preset (strict, comment, article, email, ugc, ammonia), or a TOML or JSON file.
    #[arg(long, value_name = "NAME | FILE", default_value = "comment")]
    pub(crate) policy: String,

    /// Reads one JSON object a line, and cleans this field of each; all else stays as it is.
    #[arg(long, value_name = "FIELD", group = "rows")]
    pub(crate) jsonl: Option<String>,

    /// Reads comma-separated values whose first row has the names, and cleans this column; all else stays as it is.
    #[arg(long, value_name = "COLUMN", group = "rows")]
    pub(crate) csv: Option<String>,

    /// Writes to FILE instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Keeps in STATE how far the run has come, and goes on from there when STATE is there; what a run that was
    /// stopped has half written is cut off the output first.
    #[arg(long, value_name = "STATE", requires_all = ["rows", "output"], conflicts_with = "check")]
    pub(crate) resume: Option<PathBuf>,

    /// Passes over so many rows of each file.
    #[arg(long, value_name = "ROWS", requires = "rows", default_value_t)]
    pub(crate) skip: u64,

    /// Passes over all rows up to the one with this id, that one included.
    #[arg(long, value_name = "ID", requires = "rows", conflicts_with_all = ["skip", "resume"])]
    pub(crate) since_id: Option<String>,

    /// The field or column that holds the id.
    #[arg(long, value_name = "FIELD", requires = "since_id", default_value = "id")]
    pub(crate) id: String,

    /// Rows that cannot be read or cleaned are added to FILE as they are; `refused.jsonl` or `refused.csv` unless named.
    #[arg(long, value_name = "FILE", requires = "rows")]
    pub(crate) refused: Option<PathBuf>,

    /// Writes nothing, and ends with 1 if anything would change or be refused.
    #[arg(long)]
    pub(crate) check: bool,

    /// Tells standard error what was taken out of each page or row, where and why, and the summary.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) report: Option<CleaningReport>,
}

/// How `sanitize --report` tells what was taken out.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CleaningReport {
    /// A line for each thing
    Text,
    /// A JSON object a line for each page or row, and one for the summary
    Json,
}

const MANIFEST_EXAMPLES: &str = "Examples:\n  \
    palisade static-manifest assets -o staticfiles.json\n  \
    palisade static-manifest assets --out public/static -o public/static/staticfiles.json\n\n\
    Names and manifest are those of Django's ManifestStaticFilesStorage, but for style sheets and scripts in which it\n\
    rewrites addresses of other files: they are left as they are.";

#[derive(Arguments)]
pub(crate) struct StaticManifest {
    /// The folder. Links in it are not followed.
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,

    /// Writes the manifest to FILE instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Copies each file under its new name into DIR.
    #[arg(long = "out", value_name = "DIR")]
    pub(crate) copies: Option<PathBuf>,
}

const RENDER_EXAMPLES: &str = "Examples:\n  \
    palisade render forum/thread.html --root templates --data thread.json -o thread.html\n  \
    palisade render forum/thread.html --root templates --data thread.json --report -o /dev/null\n  \
    palisade render hello.html -D name=Ada -D 'tags:=[\"new\", \"garden\"]'\n  \
    curl -s https://forum.example/thread.json | palisade render thread.html --data -";

const EXPLAIN_EXAMPLES: &str = "Examples:\n  \
    palisade explain forum/thread.html --root templates\n  \
    palisade explain forum/thread.html:42 --root templates\n  \
    palisade explain forum/thread.html --root templates --format html -o thread.explained.html\n  \
    palisade explain E021";

#[derive(Arguments)]
pub(crate) struct Explain {
    /// Name of the template below a root, with `:LINE` for one line of it; or a code such as `E021`.
    #[arg(value_name = "TEMPLATE[:LINE] | CODE")]
    pub(crate) subject: String,

    /// Where templates are looked for; may be given several times, the first that has it wins.
    #[arg(long = "root", value_name = "DIR", default_value = ".")]
    pub(crate) roots: Vec<PathBuf>,

    /// A client-side framework that the pages use; may be given several times.
    #[arg(long = "framework", value_name = "NAME", value_enum)]
    pub(crate) frameworks: Vec<Profile>,

    /// What is printed.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// Writes to FILE instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// What `explain` prints.
#[derive(Clone, Copy, Default, ValueEnum)]
pub(crate) enum Format {
    /// A paragraph for each hole
    #[default]
    Text,
    /// JSON with a version number
    Json,
    /// One page: the template coloured by place, and a table of its holes
    Html,
}

#[derive(Arguments)]
pub(crate) struct Render {
    /// Name of the template below a root, such as `forum/thread.html`.
    pub(crate) template: String,

    /// The variables: a `.json` or `.toml` file, or `-` for JSON from standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) data: Option<PathBuf>,

    /// Where templates are looked for; may be given several times, the first that has it wins.
    #[arg(long = "root", value_name = "DIR", default_value = ".")]
    pub(crate) roots: Vec<PathBuf>,

    /// Writes to FILE, which is replaced only when the whole page has been rendered.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Sets a variable to a text (`key=value`) or to JSON (`key:=json`); overrides `--data`.
    #[arg(short = 'D', long = "define", value_name = "KEY=VALUE", value_parser = define)]
    pub(crate) defines: Vec<Define>,

    /// A client-side framework that the pages use; may be given several times.
    #[arg(long = "framework", value_name = "NAME", value_enum)]
    pub(crate) frameworks: Vec<Profile>,

    /// How values are escaped.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) escaping: Mode,

    /// Makes a value that its place cannot take an error, instead of replacing it by something inert.
    #[arg(long)]
    pub(crate) strict: bool,

    /// Prints what Django prints, and tells standard error what contextual escaping would print otherwise or refuse:
    /// each hole with its place, never its value.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "table", value_name = "FORMAT",
        conflicts_with_all = ["escaping", "strict", "rejections"])]
    pub(crate) report: Option<ReportFormat>,

    /// Lists every place at which a value was rejected, not just the first few.
    #[arg(long)]
    pub(crate) rejections: bool,
}

/// A client-side framework.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Profile {
    /// Alpine.js
    Alpine,
    /// Angular
    Angular,
    /// AngularJS 1
    Angularjs,
    /// htmx
    Htmx,
    /// Stimulus
    Stimulus,
    /// Vue
    Vue,
}

impl From<Profile> for Framework {
    fn from(profile: Profile) -> Framework {
        match profile {
            Profile::Alpine => Framework::Alpine,
            Profile::Angular => Framework::Angular,
            Profile::Angularjs => Framework::AngularJs,
            Profile::Htmx => Framework::Htmx,
            Profile::Stimulus => Framework::Stimulus,
            Profile::Vue => Framework::Vue,
        }
    }
}

/// How `render --report` tells what it found.
#[derive(Clone, Copy, Default, ValueEnum)]
pub(crate) enum ReportFormat {
    /// A row for each hole
    #[default]
    Table,
    /// JSON with a version number
    Json,
}

/// How values are escaped.
#[derive(Clone, Copy, Default, ValueEnum)]
pub(crate) enum Mode {
    /// Each value for the place it stands in; impossible places are errors
    #[default]
    Contextual,
    /// Byte for byte as Django: HTML escaping everywhere, no matter where
    Django,
}

impl From<Mode> for Escaping {
    fn from(mode: Mode) -> Escaping {
        match mode {
            Mode::Contextual => Escaping::Contextual,
            Mode::Django => Escaping::Django,
        }
    }
}

/// One `-D`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Define {
    pub(crate) name: String,
    pub(crate) value: Json,
}

/// Reads `key=value` or `key:=json`.
fn define(text: &str) -> Result<Define, String> {
    let Some((name, value)) = text.split_once('=') else {
        return Err("write `key=value` for a text or `key:=json` for anything else".into());
    };
    let (name, value) = match name.strip_suffix(':') {
        Some(name) => (name, serde_json::from_str(value).map_err(|it| format!("not JSON after `:=`: {it}"))?),
        None => (name, Json::Str(value.into())),
    };
    check_name(name)?;
    Ok(Define { name: name.to_owned(), value })
}

/// A template can name only variables of letters, digits and `_` that do not begin with `_`.
fn check_name(name: &str) -> Result<(), String> {
    let legal = |it: char| it.is_alphanumeric() || it == '_';
    let starts = name.starts_with(char::is_alphabetic);
    if starts && name.chars().all(legal) {
        return Ok(());
    }
    Err(format!("`{name}` is no variable name: use letters, digits and `_`, and begin with a letter"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, name: &str, value: Json) {
        assert_eq!(define(text), Ok(Define { name: name.into(), value }));
    }

    #[test]
    fn the_command_line_is_consistent() {
        <Args as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn text_may_hold_equals_signs_and_be_empty() {
        check("next=/a?b=c", "next", Json::Str("/a?b=c".into()));
        check("next=", "next", Json::Str("".into()));
        check("next=:=1", "next", Json::Str(":=1".into()));
    }

    #[test]
    fn json_comes_after_a_colon() {
        check("n:=42", "n", Json::Int(42));
        check("on:=true", "on", Json::Bool(true));
        check("l:=[1, \"=\"]", "l", Json::List(vec![Json::Int(1), Json::Str("=".into())]));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "name", "=x", ":=1", "a.b=x", "_x=1", "9=1", "n:=", "n:={", "a b=c"] {
            assert!(define(text).is_err(), "{text}");
        }
    }
}
