//! Templates in folders.
#![allow(clippy::disallowed_methods, reason = "this is the room that touches the disk")]

use super::{Loader, Stamp, TemplateName};
use crate::diagnostics::{Error, ErrorKind};
use crate::limits::{Limits, exceeded};
use crate::source::Source;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// How deep folders are listed.
const DEEPEST: usize = 64;

/// Templates in one or more folders, of which the first that has a name wins.
///
/// It is a jail: a file is read only if its real path, all links followed, lies inside the real path of its
/// folder. A link that leads out is as good as no file.
#[derive(Clone, Debug)]
pub struct FileSystemLoader {
    roots: Vec<PathBuf>,
}

impl FileSystemLoader {
    /// A loader of these folders. A folder need not exist yet.
    pub fn new<P: Into<PathBuf>>(roots: impl IntoIterator<Item = P>) -> FileSystemLoader {
        FileSystemLoader { roots: roots.into_iter().map(Into::into).collect() }
    }

    /// The template of this name in each folder that has it.
    fn sources(&self, name: &TemplateName, limits: &Limits) -> impl Iterator<Item = Result<Source, Error>> {
        self.roots.iter().filter_map(move |root| {
            let path = jailed(root, name).map_err(|it| unreadable(name, it)).transpose()?;
            Some(path.and_then(|path| Ok(Source::new(name.as_str(), read(&path, name, limits)?))))
        })
    }
}

impl Loader for FileSystemLoader {
    fn load(&self, name: &TemplateName, limits: &Limits) -> Result<Option<Source>, Error> {
        self.sources(name, limits).next().transpose()
    }

    fn load_all(&self, name: &TemplateName, limits: &Limits) -> Result<Vec<Source>, Error> {
        self.sources(name, limits).collect()
    }

    fn list(&self) -> Result<Vec<TemplateName>, Error> {
        let mut names = Vec::new();
        for root in &self.roots {
            list(root, &mut names).map_err(|it| {
                let message = format!("the folder `{}` could not be listed", root.display());
                Error::new(ErrorKind::LoadFailed, message).caused_by(it)
            })?;
        }
        names.sort_unstable();
        names.dedup();
        Ok(names)
    }

    /// Of the times and lengths of the files in all folders. Nothing is read, so no jail is needed.
    fn stamp(&self, name: &TemplateName) -> Stamp {
        let file = |root: &PathBuf| {
            let found = fs::metadata(root.join(name.as_str())).ok().filter(fs::Metadata::is_file)?;
            Some((found.modified().ok(), found.len()))
        };
        Stamp::of(&self.roots.iter().map(file).collect::<Vec<_>>())
    }
}

/// The real path of a template's file, if it is one and lies inside the root.
fn jailed(root: &Path, name: &TemplateName) -> io::Result<Option<PathBuf>> {
    let found = |it: io::Result<PathBuf>| match it {
        Ok(path) => Ok(Some(path)),
        Err(error) if is_absence(&error) => Ok(None),
        Err(error) => Err(error),
    };
    let Some(root) = found(root.canonicalize())? else { return Ok(None) };
    let Some(path) = found(root.join(name.as_str()).canonicalize())? else { return Ok(None) };
    Ok((path.starts_with(&root) && path.is_file()).then_some(path))
}

/// Whether an error says that there is no such file.
fn is_absence(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidFilename, InvalidInput, NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory | InvalidFilename | InvalidInput)
}

fn read(path: &Path, name: &TemplateName, limits: &Limits) -> Result<String, Error> {
    let limit = limits.source_bytes;
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|it| unreadable(name, it))?;
    // One byte more than allowed, so that a file that is too large is noticed and never read whole.
    file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|it| unreadable(name, it))?;
    if bytes.len() > limit {
        return Err(exceeded("source_bytes", limit as u64).help(format!("`{name}` is larger than that")));
    }
    String::from_utf8(bytes).map_err(|it| {
        let at = it.utf8_error().valid_up_to();
        let message = format!("`{name}` is not UTF-8: byte {at} begins no character");
        Error::new(ErrorKind::LoadFailed, message).help("save the file as UTF-8")
    })
}

#[cold]
fn unreadable(name: &TemplateName, error: io::Error) -> Error {
    Error::new(ErrorKind::LoadFailed, format!("`{name}` could not be read")).caused_by(error)
}

/// Adds the names of all files below a root. Links to folders are not followed: they may go in circles.
fn list(root: &Path, names: &mut Vec<TemplateName>) -> io::Result<()> {
    let mut folders = vec![(root.to_owned(), String::new(), 0)];
    while let Some((folder, prefix, depth)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if is_absence(&error) => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let Some(name) = entry.file_name().to_str().map(|it| format!("{prefix}{it}")) else { continue };
            let kind = entry.file_type()?;
            if kind.is_dir() && depth < DEEPEST {
                folders.push((entry.path(), format!("{name}/"), depth + 1));
            } else if !kind.is_dir() {
                // A link that leads out is listed by nobody: `jailed` decides.
                names.extend(
                    TemplateName::new(&name).ok().filter(|it| matches!(jailed(root, it), Ok(Some(_)))),
                );
            }
        }
    }
    Ok(())
}
