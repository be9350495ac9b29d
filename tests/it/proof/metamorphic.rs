//! What changes nothing: a comment of the template language within its text, a `with` around it, an include of
//! all of it, other names for its variables. Each gives the same page, or is refused as well.

use super::choices::Choices;
use super::judge::{compiled, rendered};
use super::{Offences, for_a_while, grammar};

/// The same template in other words.
type Change = fn(&mut grammar::Files, &mut Choices<'_>);

const CHANGES: &[(&str, Change)] = &[
    ("split", |files, choices| {
        let source = &mut files[0].1;
        let at = grammar::boundary(source, choices.below(source.len() + 1));
        if is_outside_tags(source, at) {
            source.insert_str(at, "{# c #}");
        }
    }),
    ("with", |files, _| files[0].1 = format!("{{% with q=1 %}}{}{{% endwith %}}", files[0].1)),
    ("include", |files, _| {
        files.insert(0, ("outer.html".to_owned(), format!("{{% include '{}' %}}", files[0].0)));
    }),
    ("rename", |files, _| {
        let renamed = files[0].1.replace("{{ x }}", "{{ longer }}");
        files[0].1 = format!("{{% with longer=x %}}{renamed}{{% endwith %}}");
    }),
];

/// Whether a comment may stand there: not within a tag or variable, nor beside a brace that would make one. A
/// character reference is not cut either: the part before a tag is taken for text.
fn is_outside_tags(source: &str, at: usize) -> bool {
    let (before, after) = source.split_at(at);
    let opens = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
    let inside = opens.iter().any(|it| before.rfind(it.0) > before.rfind(it.1));
    let reference = before.rsplit('&').next().is_some_and(|it| it.len() < 40 && it.len() < before.len());
    !inside && !reference && !before.ends_with('{') && !after.starts_with('}')
}

#[test]
fn the_same_template_in_other_words_is_the_same_page() {
    let (mut compared, mut offences) = (0_u64, Offences::default());
    for_a_while("metamorphic", |bytes| {
        let mut choices = Choices::new(bytes);
        let (x, y) = (grammar::value(&mut choices), grammar::value(&mut choices));
        let (name, change) = choices.pick(CHANGES);
        let mut seed = Choices::new(&bytes[16..24]);
        let files = grammar::files(&mut choices);
        let extends = files[0].1.starts_with("{% extends");
        // What stands between broken tags is no text, and in these it is text whatever it looks like.
        let source = &files[0].1;
        let broken = source.matches("{%").count() != source.matches("%}").count();
        let literal = source.contains("{% verbatim") || source.contains("{% comment");
        if *name != "include" && (extends || broken || literal) {
            return;
        }
        let mut changed = files.clone();
        change(&mut changed, &mut seed);
        let page = |files| compiled(files, false).and_then(|it| rendered(&it, &x, &y));
        let (Some(wanted), got) = (page(&files), page(&changed)) else { return };
        compared += 1;
        if got.as_ref() != Some(&wanted) {
            offences.add(format!(
                "{name} {}\n{files:#?}\n{changed:#?}\nwanted {wanted:?}\ngot {got:?}",
                got.is_some()
            ));
        }
    });
    println!("metamorphic: {compared} pages compared");
    offences.none();
}
