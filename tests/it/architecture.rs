//! What the reviewers need not watch: the order of rooms, who may use what, sizes, and the essays.

use crate::data::Variables;
use crate::render::Job;
use crate::surroundings;
use palisade::{Engine, ErrorKind, Escaping};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A file below `src/`, with tests and comments taken out of its lines.
struct File {
    /// Relative to `src/`.
    path: String,
    room: String,
    lines: Vec<(usize, String)>,
    length: usize,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files() -> Vec<File> {
    let found: Vec<File> = surroundings::files(&root(), "rs").iter().map(|it| file(it)).collect();
    assert!(found.len() > 20, "src/ was not found");
    found
}

fn file(path: &Path) -> File {
    let text = fs::read_to_string(path).expect("sources are text");
    let path = path.strip_prefix(root()).expect("below src/").to_string_lossy().replace('\\', "/");
    let room = path.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
    let code = text.lines().enumerate().take_while(|it| !it.1.starts_with("#[cfg(test)]"));
    let lines =
        code.map(|(n, line)| (n + 1, line.to_owned())).filter(|it| !it.1.trim_start().starts_with("//"));
    File { lines: lines.collect(), length: text.lines().count(), path, room }
}

/// Tests beside the code may use what they like.
fn is_test(file: &File) -> bool {
    file.path.ends_with("/tests.rs") || file.path.contains("/tests/")
}

/// The rooms as `lib.rs` declares them.
fn rooms() -> Vec<String> {
    let lib = fs::read_to_string(root().join("lib.rs")).expect("lib.rs can be read");
    let declared =
        lib.lines().filter_map(|it| it.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
    declared.map(str::to_owned).collect()
}

#[track_caller]
fn assert_none(offences: &[String]) {
    assert!(offences.is_empty(), "\n{}\n", offences.join("\n"));
}

/// One offence for each line of code that `is_bad`.
fn offences(is_bad: impl Fn(&File, &str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for file in files().iter().filter(|it| !is_test(it)) {
        let bad = file.lines.iter().filter(|it| is_bad(file, &it.1));
        found.extend(bad.map(|(n, line)| format!("src/{}:{n}: {}", file.path, line.trim())));
    }
    found
}

#[test]
fn imports_point_up_lib_rs() {
    let rooms = rooms();
    let rank = |room: &str| rooms.iter().position(|it| it == room);
    let reaches_down = |file: &File, line: &str| {
        let Some(own) = rank(&file.room) else { return false };
        let targets = line.split("crate::").skip(1).flat_map(named);
        targets.filter_map(|it| rank(&it)).any(|it| it > own)
    };
    assert_none(&offences(reaches_down));
}

/// `room::…` or `{room::…, room}` after `crate::`.
fn named(after: &str) -> Vec<String> {
    let word =
        |it: &str| it.trim().chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect::<String>();
    match after.strip_prefix('{') {
        Some(list) => list.split(',').map(word).collect(),
        None => vec![word(after)],
    }
}

#[test]
fn every_room_is_declared() {
    let rooms = rooms();
    let undeclared = files().into_iter().filter(|it| it.room != "lib" && !rooms.contains(&it.room));
    assert_none(&undeclared.map(|it| format!("src/{}: no room of `lib.rs`", it.path)).collect::<Vec<_>>());
}

#[test]
fn no_room_is_a_drawer() {
    const DRAWERS: &[&str] =
        &["utils", "util", "common", "helper", "helpers", "core", "types", "manager", "misc"];
    let drawers =
        files().into_iter().filter(|it| it.path.split(['/', '.']).any(|part| DRAWERS.contains(&part)));
    assert_none(&drawers.map(|it| format!("src/{}: says nothing", it.path)).collect::<Vec<_>>());
}

#[test]
fn each_tool_stays_in_its_room() {
    const ALLOWED: &[(&str, &[&str])] = &[
        ("Rule", &["syntax"]),
        ("pest", &["syntax"]),
        ("html5ever", &["sanitize"]),
        ("ammonia", &["sanitize"]),
        ("std::fs", &["loader"]),
    ];
    let strays = |file: &File, line: &str| {
        ALLOWED.iter().any(|(tool, rooms)| has_word(line, tool) && !rooms.contains(&&*file.room))
    };
    assert_none(&offences(strays));
}

/// Whether `word` stands in the line by itself.
fn has_word(line: &str, word: &str) -> bool {
    let inside = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '_');
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + word.len()..]);
        !inside(before.chars().next_back()) && !inside(after.chars().next()) && !is_variant(before)
    })
}

/// Whether what follows is a variant of an enum: `Enum::`.
fn is_variant(before: &str) -> bool {
    let owner = before.strip_suffix("::").and_then(|it| it.rsplit(|it: char| !it.is_alphanumeric()).next());
    owner.is_some_and(|it| it.starts_with(char::is_uppercase))
}

#[test]
fn nothing_is_unsafe_or_unfinished() {
    const FORBIDDEN: &[&str] = &["unsafe {", "unsafe fn", "unsafe impl", "todo!", "unimplemented!", "dbg!"];
    let lib = fs::read_to_string(root().join("lib.rs")).expect("lib.rs can be read");
    assert!(lib.contains("#![forbid(unsafe_code)]"));
    assert_none(&offences(|_, line| FORBIDDEN.iter().any(|it| line.contains(it))));
}

#[test]
fn files_can_be_read_in_one_sitting() {
    let long = files().into_iter().filter(|it| it.length > 500 && it.room != "html");
    assert_none(&long.map(|it| format!("src/{}: {} lines", it.path, it.length)).collect::<Vec<_>>());
}

#[test]
fn every_error_has_its_own_code_and_an_essay() {
    let codes: HashSet<&str> = ErrorKind::ALL.iter().map(|it| it.code()).collect();
    assert_eq!(codes.len(), ErrorKind::ALL.len(), "two errors have one code");
    for kind in ErrorKind::ALL {
        assert!(kind.code().len() == 4 && kind.code().starts_with('E'), "{}", kind.code());
        assert!(!kind.title().is_empty() && kind.explain().len() > 40, "{} is not explained", kind.code());
    }
}

#[test]
fn every_essays_example_triggers_its_error() {
    let wrong: Vec<String> = ErrorKind::ALL.iter().filter_map(|it| wrong_example(*it)).collect();
    assert_none(&wrong);
}

/// What is wrong with the example of an essay, if it has one.
fn wrong_example(kind: ErrorKind) -> Option<String> {
    let (info, source) = example(kind.explain())?;
    if info.contains("warning") {
        let engine = Engine::builder().build().ok()?;
        let warnings = engine.template_from_str("main.html", source).ok()?.warnings();
        let warned = warnings.iter().any(|it| it.kind() == kind);
        return (!warned).then(|| format!("{}: the example warns of {warnings:?}", kind.code()));
    }
    let job = Job { strict_places: info.contains("strict_places"), ..Job::of(source, Escaping::Contextual) };
    match job.render(&Variables::default()) {
        Err(failure) if failure.error.kind() == kind => None,
        Err(failure) => Some(format!("{}: the example gives {}", kind.code(), failure.error)),
        Ok(output) => Some(format!("{}: the example renders: {output}", kind.code())),
    }
}

/// The first fence `html`, with what stands behind that word.
fn example(essay: &str) -> Option<(&str, &str)> {
    let (_, after) = essay.split_once("```html")?;
    let (info, after) = after.split_once('\n')?;
    let (source, _) = after.split_once("\n```")?;
    Some((info, source))
}
