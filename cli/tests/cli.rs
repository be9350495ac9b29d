//! Runs the program as a user would.
#![allow(clippy::disallowed_methods, reason = "tests make the files they need")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A directory with these files.
fn project(files: &[(&str, &str)]) -> TempDir {
    let directory = tempfile::tempdir().expect("a temporary directory");
    for (name, text) in files {
        fs::write(directory.path().join(name), text).expect("a file in it");
    }
    directory
}

fn palisade(directory: &TempDir, arguments: &[&str]) -> Output {
    palisade_with_input(directory, arguments, "")
}

fn palisade_with_input(directory: &TempDir, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_palisade"))
        .args(arguments)
        .current_dir(directory.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let _ = stdin.write_all(input.as_bytes()); // a program that reads nothing closes the pipe
    drop(stdin);
    child.wait_with_output().expect("the program ends")
}

#[track_caller]
fn check_prints(output: &Output, expected: &str) {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{errors}");
    assert_eq!(output.status.code(), Some(0), "{errors}");
}

/// That it fails with this code, prints no page, and says all of these.
#[track_caller]
fn check_fails(output: &Output, code: i32, says: &[&str]) {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{errors}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    for part in says {
        assert!(errors.contains(part), "no {part:?} in:\n{errors}");
    }
    assert!(!errors.contains('\u{1B}'), "colours without a terminal:\n{errors}");
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).expect("a directory");
    let mut names: Vec<String> =
        entries.map(|it| it.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn renders_a_template_with_json() {
    let it = project(&[("page.html", "<p>{{ name }}</p>"), ("page.json", r#"{"name": "<b>"}"#)]);
    check_prints(&palisade(&it, &["render", "page.html", "--data", "page.json"]), "<p>&lt;b&gt;</p>");
}

#[test]
fn renders_a_template_with_toml() {
    let it = project(&[
        ("page.html", "{{ name }} {{ n }} {{ day }}{% for k, v in map.items %} {{ k }}={{ v }}{% endfor %}"),
        ("page.toml", "name = '<b>'\nn = 3\nday = 2026-03-02\n[map]\nz = true\na = 'x'\n"),
    ]);
    check_prints(
        &palisade(&it, &["render", "page.html", "--data", "page.toml"]),
        "&lt;b&gt; 3 2026-03-02 z=True a=x",
    );
}

#[test]
fn reads_json_from_standard_input() {
    let it = project(&[("page.html", "{{ list.1 }}")]);
    let output = palisade_with_input(&it, &["render", "page.html", "--data", "-"], r#"{"list": [1, 2]}"#);
    check_prints(&output, "2");
}

#[test]
fn defines_override_the_data() {
    let it =
        project(&[("page.html", "{{ a }} {{ b|join:'+' }} {{ c }}"), ("page.json", r#"{"a": 1, "c": 2}"#)]);
    let output =
        palisade(&it, &["render", "page.html", "--data", "page.json", "-D", "a=x=y", "-D", "b:=[1, 2]"]);
    check_prints(&output, "x=y 1+2 2");
}

#[test]
fn looks_into_the_roots_in_order() {
    let it = project(&[("page.html", "here")]);
    fs::create_dir_all(it.path().join("first")).expect("a directory");
    fs::write(it.path().join("first/page.html"), "{% include 'part.html' %}").expect("a file");
    fs::write(it.path().join("part.html"), "there").expect("a file");
    check_prints(&palisade(&it, &["render", "page.html"]), "here");
    check_prints(&palisade(&it, &["render", "page.html", "--root", "first", "--root", "."]), "there");
}

#[test]
fn replaces_the_output_file_as_a_whole() {
    let it = project(&[("page.html", "new {{ x }}"), ("out.html", "old")]);
    check_prints(&palisade(&it, &["render", "page.html", "-o", "out.html"]), "");
    assert_eq!(fs::read_to_string(it.path().join("out.html")).expect("the page"), "new ");
    assert_eq!(names(it.path()), ["out.html", "page.html"]);
}

#[test]
fn a_failed_render_leaves_the_output_file_alone() {
    let it = project(&[("page.html", "new {% include 'none.html' %}"), ("out.html", "old")]);
    check_fails(&palisade(&it, &["render", "page.html", "-o", "out.html"]), 1, &["E030", "none.html"]);
    assert_eq!(fs::read_to_string(it.path().join("out.html")).expect("the page"), "old");
    assert_eq!(names(it.path()), ["out.html", "page.html"]);
}

#[test]
fn a_template_error_is_reported_with_its_line() {
    let it = project(&[("page.html", "<p>\n  {{ name|uper }}\n</p>")]);
    let says = ["error[E006]", "page.html:2", "{{ name|uper }}", "^", "upper"];
    check_fails(&palisade(&it, &["render", "page.html"]), 1, &says);
}

#[test]
fn a_place_that_no_value_may_take_is_an_error_unless_as_django() {
    let it = project(&[("page.html", "<!DOCTYPE {{ x }}>")]);
    check_fails(&palisade(&it, &["render", "page.html", "-D", "x=1"]), 1, &["error[E021]", "page.html:1"]);
    let output = palisade(&it, &["render", "page.html", "-D", "x=\"", "--escaping", "django"]);
    check_prints(&output, "<!DOCTYPE &quot;>");
}

#[test]
fn rejected_values_are_summarised() {
    let page = "<a href=\"{{ x }}\">a</a>\n<a href=\"{{ x }}\">b</a>";
    let it = project(&[("page.html", page)]);
    let output = palisade(&it, &["render", "page.html", "-D", "x=javascript:alert(1)"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(!String::from_utf8_lossy(&output.stdout).contains("javascript"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("2 values were rejected") && errors.contains("page.html:2:10"), "{errors}");
}

#[test]
fn strict_makes_a_rejected_value_an_error() {
    let it = project(&[("page.html", "<a href=\"{{ x }}\">a</a>")]);
    let output = palisade(&it, &["render", "page.html", "-D", "x=javascript:alert(1)", "--strict"]);
    check_fails(&output, 1, &["error[E043]", "page.html:1"]);
}

#[test]
fn a_missing_template_is_a_template_error() {
    let it = project(&[("page.html", "")]);
    check_fails(&palisade(&it, &["render", "pge.html"]), 1, &["E030", "pge.html", "`page.html`?"]);
    check_fails(&palisade(&it, &["render", "thread"]), 1, &["E030", "thread", "looked in `.`", "--root"]);
}

#[test]
fn a_template_outside_the_root_is_refused() {
    let it = project(&[("page.html", "")]);
    check_fails(&palisade(&it, &["render", "../page.html"]), 1, &["E031"]);
}

#[test]
fn data_that_cannot_be_read_ends_with_2() {
    let it = project(&[
        ("page.html", ""),
        ("bad.json", "{\"a\": \n oops}"),
        ("list.json", "[1]"),
        ("data.yaml", "a: 1"),
    ]);
    let run = |data: &str| palisade(&it, &["render", "page.html", "--data", data]);
    check_fails(&run("none.json"), 2, &["none.json", "help:"]);
    check_fails(&run("bad.json"), 2, &["bad.json", "line 2", "help:"]);
    check_fails(&run("list.json"), 2, &["list.json", "object"]);
    check_fails(&run("data.yaml"), 2, &["data.yaml", ".json"]);
}

#[test]
fn wrong_usage_ends_with_2() {
    let it = project(&[("page.html", "")]);
    check_fails(&palisade(&it, &["render"]), 2, &["Usage"]);
    check_fails(&palisade(&it, &["render", "page.html", "-D", "name"]), 2, &["key=value"]);
    check_fails(&palisade(&it, &["render", "page.html", "-D", "n:={"]), 2, &["not JSON"]);
    check_fails(&palisade(&it, &["render", "page.html", "--root", "nowhere"]), 2, &["nowhere", "help:"]);
    check_fails(&palisade(&it, &["render", "page.html", "--root", "page.html"]), 2, &["not a directory"]);
}

#[test]
fn output_that_cannot_be_written_ends_with_2() {
    let it = project(&[("page.html", "x")]);
    check_fails(
        &palisade(&it, &["render", "page.html", "-o", "no/such/out.html"]),
        2,
        &["no/such/out.html", "help:"],
    );
    check_fails(&palisade(&it, &["render", "page.html", "-o", "."]), 2, &["directory"]);
    assert_eq!(names(it.path()), ["page.html"]);
}

#[test]
fn help_shows_an_example_for_each_command() {
    let it = project(&[]);
    for arguments in [&["--help"][..], &["render", "--help"]] {
        let output = palisade(&it, arguments);
        assert_eq!(output.status.code(), Some(0));
        assert!(String::from_utf8_lossy(&output.stdout).contains("palisade render "));
    }
}

const LINK: &str = "<body>\n<a href=\"/?q={{ q }}\">{{ t }}</a>\n{% include 'part.html' %}\n";

#[test]
fn explains_where_values_stand() {
    let it = project(&[("page.html", LINK), ("part.html", "{{ x }}")]);
    let output = palisade(&it, &["explain", "page.html"]);
    check_prints(
        &output,
        "page.html:2:14 {{ q }}\n\
         \x20 place         body > a[href] > url query\n\
         \x20 opened        body at 1:1, a[href] at 2:1, url query at 2:9\n\
         \x20 escaper       URL component\n\
         \x20 typed values  UrlPart\n\
         \n\
         page.html:2:23 {{ t }}\n\
         \x20 place         body > a > text\n\
         \x20 opened        body at 1:1, a at 2:1\n\
         \x20 escaper       text\n\
         \x20 typed values  SafeHtml\n\
         \n\
         page.html:3:1 {% include 'part.html' %}\n\
         \x20 begins in     body > text\n\
         \x20 opened        body at 1:1\n",
    );
}

#[test]
fn explains_one_line() {
    let it = project(&[("page.html", LINK), ("part.html", "{{ x }}")]);
    let output = String::from_utf8(palisade(&it, &["explain", "page.html:3"]).stdout).expect("text");
    assert!(output.starts_with("page.html:3:1 {% include"), "{output}");
    check_prints(&palisade(&it, &["explain", "page.html:1"]), "page.html:1 prints no value\n");
    check_prints(&palisade(&project(&[("a.html", "")]), &["explain", "a.html"]), "a.html prints no value\n");
}

#[test]
fn explains_as_json_with_a_version() {
    let it = project(&[("page.html", LINK), ("part.html", "{{ x }}")]);
    let output = palisade(&it, &["explain", "page.html", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["version"], 1);
    assert_eq!(json["template"], "page.html");
    assert_eq!(json["holes"][0]["place"], "body > a[href] > url query");
    assert_eq!(json["holes"][0]["at"], serde_json::json!({ "line": 2, "column": 14 }));
    assert_eq!(json["holes"][0]["path"][0]["opened"]["line"], 1);
    assert_eq!(json["callees"][0]["text"], "{% include 'part.html' %}");
}

#[test]
fn explains_as_a_page_that_shows_the_template_and_runs_none_of_it() {
    let hostile =
        "<script>alert(1)</script><p title=\"{{ x }}\">{# </pre><script>alert(2)</script> #}{{ y }}";
    let it = project(&[("page.html", hostile)]);
    let output = palisade(&it, &["explain", "page.html", "--format", "html", "-o", "out.html"]);
    check_prints(&output, "");
    let page = fs::read_to_string(it.path().join("out.html")).expect("a page");
    assert!(!page.contains("<script"), "{page}");
    // The end tag is markup, and lines have numbers to link to.
    for part in
        ["class=\"script\">alert(1)</span><span class=\"tag\">&lt;/script&gt;", "<span id=\"1\">1</span>"]
    {
        assert!(page.contains(part), "no {part:?} in:\n{page}");
    }
    for part in ["alert(2)", "class=\"hole\" title=\"p[title] &gt; value", "p &gt; text"] {
        assert!(page.contains(part), "no {part:?} in:\n{page}");
    }
}

#[test]
fn explains_codes() {
    let it = project(&[]);
    for code in ["E020", "e020"] {
        let output = String::from_utf8(palisade(&it, &["explain", code]).stdout).expect("text");
        assert!(output.starts_with("E020: Branches end in different places\n"), "{output}");
        assert!(output.contains("Remedy: "), "{output}");
    }
}

#[test]
fn a_template_that_cannot_be_explained_is_at_fault() {
    let it = project(&[("page.html", "<p title=\"{{ x }}>\n")]);
    check_fails(&palisade(&it, &["explain", "page.html"]), 1, &["E023", "page.html:1:10"]);
    check_fails(&palisade(&it, &["explain", "nope.html"]), 1, &["E030", "there is no template `nope.html`"]);
}

#[test]
fn a_report_prints_what_django_prints_and_tells_the_differences() {
    let page = "<a href=\"{{ url }}\">{{ name }}</a><!DOCTYPE html>";
    let project = project(&[("page.html", page), ("bad.html", "<!DOCTYPE {{ name }}>")]);
    let render = |template, format| {
        palisade(&project, &["render", template, format, "-D", "url=data:secret", "-D", "name=<Ada>"])
    };
    let output = render("page.html", "--report");
    check_prints(&output, "<a href=\"data:secret\">&lt;Ada&gt;</a><!DOCTYPE html>");
    let table = String::from_utf8_lossy(&output.stderr);
    assert!(table.contains("blocked  page.html:1:10  {{ url }}  URL"), "{table}");
    assert!(!table.contains("secret"), "{table}");

    let output = render("bad.html", "--report=json");
    check_prints(&output, "<!DOCTYPE &lt;Ada&gt;>");
    let json: serde_json::Value = serde_json::from_slice(&output.stderr).expect("JSON");
    assert_eq!(json["differences"][0]["class"], "refused");
    assert_eq!(json["differences"][0]["line"], 1);
}

#[test]
fn a_manifest_names_files_by_their_content() {
    let project = project(&[]);
    let folder = project.path().join("assets/odd \"é\n<b>");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("a.css"), "hello").expect("a file");
    fs::write(project.path().join("assets/.hidden"), "").expect("a file");
    let output = palisade(&project, &["static-manifest", "assets", "--out", "public", "-o", "m.json"]);
    check_prints(&output, "");
    let manifest = fs::read_to_string(project.path().join("m.json")).expect("the manifest");
    let json: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    assert_eq!(json["version"], "1.1");
    let name = "odd \"é\n<b>/a.5d41402abc4b.css";
    assert_eq!(json["paths"]["odd \"é\n<b>/a.css"], name);
    assert_eq!(json["paths"][".hidden"], ".hidden.d41d8cd98f00");
    assert_eq!(fs::read(project.path().join("public").join(name)).expect("the copy"), b"hello");

    let printed = palisade(&project, &["static-manifest", "assets"]);
    check_prints(&printed, &manifest);
    check_fails(&palisade(&project, &["static-manifest", "nowhere"]), 2, &["nowhere"]);
}

#[test]
fn html_is_cleaned() {
    let directory =
        project(&[("a.html", "<p onclick=x()>Hi <b>Tom"), ("x.toml", "name = 'x'\n[elements.b]\n")]);
    check_prints(&palisade(&directory, &["sanitize", "a.html"]), "<p>Hi <b>Tom</b></p>");
    check_prints(&palisade(&directory, &["sanitize", "--policy", "x.toml", "a.html"]), "Hi <b>Tom</b>");
    check_prints(&palisade_with_input(&directory, &["sanitize"], "<i>x"), "<i>x</i>");
    check_fails(&palisade(&directory, &["sanitize", "--policy", "none", "a.html"]), 2, &["no policy `none`"]);
    check_fails(
        &palisade(&directory, &["sanitize", "--check", "a.html"]),
        1,
        &["1 changed", "not everything"],
    );
}

#[test]
fn rows_keep_their_order_and_none_is_lost() {
    let rows =
        "{\"id\":1,\"body\":\"<b>x\"}\n{\"id\":2,\"body\":\"y\"}\nbroken\n{\"id\":4,\"body\":\"<script>\"}";
    let directory = project(&[("rows.jsonl", rows)]);
    let output = palisade(&directory, &["sanitize", "--jsonl", "body", "rows.jsonl"]);
    let clean = "{\"id\":1,\"body\":\"<b>x</b>\"}\n{\"id\":2,\"body\":\"y\"}\n{\"id\":4,\"body\":\"\"}\n";
    assert_eq!(String::from_utf8_lossy(&output.stdout), clean);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        fs::read_to_string(directory.path().join("refused.jsonl")).expect("the side file"),
        "broken\n"
    );
    for from in [["--skip", "3"], ["--since-id", "2"]] {
        let rows = ["sanitize", "--jsonl", "body", from[0], from[1], "rows.jsonl", "--report", "json"];
        let rest = palisade(&directory, &rows);
        let told = String::from_utf8_lossy(&rest.stderr);
        assert!(String::from_utf8_lossy(&rest.stdout).ends_with("{\"id\":4,\"body\":\"\"}\n"), "{told}");
        assert!(told.contains(r#""what":"<script>""#) && told.contains(r#""start":0"#), "{told}");
        assert!(told.contains("\"changed\":1"), "{told}");
    }
    let none = palisade(&directory, &["sanitize", "--jsonl", "body", "--since-id", "9", "rows.jsonl"]);
    check_fails(&none, 2, &["no row has the id `9`"]);
}

#[test]
fn columns_are_cleaned_and_nothing_else() {
    let rows = "id,body,x\r\n1,<b>x,\"\"\r\n2,\"a\nb\",\r\n3\r\n4,\"\"\"<i>\"\"\",y";
    let directory = project(&[("rows.csv", rows)]);
    let output = palisade(&directory, &["sanitize", "--csv", "body", "rows.csv"]);
    let clean = "id,body,x\r\n1,\"<b>x</b>\",\"\"\r\n2,\"a\nb\",\r\n4,\"\"\"<i>\"\"</i>\",y\n";
    assert_eq!(String::from_utf8_lossy(&output.stdout), clean);
    assert_eq!(output.status.code(), Some(1));
    let refused = fs::read_to_string(directory.path().join("refused.csv")).expect("the side file");
    assert_eq!(refused, "id,body,x\r\n3\r\n");
    let missing = palisade(&directory, &["sanitize", "--csv", "text", "rows.csv"]);
    check_fails(&missing, 2, &["no column is named `text`", "id,body,x"]);
    let both = palisade(&directory, &["sanitize", "--csv", "a", "--jsonl", "b", "rows.csv"]);
    check_fails(&both, 2, &["cannot be used with"]);
    let itself = palisade(&directory, &["sanitize", "--csv", "body", "rows.csv", "-o", "rows.csv"]);
    check_fails(&itself, 2, &["read and written at once"]);
    assert_eq!(fs::read_to_string(directory.path().join("rows.csv")).expect("still there"), rows);
}

#[test]
fn a_run_goes_on_where_it_was_stopped() {
    let row = |at: u64| format!("{{\"id\":{at},\"body\":\"<b>{at}\"}}\n");
    let clean = |at: u64| format!("{{\"id\":{at},\"body\":\"<b>{at}</b>\"}}\n");
    let rows: String = (0..4).map(row).collect();
    let directory = project(&[("rows.jsonl", &(rows.clone() + "broken\n"))]);
    let path = |name: &str| directory.path().join(name);
    let arguments =
        ["sanitize", "--jsonl", "body", "rows.jsonl", "-o", "out.jsonl", "--resume", "state.json"];
    assert_eq!(palisade(&directory, &arguments).status.code(), Some(1));
    // It was killed after it had written more than it knew, and the export has grown.
    let half: String = (0..4).map(clean).collect();
    fs::write(path("out.jsonl"), half + "{\"id\":4,\"bo").expect("a file");
    fs::write(path("refused.jsonl"), "broken\nbroken").expect("a file");
    fs::write(path("rows.jsonl"), rows + "broken\n" + &row(4) + &row(5)).expect("a file");
    let again = palisade(&directory, &arguments);
    check_prints(&again, "");
    assert!(String::from_utf8_lossy(&again.stderr).starts_with("0 unchanged, 2 changed"));
    let whole: String = (0..6).map(clean).collect();
    assert_eq!(fs::read_to_string(path("out.jsonl")).expect("the output"), whole);
    assert_eq!(fs::read_to_string(path("refused.jsonl")).expect("the side file"), "broken\n");
    let other = ["sanitize", "--jsonl", "body", "out.jsonl", "-o", "x", "--resume", "state.json"];
    check_fails(&palisade(&directory, &other), 2, &["is about `rows.jsonl`"]);
    check_fails(
        &palisade(&directory, &["sanitize", "--resume", "state.json"]),
        2,
        &["required arguments were not provided"],
    );
}

#[test]
fn pages_go_to_a_file_and_what_was_taken_out_is_told() {
    let directory = project(&[("a.html", "<p onclick=x()>a</p>"), ("b.html", "<p>b</p>")]);
    let output = palisade(&directory, &["sanitize", "a.html", "b.html", "-o", "c.html", "--report", "text"]);
    check_prints(&output, "");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        told,
        "a.html: 3..14: onclick of <p>: attribute refused under every policy\n1 unchanged, 1 changed, 0 refused\n"
    );
    let page = fs::read_to_string(directory.path().join("c.html")).expect("the output");
    assert_eq!(page, "<p>a</p><p>b</p>");
}
