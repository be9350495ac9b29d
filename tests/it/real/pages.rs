//! What is printed: in mode `Django` byte for byte what Django prints, in mode `Contextual` the same once it is
//! decoded, and no value rejected. Pages are counted by their data: with values for all that is asked for (`full`;
//! `bare`, where tests fail and numbers are zero), and without any (`empty`), of which Django makes broken scripts.

use super::known::Known;
use super::project::{self, Project};
use crate::corpus::language;
use crate::data::{Variables, json};
use palisade::{Engine, Escaping, Json, Verify};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

#[test]
fn real_templates_print_what_django_prints() {
    let Some(projects) = project::all() else { return };
    let known = Known::load();
    println!("{:<16} {:>6} {:>9} {:>11}", "printed", "pages", "byte-same", "decoded");
    for project in &projects {
        let plain = Printer::new(project, Escaping::Django);
        let contextual = Printer::new(project, Escaping::Contextual);
        let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
        for case in project.cases() {
            let Some(wanted) = json::text(case, "output") else { continue };
            let (name, data) = (text(case, "template"), text(case, "data"));
            let faults =
                [("django", plain.differs(case, wanted)), ("contextual", contextual.differs(case, wanted))];
            let counts = counts.entry(data).or_default();
            counts.pages += 1;
            counts.same += usize::from(faults[0].1.is_none());
            counts.alike += usize::from(faults[1].1.is_none());
            for (mode, fault) in faults {
                let Some(fault) = fault else { continue };
                known.tell(&format!("{mode}/{}/{name}", project.name), &format!("{data}: {fault}"));
            }
        }
        for (data, Counts { pages, same, alike }) in counts {
            println!("{:<16} {pages:>6} {same:>9} {alike:>11}", format!("{} {data}", project.name));
        }
    }
    known.judge("django");
    known.judge("contextual");
}

#[derive(Default)]
struct Counts {
    pages: usize,
    same: usize,
    alike: usize,
}

fn text<'j>(case: &'j Json, key: &str) -> &'j str {
    json::text(case, key).unwrap_or_default()
}

/// An engine, and the values that its places could not take.
struct Printer {
    escaping: Escaping,
    engine: Engine,
    rejected: Arc<Mutex<Vec<String>>>,
}

impl Printer {
    fn new(project: &Project, escaping: Escaping) -> Printer {
        let rejected: Arc<Mutex<Vec<String>>> = Arc::default();
        let heard = rejected.clone();
        let report = move |it: &palisade::Rejection<'_>| heard.lock().unwrap().push(it.to_string());
        let builder = project.engine(escaping, Verify::Never).reveal_rejected(true).on_rejected(report);
        Printer { escaping, engine: builder.build().unwrap(), rejected }
    }

    /// What is wrong with what is printed, if something is.
    fn differs(&self, case: &Json, wanted: &str) -> Option<String> {
        let name = text(case, "template");
        let got = self.print(name, case);
        let rejected = std::mem::take(&mut *self.rejected.lock().unwrap());
        match got {
            Err(error) => Some(error),
            Ok(_) if !rejected.is_empty() => Some(rejected.join("\n")),
            Ok(got) if self.escaping == Escaping::Django => difference(wanted, &got),
            Ok(got) => difference(&decoded(name, wanted), &decoded(name, &got)),
        }
    }

    fn print(&self, name: &str, case: &Json) -> Result<String, String> {
        let variables = Variables::read(json::get(case, "context").unwrap_or(&Json::Null))?;
        let template = self.engine.get_template(name).map_err(|it| format!("{it:#}"))?;
        template.render_text(&variables).map_err(|it| format!("{it:#}"))
    }
}

/// What a page says, whatever its spelling. Django escapes for HTML in files of any kind.
fn decoded(name: &str, page: &str) -> String {
    match name.rsplit_once('.').map_or("", |it| it.1) {
        "html" | "svg" | "xml" | "kml" => language::meaning(page),
        "js" => language::meaning(&format!("<script>{page}</script>")),
        _ => language::entities(page),
    }
}

/// From where two texts differ.
fn difference(wanted: &str, got: &str) -> Option<String> {
    if wanted == got {
        return None;
    }
    let at = wanted.chars().zip(got.chars()).take_while(|it| it.0 == it.1).count();
    let excerpt = |text: &str| text.chars().skip(at.saturating_sub(60)).take(160).collect::<String>();
    Some(format!("expected {:?}\ngot      {:?}", excerpt(wanted), excerpt(got)))
}
