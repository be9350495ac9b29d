//! The place after literal text is the one that html5ever, Boa and cssparser see there.

use super::choices::Choices;
use super::{Offences, for_a_while, grammar, places};
use palisade::internals::facts_after;

#[test]
fn the_place_in_a_page_is_what_html5ever_sees() {
    let (mut compared, mut unjudged, mut refused, mut offences) = (0_u64, 0_u64, 0_u64, Offences::default());
    for_a_while("state of pages", |bytes| {
        let mut choices = Choices::new(bytes);
        let page = grammar::page(&mut choices);
        for at in cuts(&page, bytes) {
            let Ok(facts) = facts_after(&page[..at], &[]) else {
                refused += 1;
                continue;
            };
            match places::in_page(&page[..at], &facts) {
                None => unjudged += 1,
                Some(verdict) => {
                    compared += 1;
                    verdict.unwrap_or_else(|it| offences.add(it));
                }
            }
        }
    });
    println!(
        "state of pages: {compared} prefixes compared, {unjudged} that nothing accepts, {refused} refused"
    );
    offences.none();
}

/// A few places in a text.
fn cuts<'t>(text: &'t str, bytes: &'t [u8]) -> impl Iterator<Item = usize> + 't {
    bytes[bytes.len() - 8..]
        .iter()
        .map(|it| grammar::boundary(text, usize::from(*it) * 7919 % (text.len() + 1)))
}

#[test]
fn the_place_in_a_script_is_what_boa_sees() {
    let (mut compared, mut unjudged, mut offences) = (0_u64, 0_u64, Offences::default());
    for_a_while("state of scripts", |bytes| {
        let script = grammar::static_text("stmt", &mut Choices::new(bytes));
        if script.contains("</") || script.contains("<!--") || !places::parses(&script) {
            return;
        }
        for at in cuts(&script, bytes) {
            match places::in_script(&script[..at], &script[at..]) {
                None => unjudged += 1,
                Some(verdict) => {
                    compared += 1;
                    verdict.unwrap_or_else(|it| offences.add(it));
                }
            }
        }
    });
    println!("state of scripts: {compared} prefixes compared, {unjudged} that nothing accepts");
    offences.none();
}

#[test]
fn the_place_in_a_style_is_what_cssparser_sees() {
    let (mut compared, mut unjudged, mut offences) = (0_u64, 0_u64, Offences::default());
    for_a_while("state of styles", |bytes| {
        let style = grammar::static_text("sheet", &mut Choices::new(bytes));
        if style.contains("</") {
            return;
        }
        for at in cuts(&style, bytes) {
            match places::in_style(&style[..at], &style[at..]) {
                None => unjudged += 1,
                Some(verdict) => {
                    compared += 1;
                    verdict.unwrap_or_else(|it| offences.add(it));
                }
            }
        }
    });
    println!("state of styles: {compared} prefixes compared, {unjudged} that nothing accepts");
    offences.none();
}
