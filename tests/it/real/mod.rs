//! Templates that people use: those of Django and of two large projects made with it, and what Django itself
//! prints of them. `tests/real/fetch.sh` puts both into `target/real`, or the folder that `PALISADE_REAL` names;
//! without it these tests say that they are skipped. Each prints a table, and every template that is not as it
//! should be; which of those there are for a good reason is in `tests/real/known.toml`.

mod known;
mod pages;
mod project;

use known::Known;
use palisade::{Error, Escaping, Verify};
use project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// Every template from where its name says it begins; one that cannot stand there, and that another includes,
/// where it is reached.
#[test]
fn real_templates_compile() {
    let Some(projects) = project::all() else { return };
    let known = Known::load();
    println!("{:<10} {:>9} {:>6} {:>9} {:>7}", "compiled", "templates", "alone", "included", "refused");
    for project in &projects {
        let engine = project.engine(Escaping::Contextual, Verify::Never).build().unwrap();
        let elsewhere = Elsewhere::of(project);
        let (mut alone, mut included, mut refused) = (0, 0, 0);
        for name in project.names() {
            let fault = match (engine.get_template(name).err(), elsewhere.faulty.get(name)) {
                (None, None) => {
                    alone += 1;
                    continue;
                }
                (Some(_), None) if elsewhere.included.contains(name) => {
                    included += 1;
                    continue;
                }
                (_, Some(fault)) => fault.clone(),
                (Some(error), None) => format!("{error:#}"),
            };
            refused += 1;
            known.tell(&format!("compile/{}/{name}", project.name), &fault);
        }
        let total = project.names().len();
        println!("{:<10} {total:>9} {alone:>6} {included:>9} {refused:>7}", project.name);
    }
    known.judge("compile");
}

/// How templates fare where others lead to them, as the check of a whole engine finds it.
struct Elsewhere {
    included: BTreeSet<String>,
    faulty: BTreeMap<String, String>,
}

impl Elsewhere {
    fn of(project: &Project) -> Elsewhere {
        let error = project.engine(Escaping::Contextual, Verify::Entries).build().err();
        let faults = error.iter().flat_map(Error::all);
        let faulty = faults.filter_map(|it| Some((it.source_text()?.name().to_owned(), format!("{it:#}"))));
        Elsewhere { included: project.included(), faulty: faulty.collect() }
    }
}
