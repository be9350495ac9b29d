//! The kinds of error, each with a stable code and an essay.

/// One row a kind: variant, code, title, what it means with an example and its remedy.
macro_rules! kinds {
    ($($name:ident $code:literal $title:literal $essay:literal)*) => {
        /// What kind of fault an [`Error`](crate::Error) is. Codes are stable and never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum ErrorKind {
            $(
                #[doc = concat!("`", $code, "` ", $title, "\n\n", $essay)]
                $name,
            )*
        }

        impl ErrorKind {
            /// All kinds, in the order of their codes.
            pub const ALL: &'static [ErrorKind] = &[$(ErrorKind::$name),*];

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self { $(ErrorKind::$name => $code,)* }
            }

            /// The kind in a few words.
            pub fn title(self) -> &'static str {
                match self { $(ErrorKind::$name => $title,)* }
            }

            /// What it means and how to mend it, in Markdown. A fenced block `html` is a
            /// template that triggers it; every such block is run by the tests.
            pub fn explain(self) -> &'static str {
                match self { $(ErrorKind::$name => $essay,)* }
            }

            /// How faults of this kind are mended in general.
            pub(super) fn remedy(self) -> Option<&'static str> {
                let (_, remedy) = self.explain().split_once("Remedy: ")?;
                remedy.lines().next()
            }
        }
    };
}

