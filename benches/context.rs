//! The same page from structs that are borrowed, from JSON that is a value already, and from structs that serde converts while rendering.
//!
//! Shows what handing over data costs: nothing for what is borrowed. Does not show what the application pays to make
//! its data.

use criterion::Criterion;
use palisade::{Context, Engine, Json, Object, context};
use serde::Serialize;

#[derive(Object, Serialize)]
struct Post {
    id: i64,
    author: String,
    body: String,
    score: i64,
}

#[derive(Serialize)]
struct View<'p> {
    posts: &'p [Post],
}

const SOURCE: &str = "{% for post in posts %}<article id=\"p{{ post.id }}\"><h2>{{ post.author }}</h2>\
    <p>{{ post.body }}</p>{{ post.score }}</article>{% endfor %}";

pub(crate) fn all(c: &mut Criterion) {
    let body = "I lost half of my lettuce last week & the hedgehog says \"never again\". ".repeat(5);
    let post = |id| Post { id, author: format!("gardener {id}"), body: body.clone(), score: id % 7 };
    let posts: Vec<Post> = (0..50).map(post).collect();
    let json = serde_json::to_string(&posts).expect("is JSON");
    let json: Json = serde_json::from_str(&json).expect("is JSON");
    let template =
        Engine::builder().build().and_then(|it| it.template_from_str("page.html", SOURCE)).expect("compiles");
    let mut group = c.benchmark_group("context");
    group.bench_function("borrowed", |b| {
        b.iter(|| template.render_text(&context! { posts }).expect("renders"));
    });
    group.bench_function("JSON", |b| {
        b.iter(|| template.render_text(&context! { posts => json }).expect("renders"));
    });
    group.bench_function("serde", |b| {
        b.iter(|| template.render_text(&Context::from_serialize(&View { posts: &posts })).expect("renders"));
    });
}
