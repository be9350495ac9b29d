//! The page's data: who wrote what, when, in which thread.

use crate::avatar;
use crate::hostile::{BODIES, COLOURS, LINKS, NAMES, PICTURES, SUBJECTS, TITLES, arm};
use serde::Serialize;

const POSTS: usize = 200;

/// Ordinary sentences around the payloads, so that the page reads like a forum.
const OPENERS: &[&str] = &[
    "Thanks for the tip about coffee grounds.",
    "I lost half of my lettuce last week.",
    "My neighbour swears by this one:",
    "Has anybody tried this in clay soil?",
    "Two years ago I would have agreed.",
    "Copper tape did nothing for me.",
    "Here is what I put on the label:",
    "I typed the name of the variety and this came out:",
    "Going out with the torch again tonight.",
    "Beer traps work, but only until the rain comes.",
];
const CLOSERS: &[&str] = &[
    "Anyway, the dahlias are safe.",
    "Pictures follow when it stops raining.",
    "What do you use instead?",
    "It should show up as plain text, or so I am told.",
    "The hedgehog seems to disagree.",
    "I will report back in May.",
    "Never again.",
    "That is all I know.",
];

#[derive(Serialize)]
pub(crate) struct Page {
    site: Site,
    section: Section,
    thread: Thread,
    viewer: Viewer,
    pagination: Pagination,
    meeting: Meeting,
    poll: Vec<Answer>,
    posts: Vec<Post>,
    page_data: PageData,
}

/// Where members meet: a name for a map, and a picture in two sizes.
#[derive(Serialize)]
struct Meeting {
    place: String,
    picture: String,
    large: String,
}

/// A bar of the poll.
#[derive(Serialize)]
struct Answer {
    label: String,
    colour: String,
    votes: u32,
    top: usize,
}

#[derive(Serialize)]
struct Site {
    name: &'static str,
    motto: String,
    home_url: &'static str,
    navigation: Vec<Link>,
}

#[derive(Serialize)]
struct Section {
    title: &'static str,
    url: &'static str,
    rules: Vec<String>,
}

#[derive(Serialize)]
struct Thread {
    title: String,
    slug: String,
    summary: String,
    started: &'static str,
    views: u32,
    pinned: bool,
    locked: bool,
    labels: Vec<String>,
}

#[derive(Serialize)]
struct Viewer {
    name: String,
    unread: u32,
    draft: String,
    search: String,
    return_url: String,
    accent: String,
    sort: &'static str,
}

#[derive(Serialize)]
struct Pagination {
    previous: Option<u32>,
    next: Option<u32>,
    pages: Vec<PageLink>,
}

#[derive(Serialize)]
struct PageLink {
    number: u32,
    current: bool,
}

#[derive(Clone, Serialize)]
struct Author {
    name: String,
    title: String,
    url: String,
    avatar: String,
    colour: String,
    posts: usize,
    moderator: bool,
}

#[derive(Serialize)]
struct Link {
    label: String,
    url: String,
}

#[derive(Serialize)]
struct Post {
    number: usize,
    author: Author,
    subject: String,
    body: String,
    link: Link,
    posted: String,
    posted_iso: String,
    likes: usize,
    pinned: bool,
    edited_by: Option<String>,
    quote: Option<Quote>,
}

#[derive(Serialize)]
struct Quote {
    number: usize,
    author: String,
    text: String,
}

/// What the page's own script gets, through `json_script`.
#[derive(Serialize)]
struct PageData {
    thread: String,
    posts: Vec<Digest>,
}

#[derive(Serialize)]
struct Digest {
    number: usize,
    author: String,
    subject: String,
    body: String,
}

/// Everything the templates get.
pub(crate) fn page() -> Page {
    let authors = authors();
    let mut posts: Vec<Post> = Vec::with_capacity(POSTS);
    for index in 0..POSTS {
        let post = post(index, &authors, &posts);
        posts.push(post);
    }
    let thread = thread();
    let page_data = PageData { thread: thread.title.clone(), posts: posts.iter().map(digest).collect() };
    Page {
        site: site(),
        section: section(),
        thread,
        viewer: viewer(),
        pagination: pagination(),
        meeting: meeting(),
        poll: poll(),
        posts,
        page_data,
    }
}

fn site() -> Site {
    let link = |(label, url): (&str, &str)| Link { label: label.into(), url: arm(url) };
    Site {
        name: "The Potting Shed",
        motto: "Dirt under the nails & <em>strong</em> opinions".into(),
        home_url: "/",
        navigation: [
            ("Forums", "/forums/"),
            ("Members", "/members/"),
            ("Seeds & Swaps", "/swaps/?a=1&b=2"),
            ("Partner", "javascript:RUN"),
        ]
        .map(link)
        .into(),
    }
}

fn section() -> Section {
    Section {
        title: "Pests & Diseases",
        url: "/forums/pests/",
        rules: ["Be kind.", "No <script>, no spam.", "Say which country you garden in."]
            .map(String::from)
            .into(),
    }
}

