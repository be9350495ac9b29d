//! Cases in Markdown: reading them, and writing what was got into them.

use std::fmt;

/// One `##` section.
#[derive(Debug)]
pub(super) struct Case {
    pub title: String,
    /// Line of the title, from 1.
    pub line: usize,
    /// Name and source, the entry first.
    pub templates: Vec<(String, String)>,
    pub options: Vec<String>,
    pub context: String,
    /// TOML.
    pub policy: Option<String>,
    pub expected: Expectation,
    /// Lines of the expectation's content, from 0.
    lines: std::ops::Range<usize>,
}

/// What a case ends with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expectation {
    Output(String),
    /// Code and words of the message.
    Error(String),
    /// A hole a line: `source → place it is written for`.
    Plan(String),
    /// HTML that the sanitizer prints.
    Clean(String),
}

impl Expectation {
    /// The word of its fence.
    fn word(&self) -> &'static str {
        match self {
            Expectation::Output(_) => "output",
            Expectation::Error(_) => "error",
            Expectation::Plan(_) => "plan",
            Expectation::Clean(_) => "clean",
        }
    }

    fn content(&self) -> &str {
        match self {
            Expectation::Output(text)
            | Expectation::Error(text)
            | Expectation::Plan(text)
            | Expectation::Clean(text) => text,
        }
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.word(), self.content())
    }
}

/// A fenced block.
struct Fence<'t> {
    info: &'t str,
    /// Lines of the content, from 0.
    lines: std::ops::Range<usize>,
    content: String,
}

/// All cases of a file; the error begins with the line at fault.
pub(super) fn parse(text: &str) -> Result<Vec<Case>, String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut cases = Vec::new();
    let mut section: Option<(usize, Vec<Fence<'_>>)> = None;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some(info) = line.strip_prefix("```") {
            let fence = fence(&lines, at, info)?;
            at = fence.lines.end;
            match &mut section {
                Some((_, fences)) => fences.push(fence),
                None => return Err(format!("{at}: a fence before the first `##`")),
            }
        } else if line.starts_with("## ") {
            cases.extend(section.replace((at, Vec::new())));
        }
        at += 1;
    }
    cases.extend(section);
    cases.into_iter().map(|(at, fences)| case(lines[at], at + 1, fences)).collect()
}

fn fence<'t>(lines: &[&'t str], at: usize, info: &'t str) -> Result<Fence<'t>, String> {
    let length = lines[at + 1..].iter().position(|it| *it == "```");
    let end = at + 1 + length.ok_or(format!("{}: this fence is not closed", at + 1))?;
    Ok(Fence { info, lines: at + 1..end, content: lines[at + 1..end].join("\n") })
}

fn case(title: &str, line: usize, fences: Vec<Fence<'_>>) -> Result<Case, String> {
    let mut templates = Vec::new();
    let (mut options, mut context, mut expected) = (Vec::new(), String::new(), None);
    let mut policy = None;
    for fence in fences {
        let mut words = fence.info.split_whitespace();
        let kind = words.next().unwrap_or_default();
        let wanted = match kind {
            "html" => {
                let (names, more): (Vec<&str>, Vec<&str>) =
                    words.partition(|it| it.contains('.') && !it.contains('='));
                templates.push((names.first().unwrap_or(&"main.html").to_string(), fence.content));
                options.extend(more.into_iter().map(str::to_owned));
                continue;
            }
            "context" => {
                context = fence.content;
                continue;
            }
            "output" => Expectation::Output(fence.content),
            "error" => Expectation::Error(fence.content),
            "plan" => Expectation::Plan(fence.content),
            "clean" => Expectation::Clean(fence.content),
            "policy" => {
                policy = Some(fence.content);
                continue;
            }
            _ => return Err(format!("{}: no such fence: `{kind}`", fence.lines.start)),
        };
        if expected.replace((wanted, fence.lines)).is_some() {
            return Err(format!("{line}: two expectations"));
        }
    }
    let (expected, lines) = expected.ok_or(format!("{line}: no `output`, `error`, `plan` or `clean`"))?;
    if templates.is_empty() {
        return Err(format!("{line}: no template"));
    }
    Ok(Case { title: title[3..].to_owned(), line, templates, options, context, policy, expected, lines })
}

/// The file with what was got in place of what was expected.
pub(super) fn rewritten(text: &str, wrong: &[(&Case, Expectation)]) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    for (case, got) in wrong.iter().rev() {
        let content = got.content().split('\n').filter(|_| !got.content().is_empty());
        let fence =
            ["```output", "```error", "```plan", "```clean"].into_iter().find(|it| it.ends_with(got.word()));
        lines.splice(case.lines.start - 1..case.lines.end, fence.into_iter().chain(content));
    }
    lines.join("\n") + "\n"
}

#[test]
fn a_file_is_read_and_rewritten() {
    let text = "# Topic\n\n## One\n```html\na\n```\n```output\nb\n```\n\n## Two\n```html x.html django\n```\n```error\nE001\n```\n";
    let cases = parse(text).unwrap();
    assert_eq!(cases.len(), 2);
    assert_eq!((cases[1].line, cases[1].templates[0].0.as_str()), (11, "x.html"));
    assert_eq!(cases[1].options, ["django"]);
    let wrong =
        [(&cases[0], Expectation::Output("c\nd".into())), (&cases[1], Expectation::Output(String::new()))];
    let want = "# Topic\n\n## One\n```html\na\n```\n```output\nc\nd\n```\n\n## Two\n```html x.html django\n```\n```output\n```\n";
    assert_eq!(rewritten(text, &wrong), want);
    assert!(parse("## One\n```html\n").unwrap_err().starts_with("2:"));
}
