//! Lets headless Chromium visit the pages, and collects what came of it.

use crate::pages::Pages;
use crate::serve::{self, Event, Said, Site};
use std::collections::{BTreeMap, BTreeSet};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// What was seen of one page.
#[derive(Default)]
pub(crate) struct Sight {
    pub visited: bool,
    pub shape: Vec<String>,
    pub broken: usize,
    pub lost: Option<String>,
    /// How values ran.
    pub ran: Vec<String>,
    /// Addresses on other hosts.
    pub asked: Vec<String>,
}

/// By the page's number.
pub(crate) type Seen = BTreeMap<usize, Sight>;

/// No page takes this long.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) fn visit(pages: &Pages) -> Result<Seen, String> {
    let work = work(pages);
    eprintln!("browser: {} pages to visit", work.len());
    let groups: BTreeMap<usize, usize> = work.iter().map(|it| (it.1, it.0)).collect();
    let mut seen = Seen::new();
    for part in work.chunks(PART) {
        let ran = |it: (&usize, &Sight)| (!it.1.ran.is_empty()).then(|| groups.get(it.0).copied()).flatten();
        let ran: BTreeSet<usize> = seen.iter().filter_map(ran).filter(|it| *it > 0).collect();
        let part: Vec<&Visit<'_>> = part.iter().filter(|it| !ran.contains(&it.0)).collect();
        visit_part(&part, &mut seen)?;
    }
    Ok(seen)
}

/// A browser visits this many pages, and is replaced by a new one then. What makes one hang up takes no more
/// with it than the rest of its part; of pages with escaped values that is reported as a fault.
const PART: usize = 3000;

fn visit_part(part: &[&Visit<'_>], seen: &mut Seen) -> Result<(), String> {
    let failed = |it: std::io::Error| it.to_string();
    let work = serde_json::to_string(part).map_err(|it| it.to_string())?;
    let listener = TcpListener::bind("127.0.0.1:0").map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    let (events, arriving) = channel();
    serve::serve(listener, Site::new(work, events));
    let profile = tempfile::tempdir().map_err(failed)?;
    let mut chromium = chromium(port, profile.path())?;
    if let Err(stalled) = collect(&arriving, seen) {
        eprintln!("browser: {stalled}");
    }
    let _ = chromium.kill();
    let _ = chromium.wait();
    eprintln!("browser: {} pages visited", seen.len());
    Ok(())
}

/// A page to visit: its group, its number, its text, and whether it has a framework to wait for.
type Visit<'a> = (usize, usize, &'a str, bool);

/// The pages in their order. Of a group other than 0 no more is visited once a value of
/// it ran: that is what controls are for. Their first values come first.
fn work(pages: &Pages) -> Vec<Visit<'_>> {
    let mut known = BTreeSet::new();
    let all = pages.trials.iter().filter(|it| it.refused.is_none());
    let escaped = all.flat_map(|it| std::iter::once(it.innocuous).chain(it.escaped.iter().copied()));
    let mut work: Vec<(usize, usize)> = escaped.filter(|it| known.insert(*it)).map(|it| (0, it)).collect();
    let longest = pages.trials.iter().map(|it| it.control.len()).max().unwrap_or(0);
    for nth in 0..longest {
        for trial in &pages.trials {
            work.extend(trial.control.get(nth).map(|it| (trial.group, *it)));
        }
    }
    let visit = |(group, number): (usize, usize)| {
        pages.pages.get(number).map(|it| (group, number, it.html.as_str(), it.framework))
    };
    work.into_iter().filter_map(visit).collect()
}

pub(crate) fn chromium(port: u16, profile: &std::path::Path) -> Result<Child, String> {
    let names = ["chromium", "chromium-browser", "google-chrome"].map(str::to_owned);
    #[expect(clippy::disallowed_methods, reason = "which browser to use is up to the machine")]
    let named = std::env::var("CHROMIUM").ok();
    for name in named.into_iter().chain(names) {
        let mut command = Command::new(&name);
        command.args(FLAGS).arg(format!("--user-data-dir={}", profile.display()));
        command.arg(format!("--proxy-server=http://127.0.0.1:{port}"));
        command.arg(format!("http://127.0.0.1:{port}/"));
        if let Ok(child) = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn() {
            return Ok(child);
        }
    }
    Err("no Chromium: install Debian's package chromium, or set CHROMIUM".to_owned())
}

/// No name is looked up: whatever is not this machine goes to the proxy. The debugging pipe keeps a
/// headless browser open without anybody at its other end.
const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-software-rasterizer",
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-port=0",
];

fn collect(arriving: &Receiver<Event>, seen: &mut Seen) -> Result<(), String> {
    let mut last = 0;
    loop {
        match arriving.recv_timeout(PATIENCE) {
            Ok(Event::Asked { page, url }) => seen.entry(page).or_default().asked.push(url),
            Ok(Event::Said(said)) => {
                for it in said {
                    match it {
                        Said::Done => return Ok(()),
                        Said::Ran { page, how } => seen.entry(page).or_default().ran.push(how),
                        Said::Page { page, shape, broken, lost } => {
                            last = page;
                            let sight = seen.entry(page).or_default();
                            *sight = Sight { visited: true, shape, broken, lost, ..std::mem::take(sight) };
                        }
                    }
                }
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                let seconds = PATIENCE.as_secs();
                return Err(format!("nothing from Chromium for {seconds} s, after page {last}"));
            }
        }
    }
}
