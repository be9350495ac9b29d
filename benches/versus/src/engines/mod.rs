//! Which engine renders what.

mod askama;
mod gotmpl;
mod handlebars;
mod maud;
mod minijinja;
mod palisade;
mod sailfish;
mod tera;
mod upon;

use crate::data;
use crate::pages::{Entry, entry, template, work};
use crate::Workload;
use std::rc::Rc;

/// The workloads whose name passes, each built when it is asked for.
pub fn workloads(pass: impl Fn(&str) -> bool) -> impl Iterator<Item = Workload> {
    let made: Vec<(&'static str, &'static str, fn() -> Vec<Entry>)> = vec![
        ("table", "100 × 100 whole numbers: the loop, the scope, the writing of numbers.", table),
        ("texts", "100 × 100 short texts, one in ten to be escaped: the escaper on short strings.", texts),
        ("teams", "A page of 0.4 KB: what a render costs before it writes much.", teams),
        ("forum", "A thread of 50 posts in 3 levels of inheritance, 35 KB, 2 % to be escaped.", forum),
        ("flat", "One page as one template.", flat),
        ("blocks", "The same page as 10 blocks over 3 levels.", blocks),
        ("includes", "The same page as 10 includes.", includes),
        ("inline", "A list of 100 items in one template.", inline),
        ("loop", "The same list, an include for each item.", in_loop),
        ("load", "The forum's three templates from source to ready; Palisade's analysis included.", load),
        ("get", "A template that is loaded already, by name.", get),
    ];
    let chosen: Vec<_> = made.into_iter().filter(|it| pass(it.0)).collect();
    chosen.into_iter().map(|(name, shows, entries)| Workload { name, shows, entries: entries() })
}

fn table() -> Vec<Entry> {
    let data = Rc::new(data::numbers());
    let mut entries = palisade::pages("table.html", &data);
    entries.push(entry("askama", askama::table(&data)));
    entries.push(entry("tera", tera::page("table.html", &data)));
    entries.push(entry("minijinja", minijinja::page("table.html", &data)));
    entries.push(entry("handlebars", handlebars::page(include_str!("../../templates/table.hbs"), &data)));
    entries.push(entry("upon", upon::page(template("table.html"), &data)));
    entries.push(entry("sailfish", sailfish::table(&data)));
    entries.push(entry("maud", maud::table(&data)));
    entries.push(entry("gotmpl", gotmpl::page(include_str!("../../templates/table.go"), &*data)));
    entries
}

fn texts() -> Vec<Entry> {
    let data = Rc::new(data::texts());
    let mut entries = palisade::pages("table.html", &data);
    entries.push(entry("askama", askama::texts(&data)));
    entries.push(entry("tera", tera::page("table.html", &data)));
    entries.push(entry("minijinja", minijinja::page("table.html", &data)));
    entries.push(entry("handlebars", handlebars::page(include_str!("../../templates/table.hbs"), &data)));
    entries.push(entry("upon", upon::page(template("table.html"), &data)));
    entries.push(entry("sailfish", sailfish::texts(&data)));
    entries.push(entry("maud", maud::texts(&data)));
    entries.push(entry("gotmpl", gotmpl::page(include_str!("../../templates/table.go"), &*data)));
    entries
}

fn teams() -> Vec<Entry> {
    let data = Rc::new(data::teams());
    let mut entries = palisade::pages("teams.html", &data);
    entries.push(entry("askama", askama::teams(&data)));
    entries.push(entry("tera", tera::page("teams.html", &data)));
    entries.push(entry("minijinja", minijinja::page("teams.html", &data)));
    entries.push(entry("handlebars", handlebars::page(include_str!("../../templates/teams.hbs"), &data)));
    entries.push(entry("sailfish", sailfish::teams(&data)));
    entries.push(entry("maud", maud::teams(&data)));
    entries.push(entry("gotmpl", gotmpl::page(include_str!("../../templates/teams.go"), &*data)));
    entries
}

fn forum() -> Vec<Entry> {
    let data = Rc::new(data::forum());
    let mut entries = palisade::pages("forum.html", &data);
    entries.push(entry("askama", askama::forum(&data)));
    entries.push(entry("tera", tera::page("forum.html", &data)));
    entries.push(entry("minijinja", minijinja::page("forum.html", &data)));
    entries
}

fn flat() -> Vec<Entry> {
    let data = Rc::new(data::composed());
    let mut entries = palisade::pages("flat.html", &data);
    entries.push(entry("askama", askama::flat(&data)));
    entries.extend(runtime("flat.html", &data));
    entries
}

fn blocks() -> Vec<Entry> {
    let data = Rc::new(data::composed());
    let mut entries = palisade::pages("blocks.html", &data);
    entries.push(entry("askama", askama::blocks(&data)));
    entries.extend(runtime("blocks.html", &data));
    entries
}

fn includes() -> Vec<Entry> {
    let data = Rc::new(data::composed());
    let mut entries = palisade::pages("includes.html", &data);
    entries.push(entry("askama", askama::includes(&data)));
    entries.extend(runtime("includes.html", &data));
    entries
}

fn inline() -> Vec<Entry> {
    let data = Rc::new(data::list());
    let mut entries = palisade::pages("inline.html", &data);
    entries.push(entry("askama", askama::inline(&data)));
    entries.extend(runtime("inline.html", &data));
    entries
}

fn in_loop() -> Vec<Entry> {
    let data = Rc::new(data::list());
    let mut entries = palisade::pages("loop.html", &data);
    entries.push(entry("askama", askama::in_loop(&data)));
    entries.extend(runtime("loop.html", &data));
    entries
}

/// The engines that compile templates while the program runs, beside Palisade.
fn runtime<T: serde::Serialize + 'static>(name: &'static str, data: &Rc<T>) -> [Entry; 2] {
    [entry("tera", tera::page(name, data)), entry("minijinja", minijinja::page(name, data))]
}

fn load() -> Vec<Entry> {
    vec![work("palisade", palisade::load), work("tera", tera::load), work("minijinja", minijinja::load)]
}

fn get() -> Vec<Entry> {
    vec![work("palisade", palisade::get()), work("minijinja", minijinja::get())]
}