fn thread() -> Thread {
    Thread {
        title: arm("Slugs, again: what works? </title><script>RUN</script>"),
        slug: "slugs again/\"><script>".into(),
        summary: arm("Two hundred answers to one question\" onload=\"RUN, and none of them ran."),
        started: "2 March 2026",
        views: 18_204,
        pinned: true,
        locked: false,
        labels: ["slugs & snails", "\"><b>urgent</b>", "x onclick=RUN", "\u{202E}sgulS"].map(arm).into(),
    }
}

fn viewer() -> Viewer {
    Viewer {
        name: arm("Robin' onclick='RUN"),
        unread: 1,
        draft: arm("\nMy draft survives </textarea><script>RUN</script> because it is only text."),
        search: arm("\"><script>RUN</script>"),
        return_url: arm("/forums/pests/?from=reply&x=\"onclick=\"RUN"),
        accent: "#2f6f4e; } body { display: none".into(),
        sort: "new",
    }
}

fn meeting() -> Meeting {
    Meeting {
        place: arm("Caf\u{E9} \"Zur Schnecke\" & garden?#'><script>RUN</script>"),
        picture: avatar::url(3),
        large: arm("javascript:RUN 1x, //attacker.example/x.png"),
    }
}

fn poll() -> Vec<Answer> {
    let answers = [
        ("Beer traps", "#b45309", 120),
        ("Copper </text><script>RUN</script>", "red\" onload=\"RUN", 35),
        ("Hedgehogs & ducks", "rgb(29, 78, 137)", 158),
        ("Torch ]]><svg onload=RUN>", "url(javascript:RUN)", 87),
    ];
    let answer = |(index, (label, colour, votes)): (usize, (&str, &str, u32))| Answer {
        label: arm(label),
        colour: arm(colour),
        votes,
        top: index * 22,
    };
    answers.into_iter().enumerate().map(answer).collect()
}

fn pagination() -> Pagination {
    let pages = (1..=5).map(|number| PageLink { number, current: number == 2 }).collect();
    Pagination { previous: Some(1), next: Some(3), pages }
}

fn authors() -> Vec<Author> {
    let author = |(index, name): (usize, &&str)| Author {
        name: arm(name),
        title: arm(pick(TITLES, index)),
        url: arm(pick(LINKS, index * 5 + 3)),
        avatar: if index % 4 == 3 { arm(pick(PICTURES, index / 4)) } else { avatar::url(index as u32) },
        colour: arm(pick(COLOURS, index)),
        posts: index * index * 7 % 1900 + 20,
        moderator: index % 13 == 4,
    };
    NAMES.iter().enumerate().map(author).collect()
}

fn post(index: usize, authors: &[Author], before: &[Post]) -> Post {
    let author = authors[writer(index) % authors.len()].clone();
    Post {
        number: index + 1,
        subject: arm(pick(SUBJECTS, index * 5)),
        body: body(index),
        link: Link { label: arm(pick(BODIES, index * 3 + 9)), url: arm(pick(LINKS, index)) },
        posted: posted(index).0,
        posted_iso: posted(index).1,
        likes: index * 11 % 4,
        pinned: index == 0,
        edited_by: (index % 9 == 4).then(|| arm(pick(NAMES, index * 3))),
        quote: if index % 6 == 5 { before.get(index - 4).map(quote) } else { None },
        author,
    }
}

/// Every fifth post is by one of six who write a lot; the others take turns.
fn writer(index: usize) -> usize {
    if index % 5 == 4 { index * index % 31 % 6 * 5 } else { (index - index / 5) * 7 }
}

/// Three paragraphs; one post in fifty is one very long word instead, one is very long.
fn body(index: usize) -> String {
    match index % 50 {
        17 => "<b>".repeat(700),
        38 => arm("Slugs! <img src=x onerror=RUN> ").repeat(60),
        _ => format!(
            "{}\n\n{}\n\n{}\n{}",
            pick(OPENERS, index),
            arm(pick(BODIES, index)),
            pick(CLOSERS, index),
            arm(pick(BODIES, index * 3 + 1)),
        ),
    }
}

fn quote(post: &Post) -> Quote {
    Quote {
        number: post.number,
        author: post.author.name.clone(),
        text: post.body.chars().take(200).collect(),
    }
}

fn digest(post: &Post) -> Digest {
    Digest {
        number: post.number,
        author: post.author.name.clone(),
        subject: post.subject.clone(),
        body: post.body.chars().take(120).collect(),
    }
}

/// When it was written, for people and for `datetime`: three posts a day from 2 March 2026.
fn posted(index: usize) -> (String, String) {
    const MONTHS: &[(&str, usize)] = &[("March", 31), ("April", 30), ("May", 31)];
    let (mut day, mut month) = (2 + index / 3, 0);
    while day > MONTHS[month].1 {
        day -= MONTHS[month].1;
        month += 1;
    }
    let (hour, minute) = (8 + index % 3 * 5, index * 17 % 60);
    let text = format!("{day} {} 2026, {hour}:{minute:02}", MONTHS[month].0);
    (text, format!("2026-{:02}-{day:02}T{hour:02}:{minute:02}:00Z", month + 3))
}

fn pick<'t>(table: &[&'t str], index: usize) -> &'t str {
    table[index % table.len()]
}
