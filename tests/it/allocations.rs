//! How often a render allocates. Other tests run beside, so each figure is the least of many runs.

use palisade::{Engine, context};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static COUNTING: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Allocations of one run.
fn least(mut run: impl FnMut()) -> usize {
    let count = |run: &mut dyn FnMut()| {
        let region = Region::new(COUNTING);
        run();
        let change = region.change();
        change.allocations + change.reallocations
    };
    (0..200).map(|_| count(&mut run)).min().unwrap_or(0)
}

#[test]
fn printing_text_and_numbers_allocates_nothing() {
    let allocations = |holes: usize| {
        let engine = Engine::builder().build().expect("an engine");
        let source = "<p>{{ text }}{{ number }}</p>".repeat(holes);
        let template = engine.template_from_str("main.html", &source).expect("compiles");
        least(|| drop(template.render_text(&context! { text => "a", number => 42 }).expect("renders")))
    };
    assert_eq!(allocations(1), allocations(100));
}

#[test]
fn a_page_of_a_hundred_rows_allocates_no_more_than_one_of_ten() {
    let allocations = |rows: usize| {
        let source =
            "{% for row in rows %}<p title=\"{{ row }}\">{{ row }}{{ forloop.counter }}</p>{% endfor %}";
        let rows = vec!["a < b"; rows];
        let engine = Engine::builder().build().expect("an engine");
        let template = engine.template_from_str("main.html", source).expect("compiles");
        least(|| drop(template.render_text(&context! { rows => &rows }).expect("renders")))
    };
    let (ten, hundred) = (allocations(10), allocations(100));
    println!("allocations per render: {ten} with 10 rows, {hundred} with 100");
    assert!(hundred <= ten + 6, "{ten} grew to {hundred}: something allocates in the loop");
}
