use super::{Field, Kind, Outcome, Rows};
use crate::files::Input;
use palisade::{Policy, Sanitizer};

fn outcome(kind: Kind, header: &str, row: &[u8]) -> Outcome {
    let sanitizer = Sanitizer::new(Policy::comment()).expect("a preset");
    let Ok(field) = Field::new(kind, "body", header.as_bytes()) else { panic!("no such column") };
    field.clean(&sanitizer, row, false).outcome
}

#[track_caller]
fn check(row: &str, want: Option<&str>) {
    let want = want.map_or(Outcome::Unchanged, |it| Outcome::Changed(it.into()));
    assert_eq!(outcome(Kind::Jsonl, "", row.as_bytes()), want, "{row}");
}

#[track_caller]
fn check_csv(row: &str, want: Option<&str>) {
    let want = want.map_or(Outcome::Unchanged, |it| Outcome::Changed(it.into()));
    assert_eq!(outcome(Kind::Csv, "\u{FEFF}id,\"body\",x\r\n", row.as_bytes()), want, "{row}");
}

#[test]
fn only_the_field_is_touched() {
    check("{\"id\":1,\"body\":\"<b>x</b>\"}\n", None);
    check(r#"{"id": 1.50 }"#, None);
    check(r#"{"body":null}"#, None);
    check(
        r#"{ "id" : 1.50, "body" : "<b onclick=x()>\"\u00e9\"" , "x":[{"body":"<i>"}] }"#,
        Some(r#"{ "id" : 1.50, "body" : "<b>\"é\"</b>" , "x":[{"body":"<i>"}] }"#),
    );
}

#[test]
fn only_the_column_is_touched() {
    check_csv("1,<b>x</b>,\n", None);
    check_csv("1,,\"\"\r\n", None);
    check_csv("1,<b>x,\"\"\r\n", Some("1,\"<b>x</b>\",\"\"\r\n"));
    check_csv("\"1\" ,\"<a title=\"\"y\"\">\nx\",y", Some("\"1\" ,\"<a title=\"\"y\"\">\nx</a>\",y"));
    check_csv("\n\n1,<i>", Some("\n\n1,\"<i></i>\""));
    check_csv("1,\"x\n\"\n", None);
}

#[test]
fn what_is_no_row_is_refused() {
    for line in ["", "[]", "{", r#"{"body":"#, r#"{"body":1}"#, r#"{"body":"a"} x"#] {
        assert!(matches!(outcome(Kind::Jsonl, "", line.as_bytes()), Outcome::Refused(_)), "{line}");
    }
    assert_eq!(outcome(Kind::Csv, "id,body", b"1\n"), Outcome::Refused("too few columns".to_owned()));
    assert_eq!(outcome(Kind::Csv, "id,body", b"1,\xFF\n"), Outcome::Refused("not UTF-8".to_owned()));
    assert!(Field::new(Kind::Csv, "text", b"id,body").is_err());
}

#[test]
fn ids_are_texts_or_numbers() {
    let id = |kind, header: &[u8]| Field::new(kind, "id", header).unwrap_or_else(|_| panic!("a column"));
    let json = id(Kind::Jsonl, b"");
    assert!(json.is(b"{\"id\":42}", "42") && json.is(b"{\"id\":\"4 2\"}", "4 2") && !json.is(b"{}", "42"));
    assert!(id(Kind::Csv, b"x,id").is(b"1,\"42\"\n", "42"));
}

#[test]
fn rows_are_whole_whatever_is_read_at_once() {
    let csv = "id,body\r\n1,\"a\r\n\"\"b\"\"\"\r\n\r\n2,c\n3,d";
    let rows = ["1,\"a\r\n\"\"b\"\"\"\r\n", "\r\n2,c\n", "3,d"];
    for at_once in [1, 2, 3, 7, 100] {
        let bytes = std::io::BufReader::with_capacity(at_once, csv.as_bytes());
        let mut found = Rows::new(Kind::Csv, Input::new("-".as_ref(), Box::new(bytes)));
        assert_eq!(found.header().ok().as_deref(), Some(b"id,body\r\n".as_slice()));
        for row in rows {
            assert_eq!(found.next().ok().as_deref(), Some(row.as_bytes()), "{at_once}");
        }
        assert!(found.next().is_ok_and(|it| it.is_empty()) && found.count() == 3);
        assert_eq!(found.bytes(), csv.len() as u64);
    }
}
