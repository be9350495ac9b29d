//! The disk, standard input and standard output: nothing else in this program touches them.
#![allow(
    clippy::disallowed_methods,
    reason = "a command-line program reads and writes the files it is told to"
)]

use crate::fault::Fault;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// The text of a file.
pub(crate) fn read(path: &Path) -> Result<String, Fault> {
    fs::read_to_string(path).map_err(|it| Fault::file("cannot read", path, &it))
}

/// All of standard input.
pub(crate) fn read_stdin() -> Result<String, Fault> {
    let mut text = String::new();
    match io::stdin().lock().read_to_string(&mut text) {
        Ok(_) => Ok(text),
        Err(it) => Err(Fault::file("cannot read", Path::new("standard input"), &it)),
    }
}

/// Says early and clearly that a directory is none.
pub(crate) fn check_directory(path: &Path) -> Result<(), Fault> {
    let found = fs::metadata(path).map_err(|it| Fault::file("cannot use the root", path, &it))?;
    if found.is_dir() {
        return Ok(());
    }
    Err(Fault::usage(
        format!("the root `{}` is not a directory", path.display()),
        "name the directory that template names are relative to",
    ))
}

/// Writes to standard output. A reader that has seen enough (`| head`) is no fault.
pub(crate) fn print(text: &str) -> Result<(), Fault> {
    print_to(io::stdout().lock(), text)
}

/// Writes to standard output, in colour where somebody sees it.
pub(crate) fn print_styled(text: &str) -> Result<(), Fault> {
    print_to(anstream::stdout().lock(), text)
}

fn print_to(mut out: impl io::Write, text: &str) -> Result<(), Fault> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(it) if it.kind() != io::ErrorKind::BrokenPipe => {
            Err(Fault::file("cannot write", Path::new("standard output"), &it))
        }
        _ => Ok(()),
    }
}

/// Replaces a file as a whole: whoever reads it sees the old page or the new one, never half of one.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), Fault> {
    let fault = |it: io::Error| Fault::file("cannot write", path, &it);
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()); // write through a symbolic link
    match fs::metadata(&target) {
        Ok(found) if found.is_dir() => Err(Fault::usage(
            format!("cannot write `{}`: it is a directory", path.display()),
            "name a file in it",
        )),
        Ok(found) if !found.is_file() => fs::write(&target, text).map_err(fault), // a device or a pipe
        Ok(found) => replace_file(&target, text, Some(found.permissions())).map_err(fault),
        Err(_) => replace_file(&target, text, None).map_err(fault),
    }
}

fn replace_file(target: &Path, text: &str, permissions: Option<fs::Permissions>) -> io::Result<()> {
    let draft = draft_name(target)?;
    let file = OpenOptions::new().write(true).create_new(true).open(&draft)?;
    let done = fill(file, text, permissions).and_then(|()| fs::rename(&draft, target));
    if done.is_err() {
        let _ = fs::remove_file(&draft); // the first error is the one to report
    }
    done
}

fn fill(mut file: File, text: &str, permissions: Option<fs::Permissions>) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()
}

/// Beside the target, because a rename cannot cross file systems.
fn draft_name(target: &Path) -> io::Result<PathBuf> {
    let name = target.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let mut draft = std::ffi::OsString::from(".");
    draft.push(name);
    draft.push(format!(".{}.tmp", std::process::id()));
    Ok(target.with_file_name(draft))
}

/// The paths of all files below a folder, relative to it and with `/`, sorted. Links are passed over: they may lead
/// anywhere.
pub(crate) fn below(folder: &Path) -> Result<Vec<String>, Fault> {
    let mut found = Vec::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((path, prefix)) = open.pop() {
        let fault = |it: io::Error| Fault::file("cannot read", &path, &it);
        for entry in fs::read_dir(&path).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            let kind = entry.file_type().map_err(fault)?;
            let name = entry.file_name().into_string().map_err(|it| no_text(&path.join(it)))?;
            let relative = format!("{prefix}{name}");
            if kind.is_dir() {
                open.push((entry.path(), relative + "/"));
            } else if kind.is_file() {
                found.push(relative);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn no_text(path: &Path) -> Fault {
    Fault::usage(format!("the name of `{}` is not UTF-8", path.display()), "give the file another name")
}

/// The bytes of a file.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Fault> {
    fs::read(path).map_err(|it| Fault::file("cannot read", path, &it))
}

/// Writes a file, with the folders it is in.
pub(crate) fn copy_to(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder.and_then(|()| fs::write(path, bytes)).map_err(|it| Fault::file("cannot write", path, &it))
}

/// Adds to the end of a file.
pub(crate) fn append(path: &Path, text: &str) -> Result<(), Fault> {
    let file = OpenOptions::new().append(true).create(true).open(path);
    file.and_then(|mut it| it.write_all(text.as_bytes())).map_err(|it| Fault::file("cannot write", path, &it))
}

/// The lines of a file, or of standard input, some at a time.
pub(crate) struct Lines {
    path: PathBuf,
    input: Box<dyn BufRead>,
}

impl Lines {
    pub(crate) fn open(path: &Path) -> Result<Lines, Fault> {
        let input: Box<dyn BufRead> = if path == Path::new("-") {
            Box::new(BufReader::new(io::stdin()))
        } else {
            let file = File::open(path).map_err(|it| Fault::file("cannot read", path, &it))?;
            Box::new(BufReader::new(file))
        };
        Ok(Lines { path: path.to_owned(), input })
    }

    pub(crate) fn skip(&mut self, count: u64) -> Result<(), Fault> {
        for _ in 0..count {
            if self.input.skip_until(b'\n').map_err(|it| Fault::file("cannot read", &self.path, &it))? == 0 {
                break;
            }
        }
        Ok(())
    }

    /// The next lines, about so many bytes of them; none at the end.
    pub(crate) fn batch(&mut self, bytes: usize) -> Result<Vec<String>, Fault> {
        let (mut lines, mut held) = (Vec::new(), 0);
        while held < bytes {
            let mut line = String::new();
            let read = self.input.read_line(&mut line);
            held += read.map_err(|it| Fault::file("cannot read", &self.path, &it))?;
            if line.is_empty() {
                break;
            }
            if line.ends_with('\n') {
                line.pop();
            }
            lines.push(line);
        }
        Ok(lines)
    }
}
