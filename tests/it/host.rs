//! The application of a case: what it answers when a render asks.

use crate::data::json;
use palisade::host::{Formats, Moment, NoHost, Zone};
use palisade::{Host, Json};
use std::borrow::Cow;
use std::time::{Duration, SystemTime};

/// What the application knows.
#[derive(Clone, Debug, Default)]
pub(crate) struct World {
    csrf_token: Option<String>,
    nonce: Option<String>,
    urls: Vec<Reversed>,
    messages: Vec<Message>,
    query: Option<String>,
    media: Option<String>,
    fixed: Option<String>,
    now: Option<Moment>,
    languages: Option<Vec<(String, String)>>,
    assume_https: bool,
    random: Option<u64>,
    clock: Clock,
    /// None when translations are off.
    language: Option<String>,
    /// Of the settings, where they differ from Django's.
    formats: Option<Formats<'static>>,
    use_thousand_separator: bool,
}

/// The application's time zones.
#[derive(Clone, Copy, Debug)]
struct Clock {
    own: Zone,
    current: Zone,
    use_tz: bool,
}

impl Default for Clock {
    fn default() -> Clock {
        Clock { own: Zone::UTC, current: Zone::UTC, use_tz: false }
    }
}

/// A URL that was reversed.
#[derive(Clone, Debug)]
struct Reversed {
    name: String,
    args: Vec<String>,
    kwargs: Vec<(String, String)>,
    url: String,
    /// Of the page that it was reversed for; none when it is the same for all.
    language: Option<String>,
}

/// A message and its translation.
#[derive(Clone, Debug)]
struct Message {
    context: Option<String>,
    id: String,
    translation: String,
    /// The language it is a translation into; none when the case does not care.
    language: Option<String>,
    /// The message for many, and how many there are.
    plural: Option<(String, f64)>,
}

impl World {
    /// The environment of a corpus case.
    pub(crate) fn of_case(case: &Json) -> World {
        let context = json::get(case, "context").unwrap_or(&Json::Null);
        let token = json::get(context, "csrf_token");
        let env = json::get(case, "env").unwrap_or(&Json::Null);
        let request = json::get(case, "request");
        let settings = json::get(env, "settings").unwrap_or(&Json::Null);
        let app = request.and_then(current_app);
        let rows = |key| json::get(env, key).map(json::items).unwrap_or_default().iter();
        let of_app = |it: &&Json| json::text(it, "current_app") == app;
        World {
            csrf_token: token
                .and_then(|it| json::as_text(it).or(json::text(it, "$lazyobject")))
                .map(str::to_owned),
            nonce: json::text(context, "csp_nonce").map(str::to_owned),
            urls: rows("reverse").filter(of_app).filter_map(reversed).collect(),
            messages: rows("translations").filter_map(message).collect(),
            query: request.and_then(|it| json::text(it, "query_string")).map(str::to_owned),
            media: Some(json::text(settings, "MEDIA_URL").unwrap_or("/").to_owned()),
            fixed: json::text(settings, "STATIC_URL").map(str::to_owned),
            now: json::text(env, "now").and_then(at_instant),
            clock: Clock::of_case(env, settings),
            language: match json::get(env, "language") {
                None => Some("en".to_owned()),
                language => language.and_then(json::as_text).map(str::to_owned),
            },
            formats: Some(formats(settings)),
            use_thousand_separator: json::flag(settings, "USE_THOUSAND_SEPARATOR"),
            languages: json::get(settings, "LANGUAGES")
                .map(|it| json::items(it).iter().filter_map(pair).collect()),
            assume_https: json::flag(settings, "URLIZE_ASSUME_HTTPS"),
            random: None,
        }
    }

