//! A page under a strict Content-Security-Policy: the author's scripts and styles run, no value's do, and what
//! `{% cache %}` kept gets the nonce of the response it is part of.

use crate::browser::chromium;
use crate::serve::{Answer, missing, ok, read, write};
use palisade::fragment::MemoryCache;
use palisade::{Engine, Host, MemoryLoader, SafeHtml, Template, context};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, BufReader};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What runs leaves its name; the last script tells the server which names there are.
const PAGE: &str = r#"<!DOCTYPE html><meta charset="utf-8"><title>t</title>{% load cache static %}
<script>const ran = new Set(), mark = it => ran.add(it)</script>
<style>#a { color: rgb(1, 2, 3) }</style><link rel="stylesheet" href="/author.css">
<script>mark("inline")</script><SCRIPT type=module>mark("module")</SCRIPT>
<script src="/literal.js"></script><script src="{% static 'typed.js' %}" defer></script>
<script src="/static/{{ name }}.js"></script>
{% cache 600 part %}<script>mark("cached")</script><style>#b { color: rgb(1, 2, 3) }</style>{{ html|safe }}{% endcache %}
{% include "part.html" %}
<p id=a>{{ hostile }}<p id=b title="{{ hostile }}">{{ html|safe }}<p id=c {{ key }}="{{ old }}">{{ vouched }}<p id=d>
<p {{ key }}>{{ hostile|linebreaks }}{{ hostile|urlize }}
<img src="data:," onerror="mark('literal handler')">
<script>
  const create = document.createElement("script"); // what a trusted script adds is trusted: strict-dynamic
  create.textContent = "mark('added')"; document.body.append(create);
  addEventListener("load", () => setTimeout(() => {
    for (const it of "abcd") {
      if (getComputedStyle(document.getElementById(it)).color === "rgb(1, 2, 3)") mark("style " + it);
    }
    fetch("/ran", { method: "POST", body: [...ran].join() }).then(() => { if (location.search !== "?2") location = "/?2" });
  }, 300));
</script>"#;

/// What must run, each time, and nothing else.
const RUNS: &[&str] = &[
    "added",
    "cached",
    "included",
    "inline",
    "literal.js",
    "module",
    "style a",
    "style b",
    "style d",
    "typed.js",
];

/// What a value brings: scripts without a nonce, and with one that was good for another response.
fn markup(old: &str) -> String {
    format!(
        "<script>mark('value')</script><script nonce=\"{old}\">mark('stale')</script><script nonce>mark('empty')</script>\
         <style>#c {{ color: rgb(1, 2, 3) }}</style><style nonce=\"{old}\">#c {{ color: rgb(1, 2, 3) }}</style>\
         <img src=data:, onerror=\"mark('handler')\"><svg onload=\"mark('svg')\"><script>mark('svg script')</script></svg>\
         <script src=\"/value.js\"></script><iframe srcdoc=\"<script>parent.mark('srcdoc')</script>\"></iframe>\
         <base href=\"/elsewhere/\"><object data=\"/value.js\"></object>"
    )
}

struct Response(String);

impl Host for Response {
    fn csp_nonce(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.0))
    }
}

struct Site {
    template: Template,
    /// Nonces given, in order.
    nonces: Mutex<Vec<String>>,
    ran: Mutex<Sender<String>>,
    faults: Mutex<Vec<String>>,
}

/// What went wrong, visiting the page twice.
pub(crate) fn prove() -> Result<Vec<String>, String> {
    let failed = |it: io::Error| it.to_string();
    let listener = TcpListener::bind("127.0.0.1:0").map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    let (ran, arriving) = channel();
    let site = Site::new(ran).map_err(|it| format!("{it:#}"))?;
    let site = Arc::new(site);
    let served = Arc::clone(&site);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let site = Arc::clone(&served);
            std::thread::spawn(move || site.connection(&stream));
        }
    });
    let profile = tempfile::tempdir().map_err(failed)?;
    let mut chromium = chromium(port, profile.path())?;
    let visits: Vec<_> = (0..2).map(|_| arriving.recv_timeout(Duration::from_secs(60))).collect();
    let _ = chromium.kill();
    let _ = chromium.wait();
    let mut faults = site.faults.lock().map(|it| it.clone()).unwrap_or_default();
    for (nth, visit) in visits.iter().enumerate() {
        let visit = visit.as_ref().map_err(|_| "nothing from Chromium for 60 s".to_owned())?;
        faults.extend(differences(nth + 1, visit));
    }
    Ok(faults)
}

