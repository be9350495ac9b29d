//! Twice the input costs about twice the work, counted in steps: bytes that are allocated, and, where the fuzzer's build
//! counts them, edges of the program that are taken. Time is not counted: it would say something about the machine.

use super::choices::Choices;
use super::targets::BREAK;
use palisade::{Engine, Limits, MemoryLoader, Policy, SafeHtml, Sanitizer, Verify, context, internals};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Edges taken so far; stays zero where nothing counts them.
pub(crate) static EDGES: AtomicU64 = AtomicU64::new(0);

/// Each tag, in all its forms that do different work.
pub(crate) const TAGS: &[&str] = &[
    "{% autoescape off %}a{% endautoescape %}",
    "{% block NAME %}a{% endblock %}",
    "{% comment %}a{% endcomment %}",
    "{% csp_nonce_attr %}",
    "{% csrf_token %}",
    "{% cycle 'a' 'b' %}",
    "{% cycle 'a' 'b' as NAME %}{% resetcycle NAME %}",
    "{% debug %}",
    "{% filter upper %}a{% endfilter %}",
    "{% firstof x y 'a' %}",
    "{% for i in short %}a{% empty %}b{% endfor %}",
    "{% if x and y or not x %}a{% elif y %}b{% else %}c{% endif %}",
    "{% for i in short %}{% ifchanged %}{{ i }}{% else %}b{% endifchanged %}{% endfor %}",
    "{% include 'part.html' with a=short only %}",
    "{% include name %}",
    "{% load i18n %}",
    "{% lorem 2 w %}",
    "{% now 'Y' %}",
    "{% partialdef NAME %}a{% endpartialdef %}{% partial NAME %}",
    "{% querystring a=1 %}",
    "{% regroup short by length as NAME %}",
    "{% spaceless %}<b> </b>{% endspaceless %}",
    "{% templatetag openblock %}",
    "{% url 'x' %}",
    "{% verbatim %}{{ a }}{% endverbatim %}",
    "{% widthratio 1 2 3 %}",
    "{% with a=short b=y %}{{ a }}{% endwith %}",
    "{% translate 'a' %}",
    "{% blocktranslate with a=short count n=2 %}a {{ a }}{% plural %}b {{ a }}{% endblocktranslate %}",
    "{% language 'de' %}a{% endlanguage %}",
    "{% get_current_language as NAME %}",
    "{% get_available_languages as NAME %}",
    "{% get_current_language_bidi as NAME %}",
    "{% get_language_info for 'de' as NAME %}",
    "{% get_language_info_list for l as NAME %}",
    "{% trans 'a' as NAME %}",
    "{% blocktrans trimmed %} a {{ a }} {% endblocktrans %}",
    "{% localize on %}{{ short }}{% endlocalize %}",
    "{% localtime off %}{{ day }}{% endlocaltime %}",
    "{% timezone 'UTC' %}{{ day }}{% endtimezone %}",
    "{% get_current_timezone as NAME %}",
    "{% static 'a.css' %}",
    "{% get_static_prefix %}",
    "{% get_media_prefix %}",
    "{% cache 60 NAME %}a{% endcache %}",
];

/// What a filter gets after its colon: nothing, something short, or as much as there is in the value.
pub(crate) const ARGUMENTS: &[&str] =
    &["", ":5", ":'a,b'", ":'s'", ":x", ":short", ":'-5:'", ":'name'", ":'html'", ":'UTC'", ":day"];

pub(crate) const LIBRARIES: &str = "{% load humanize i18n l10n tz static cache %}";

/// What one run took, and whether it came to its end: an error is found sooner or later, and looked for twice.
#[derive(Clone, Copy, Debug)]
struct Cost {
    bytes: u64,
    edges: u64,
    done: bool,
}

fn cost(run: impl FnOnce() -> bool) -> Cost {
    let (before, mut done) = (EDGES.load(Ordering::Relaxed), false);
    let bytes = allocation_counter::measure(|| done = run()).bytes_total;
    Cost { bytes, edges: EDGES.load(Ordering::Relaxed) - before, done }
}

/// The first byte says what is made large: a template, a value that a filter gets, or HTML that is cleaned.
pub(super) fn quadratic(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    match first % 4 {
        0 => templates(rest),
        1 => tags(rest),
        2 => filters(rest),
        _ => markup(rest),
    }
}

/// A beginning, a piece that is repeated, and an end.
fn parts(bytes: &[u8]) -> [String; 3] {
    let text = String::from_utf8_lossy(bytes.get(..192).unwrap_or(bytes));
    let mut parts = text.split(BREAK).map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    let (piece, before, after) = (next(), next(), next());
    [before, piece, after]
}

fn repeated([before, piece, after]: &[String; 3], times: usize) -> String {
    [before, piece.repeat(times).as_str(), after].concat()
}

