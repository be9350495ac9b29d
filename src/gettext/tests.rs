//! Plural rules and catalogues, also hostile ones.

use super::plural::PluralForms;
use super::{Catalog, Translations};
use proptest::prelude::*;

/// A `.mo` file of these messages, little-endian.
fn mo(messages: &[(&str, &str)]) -> Vec<u8> {
    let count = messages.len() as u32;
    let strings = 28 + 16 * count;
    let (mut ids, mut translations, mut data) = (Vec::new(), Vec::new(), Vec::new());
    let mut place = |text: &str, table: &mut Vec<u32>| {
        table.extend([text.len() as u32, strings + data.len() as u32]);
        data.extend_from_slice(text.as_bytes());
        data.push(0);
    };
    for (id, translation) in messages {
        place(id, &mut ids);
        place(translation, &mut translations);
    }
    let header = [0x9504_12de, 0, count, 28, 28 + 8 * count, 0, 28 + 16 * count];
    let numbers = header.into_iter().chain(ids).chain(translations);
    numbers.flat_map(u32::to_le_bytes).chain(data).collect()
}

const HEADER: &str = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n";

#[track_caller]
fn check_forms(rule: &str, want: &[(f64, Option<usize>)]) {
    let forms = PluralForms::read(rule).unwrap();
    for (n, form) in want {
        assert_eq!(forms.form(*n), *form, "{n}");
    }
}

#[test]
fn rules_of_languages_are_followed() {
    check_forms("nplurals=1; plural=0;", &[(0.0, Some(0)), (5.0, Some(0))]);
    check_forms("nplurals=2; plural=(n > 1);", &[(0.0, Some(0)), (1.5, Some(1)), (2.0, Some(1))]);
    let polish = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);";
    check_forms(
        polish,
        &[(1.0, Some(0)), (2.0, Some(1)), (5.0, Some(2)), (12.0, Some(2)), (22.0, Some(1)), (112.0, Some(2))],
    );
    let arabic =
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;";
    let want = [(0.0, 0), (1.0, 1), (2.0, 2), (7.0, 3), (111.0, 4), (100.0, 5)];
    check_forms(arabic, &want.map(|it| (it.0, Some(it.1))));
    check_forms("nplurals=2; plural=!(n == 1) ;", &[(1.0, Some(0)), (2.0, Some(1))]);
    check_forms("nplurals=9; plural=1+2*3-n/2", &[(0.0, Some(7)), (5.0, Some(5))]);
}

#[test]
fn what_a_rule_leaves_undefined_is_no_form() {
    check_forms("nplurals=2; plural=n/0;", &[(1.0, None)]);
    check_forms("nplurals=2; plural=n==0 ? 0 : 10/n;", &[(0.0, Some(0)), (10.0, Some(1)), (1.0, None)]);
    check_forms(
        "nplurals=2; plural=n;",
        &[(-1.0, None), (2.0, None), (f64::NAN, None), (f64::INFINITY, None)],
    );
}

#[test]
fn rules_that_are_none_are_refused() {
    let deep = format!("nplurals=2; plural={}n", "(".repeat(2000));
    for rule in
        ["", "nplurals=2;", "nplurals=x; plural=n", "nplurals=2; plural=", "nplurals=2; plural=n n", &deep]
    {
        assert_eq!(PluralForms::read(rule).unwrap_err().code(), "E061", "{rule}");
    }
    for rule in
        ["(n", "n)", "n ?", "n ? 1", "n : 1", "1 ? 2 : ", "n +", "m", "n = 1", "()", "__import__('os')"]
    {
        let rule = format!("nplurals=2; plural={rule};");
        assert_eq!(PluralForms::read(&rule).unwrap_err().code(), "E061", "{rule}");
    }
}

