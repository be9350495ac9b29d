//! What the pages show: the same data for every engine.

use palisade::Object;
use serde::Serialize;

#[derive(Serialize, Object)]
pub struct Table<T: Serialize + palisade::value::ToValue> {
    pub rows: Vec<Vec<T>>,
}

/// 100 × 100 whole numbers.
pub fn numbers() -> Table<i64> {
    Table { rows: (0..100).map(|row| (row * 1000..row * 1000 + 100).collect()).collect() }
}

/// 100 × 100 short texts, one in ten of which needs escaping.
pub fn texts() -> Table<String> {
    let text = |at: usize| if at.is_multiple_of(10) { format!("<b>{at}&</b>") } else { format!("text {at}") };
    Table { rows: (0..100).map(|row| (0..100).map(|cell| text(row * 100 + cell)).collect()).collect() }
}

#[derive(Serialize, Object)]
pub struct Teams {
    pub year: i64,
    pub teams: Vec<Team>,
}

#[derive(Serialize, Object)]
pub struct Team {
    pub name: &'static str,
    pub score: i64,
}

/// Four teams: what a render costs before it writes much.
pub fn teams() -> Teams {
    let team = |name, score| Team { name, score };
    let teams = vec![team("Jiangsu", 43), team("Beijing", 27), team("Guangzhou", 22), team("Shandong", 12)];
    Teams { year: 2015, teams }
}

#[derive(Serialize, Object)]
pub struct Forum {
    pub site: Site,
    pub section: Section,
    pub thread: Thread,
    pub posts: Vec<Post>,
}

#[derive(Serialize, Object)]
pub struct Site {
    pub name: &'static str,
    pub url: &'static str,
    pub links: Vec<Link>,
}

#[derive(Serialize, Object)]
pub struct Link {
    pub url: &'static str,
    pub title: &'static str,
    pub current: bool,
}

#[derive(Serialize, Object)]
pub struct Section {
    pub title: &'static str,
    pub url: &'static str,
}

#[derive(Serialize, Object)]
pub struct Thread {
    pub title: &'static str,
}

#[derive(Serialize, Object)]
pub struct Post {
    pub id: i64,
    pub author: Author,
    pub body: String,
    pub score: i64,
    pub edited: bool,
}

#[derive(Serialize, Object)]
pub struct Author {
    pub id: i64,
    pub name: String,
}

/// A thread of 50 posts, about 35 KB, 2 in 100 of whose characters need escaping.
pub fn forum() -> Forum {
    let link = |url, title, current| Link { url, title, current };
    let links = vec![link("/", "Home", false), link("/soil/", "Soil", true), link("/seeds/", "Seeds", false)];
    Forum {
        site: Site { name: "Slugs & Snails", url: "https://example.org/", links },
        section: Section { title: "Soil", url: "/soil/" },
        thread: Thread { title: "Is clay <really> that bad?" },
        posts: (0..50).map(post).collect(),
    }
}

fn post(id: i64) -> Post {
    let sentence =
        "I lost half of my lettuce last week & the hedgehog says \"never again\". Then it rained for days. ";
    let author = Author { id: 1000 + id, name: format!("gardener {id}") };
    Post { id, author, body: sentence.repeat(4 + (id % 5) as usize), score: id * 7 % 40, edited: id % 6 == 0 }
}

#[derive(Serialize, Object)]
pub struct Composed {
    pub page: Page,
}

#[derive(Serialize, Object)]
pub struct Page {
    pub title: &'static str,
    pub intro: &'static str,
    pub section: &'static str,
    pub news: &'static str,
    pub body: String,
    pub aside: &'static str,
    pub author: &'static str,
    pub count: i64,
    pub legal: &'static str,
}

/// One page, to be composed in several ways.
pub fn composed() -> Composed {
    Composed {
        page: Page {
            title: "Slugs & Snails",
            intro: "For people who grow things",
            section: "soil",
            news: "Rain is expected on Sunday",
            body: "Clay holds water and food, and breaks spades. ".repeat(20),
            aside: "See also: sand",
            author: "The gardener",
            count: 12,
            legal: "Texts belong to those who wrote them",
        },
    }
}

#[derive(Serialize, Object)]
pub struct List {
    pub items: Vec<Item>,
}

#[derive(Serialize, Object)]
pub struct Item {
    pub id: i64,
    pub name: String,
}

/// 100 items.
pub fn list() -> List {
    items(100)
}

/// So many items.
pub fn items(count: i64) -> List {
    List { items: (0..count).map(|id| Item { id, name: format!("item {id}") }).collect() }
}
