//! sailfish: templates compiled with the program.

use crate::data::{Table, Team, Teams};
use sailfish::TemplateSimple;
use std::rc::Rc;

#[derive(TemplateSimple)]
#[template(path = "table.stpl")]
struct TablePage<'a> {
    rows: &'a [Vec<i64>],
}

#[derive(TemplateSimple)]
#[template(path = "texts.stpl")]
struct TextsPage<'a> {
    rows: &'a [Vec<String>],
}

#[derive(TemplateSimple)]
#[template(path = "teams.stpl")]
struct TeamsPage<'a> {
    year: i64,
    teams: &'a [Team],
}

pub fn table(data: &Rc<Table<i64>>) -> impl Fn() -> String + 'static {
    let data = data.clone();
    move || TablePage { rows: &data.rows }.render_once().expect("renders")
}

pub fn texts(data: &Rc<Table<String>>) -> impl Fn() -> String + 'static {
    let data = data.clone();
    move || TextsPage { rows: &data.rows }.render_once().expect("renders")
}

pub fn teams(data: &Rc<Teams>) -> impl Fn() -> String + 'static {
    let data = data.clone();
    move || TeamsPage { year: data.year, teams: &data.teams }.render_once().expect("renders")
}
