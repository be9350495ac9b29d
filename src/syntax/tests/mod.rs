//! What templates are parsed to, as short texts; which faults are found, and where.

mod hostile;
mod show;

use super::*;
use crate::diagnostics::ErrorKind::*;
use crate::library::Library;
use crate::value::{Cx, Filter, Value};
use show::show;

/// A filter that is only counted.
struct Probe(u8, u8);

impl Filter for Probe {
    fn apply<'a>(&self, value: Value<'a>, _: Option<Value<'a>>, _: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(value)
    }

    fn arguments(&self) -> (u8, u8) {
        (self.0, self.1)
    }
}

fn libraries() -> Libraries {
    let global = Library::new().filter("f", Probe(0, 0)).filter("g", Probe(1, 1)).filter("h", Probe(0, 1));
    let named = Library::new().filter("loaded", Probe(0, 0)).filter("left", Probe(0, 0));
    Libraries { global, named: [("lib".into(), named)].into_iter().collect(), ..Libraries::default() }
}

fn parsed(text: &str) -> Result<Ast, Error> {
    parse(&Source::new("t.html", text), &libraries(), &Limits::default())
}

#[track_caller]
fn check(text: &str, want: &str) {
    assert_eq!(show(text), want, "{text}");
}

/// The error's kind and the text it points at.
#[track_caller]
fn check_error(text: &str, kind: ErrorKind, at: &str) {
    let error = parsed(text).err().unwrap_or_else(|| panic!("{text} was parsed"));
    let slice = error.source_text().unwrap().slice(error.span().unwrap());
    assert_eq!((error.kind(), slice), (kind, at), "{text}: {error}");
}