    /// From the words after `html` of a spec case: `csrf_token=…`, `nonce=…`, `query=…`, `now=…` (seconds
    /// since 1970), `zone=…` (which also makes moments be shown in it), `language=code`, `thousands=yes`,
    /// `url=name/argument/…:address`, `message=id:translation` with `_` for blanks and for many
    /// `message=id|many|count:translation`, `assume_https=`, `random=` (what it always says).
    pub(crate) fn of_words(words: &[String]) -> World {
        let all = |name: &str| {
            let prefix = format!("{name}=");
            words
                .iter()
                .filter_map(move |it| it.strip_prefix(&*prefix))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let one = |name: &str| all(name).into_iter().next();
        let url = |it: String| {
            let (call, url) = it.split_once(':')?;
            let mut call = call.split('/').map(str::to_owned);
            Some(Reversed {
                name: call.next()?,
                args: call.collect(),
                kwargs: Vec::new(),
                url: url.to_owned(),
                language: None,
            })
        };
        let message = |it: String| {
            let (id, translation) = it.split_once(':')?;
            let mut forms = id.split('|');
            let (id, many) = (forms.next()?, forms.next());
            let count = forms.next().and_then(|it| it.parse().ok());
            Some(Message {
                context: None,
                id: id.replace('_', " "),
                translation: translation.replace('_', " "),
                language: None,
                plural: many.map(|it| it.replace('_', " ")).zip(count),
            })
        };
        let zone = one("zone").and_then(|it| Zone::named(&it));
        let seconds = one("now").and_then(|it| it.parse().ok());
        World {
            csrf_token: one("csrf_token"),
            nonce: one("nonce"),
            urls: all("url").into_iter().filter_map(url).collect(),
            messages: all("message").into_iter().filter_map(message).collect(),
            query: one("query"),
            language: Some(one("language").unwrap_or_else(|| "en".to_owned())),
            now: seconds
                .map(|it| Moment { utc: SystemTime::UNIX_EPOCH + Duration::from_secs(it), offset: 0 }),
            assume_https: one("assume_https").is_some(),
            random: one("random").and_then(|it| it.parse().ok()),
            clock: zone.map_or(Clock::default(), |it| Clock { own: it, current: it, use_tz: true }),
            use_thousand_separator: one("thousands").is_some(),
            ..World::default()
        }
    }
}

/// The application that serves the request, as Django's `url` tag finds it.
fn current_app(request: &Json) -> Option<&str> {
    match json::get(request, "current_app") {
        Some(app) => json::as_text(app),
        None => json::get(request, "resolver_match").and_then(|it| json::text(it, "namespace")),
    }
}

fn reversed(row: &Json) -> Option<Reversed> {
    let kwargs = json::get(row, "kwargs").map(json::entries).unwrap_or_default();
    Some(Reversed {
        name: printed(json::get(row, "name")?)?,
        args: json::get(row, "args").map(json::items)?.iter().map(printed).collect::<Option<_>>()?,
        kwargs: kwargs
            .iter()
            .map(|(key, it)| Some((key.to_string(), printed(it)?)))
            .collect::<Option<_>>()?,
        url: json::text(row, "url")?.to_owned(),
        language: json::text(row, "lang").map(str::to_owned),
    })
}

fn printed(value: &Json) -> Option<String> {
    match value {
        Json::Str(text) => Some(text.to_string()),
        Json::Int(number) => Some(number.to_string()),
        value => json::text(value, "$safe").map(str::to_owned),
    }
}

fn message(row: &Json) -> Option<Message> {
    let text = |key| json::text(row, key).map(str::to_owned);
    let count = match json::get(row, "n") {
        Some(Json::Int(count)) => Some(*count as f64),
        Some(Json::Float(count)) => Some(*count),
        _ => None,
    };
    Some(Message {
        context: text("ctx"),
        id: text("id")?,
        translation: text("str")?,
        language: text("lang"),
        plural: text("plural").zip(count),
    })
}

/// `["de", "German"]`.
fn pair(row: &Json) -> Option<(String, String)> {
    let [code, name] = json::items(row) else { return None };
    Some((json::as_text(code)?.to_owned(), json::as_text(name)?.to_owned()))
}

fn at_instant(instant: &str) -> Option<Moment> {
    let instant: jiff::Timestamp = instant.parse().ok()?;
    Some(Moment { utc: instant.into(), offset: 0 })
}

impl Clock {
    fn of_case(env: &Json, settings: &Json) -> Clock {
        let named = json::text(settings, "TIME_ZONE").unwrap_or("America/Chicago");
        let own = Zone::named(named).unwrap_or(Zone::UTC);
        let current = json::get(env, "timezone").and_then(zone_of_json).unwrap_or(own);
        Clock { own, current, use_tz: json::flag(settings, "USE_TZ") }
    }
}

/// A zone of the corpus: `{"zone": name}` or `{"offset": seconds, "name": name}`.
pub(crate) fn zone_of_json(zone: &Json) -> Option<Zone> {
    if let Some(name) = json::text(zone, "zone") {
        return Zone::named(name);
    }
    let Some(Json::Int(offset)) = json::get(zone, "offset") else { return None };
    let name = json::text(zone, "name").unwrap_or("UTC");
    Some(Zone::fixed_as(i32::try_from(*offset).ok()?, name.to_owned().leak()))
}

/// Django's settings with those of a case.
fn formats(settings: &Json) -> Formats<'static> {
    let own = |name: &str, default: &Cow<'static, str>| match json::text(settings, name) {
        Some(text) => Cow::Owned(text.to_owned()),
        None => default.clone(),
    };
    let base = Formats::settings();
    let grouping = match json::get(settings, "NUMBER_GROUPING") {
        Some(Json::Int(size)) => Cow::Owned(vec![u8::try_from(*size).unwrap_or(0)]),
        _ => base.grouping.clone(),
    };
    Formats {
        date: own("DATE_FORMAT", &base.date),
        time: own("TIME_FORMAT", &base.time),
        date_time: own("DATETIME_FORMAT", &base.date_time),
        decimal_separator: own("DECIMAL_SEPARATOR", &base.decimal_separator),
        thousand_separator: own("THOUSAND_SEPARATOR", &base.thousand_separator),
        grouping,
        ..base.clone()
    }
}

