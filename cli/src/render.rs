//! `palisade render`.

use crate::args::{Profile, Render};
use crate::data::{self, Variables};
use crate::differences::Differences;
use crate::fault::Fault;
use crate::files;
use crate::rejections::{self, Rejections};
use palisade::{Context, Engine, EngineBuilder, Error, ErrorKind, Escaping, FileSystemLoader, Verify};
use std::path::PathBuf;

/// Renders one template and writes it where it is wanted.
pub(crate) fn run(args: &Render) -> Result<(), Fault> {
    args.roots.iter().try_for_each(|root| files::check_directory(root))?;
    let variables = data::variables(args.data.as_deref(), &args.defines)?;
    let rejections = Rejections::default();
    let differences = Differences::default();
    let engine = engine(args, &rejections, &differences)?;
    let template = engine.get_template(&args.template).map_err(|it| missing(it, &args.roots))?;
    rejections::warn(&template);
    let page = template.render_text(&context(&variables))?;
    match &args.output {
        Some(path) => files::replace(path, &page)?,
        None => files::print(&page)?,
    }
    rejections.report(args.rejections);
    if let Some(format) = args.report {
        differences.report(format);
    }
    Ok(())
}

/// An engine that looks at no other templates than the page needs: a root may be a whole disk.
fn engine(args: &Render, rejections: &Rejections, differences: &Differences) -> Result<Engine, Fault> {
    let (seen, compared) = (rejections.clone(), differences.clone());
    let engine = frameworks(Engine::builder(), &args.frameworks)
        .loader(FileSystemLoader::new(&args.roots))
        .escaping(if args.report.is_some() { Escaping::Report } else { args.escaping.into() })
        .on_difference(move |it| compared.add(it))
        .strict_places(args.strict)
        .verify(Verify::Never)
        .on_rejected(move |it| seen.add(it));
    Ok(engine.build()?)
}

/// A builder that knows which frameworks the pages use.
pub(crate) fn frameworks(builder: EngineBuilder, named: &[Profile]) -> EngineBuilder {
    named.iter().fold(builder, |builder, it| builder.framework((*it).into()))
}

/// Says where the template was looked for. (One that another template names is reported there.)
pub(crate) fn missing(error: Error, roots: &[PathBuf]) -> Error {
    if error.kind() != ErrorKind::TemplateNotFound || error.location().is_some() {
        return error;
    }
    let roots: Vec<String> = roots.iter().map(|it| format!("`{}`", it.display())).collect();
    error.help(format!(
        "names are relative to a root; looked in {}; `--root DIR` names others",
        roots.join(", ")
    ))
}

fn context(variables: &Variables) -> Context<'_> {
    variables.iter().fold(Context::new(), |context, (name, value)| context.with(name, value))
}