#[test]
fn what_is_not_closed_on_its_line_is_text() {
    check("{{ a }", r#""{{ a }""#);
    check("{% if a %", r#""{% if a %""#);
    check("{#}", r#""{#}""#);
    check("{{ a\n}}", r#""{{ a\n}}""#);
    check("{%}", r#""{%}""#);
    check("{{ {{ a", r#""{{ {{ a""#);
    check("%} }} #}", r#""%} }} #}""#);
    check("{", r#""{""#);
    check("", "");
}

#[test]
fn the_first_closer_ends_a_tag() {
    check("{{ a }}}", r#"a "}""#);
    check("{{a}}{{b}}", "a b");
    check("{{{a}}", "t.html:1:3: cannot read `{a` [E005]");
    check("{{% if a %}1{% endif %}", r#""{" if [a]{"1"} else{}"#);
    check("x{# {{ a }} #}y", r#""x" "y""#);
    check("{{ a\r}}", "a");
    check_error("{{ '}}' }}", BadExpression, "'");
}

#[test]
fn blanks_are_pythons() {
    check("{{\u{1c}a\u{a0}}}", "a");
    check("{%\u{3000}if\u{1f}a\u{2003}%}{%endif%}", "if [a]{} else{}");
}

#[test]
fn verbatim_is_text_until_its_own_end() {
    check("{% verbatim %}{{ a }}{% if %}{# c #}{% endverbatim %}", r#""{{ a }}{% if %}{# c #}""#);
    check("{% verbatim x %}{% endverbatim %}{%endverbatim x%}y", r#""{% endverbatim %}" "y""#);
    check("{% verbatim %}{{ {% endverbatim %} }}{% endverbatim %}", r#""{{ {% endverbatim %} }}""#);
    check("{% comment %}{% verbatim %}{% endcomment %}{% endverbatim %}{% endcomment %}z", r#""z""#);
    check_error("{% verbatim x %}{% endverbatim y %}", UnclosedTag, "{% verbatim x %}");
}

#[test]
fn comments_hide_whatever_they_hold() {
    check("{% comment it's %}{% nope %}{{ }}{% %}{{ a b }}{% endcomment x %}{% endcomment %}z", r#""z""#);
    check_error(
        "{% comment %}{% comment %}{% endcomment %}x{% endcomment %}",
        UnexpectedTag,
        "{% endcomment %}",
    );
}

#[test]
fn numbers_are_what_python_reads_as_numbers() {
    check("{{ 1_000 }}{{ ١٢ }}{{ +1 }}{{ -0 }}", "int(1000) int(12) int(1) int(0)");
    check("{{ .5 }}{{ -.5 }}{{ 1e3 }}{{ 1.e5 }}", "float(0.5) float(-0.5) float(1000) float(100000)");
    check("{{ 1e400 }}{{ +3.0E+2 }}{{ 5.2e-3 }}", "float(inf) float(300) float(0.0052)");
    check(
        "{{ 09223372036854775808 }}{{ -9223372036854775809 }}",
        "number(9223372036854775808) number(-9223372036854775809)",
    );
    check("{{ 𝟏𝟗.𝟎 }}", "float(19)");
}

#[test]
fn what_is_no_number_is_a_variable() {
    check("{{ 5. }}{{ 0x10 }}{{ 1__0 }}{{ nan }}{{ inf }}", "5. 0x10 1__0 nan inf");
    check("{{ 1e2.0 }}{{ 1e }}{{ .a }}{{ a..b }}{{ 1_.5 }}", "1e2.0 1e .a a..b 1_.5");
    check_error("{{ 1e- }}", BadExpression, "1e-");
    check_error("{{ 1+1 }}", BadExpression, "1+1");
    check_error("{{ a.b-c }}", BadExpression, "a.b-c");
    check_error("{{ _a }}", BadExpression, "_a");
    check_error("{{ a._b }}", BadExpression, "a._b");
    check_error("{{ 1._5 }}", BadExpression, "1._5");
}

#[test]
fn strings_keep_all_but_protected_quotes() {
    check(r#"{{ "a\"b" }}{{ 'a\'b' }}{{ "a\'b" }}"#, r#""a\"b" "a'b" "a\\'b""#);
    check(r#"{{ "a\\b" }}{{ "a\nb" }}{{ "\\\"" }}{{ '' }}"#, r#""a\\b" "a\\nb" "\\\"" """#);
    check(r#"{{ _("a b") }}{{ a|g:_('x') }}{{ "a|b:c" }}"#, r#"_("a b") a|g:_("x") "a|b:c""#);
    check_error("{{ 'a }}", BadExpression, "'a");
    check_error("{{ _(a) }}", BadExpression, "_");
}

#[test]
fn filters_are_chained_without_blanks_around_the_colon() {
    check("{{ a | f|  g:1|h|h:b.c }}", "a|f|g:int(1)|h|h:b.c");
    check_error("{{ a|g: 1 }}", FilterArguments, "g");
    check_error("{{ a|g :1 }}", FilterArguments, "g");
    check_error("{{ a|h :1 }}", BadExpression, ":1");
    check_error("{{ a|f:1 }}", FilterArguments, "f:1");
    check_error("{{ a|ff }}", UnknownFilter, "ff");
    check_error("{{ a|fil(ter) }}", UnknownFilter, "fil");
    check_error("{{ |f }}", BadExpression, "|f");
    check_error("{{ a|<>|f }}", BadExpression, "|<>|f");
    check_error("{{ a b }}", BadExpression, "b");
    check_error("{{ a@b }}", BadExpression, "@b");
}

#[test]
fn a_library_is_known_after_its_load() {
    check("{% load lib %}{{ a|loaded }}", "a|loaded");
    check("{% load loaded from lib %}{{ a|loaded }}", "a|loaded");
    check_error("{{ a|loaded }}{% load lib %}", UnknownFilter, "loaded");
    check_error("{% load loaded from lib %}{{ a|left }}", UnknownFilter, "left");
    check_error("{% load nope from lib %}", UnknownLibrary, "nope");
    check_error("{% load loaded from lob %}", UnknownLibrary, "lob");
    check_error("{% load lib lob %}", UnknownLibrary, "lob");
}

#[test]
fn conditions_bind_as_django_binds() {
    check("{% if a or b and c %}{% endif %}", "if [a or+5 b and+2 c settle settle]{} else{}");
    check("{% if not a in b %}{% endif %}", "if [a b In not]{} else{}");
    check("{% if not a == b and c %}{% endif %}", "if [a b Equal not and+2 c settle]{} else{}");
    check("{% if 3 > 2 > 1 %}{% endif %}", "if [int(3) int(2) Greater int(1) Greater]{} else{}");
    check("{% if a in b == c %}{% endif %}", "if [a b c Equal In]{} else{}");
    check("{% if a == not b == c %}{% endif %}", "if [a b c Equal not Equal]{} else{}");
    check("{% if a is not b or a not in c %}{% endif %}", "if [a b IsNot or+4 a c NotIn settle]{} else{}");
    check("{% if a and b and c %}{% endif %}", "if [a and+2 b settle and+2 c settle]{} else{}");
    check("{% if not not a %}{% endif %}", "if [a not not]{} else{}");
}

#[test]
fn broken_conditions_point_at_the_word() {
    check_error("{% if %}{% endif %}", BadTag, "{% if %}");
    check_error("{% if a and %}{% endif %}", BadTag, "{% if a and %}");
    check_error("{% if and a %}{% endif %}", BadTag, "and");
    check_error("{% if not in a %}{% endif %}", BadTag, "not");
    check_error("{% if a not b %}{% endif %}", BadTag, "not");
    check_error("{% if a b %}{% endif %}", BadTag, "b");
    check_error("{% if a==b %}{% endif %}", BadExpression, "==b");
    check_error("{% if a === b %}{% endif %}", BadTag, "===");
    check_error("{% if 'a %}{% endif %}", BadExpression, "'a");
}

#[test]
fn branches_always_have_an_else() {
    check("{% if a %}1{% elif b %}2{% else %}3{% endif %}", r#"if [a]{"1"} [b]{"2"} else{"3"}"#);
    check("{% if a %}1{% elif b %}2{% endif %}", r#"if [a]{"1"} [b]{"2"} else{}"#);
    let ast = parsed("{% if a %}1{% endif %}").unwrap();
    let NodeKind::If { branches } = &ast.body.nodes[0].kind else { panic!() };
    assert_eq!(ast.source.slice(branches[1].span), "{% endif %}");
    assert_eq!((branches[0].body.end, branches[1].body.end, ast.body.end), (11, 11, 22));
    check_error("{% if a %}{% else b %}{% endif %}", BadTag, "{% else b %}");
    check_error("{% if a %}{% endif b %}", BadTag, "{% endif b %}");
    check_error("{% if a %}{% else %}{% elif b %}{% endif %}", UnexpectedTag, "{% elif b %}");
    check_error("{% if a %}{% elifa b %}{% endif %}", UnknownTag, "{% elifa b %}");
}

#[test]
fn loops_take_names_and_one_expression() {
    check(
        "{% for a , b,c in d.e|f reversed %}x{% empty %}y{% endfor now %}",
        r#"for a,b,c in d.e|f reversed{"x"} empty{"y"}"#,
    );
    for words in [
        "x",
        "x items",
        "x from items",
        "in items",
        "x in",
        "x in l foo",
        "x in reversed",
        "k, in d",
        "a b in d",
        "a,,b in d",
        "a|f in d",
        "'k' in d",
    ] {
        let text = format!("{{% for {words} %}}{{% endfor %}}");
        check_error(&text, BadTag, &text[..text.len() - "{% endfor %}".len()]);
    }
}

#[test]
fn cycles_share_their_slot_by_name() {
    check(
        "{% cycle a 'b' as c silent %}{% cycle c %}{% cycle a b %}",
        r#"cycle#0(a, "b") as c silent cycle#0(a, "b") as c silent cycle#1(a, b)"#,
    );
    check("{% cycle 'a' as x %}", r#"cycle#0("a", as, x)"#);
    check("{% cycle a b as c %}", "cycle#0(a, b) as c");
    check_error("{% cycle %}", BadTag, "{% cycle %}");
    check_error("{% cycle a %}", BadTag, "a");
    check_error("{% cycle a b as c loud %}", BadTag, "loud");
    check_error("{% cycle a,b as c %}", BadExpression, ",b");
}

#[test]
fn other_tags_read_their_words() {
    check("{% firstof a 'b c' as x %}", r#"firstof(a, "b c") as x"#);
    check("{% templatetag openblock %}", "literal({%)");
    check("{% with a=b c='d e' %}x{% endwith a %}", r#"with a=b c="d e"{"x"}"#);
    check("{% with a.b as c and d|f as e %}x{% endwith %}", r#"with c=a.b e=d|f{"x"}"#);
    check("{% autoescape off %}x{% endautoescape %}", r#"autoescape false{"x"}"#);
    check("{% spaceless %}x{% endspaceless %}", r#"spaceless{"x"}"#);
    check_error("{% firstof %}", BadTag, "{% firstof %}");
    check_error("{% templatetag open %}", BadTag, "open");
    check_error("{% with %}{% endwith %}", BadTag, "{% with %}");
    check_error("{% with a=b c %}{% endwith %}", BadTag, "c");
    check_error("{% with a= %}{% endwith %}", BadTag, "{% with a= %}");
    check_error("{% autoescape true %}{% endautoescape %}", BadTag, "{% autoescape true %}");
}

#[test]
fn includes_take_their_options_once() {
    check("{% include 'a' with b=c d=e only %}", r#"include "a"(b=c d=e) only"#);
    check("{% include a.b|f only with b=c %}", "include a.b|f(b=c) only");
    for words in ["", "'a' with", "'a' with b", "'a' only only", "'a' with b=c with d=e"] {
        let text = format!("{{% include {words} %}}");
        check_error(&text, BadTag, &text);
    }
    check_error("{% include 'a' b=c %}", BadTag, "b=c");
}

#[test]
fn blocks_are_unique_and_closed_by_name() {
    check(
        "{% block a %}{% block b %}{{ block.super }}{% endblock b %}{% endblock %}",
        "block a{block b{super}}",
    );
    let ast =
        parsed("{% block a %}{% block b %}{% endblock %}{% endblock %}{% block c %}{% endblock %}").unwrap();
    assert_eq!(ast.blocks.iter().map(|it| &*it.name).collect::<Vec<_>>(), ["a", "b", "c"]);
    check("{% block it's %}{% endblock it's %}", "block it's{}");
    check("{% block a %}{{ block.super|f }}{% endblock %}", "block a{filter f{super}}");
    check("{{ block.super|f }}", "block.super|f");
    check_error("{% block %}{% endblock %}", BadTag, "{% block %}");
    check_error("{% block a b %}{% endblock %}", BadTag, "{% block a b %}");
    check_error("{% block a %}{% endblock  a %}", UnexpectedTag, "{% endblock  a %}");
    check_error("{% block a %}{% block b %}{% endblock a %}", UnexpectedTag, "{% endblock a %}");
    check_error("{% block a %}{% block a %}", DuplicateBlock, "{% block a %}");
}

#[test]
fn extends_comes_before_everything_but_text() {
    check("x {# c #}{% extends 'a' %}{% block b %}{% endblock %}", r#""x " extends "a" block b{}"#);
    for before in [
        "{% comment %}{% endcomment %}",
        "{% load %}",
        "{{ x }}",
        "{% if a %}",
        "{% extends 'b' %}",
        "{% verbatim %}{% endverbatim %}",
    ] {
        check_error(&format!("{before}{{% extends 'a' %}}"), MisplacedExtends, "{% extends 'a' %}");
    }
    check_error("{% extends %}", BadTag, "{% extends %}");
}

#[test]
fn faults_name_the_tag_that_was_opened() {
    check(
        "\n{% if a %}{% else %}",
        "t.html:2:1: Unclosed tag on line 2: 'if'. Looking for one of: endif. [E003]",
    );
    check(
        "{% if a %}",
        "t.html:1:1: Unclosed tag on line 1: 'if'. Looking for one of: elif, else, endif. [E003]",
    );
    let report = format!("{:#}", parsed("{% if a %}\n{% endfor %}").err().unwrap());
    assert!(report.contains("t.html:2:1") && report.contains("`if` is still open"), "{report}");
    check_error("{% endif %}", UnexpectedTag, "{% endif %}");
    check_error("{% fro a in b %}", UnknownTag, "{% fro a in b %}");
    assert_eq!(parsed("{% fro a in b %}").err().unwrap().remedy(), Some("did you mean `for`?"));
    check_error("{{ }}", EmptyTag, "{{ }}");
    check_error("{{}}", EmptyTag, "{{}}");
    check_error("{% %}", EmptyTag, "{% %}");
}

#[test]
fn limits_name_the_tag() {
    let limits = Limits { nesting: 1, tag_bytes: 12, source_bytes: 40, ..Limits::default() };
    let error = |text: &str| parse(&Source::new("t", text), &libraries(), &limits).err().unwrap().to_string();
    assert_eq!(error("{% if a %}\n{% if b %}"), "t:2:1: the limit `nesting` of 1 is exceeded [E042]");
    assert_eq!(error("\n{{ abcdefghi }}"), "t:2:1: the limit `tag_bytes` of 12 is exceeded [E042]");
    assert_eq!(error(&" ".repeat(41)), "t:1:1: the limit `source_bytes` of 40 is exceeded [E042]");
}
