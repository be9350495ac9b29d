//! The page: a forum thread of 50 posts, three levels of inheritance, an include per post.

use palisade::{Engine, EngineBuilder, Escaping, MemoryLoader, Object};

/// The templates of the page.
pub(crate) const TEMPLATES: [(&str, &str); 4] = [
    ("base.html", include_str!("data/base.html")),
    ("section.html", include_str!("data/section.html")),
    ("thread.html", include_str!("data/thread.html")),
    ("post.html", include_str!("data/post.html")),
];

#[derive(Object)]
pub(crate) struct Site {
    name: &'static str,
    url: &'static str,
    links: Vec<Link>,
}

#[derive(Object)]
struct Link {
    url: &'static str,
    title: &'static str,
    current: bool,
}

#[derive(Object)]
pub(crate) struct Section {
    title: &'static str,
    url: &'static str,
}

#[derive(Object)]
pub(crate) struct Thread {
    title: &'static str,
    closed: bool,
}

#[derive(Object)]
pub(crate) struct Post {
    id: i64,
    author: Author,
    body: String,
    score: i64,
    edited: bool,
}

#[derive(Object)]
struct Author {
    name: String,
    avatar: String,
}

/// The variables of the page.
pub(crate) struct Page {
    pub(crate) site: Site,
    pub(crate) section: Section,
    pub(crate) thread: Thread,
    pub(crate) posts: Vec<Post>,
}

/// Settings with the page's templates.
pub(crate) fn builder(escaping: Escaping) -> EngineBuilder {
    let loader = MemoryLoader::new(TEMPLATES).expect("the names are good");
    Engine::builder().escaping(escaping).loader(loader)
}

/// The page of 50 posts, 2 in 100 of whose characters need escaping.
pub(crate) fn page() -> Page {
    let link = |url, title, current| Link { url, title, current };
    let links = vec![link("/", "Home", false), link("/soil/", "Soil", true), link("/seeds/", "Seeds", false)];
    Page {
        site: Site { name: "Slugs & Snails", url: "https://example.org/", links },
        section: Section { title: "Soil", url: "/soil/" },
        thread: Thread { title: "Is clay <really> that bad?", closed: false },
        posts: posts(50),
    }
}

/// This many posts.
pub(crate) fn posts(count: i64) -> Vec<Post> {
    (0..count).map(post).collect()
}

fn post(id: i64) -> Post {
    let sentence = "I lost half of my lettuce last week & the hedgehog says \"never again\". ";
    Post {
        id,
        author: Author { name: format!("gardener {id}"), avatar: format!("/avatars/{id}.png?size=48&v=2") },
        body: sentence.repeat(4 + (id % 5) as usize),
        score: id * 7 % 40,
        edited: id % 6 == 0,
    }
}
