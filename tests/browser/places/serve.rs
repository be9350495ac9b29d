//! A web server for the pages and, at the same port, the proxy for all other addresses: it answers
//! `canary.invalid` as an attacker would and writes down who asked.

use crate::frameworks::Library;
use serde::Deserialize;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};

/// What the runner in the browser says.
#[derive(Deserialize)]
#[serde(tag = "is", rename_all = "lowercase")]
pub(crate) enum Said {
    /// A page was there and had its time.
    Page {
        page: usize,
        shape: Vec<String>,
        /// Scripts of it that were not JavaScript.
        broken: usize,
        /// Why it could not be looked at.
        lost: Option<String>,
    },
    /// Something ran.
    Ran {
        page: usize,
        how: String,
    },
    Done,
}

/// What arrives, from the runner or from the network.
pub(crate) enum Event {
    Said(Vec<Said>),
    /// A request for another host, with the number of the page in its path.
    Asked {
        page: usize,
        url: String,
    },
}

pub(crate) struct Site {
    /// The runner's order of the day, as JSON.
    pub work: String,
    pub events: Mutex<Sender<Event>>,
}

impl Site {
    pub(crate) fn new(work: String, events: Sender<Event>) -> Site {
        Site { work, events: Mutex::new(events) }
    }

    fn tell(&self, event: Event) {
        // Nobody listens any more when the run is over.
        let _ = self.events.lock().map(|it| it.send(event));
    }
}

/// Serves for as long as the process lives.
pub(crate) fn serve(listener: TcpListener, site: Site) {
    let site = Arc::new(site);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let site = Arc::clone(&site);
            std::thread::spawn(move || connection(&stream, &site));
        }
    });
}

/// One connection, with any number of requests; a broken one is the browser's business.
fn connection(stream: &TcpStream, site: &Site) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader)? {
        let answer = site.answer(&request);
        write(stream, &answer)?;
    }
    Ok(())
}

pub(crate) struct Request {
    method: String,
    pub target: String,
    pub body: Vec<u8>,
}

pub(crate) fn read(reader: &mut impl BufRead) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace().map(str::to_owned);
    let (Some(method), Some(target)) = (words.next(), words.next()) else { return Ok(None) };
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        let Some((name, value)) = header.split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Some(Request { method, target, body }))
}

pub(crate) struct Answer {
    status: &'static str,
    kind: &'static str,
    body: Vec<u8>,
    /// Whether the browser need not ask again.
    keep: bool,
    policy: Option<String>,
}

impl Answer {
    /// The same with a Content-Security-Policy.
    pub(crate) fn under(self, policy: String) -> Answer {
        Answer { policy: Some(policy), ..self }
    }
}

pub(crate) fn write(mut stream: &TcpStream, answer: &Answer) -> io::Result<()> {
    let Answer { status, kind, body, keep, policy } = answer;
    let policy = policy.as_ref().map(|it| format!("Content-Security-Policy: {it}\r\n")).unwrap_or_default();
    let keep = if *keep { "max-age=3600" } else { "no-store" };
    let length = body.len();
    let mut out = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {length}\r\n\
         Access-Control-Allow-Origin: *\r\nCache-Control: {keep}\r\n{policy}\r\n"
    )
    .into_bytes();
    out.extend_from_slice(body);
    stream.write_all(&out)
}

pub(crate) fn ok(kind: &'static str, body: impl Into<Vec<u8>>) -> Answer {
    Answer { status: "200 OK", kind, body: body.into(), keep: false, policy: None }
}

/// The script of a framework, which the browser may keep.
fn library(name: &str) -> Option<Answer> {
    Some(Answer { keep: true, ..ok("text/javascript", Library::of(name)?.script()?) })
}

pub(crate) fn missing() -> Answer {
    Answer { status: "404 Not Found", kind: "text/plain", body: Vec::new(), keep: false, policy: None }
}

impl Site {
    fn answer(&self, request: &Request) -> Answer {
        let target = request.target.as_str();
        if !target.starts_with('/') {
            return self.foreign(target);
        }
        match target {
            "/" => ok("text/html", include_str!("page/runner.html")),
            "/runner.js" => ok("text/javascript", include_str!("page/runner.js")),
            "/work" => ok("application/json", self.work.clone()),
            "/said" if request.method == "POST" => self.said(&request.body),
            "/empty" => ok("text/html", ""),
            _ => target.strip_prefix("/library/").and_then(library).unwrap_or_else(missing),
        }
    }

    fn said(&self, body: &[u8]) -> Answer {
        match serde_json::from_slice(body) {
            Ok(said) => self.tell(Event::Said(said)),
            Err(error) => eprintln!("browser: the runner said something odd: {error}"),
        }
        ok("text/plain", "")
    }

    /// What an attacker's host would send: scripts that run, styles that load more.
    fn foreign(&self, url: &str) -> Answer {
        let Some((_, path)) = url.split_once("canary.invalid") else { return missing() };
        let digits: String =
            path.chars().skip_while(|it| !it.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        let Ok(page) = digits.parse::<usize>() else { return missing() };
        self.tell(Event::Asked { page, url: url.to_owned() });
        if path.contains(".js") { ok("text/javascript", format!("top.pwned({page})")) } else { missing() }
    }
}
