//! askama: templates compiled with the program.

use crate::data::{Composed, Forum, Item, List, Page, Post, Section, Site, Table, Team, Teams, Thread};
use askama::Template;
use std::fmt::Display;
use std::rc::Rc;

#[derive(Template)]
#[template(path = "table.html")]
struct TablePage<'a, T: Display> {
    rows: &'a [Vec<T>],
}

#[derive(Template)]
#[template(path = "teams.html")]
struct TeamsPage<'a> {
    year: i64,
    teams: &'a [Team],
}

#[derive(Template)]
#[template(path = "forum.html")]
struct ForumPage<'a> {
    site: &'a Site,
    section: &'a Section,
    thread: &'a Thread,
    posts: &'a [Post],
}

macro_rules! composed {
    ($($name:ident $path:literal)*) => {$(
        #[derive(Template)]
        #[template(path = $path)]
        struct $name<'a> {
            page: &'a Page,
        }
    )*};
}

composed! { FlatPage "flat.html" BlocksPage "blocks.html" IncludesPage "includes.html" }

#[derive(Template)]
#[template(path = "inline.html")]
struct InlinePage<'a> {
    items: &'a [Item],
}

#[derive(Template)]
#[template(path = "loop.html")]
struct LoopPage<'a> {
    items: &'a [Item],
}

fn rendered(page: impl Template) -> String {
    page.render().expect("renders")
}

pub fn table(data: &Rc<Table<i64>>) -> impl Fn() -> String + 'static {
    let data = data.clone();
    move || rendered(TablePage { rows: &data.rows })
}

pub fn texts(data: &Rc<Table<String>>) -> impl Fn() -> String + 'static {
    let data = data.clone();
    move || rendered(TablePage { rows: &data.rows })
}

pub fn teams(data: &Rc<Teams>) -> impl Fn() -> String + 'static {
    let data = data.clone();
    move || rendered(TeamsPage { year: data.year, teams: &data.teams })
}

pub fn forum(data: &Rc<Forum>) -> impl Fn() -> String + 'static {
    let data = data.clone();
    move || {
        let Forum { site, section, thread, posts } = &*data;
        rendered(ForumPage { site, section, thread, posts })
    }
}

pub fn flat(data: &Rc<Composed>) -> impl Fn() -> String + 'static {
    let data = data.clone();
    move || rendered(FlatPage { page: &data.page })
}

pub fn blocks(data: &Rc<Composed>) -> impl Fn() -> String + 'static {
    let data = data.clone();
    move || rendered(BlocksPage { page: &data.page })
}

pub fn includes(data: &Rc<Composed>) -> impl Fn() -> String + 'static {
    let data = data.clone();
    move || rendered(IncludesPage { page: &data.page })
}

pub fn inline(data: &Rc<List>) -> impl Fn() -> String + 'static {
    let data = data.clone();
    move || rendered(InlinePage { items: &data.items })
}

pub fn in_loop(data: &Rc<List>) -> impl Fn() -> String + 'static {
    let data = data.clone();
    move || rendered(LoopPage { items: &data.items })
}
