//! maud: pages as Rust macros.

use crate::data::{Table, Teams};
use maud::{DOCTYPE, Markup, PreEscaped, Render, html};
use std::rc::Rc;

const LINE: PreEscaped<&str> = PreEscaped("\n");

fn cells<T: Render>(rows: &[Vec<T>]) -> Markup {
    html! {
        table { (LINE) @for row in rows { tr { @for cell in row { td { (cell) } } } (LINE) } }
    }
}

pub fn table(data: &Rc<Table<i64>>) -> impl Fn() -> String + 'static {
    let data = data.clone();
    move || cells(&data.rows).into_string()
}

pub fn texts(data: &Rc<Table<String>>) -> impl Fn() -> String + 'static {
    let data = data.clone();
    move || cells(&data.rows).into_string()
}

pub fn teams(data: &Rc<Teams>) -> impl Fn() -> String + 'static {
    let data = data.clone();
    move || {
        let page = html! {
            (DOCTYPE) (LINE)
            html {
                (LINE) head { title { (data.year) } } (LINE)
                body {
                    (LINE) h1 { "CSL " (data.year) } (LINE)
                    ul {
                        (LINE)
                        @for (at, team) in data.teams.iter().enumerate() {
                            li class=(if at == 0 { "champion" } else { "" }) { b { (team.name) } ": " (team.score) } (LINE)
                        }
                    }
                    (LINE)
                }
                (LINE)
            }
        };
        page.into_string()
    }
}
