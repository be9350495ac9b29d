//! What a forum page costs, phase by phase, and what cleaning HTML costs.

mod escape;
mod forum;
mod parse;
mod render;
mod sanitize;

criterion::criterion_group!(benches, parse::all, render::all, escape::all, sanitize::all);
criterion::criterion_main!(benches);
