//! What each escaper writes for each character: its alphabet, one line a place.

use super::judge::{compiled, rendered};
use palisade::Template;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What stands before a value and after it.
const PLACES: &[(&str, &str)] = &[
    ("<p>", "</p>"),
    ("<p title=\"", "\">"),
    ("<p title=", ">"),
    ("<textarea>", "</textarea>"),
    ("<script type='text/html'>", "</script>"),
    ("<{{ x }}", ">"),
    ("<p {{ x }}", ">"),
    ("<p data-{{ x }}", "=\"\">"),
    ("<p {{ x }}=\"{{ y }}\"", ">"),
    ("<a href=\"", "\">"),
    ("<a href=\"a", "\">"),
    ("<a href=\"/a", "\">"),
    ("<a href=\"/a/", "\">"),
    ("<a href=\"/a/", "/b\">"),
    ("<a href=\"/a?", "\">"),
    ("<a href=\"/a?", "=b\">"),
    ("<a href=\"/a?b=", "\">"),
    ("<a href=\"/a#", "\">"),
    ("<a href=\"https://", "\">"),
    ("<a href=\"https://", ".test/\">"),
    ("<a href=\"https://a.test:", "/\">"),
    ("<a href=\"", "://a.test/\">"),
    ("<a href=\"mailto:", "\">"),
    ("<a href=\"mailto:a@b.test?subject=", "\">"),
    ("<img src=\"", "\">"),
    ("<img src=\"data:image/png;base64,", "\">"),
    ("<iframe src=\"", "\"></iframe>"),
    ("<form action=\"", "\">"),
    ("<script src=\"/static/", "\"></script>"),
    ("<img srcset=\"", "\">"),
    ("<img srcset=\"", " 2x\">"),
    ("<img srcset=\"/a ", "x\">"),
    ("<iframe srcdoc=\"", "\"></iframe>"),
    ("<iframe srcdoc=\"<p title='", "'>\"></iframe>"),
    ("<meta http-equiv=refresh content=\"", "\">"),
    ("<meta http-equiv=refresh content=\"", ";url=/\">"),
    ("<meta http-equiv=refresh content=\"0;url=", "\">"),
    ("<script>a = ", "</script>"),
    ("<script>a = '", "'</script>"),
    ("<script>a = `", "`</script>"),
    ("<script>a = /", "/</script>"),
    ("<script>a = /[", "]/</script>"),
    ("<script>a", " = 1</script>"),
    ("<script>a.", "</script>"),
    ("<script>location = ", "</script>"),
    ("<script>location = '", "'</script>"),
    ("<script>a.innerHTML = '", "'</script>"),
    ("<p onclick=\"a(", ")\">"),
    ("<p onclick=\"a('", "')\">"),
    ("<script type='application/json'>", "</script>"),
    ("<script type='application/json'>\"", "\"</script>"),
    ("<style>a { b: ", " }</style>"),
    ("<style>a { b: c", " }</style>"),
    ("<style>a { b: #", " }</style>"),
    ("<style>a { b: 1", "px }</style>"),
    ("<style>a { b: -", "px }</style>"),
    ("<style>a { --b: ", " }</style>"),
    ("<style>a { b: '", "' }</style>"),
    ("<style>a { b: url('", "') }</style>"),
    ("<style>a { b: url(", ") }</style>"),
    ("<style>.", " { }</style>"),
    ("<style>@media ", " { }</style>"),
    ("<p style=\"", "\">"),
    ("<p style=\"a: ", "\">"),
];

/// Characters that cannot be seen as numbers, so that a line stays one.
pub(super) fn shown(text: &str) -> String {
    let seen = |it: char| {
        if it.is_ascii_graphic() || (it as u32 > 0xA0 && it.is_alphanumeric()) || "‹›…· ".contains(it)
        {
            it.to_string()
        } else {
            format!("‹{:X}›", it as u32)
        }
    };
    text.chars().map(seen).collect()
}

/// ASCII, and what lies beyond it and is special somewhere.
fn characters() -> impl Iterator<Item = char> {
    (0..=127_u8).map(char::from).chain([
        '\u{85}',
        '\u{A0}',
        'é',
        '\u{2028}',
        '\u{2029}',
        '\u{FEFF}',
        '\u{10FFFF}',
    ])
}

/// What is printed for a value.
fn printed(template: &Template, value: &str) -> String {
    rendered(template, value, "y").unwrap_or_else(|| "fails".to_owned())
}

/// What stands around values that are letters, or else digits.
fn frame(template: &Template) -> (String, String) {
    let cut = |it: &str| {
        let page = printed(template, it);
        page.split_once(it).map(|(before, after)| (before.to_owned(), after.to_owned()))
    };
    cut("qwq").or(cut("789")).or(cut("ffffff")).unwrap_or_default()
}

/// For each place: what it writes for each character, alone and behind a letter or digit.
pub(super) fn told() -> String {
    let mut out = "What is written for each character; `tests/it/proof/rows.rs` compares.\n".to_owned();
    for (before, after) in PLACES {
        let whole = before.contains("{{");
        let page = if whole { format!("{before}{after}") } else { format!("{before}{{{{ x }}}}{after}") };
        let template = compiled(&vec![("main.html".to_owned(), page.clone())], false);
        let template = template.unwrap_or_else(|| panic!("{page} compiles"));
        let _ = writeln!(out, "\n{page}");
        let frame = frame(&template);
        let mut alone = String::new();
        for start in ["", "a", "7"] {
            let lines = characters_of(&template, &frame, start);
            match start {
                "" => out.push_str(&lines),
                _ if lines == alone => continue,
                _ => _ = write!(out, "  behind {start}\n{lines}"),
            }
            alone = lines;
        }
    }
    out
}

/// Escapes that hold the character's number, with `N` for it.
fn by_number(character: char, written: &str) -> String {
    let code = character as u32;
    let escapes = [
        (format!("\\u{code:04X}"), "\\uN"),
        (format!("%{code:02X}"), "%N"),
        (format!("\\{code:x} "), "\\N "),
    ];
    escapes.iter().fold(written.to_owned(), |it, (escape, short)| it.replace(escape, short))
}

/// A line for each thing that is written, with the characters it is written for.
fn characters_of(template: &Template, frame: &(String, String), start: &str) -> String {
    let mut by: BTreeMap<String, Vec<char>> = BTreeMap::new();
    for character in characters() {
        let page = printed(template, &format!("{start}{character}"));
        let inside = page.strip_prefix(&*frame.0).and_then(|it| it.strip_suffix(&*frame.1));
        let bare = inside.and_then(|it| it.strip_prefix(start)).filter(|it| !it.starts_with("bout:"));
        let same = bare.is_some_and(|it| it.chars().eq([character]));
        let written = shown(&by_number(character, bare.or(inside).unwrap_or(&page)));
        by.entry(if same { "as it is".to_owned() } else { written }).or_default().push(character);
    }
    by.iter().map(|(written, characters)| format!("    {written} : {}\n", ranges(characters))).collect()
}

/// Characters, of four and more that follow one another the first and the last.
fn ranges(characters: &[char]) -> String {
    let runs =
        characters.chunk_by(|a, b| *a as u32 + 1 == *b as u32 && a.is_alphanumeric() == b.is_alphanumeric());
    let run = |it: &[char]| match it {
        [first, _, _, .., last] => shown(&format!("{first}…{last}")),
        few => shown(&few.iter().collect::<String>()),
    };
    runs.map(run).collect()
}