/// `%41+b` decoded, as a form's field.
fn decoded(text: &str) -> Cow<'static, str> {
    let text = text.replace('+', " ");
    Cow::Owned(percent_encoding::percent_decode_str(&text).decode_utf8_lossy().into_owned())
}

impl Host for World {
    fn csrf_token(&self) -> Option<Cow<'_, str>> {
        self.csrf_token.as_deref().map(Cow::Borrowed)
    }

    fn csp_nonce(&self) -> Option<Cow<'_, str>> {
        self.nonce.as_deref().map(Cow::Borrowed)
    }

    fn reverse_in(
        &self,
        language: Option<&str>,
        name: &str,
        args: &[&str],
        kwargs: &[(&str, &str)],
    ) -> Option<Cow<'_, str>> {
        let same = |it: &&Reversed| {
            it.name == name
                && (it.language.is_none() || it.language.as_deref() == language)
                && it.args == args
                && it.kwargs.len() == kwargs.len()
                && it.kwargs.iter().all(|it| kwargs.contains(&(&*it.0, &*it.1)))
        };
        self.urls.iter().find(same).map(|it| Cow::Borrowed(&*it.url))
    }

    fn static_prefix(&self) -> Cow<'_, str> {
        self.fixed.as_deref().unwrap_or("/static/").into()
    }

    fn media_prefix(&self) -> Cow<'_, str> {
        self.media.as_deref().unwrap_or("/media/").into()
    }

    fn query(&self) -> Option<Vec<(Cow<'_, str>, Cow<'_, str>)>> {
        let pairs = self.query.as_deref()?.split('&').filter(|it| !it.is_empty());
        let pair = |it: &str| {
            let (key, value) = it.split_once('=').unwrap_or((it, ""));
            (decoded(key), decoded(value))
        };
        Some(pairs.map(pair).collect())
    }

    fn language(&self) -> Option<Cow<'_, str>> {
        self.language.as_deref().map(Cow::Borrowed)
    }

    fn languages(&self) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
        match &self.languages {
            Some(own) => own.iter().map(|it| ((&*it.0).into(), (&*it.1).into())).collect(),
            None => NoHost
                .languages()
                .into_iter()
                .map(|it| (it.0.into_owned().into(), it.1.into_owned().into()))
                .collect(),
        }
    }

    fn translate(&self, asked: &palisade::host::Message<'_>) -> Option<Cow<'_, str>> {
        let same = |it: &&Message| {
            it.id == asked.id
                && it.context.as_deref() == asked.context
                && it.language.as_deref().is_none_or(|it| it == asked.language)
                && it.plural.as_ref().map(|it| (&*it.0, it.1)) == asked.plural.map(|it| (it.id, it.count))
        };
        self.messages.iter().find(same).map(|it| Cow::Borrowed(&*it.translation))
    }

    fn formats(&self, language: Option<&str>) -> &Formats<'_> {
        let settings = self.formats.as_ref().unwrap_or(Formats::settings());
        language.and_then(Formats::of).unwrap_or(settings)
    }

    fn use_thousand_separator(&self) -> bool {
        self.use_thousand_separator
    }

    fn now(&self) -> Option<Moment> {
        self.now
    }

    fn random(&self, below: u64) -> u64 {
        self.random.unwrap_or_default().min(below.saturating_sub(1))
    }

    fn assume_https(&self) -> bool {
        self.assume_https
    }

    fn default_time_zone(&self) -> Zone {
        self.clock.own
    }

    fn time_zone(&self) -> Zone {
        self.clock.current
    }

    fn use_tz(&self) -> bool {
        self.clock.use_tz
    }
}
