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
    print_to(io::stdout().lock(), text.as_bytes())
}

/// Writes to standard output, in colour where somebody sees it.
pub(crate) fn print_styled(text: &str) -> Result<(), Fault> {
    print_to(anstream::stdout().lock(), text.as_bytes())
}

fn print_to(mut out: impl io::Write, bytes: &[u8]) -> Result<(), Fault> {
    match out.write_all(bytes).and_then(|()| out.flush()) {
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

/// A file that is written bit by bit, or standard output.
pub(crate) struct Output {
    path: PathBuf,
    file: Option<File>,
}

impl Output {
    pub(crate) fn stdout() -> Output {
        Output { path: PathBuf::from("standard output"), file: None }
    }

    /// A file of which so many bytes stay: what an earlier run has written for sure.
    pub(crate) fn open(path: &Path, kept: u64) -> Result<Output, Fault> {
        let fault = |it: io::Error| Fault::file("cannot write", path, &it);
        let file = OpenOptions::new().append(true).create(true).open(path).map_err(fault)?;
        let found = file.metadata().map_err(fault)?;
        if found.is_file() && found.len() < kept {
            let message = format!("`{}` is shorter than the last run left it", path.display());
            return Err(Fault::usage(message, "start anew: delete the file that says how far the run came"));
        }
        if found.is_file() {
            file.set_len(kept).map_err(fault)?;
        }
        Ok(Output { path: path.to_owned(), file: Some(file) })
    }

    /// A file that is added to.
    pub(crate) fn append(path: &Path) -> Result<Output, Fault> {
        Output::open(path, fs::metadata(path).map_or(0, |it| it.len()))
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        match &mut self.file {
            Some(file) => file.write_all(bytes).map_err(|it| Fault::file("cannot write", &self.path, &it)),
            None => print_to(io::stdout().lock(), bytes),
        }
    }
}

/// The length of a file, 0 when there is none.
pub(crate) fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |it| it.len())
}

/// Whether two paths lead to the same file.
pub(crate) fn are_same(one: &Path, other: &Path) -> bool {
    let whole = |it: &Path| fs::canonicalize(it).ok();
    whole(one).is_some_and(|it| whole(other) == Some(it))
}

/// Writes a line to standard error, if anybody is there.
pub(crate) fn tell(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// A file that is there, or none.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<String>, Fault> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(it) if it.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(it) => Err(Fault::file("cannot read", path, &it)),
    }
}

/// A file, or standard input, read bit by bit.
pub(crate) struct Input {
    path: PathBuf,
    input: Box<dyn BufRead>,
    read: u64,
}

impl Input {
    pub(crate) fn new(path: &Path, input: Box<dyn BufRead>) -> Input {
        Input { path: path.to_owned(), input, read: 0 }
    }

    pub(crate) fn open(path: &Path) -> Result<Input, Fault> {
        if path == Path::new("-") {
            return Ok(Input::new(path, Box::new(BufReader::new(io::stdin()))));
        }
        let file = File::open(path).map_err(|it| Fault::file("cannot read", path, &it))?;
        Ok(Input::new(path, Box::new(BufReader::with_capacity(1 << 16, file))))
    }

    /// Hands the next bytes over, none at the end; `take` says how many it took, and something else.
    pub(crate) fn step<T>(&mut self, take: impl FnOnce(&[u8]) -> (usize, T)) -> Result<T, Fault> {
        let bytes = loop {
            match self.input.fill_buf() {
                Err(it) if it.kind() == io::ErrorKind::Interrupted => {}
                Err(it) => return Err(Fault::file("cannot read", &self.path, &it)),
                Ok(_) => break self.input.fill_buf().unwrap_or_default(),
            }
        };
        let (taken, what) = take(bytes);
        self.input.consume(taken);
        self.read += taken as u64;
        Ok(what)
    }

    /// Bytes taken so far.
    pub(crate) fn read(&self) -> u64 {
        self.read
    }
}
