//! What a page costs, phase by phase, and what cleaning HTML costs. Each module says what it shows and what it does
//! not.

mod analyze;
mod compile;
mod context;
mod escape;
mod forum;
mod growth;
mod inheritance;
mod load;
mod lookup;
mod parse;
mod render;
mod sanitize;
mod threads;

criterion::criterion_group!(
    benches,
    parse::all,
    analyze::all,
    compile::all,
    load::all,
    render::all,
    escape::all,
    lookup::all,
    inheritance::all,
    context::all,
    growth::all,
    threads::all,
    sanitize::all
);
criterion::criterion_main!(benches);
