//! The templates, and an engine at a page. Also used by `benches/instructions`.

/// A page as one engine renders it. Everything that is done once is done when it is made.
pub type Render = Box<dyn Fn() -> usize>;

/// One engine at one workload.
pub struct Entry {
    pub engine: &'static str,
    /// The page, to be compared.
    pub page: String,
    /// Renders once; gives something that depends on the result.
    pub run: Render,
}

/// Name and text of every template that is written for the Jinja family.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("table.html", include_str!("../templates/table.html")),
    ("teams.html", include_str!("../templates/teams.html")),
    ("base.html", include_str!("../templates/base.html")),
    ("section.html", include_str!("../templates/section.html")),
    ("forum.html", include_str!("../templates/forum.html")),
    ("flat.html", include_str!("../templates/flat.html")),
    ("blocks_base.html", include_str!("../templates/blocks_base.html")),
    ("blocks_middle.html", include_str!("../templates/blocks_middle.html")),
    ("blocks.html", include_str!("../templates/blocks.html")),
    ("includes.html", include_str!("../templates/includes.html")),
    ("part_head.html", include_str!("../templates/part_head.html")),
    ("part_intro.html", include_str!("../templates/part_intro.html")),
    ("part_menu.html", include_str!("../templates/part_menu.html")),
    ("part_news.html", include_str!("../templates/part_news.html")),
    ("part_body.html", include_str!("../templates/part_body.html")),
    ("part_aside.html", include_str!("../templates/part_aside.html")),
    ("part_author.html", include_str!("../templates/part_author.html")),
    ("part_count.html", include_str!("../templates/part_count.html")),
    ("part_legal.html", include_str!("../templates/part_legal.html")),
    ("part_foot.html", include_str!("../templates/part_foot.html")),
    ("inline.html", include_str!("../templates/inline.html")),
    ("item.html", include_str!("../templates/item.html")),
    ("loop.html", include_str!("../templates/loop.html")),
];

/// The forum's three templates, which the workload `load` compiles.
pub const FORUM: [&str; 3] = ["base.html", "section.html", "forum.html"];

/// The text of one of [`TEMPLATES`].
pub fn template(name: &str) -> &'static str {
    TEMPLATES.iter().find(|it| it.0 == name).map(|it| it.1).expect("a template of this name")
}

/// An engine at a workload, from what renders a page.
pub fn entry(engine: &'static str, page: impl Fn() -> String + 'static) -> Entry {
    Entry { engine, page: page(), run: Box::new(move || page().len()) }
}

/// An engine at a workload that gives no page.
pub fn work(engine: &'static str, run: impl Fn() -> usize + 'static) -> Entry {
    Entry { engine, page: String::new(), run: Box::new(run) as Render }
}