fn differences(visit: usize, ran: &str) -> Vec<String> {
    let ran: BTreeSet<&str> = ran.split(',').collect();
    let wanted: BTreeSet<&str> = RUNS.iter().copied().collect();
    let missed = wanted.difference(&ran).map(|it| format!("visit {visit}: {it} did not run"));
    let more = ran.difference(&wanted).map(|it| format!("visit {visit}: RAN: {it}"));
    missed.chain(more).collect()
}

impl Site {
    fn new(ran: Sender<String>) -> Result<Site, palisade::Error> {
        let part = "<script>mark(\"included\")</script><style>#d { color: rgb(1, 2, 3) }</style>";
        let loader = MemoryLoader::new([("page.html", PAGE), ("part.html", part)])?;
        let engine =
            Engine::builder().loader(loader).fragment_cache("default", MemoryCache::new(1 << 20)).build()?;
        Ok(Site {
            template: engine.get_template("page.html")?,
            nonces: Mutex::default(),
            ran: Mutex::new(ran),
            faults: Mutex::default(),
        })
    }

    fn connection(&self, stream: &TcpStream) -> io::Result<()> {
        let mut reader = BufReader::new(stream);
        while let Some(request) = read(&mut reader)? {
            let answer = match request.target.as_str() {
                "/" | "/?2" => self.page(),
                "/ran" => self.ran(&request.body),
                "/author.css" => ok("text/css", "#unused {}"),
                "/literal.js" => ok("text/javascript", "mark('literal.js')"),
                "/static/typed.js" => ok("text/javascript", "mark('typed.js')"),
                "/static/evil.js" | "/value.js" => ok("text/javascript", "mark('src of a value')"),
                _ => missing(),
            };
            write(stream, &answer)?;
        }
        Ok(())
    }

    fn ran(&self, body: &[u8]) -> Answer {
        let names = String::from_utf8_lossy(body).into_owned();
        let _ = self.ran.lock().map(|it| it.send(names));
        ok("text/plain", "")
    }

    /// A response with a nonce of its own.
    fn page(&self) -> Answer {
        let Ok(mut nonces) = self.nonces.lock() else { return missing() };
        let old = nonces.last().cloned().unwrap_or_else(|| "n0nce0".to_owned());
        let nonce = format!("n0nce{}", nonces.len() + 1);
        let html = self.html(&nonce, &old);
        if let Ok(mut faults) = self.faults.lock() {
            faults.extend(carriers(&html, &nonce));
        }
        let policy = format!(
            "script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'nonce-{nonce}'; object-src 'none'; base-uri 'none'"
        );
        nonces.push(nonce);
        ok("text/html", html).under(policy)
    }

    fn html(&self, nonce: &str, old: &str) -> String {
        let html = markup(old);
        let vouched = SafeHtml::trust(html.clone());
        let values = context! {
            name => "evil", hostile => html.as_str(), html => html.as_str(), vouched => &vouched, key => "nonce", old => old
        };
        match self.template.render_with(&values, &Response(nonce.to_owned())) {
            Ok(page) => page.as_str().to_owned(),
            Err(error) => format!("{error:#}"),
        }
    }
}

/// The nonce stands in the author's tags only, of which there are this many.
const STAMPED: usize = 12;

fn carriers(html: &str, nonce: &str) -> Option<String> {
    let count = html.matches(nonce).count();
    (count != STAMPED).then(|| format!("the nonce stands {count} times instead of {STAMPED} in:\n{html}"))
}
