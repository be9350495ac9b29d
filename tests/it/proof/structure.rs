//! No value changes the structure of a page, whatever the template: the developer's, and a stranger's.

use super::choices::Choices;
use super::judge::judged;
use super::{Offences, addresses, for_a_while, grammar};

fn check(name: &str, untrusted: bool) {
    let (mut compared, mut offences) = (0_u64, Offences::default());
    for_a_while(name, |bytes| {
        let mut choices = Choices::new(bytes);
        let (x, y) = (grammar::value(&mut choices), grammar::value(&mut choices));
        let files = grammar::files(&mut choices);
        if let Some(verdict) = judged(&files, &x, &y, untrusted) {
            compared += 1;
            verdict.unwrap_or_else(|it| offences.add(it));
        }
    });
    println!("{name}: {compared} pages compared");
    offences.none();
}

#[test]
fn no_value_changes_the_structure_of_any_template() {
    check("structure", false);
}

#[test]
fn no_value_changes_the_structure_of_a_strangers_template() {
    check("structure, untrusted", true);
}

#[test]
fn no_value_changes_the_parts_of_an_address() {
    let (mut compared, mut offences) = (0_u64, Offences::default());
    for_a_while("addresses", |bytes| {
        if let Some(verdict) = addresses::judged(bytes) {
            compared += 1;
            verdict.unwrap_or_else(|it| offences.add(it));
        }
    });
    println!("addresses: {compared} pages compared");
    offences.none();
}