#[test]
fn messages_are_found_by_context_and_number() {
    let messages = [
        ("", HEADER),
        ("May", "Mai"),
        ("verb\u{4}May", "Kann"),
        ("%(n)s day\0%(n)s days", "%(n)s Tag\0%(n)s Tage"),
    ];
    let catalog = Catalog::from_mo(&mo(&messages)).unwrap();
    assert_eq!(catalog.gettext("May", None), Some("Mai"));
    assert_eq!(catalog.gettext("May", Some("verb")), Some("Kann"));
    assert_eq!(catalog.gettext("May", Some("name")), None);
    assert_eq!(catalog.ngettext("%(n)s day", None, 1.0), Some("%(n)s Tag"));
    assert_eq!(catalog.ngettext("%(n)s day", None, 3.0), Some("%(n)s Tage"));
    assert_eq!(catalog.gettext("%(n)s day", None), Some("%(n)s Tag"));
    assert_eq!(catalog.ngettext("May", None, 1.0), None);
    assert_eq!(catalog.gettext("", None), None);
}

#[test]
fn languages_fall_back_to_shorter_ones_and_to_the_default() {
    let catalog = |text: &str| Catalog::from_mo(&mo(&[("", HEADER), (text, text)])).unwrap();
    let all = Translations::new()
        .catalog("de_AT", catalog("at"))
        .catalog("de", catalog("de"))
        .catalog("fr", catalog("fr"))
        .default_language("fr");
    let find = |language, id| all.find(language, id, None, None);
    assert_eq!(
        [find("de-at", "at"), find("de-at", "de"), find("de-at", "fr")],
        [Some("at"), Some("de"), Some("fr")]
    );
    assert_eq!([find("de", "at"), find("en-gb", "fr"), find("it", "fr")], [None, None, Some("fr")]);
}

#[test]
fn damaged_files_are_told_apart_from_catalogues() {
    let good = mo(&[("", HEADER), ("May", "Mai")]);
    for end in 0..good.len() - 1 {
        assert_eq!(Catalog::from_mo(&good[..end]).unwrap_err().code(), "E060", "{end}");
    }
    let latin = mo(&[("", "Content-Type: text/plain; charset=ISO-8859-1\n")]);
    assert_eq!(Catalog::from_mo(&latin).unwrap_err().code(), "E060");
    let big: Vec<u8> = good[..28].chunks(4).flat_map(|it| it.iter().rev().copied()).collect();
    assert!(Catalog::from_mo(&big).is_err());
}

#[test]
fn strings_that_overlap_do_not_multiply() {
    // Ten thousand messages, all the same megabyte.
    let count = 10_000_u32;
    let text = 28 + 16 * count;
    let header = [0x9504_12de, 0, count, 28, 28 + 8 * count, 0, text];
    let rows = std::iter::repeat_n([1 << 20, text], 2 * count as usize).flatten();
    let mut file: Vec<u8> = header.into_iter().chain(rows).flat_map(u32::to_le_bytes).collect();
    file.resize(text as usize + (1 << 20), b'x');
    assert_eq!(Catalog::from_mo(&file).unwrap_err().code(), "E060");
}

proptest! {
    #[test]
    fn no_file_panics(mut bytes in prop::collection::vec(any::<u8>(), 0..200), magic in any::<bool>()) {
        if magic && bytes.len() >= 4 {
            bytes[..4].copy_from_slice(&0x9504_12de_u32.to_le_bytes());
        }
        let _ = Catalog::from_mo(&bytes);
    }

    #[test]
    fn no_damage_panics(at in 0..120_usize, byte in any::<u8>(), n in -5.0..500.0_f64) {
        let mut file = mo(&[("", HEADER), ("a\0b", "c\0d")]);
        let at = at % file.len();
        file[at] = byte;
        if let Ok(catalog) = Catalog::from_mo(&file) {
            let _ = catalog.ngettext("a", None, n);
        }
    }

    #[test]
    fn no_rule_panics(rule in "[n0-9()!?:|&=<>+*/% -]{0,60}", n in any::<f64>()) {
        if let Ok(forms) = PluralForms::read(&format!("nplurals=3; plural={rule}")) {
            prop_assert!(forms.form(n).is_none_or(|it| it < 3));
        }
    }
}