kinds! {
    EmptyTag "E001" "Empty tag"
"A variable or tag has nothing between its braces.

```html
Hello {{ }}
```
Remedy: write the variable's name, or remove the braces. To print braces, use `{% templatetag openvariable %}` or `{% verbatim %}`."

    UnknownTag "E002" "Unknown tag"
"No built-in tag and no loaded library has a tag of this name.

```html
{% fro post in posts %}{% endfor %}
```
Remedy: mend the spelling, or `{% load %}` the library that has the tag."

    UnclosedTag "E003" "Unclosed block tag"
"A tag that opens a block is never closed.

```html
{% if user %}Hello {{ user }}
```
Remedy: add the closing tag. The error names the tag that opened the block."

    UnexpectedTag "E004" "Unexpected closing tag"
"A tag stands where no open block expects it.

```html
{% if user %}Hello{% endfor %}
```
Remedy: close blocks in the reverse order of their opening."

    BadExpression "E005" "Malformed expression"
"What stands between the braces is not a variable, a literal, or one of these with filters.

```html
{{ post.title or 'untitled' }}
```
Remedy: an expression is `name.attribute|filter:argument`; operators belong in `{% if %}`.

Here: `{{ post.title|default:'untitled' }}`."

    UnknownFilter "E006" "Unknown filter"
"No built-in filter and no loaded library has a filter of this name.

```html
{{ name|uper }}
```
Remedy: mend the spelling, or `{% load %}` the library that has the filter."

    FilterArguments "E007" "Wrong number of filter arguments"
"A filter got an argument it does not take, or lacks one it needs.

```html
{{ name|lower:'x' }}
```
Remedy: a filter takes at most one argument, after a colon and without blanks."

    BadTag "E008" "Malformed tag"
"The words inside a tag are not what this tag takes.

```html
{% for post %}{{ post }}{% endfor %}
```
Remedy: write the tag in the form that the message shows."

    DuplicateBlock "E009" "Duplicate block"
"Two blocks of one template have the same name, so that a child could not say which it replaces.

```html
{% block title %}{% endblock %}{% block title %}{% endblock %}
```
Remedy: rename one. To print a block's content twice, put it in an include."

    MisplacedExtends "E010" "Misplaced `extends`"
"`{% extends %}` must be the first tag of a template.

```html
{{ title }}{% extends 'base.html' %}
```
Remedy: move it to the top. Only text and `{# comments #}` may stand before it."

    UnknownLibrary "E011" "Unknown library"
"`{% load %}` names a library the engine does not have.

```html
{% load humanise %}
```
Remedy: mend the spelling, or register the library with `EngineBuilder::library`."

    DuplicatePartial "E067" "Duplicate partial"
"Two partials of one template have the same name, so that `{% partial %}` could not say which is meant.

```html
{% partialdef card %}a{% endpartialdef %}{% partialdef card %}b{% endpartialdef %}
```
Remedy: rename one. A partial can be printed as often as you like with `{% partial %}`."

    TagArguments "E069" "Wrong arguments of a tag"
"A tag of the application got an argument it does not take, lacks one it needs, or got one twice. What it takes is read off the closure it was registered with: `Library::simple_tag`, `simple_block_tag`, `inclusion_tag`.

Remedy: the message names the argument. Values come first, then `name=value`."

    BranchesDiverge "E020" "Branches end in different places"
"The branches of a tag leave the page in different constructs, so that what follows would stand in two places at once.

```html
<a {% if big %}href=\"{% endif %}{{ url }}\">
```
Remedy: open and close a tag, an attribute's quotes, a script or a comment inside the same branch."

    PlaceRefused "E021" "A value may not stand here"
"No escaper can make a value harmless in this place, or this release has none for it.

```html
<!DOCTYPE {{ name }}>
```
Remedy: the message names the place and what to write instead, often a `data-*` attribute or `json_script`."

    AmbiguousPlace "E022" "The place of a value depends on a branch"
"Before this value the branches left different states behind, and no one escaper is right for all of them.

```html
<a href=\"{% if local %}/pages/{% endif %}{{ address }}\">
```
Is `address` a whole URL, whose scheme must be checked, or a part of a path? Remedy: repeat the value inside each branch."

    UnbalancedConstruct "E023" "Ends in another construct than it began in"
"A template, a block, an include or the body of a loop must end in the construct it began in: the same text, tag, quotes, script or comment. Each is analysed for itself, so none may leave something open for another.

```html
<p title=\"never closed>
```
Remedy: close what the message names, in the same template and block."

    BadHtml "E024" "HTML that cannot be made safe"
"The literal text around a value is such that parsers disagree about it, or quotes cannot be added.

```html
<a title=it\"s{{ name }}>
```
Remedy: put the attribute's value in quotes."

    TemplateNotFound "E030" "Template not found"
"No loader has a template of this name.

```html
{% include 'no/such.html' %}
```
Remedy: mend the name; names are relative to the loader's root and use `/`."

    BadTemplateName "E031" "Illegal template name"
"A template's name is absolute, holds `..`, a backslash or a control character, or leads out of the loader's root.

```html
{% include '../../etc/passwd' %}
```
Remedy: names are relative to the loader's root. `./` and `../` at the start are relative to the including template and must stay inside the root."

    LoadFailed "E032" "Template could not be read"
"The loader found the template but could not read it: no permission, not UTF-8, or larger than `Limits::source_bytes`."

    UndefinedVariable "E040" "Undefined variable"
"A variable that must have a value has none: the argument of a filter, or the name of a template to extend.

```html
{{ name|default:fallback }}
```
Remedy: pass it in the context. A variable that is merely printed may be missing and prints as nothing, unless `EngineBuilder::strict_undefined` says otherwise; `|default:''` and `{% if %}` ask whether there is one."

    ValueError "E041" "A value of the wrong type"
"A tag or filter got a value it cannot work with.

```html
{% for digit in 5 %}{{ digit }}{% endfor %}
```
Remedy: pass a value of the type that is asked for, or test it with `{% if %}` first."

    LimitExceeded "E042" "Limit exceeded"
"Rendering or parsing would cost more than `Limits` allows.

```html
{% include 'main.html' %}
```
Remedy: mend the endless recursion, or raise the limit named in the message."

    Rejected "E043" "Value rejected for its place"
"Under `strict_places`, a value that its place cannot take is an error instead of being replaced by something inert.

```html strict_places
<a href=\"{{ 'javascript:alert(1)' }}\">x</a>
```
Remedy: check the value where it enters the application; `Kind` and reason are in the message."

    NotHtml "E044" "Not an HTML template"
"`Template::render` gives `SafeHtml`, which only an HTML template rendered in `Contextual` mode is.

Remedy: use `Template::render_text`, which gives a `String`."

    BlockNotFound "E045" "No such block"
"`render_block` or `block.super` names a block that the template and its parents do not define, or `block.super` stands in a template that extends no other.

```html
{% block title %}{{ block.super }}{% endblock %}
```
Remedy: mend the name; `block.super` works inside `{% block %}` of a template that extends another."

    PartialNotFound "E068" "No such partial"
"`{% partial %}` names a partial that this template does not define. Partials belong to the template they stand in: those of another are included as `{% include 'page.html#name' %}`.

```html
{% partialdef card %}a{% endpartialdef %}{% partial crad %}
```
Remedy: mend the name, or define it with `{% partialdef name %}`."

    OutputFailed "E046" "Output could not be written"
"The writer given to `render_to` failed. What was written before stays written."

    BadSetting "E047" "Contradictory settings"
"Two settings of the builder contradict each other, or one has an impossible value. The message names them."

    Custom "E048" "Fault reported by the application"
"A filter, an object or a value of the application returned an error."

    FrameworkAttribute "E090" "A framework could run this value"
"A warning: the value stands in an attribute that a client-side framework takes for code, JSON or an address, and is escaped as the text that it is for a browser.

```html warning
<button @click=\"say({{ word }})\">Say it</button>
```
Remedy: declare the framework with `EngineBuilder::framework`, so that the value is escaped for it, or put the value into a `data-*` attribute and read it from there."

    ValueInComment "E091" "A value in a comment"
"A warning: nothing can be escaped in a comment so that it is both harmless and what was meant, so the value is not printed.

```html warning
<!-- made by {{ author }} -->
```
Remedy: use `{# … #}` for comments of the template, or move the value out of the comment."

    Several "E049" "Several faults"
"`EngineBuilder::build` checks every template and returns all faults; `Error::all` lists them."

    BadCatalog "E060" "Catalogue cannot be read"
"The bytes given to `Catalog::from_mo` are no `.mo` file as `msgfmt` writes it, or damaged, or not in UTF-8.

Remedy: compile the `.po` file again, with `msgfmt --check -o messages.mo messages.po` or Django's `compilemessages`."

    BadPluralForms "E061" "Plural forms cannot be read"
"The header `Plural-Forms` of a catalogue has no rule, or one that is no C expression in `n` of the operators that gettext knows.

Remedy: write it as in `Plural-Forms: nplurals=2; plural=(n != 1);`."

    BadTranslation "E062" "Translation refused"
"A translation is not a text that can stand where the tag stands: a placeholder is malformed or unknown, it opens or ends what is around the tag, or puts a value where no escaper makes it harmless. The untranslated text is rendered instead, and the fault goes to `EngineBuilder::on_bad_translation`; under `strict_places` it ends the render.

Remedy: mend the catalogue. Placeholders are those of the original, as `%(name)s`; a percent sign is `%%`."

    BadCache "E080" "Bad argument of `cache`"
"The timeout of a `{% cache %}` is no number of seconds and not `None`, or there is no store of the name that `using` gives.

```html
{% load cache %}{% cache 'soon' sidebar %}{% endcache %}
```
Remedy: give seconds, or `None` to keep the fragment for ever; name stores with `EngineBuilder::fragment_cache`."

    NotAllowed "E081" "Not allowed in untrusted templates"
"The engine was built with `EngineBuilder::untrusted`, because strangers write its templates. There a template can vouch for no value (`safe`, `safeseq`, `trust`, `{% autoescape off %}`), read nothing that belongs to one response (`{% csrf_token %}`, `{% csp_nonce_attr %}`), and extend and include only templates that `EngineBuilder::allow_templates` names.

Remedy: take it out of the template; or name the template that may be included with `EngineBuilder::allow_templates`."

    BadManifest "E082" "Not a manifest of static files"
"What was given to `StaticManifest` is no manifest as Django's `ManifestStaticFilesStorage` or `palisade static-manifest` writes it, or a name in it leads out of the folder of static files.

Remedy: write the manifest anew, with `palisade static-manifest DIR`."

    BadPolicy "E100" "Policy contradicts itself"
"Two settings of a sanitizer's policy contradict each other, or one allows what nothing can make safe: an element that runs what it holds, an event handler, a URL that is judged as if it were text.

Remedy: the message names the settings; take one of them out."

    HtmlTooLong "E101" "HTML too long to clean"
"The HTML is longer than `input-bytes` of the policy's limits.

Remedy: raise the limit, or show the text with `clean_or_text`."

    HtmlTooDeep "E102" "HTML nested too deeply"
"Elements stand deeper than `depth` of the policy's limits. Browsers flatten what is deeper than 512, and what they flatten is another page than the one that was checked.

Remedy: show the text with `clean_or_text`; no person writes such HTML."

    TooManyAttributes "E103" "Too many attributes"
"One tag has more attributes than the policy's limits allow, or it goes on for so long that reading it would cost more than its length.

Remedy: show the text with `clean_or_text`, or raise `attributes`."

    TooManyNodes "E104" "HTML makes too many nodes"
"The HTML makes more elements and texts than `nodes` of the policy's limits, or more than it has bytes: unclosed formatting is opened anew in every paragraph, so that a short text can make a huge page.

Remedy: show the text with `clean_or_text`, or raise `nodes`."

    HtmlGrows "E105" "Cleaned HTML too long"
"The cleaned HTML would be longer than the input by more than `growth` of the policy's limits.

Remedy: show the text with `clean_or_text`, or raise `growth`."

    UnstableHtml "E106" "HTML that never comes to rest"
"Each time the cleaned part of a table is read again, it is another tree, so that no check of it holds. (Elsewhere such HTML becomes text that shows its source; between the parts of a table no text can stand.)

Remedy: show the text with `clean_or_text`."

    UnknownPolicy "E107" "Unknown policy"
"The filter `sanitize` names a policy that the engine does not have.

Remedy: mend the spelling, or register it with `EngineBuilder::sanitizer`. The presets, which `Policy::PRESETS` lists, are always there."
}
