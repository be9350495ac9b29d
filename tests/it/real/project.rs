//! What `tests/real/record.py` wrote of a project, and an engine for its templates.

use crate::data::json;
use crate::surroundings::env;
use palisade::host::Moment;
use palisade::{Engine, EngineBuilder, Escaping, Host, Json, Library, MemoryLoader, SafeResourceUrl, Verify};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

const PROJECTS: &[&str] = &["django", "wagtail", "oscar"];

/// Views of the projects that give scripts.
const SCRIPTS: &[&str] = &["/admin/jsi18n/", "/wagtailadmin_javascript_catalog/"];

pub(super) struct Project {
    pub name: &'static str,
    record: Json,
    sources: BTreeMap<String, String>,
}

/// All projects; `None`, and a message, where they were not fetched.
pub(super) fn all() -> Option<Vec<Project>> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("target/real");
    let folder = env("PALISADE_REAL").map_or_else(beside, PathBuf::from);
    let projects: Option<Vec<_>> = PROJECTS.iter().map(|it| Project::read(&folder, it)).collect();
    if projects.is_none() {
        assert!(env("PALISADE_REAL").is_none(), "{} holds no templates", folder.display());
        eprintln!("SKIPPED: templates of real projects; tests/real/fetch.sh fetches them");
    }
    projects
}

impl Project {
    fn read(folder: &Path, name: &'static str) -> Option<Project> {
        let text = fs::read_to_string(folder.join(format!("{name}.json"))).ok()?;
        let record: Json = serde_json::from_str(&text).expect("record.py writes JSON");
        let texts = |key| json::texts(json::get(&record, key));
        let roots = texts("roots");
        let read = |name: &str| roots.iter().find_map(|it| fs::read_to_string(Path::new(it).join(name)).ok());
        let mut sources = BTreeMap::new();
        for name in texts("all") {
            sources.insert(name.to_owned(), read(name)?);
        }
        sources.extend(texts("missing").into_iter().map(|it| (it.to_owned(), "<b>stub</b>".to_owned())));
        Some(Project { name, record, sources })
    }

    fn texts(&self, key: &str) -> Vec<&str> {
        json::texts(json::get(&self.record, key))
    }

    /// The templates of the project itself.
    pub(super) fn names(&self) -> Vec<&str> {
        self.texts("names")
    }

    /// What Django was given, and what it printed.
    pub(super) fn cases(&self) -> &[Json] {
        json::get(&self.record, "cases").map(json::items).unwrap_or_default()
    }

    /// The templates that others name.
    pub(super) fn included(&self) -> BTreeSet<String> {
        let quoted = |text: &str| -> Vec<String> {
            let tags = text.split("{%").skip(1).filter_map(|it| it.split("%}").next());
            let names = tags.filter(|it| it.trim_start().starts_with("include")).filter_map(|it| {
                it.split_whitespace().nth(1).map(|it| it.trim_matches(['"', '\'']).to_owned())
            });
            names.collect()
        };
        self.sources.values().flat_map(|it| quoted(it)).collect()
    }

    /// An engine that knows everything the templates name.
    pub(super) fn engine(&self, escaping: Escaping, verify: Verify) -> EngineBuilder {
        let templates = self.sources.iter().map(|(name, text)| (&**name, &**text));
        let loader = MemoryLoader::new(templates).expect("the names of templates are names");
        let builder = Engine::builder().loader(loader).escaping(escaping).verify(verify).host(Site);
        let builder = SCRIPTS.iter().fold(builder, |builder, it| builder.resource_prefix(*it));
        self.texts("libraries").into_iter().fold(builder, |builder, it| builder.library(it, self.stubs()))
    }

    /// Stubs, and what the templates cannot do without: addresses of scripts.
    fn stubs(&self) -> Library {
        let address = |path: &str| SafeResourceUrl::trust(format!("/static/{path}"));
        let library = Library::new().simple_tag("versioned_static", ["path"], address).simple_tag(
            "build_absolute_url",
            ["url"],
            |url: &str| SafeResourceUrl::trust(url.to_owned()),
        );
        let library = self.texts("tags").into_iter().fold(library, Library::stub_tag);
        let library = self.texts("filters").into_iter().fold(library, Library::stub_filter);
        self.texts("blocks")
            .into_iter()
            .fold(library, |it, name| it.stub_block_tag(name, format!("end{name}")))
    }
}

/// An application that has a URL for everything, as `record.py` has.
struct Site;

impl Host for Site {
    fn reverse(&self, name: &str, args: &[&str], kwargs: &[(&str, &str)]) -> Option<Cow<'_, str>> {
        let parts = name.split(':').chain(args.iter().copied()).chain(kwargs.iter().map(|it| it.1));
        let path: String = parts.map(|it| format!("/{}", quoted(it))).collect();
        Some(Cow::Owned(path + "/"))
    }

    /// As `record.py` has it.
    fn now(&self) -> Option<Moment> {
        Some(Moment { utc: SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045), offset: 0 })
    }

    fn query(&self) -> Option<Vec<(Cow<'_, str>, Cow<'_, str>)>> {
        Some(vec![("q".into(), "tea".into()), ("page".into(), "2".into())])
    }
}

/// Percent-encoded as by Python's `quote`.
fn quoted(text: &str) -> String {
    let plain = |it: u8| it.is_ascii_alphanumeric() || b"_.-~".contains(&it);
    let encoded = |it: u8| if plain(it) { char::from(it).to_string() } else { format!("%{it:02X}") };
    text.bytes().map(encoded).collect()
}
