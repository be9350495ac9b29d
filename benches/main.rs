//! What a forum page costs, phase by phase.

mod escape;
mod forum;
mod parse;
mod render;

criterion::criterion_group!(benches, parse::all, render::all, escape::all);
criterion::criterion_main!(benches);
