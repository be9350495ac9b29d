//! Hostile sizes: 100,000 nested or chained pieces of every kind give an answer or a clean error, in
//! parse, analysis, render and drop, on a thread with little stack.

use palisade::{Engine, Error, Escaping, Limits, context};

const PIECES: usize = 100_000;
const STACK: usize = 1 << 20;

/// What is repeated: before the middle, the middle, after it.
const NESTED: &[(&str, &str, &str)] = &[
    ("{% if x %}", "a", "{% endif %}"),
    ("{% if x %}{% else %}", "a", "{% endif %}"),
    ("{% for a in x %}", "a", "{% endfor %}"),
    ("{% with a=x %}", "{{ a }}", "{% endwith %}"),
    ("{% autoescape on %}", "a", "{% endautoescape %}"),
    ("{% spaceless %}", "a", "{% endspaceless %}"),
    ("{% verbatim %}", "a", "{% endverbatim %}"),
    ("{% comment %}", "a", "{% endcomment %}"),
    ("{% if x %}", "a", ""),
    ("", "a", "{% endif %}"),
    ("<div>", "a", "</div>"),
    ("<div ", "a", ">"),
    ("{{ x ", "", "}}"),
    ("{% ", "", "%}"),
    ("{{", "", ""),
    ("{%", "", ""),
    ("{#", "", ""),
    ("<", "", ""),
    ("<!--", "", ""),
    ("<a href=\"", "", ""),
    ("<script>", "", ""),
    ("<a title=", "{{ x }}", ">"),
];

/// What is repeated inside one tag or variable: head, piece, tail.
const CHAINED: &[(&str, &str, &str)] = &[
    ("{{ x", "|lower", " }}"),
    ("{{ x", "|default:'a'", " }}"),
    ("{{ x", ".a", " }}"),
    ("{{ '", "a", "' }}"),
    ("{{ 1", "1", " }}"),
    ("{% if x", " and x", " %}a{% endif %}"),
    ("{% if x", " or x", " %}a{% endif %}"),
    ("{% if ", "not ", "x %}a{% endif %}"),
    ("{% if x", " == x", " %}a{% endif %}"),
    ("{% if x %}", "{% elif y %}", "{% endif %}"),
    ("{% with ", "a=x ", " %}{% endwith %}"),
    ("{% for a", ",a", " in x %}{% endfor %}"),
    ("{% cycle ", "'a' ", "%}"),
    ("{% firstof ", "y ", "%}"),
    ("{% load ", "a ", "%}"),
    ("{% include 'a' with ", "a=x ", "%}"),
    ("", "{{ x }}", ""),
    ("", "{% cycle 'a' 'b' as c %}", ""),
    ("", "{% firstof x 'b' %}", ""),
    ("", "{% csrf_token %}", ""),
    ("", "{% templatetag openblock %}", ""),
    ("", "{% if x %}a{% endif %}", ""),
    ("", "{% for a in x %}{{ a }}{% endfor %}", ""),
    ("", "{# #}", ""),
    ("", "<p>", ""),
    ("<p ", "a=b ", ">"),
    ("<p ", "{% if x %}a{% endif %} ", ">"),
    ("<p title=\"", "{{ x }}", "\">"),
    ("<a href=\"", "{{ x }}", "\">"),
    ("<a href=\"/?", "a={{ x }}&amp;", "\">"),
];

fn render(source: &str, escaping: Escaping) -> Result<String, Error> {
    Engine::builder().escaping(escaping).build()?.render_str(source, &context! { x => "x" })
}

/// Runs on a thread with [`STACK`] bytes; a stack that overflows ends the whole run, visibly.
fn on_a_small_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(run).expect("a thread");
    thread.join().expect("no panic");
}

/// Whichever it is: text, or an error that can be shown and dropped.
fn survive_in(mode: Escaping, sources: Vec<String>) {
    on_a_small_stack(move || {
        for source in sources {
            if let Err(error) = render(&source, mode) {
                assert!(!error.to_string().is_empty() && !format!("{error:#}").is_empty());
            }
        }
    });
}

fn survive(sources: Vec<String>) {
    survive_in(Escaping::Contextual, sources.clone());
    survive_in(Escaping::Django, sources);
}

#[test]
fn nested_pieces_give_a_clean_answer() {
    let nest =
        |(open, middle, close): &(&str, &str, &str)| open.repeat(PIECES) + middle + &close.repeat(PIECES);
    survive(NESTED.iter().map(nest).collect());
}

fn chained() -> Vec<String> {
    let chain = |(head, piece, tail): &(&str, &str, &str)| format!("{head}{}{tail}", piece.repeat(PIECES));
    CHAINED.iter().map(chain).collect()
}

// Two tests, because each takes long and they can run beside each other.
#[test]
fn chained_pieces_give_a_clean_answer() {
    survive_in(Escaping::Contextual, chained());
}

#[test]
fn chained_pieces_give_a_clean_answer_in_django_mode() {
    survive_in(Escaping::Django, chained());
}

#[test]
fn blocks_of_many_names_give_a_clean_answer() {
    let open = |n: usize| format!("{{% block b{n} %}}");
    let nested: String = (0..PIECES).map(open).collect::<String>() + &"{% endblock %}".repeat(PIECES);
    let chained: String = (0..PIECES).map(|it| open(it) + "{% endblock %}").collect();
    survive(vec![nested, chained]);
}

#[test]
fn what_the_default_limits_allow_fits_the_stack() {
    let depth = Limits::default().nesting as usize;
    on_a_small_stack(move || {
        for (open, middle, close) in NESTED.iter().take(6) {
            let source = open.repeat(depth) + middle + &close.repeat(depth);
            let _ = render(&source, Escaping::Contextual);
        }
    });
}

#[test]
fn deep_data_gives_a_clean_answer() {
    on_a_small_stack(|| {
        let mut deep = palisade::Json::Int(1);
        for _ in 0..1000 {
            deep = palisade::Json::List(vec![deep]);
        }
        for source in [
            "{{ x }}",
            "{{ x|json_script }}",
            "{{ x|join:',' }}",
            "{{ x|length }}",
            "{% if x == x %}a{% endif %}",
        ] {
            let engine = Engine::builder().escaping(Escaping::Django).build().expect("an engine");
            let _ = engine.render_str(source, &context! { x => &deep });
        }
    });
}