/// How often a piece makes a text that is long enough for its cost to show.
fn times(piece: &str) -> usize {
    (1 << 13) / piece.len().max(1)
}

#[track_caller]
fn linear(what: &str, once: Cost, twice: Cost) {
    if once.done != twice.done {
        return;
    }
    assert!(twice.bytes <= 3 * once.bytes + (64 << 10), "{once:?}, then {twice:?}: {what}");
    assert!(twice.edges <= once.edges / 2 * 5 + 100_000, "{once:?}, then {twice:?}: {what}");
}

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let loader = MemoryLoader::new([("v.html", "{{ x }}")]).expect("a name");
    let limits = Limits::untrusted();
    Engine::builder().loader(loader).limits(limits).verify(Verify::Never).build().expect("an engine")
});

/// A template of many pieces is read; and rendered, unless what one leaves behind grows in the next.
fn templates(bytes: &[u8]) {
    let parts = parts(bytes);
    let count = times(&parts[1]);
    let grows = parts.iter().any(|it| it.contains("as"));
    let run = |times: usize| {
        let source = repeated(&parts, times);
        cost(|| page(&source, !grows))
    };
    run(1);
    linear(&format!("{parts:?}"), run(count), run(2 * count));
}

/// Known tags, each often, one in another's place.
fn tags(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let between =
        ["", "<p>", "<a href=\"", "\">", "<script>", "</script>", "'", "<style>", "a{b:", "}</style>"];
    let row: String = (0..1 + choices.below(4))
        .map(|_| [*choices.pick(&between), *choices.pick(TAGS), *choices.pick(&between)].concat())
        .collect();
    let before = *choices.pick(&between);
    let run = |times: usize| {
        let named = |it: usize| row.replace("NAME", &format!("n{it:05}"));
        let source = [LIBRARIES, before].concat() + &(0..times).map(named).collect::<String>();
        cost(|| page(&source, true))
    };
    run(1);
    let count = times(&row);
    linear(&format!("{before:?} {row:?}"), run(count), run(2 * count));
}

/// Whether a template compiles, and renders if that is wanted.
fn page(source: &str, rendered: bool) -> bool {
    let vars = context! { x => "<x>", short => "a", y => "y", l => &[1, 2][..], a => true };
    let template = ENGINE.template_from_str("main.html", source);
    template.is_ok_and(|it| !rendered || it.render_text(&vars).is_ok())
}

/// One to three filters, and a text, marked HTML or a list for them.
fn filters(bytes: &[u8]) {
    static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| internals::filters().map(|it| it.0).collect());
    let (chosen, rest) = bytes.split_at(bytes.len().min(8));
    let mut choices = Choices::new(chosen);
    let kind = choices.below(3);
    let chain: String = (0..1 + choices.below(3))
        .map(|at| format!("|{}{}", choices.pick(&NAMES), argument(choices.pick::<&str>(ARGUMENTS), at)))
        .collect();
    // The value itself is an argument only of a short one: both together may be their product.
    let first = if chain.contains(":x") { "short" } else { "x" };
    let source = format!("{LIBRARIES}{{{{ {first}{chain} }}}}");
    let Ok(template) = ENGINE.template_from_str("main.html", &source) else { return };
    let parts = parts(rest);
    let run = |times: usize| {
        let text = repeated(&parts, times);
        let items: Vec<&str> = if kind == 2 { vec![&parts[1]; times] } else { Vec::new() };
        let html = SafeHtml::trust(text.clone());
        let vars = match kind {
            0 => context! { x => &*text, short => "a" },
            1 => context! { x => &html, short => "a" },
            _ => context! { x => &items[..], short => "a" },
        };
        cost(|| template.render_text(&vars).is_ok())
    };
    run(1);
    let count = times(&parts[1]);
    linear(&format!("{chain}: {parts:?}"), run(count), run(2 * count));
}

/// The value itself is an argument of the first only.
fn argument(argument: &str, at: usize) -> &str {
    if argument == ":x" && at > 0 { ":short" } else { argument }
}

/// HTML of many pieces is cleaned, by each preset.
fn markup(bytes: &[u8]) {
    static SANITIZERS: LazyLock<Vec<Sanitizer>> = LazyLock::new(|| {
        let sanitizer = |it: &&str| Sanitizer::new(Policy::preset(it)?).ok();
        Policy::PRESETS.iter().filter_map(sanitizer).collect()
    });
    let parts = parts(bytes);
    let count = times(&parts[1]);
    for sanitizer in SANITIZERS.iter() {
        let run = |times: usize| {
            let html = repeated(&parts, times);
            cost(|| sanitizer.clean(&html).is_ok())
        };
        run(1);
        linear(&format!("{sanitizer:?}: {parts:?}"), run(count), run(2 * count));
    }
}
