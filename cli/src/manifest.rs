//! `palisade static-manifest`.

use crate::args::StaticManifest;
use crate::fault::Fault;
use crate::files;
use md5::{Digest as _, Md5};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

/// Hex digits of a hash that stand in a name.
const DIGITS: usize = 12;

/// Names all files, copies them if they are wanted, and writes the manifest last: it never names what is not there.
pub(crate) fn run(args: &StaticManifest) -> Result<(), Fault> {
    files::check_directory(&args.folder)?;
    let mut paths = BTreeMap::new();
    for path in files::below(&args.folder)? {
        let bytes = files::read_bytes(&args.folder.join(&path))?;
        let name = hashed(&path, &digest(&bytes));
        if let Some(copies) = &args.copies {
            files::copy_to(&copies.join(&name), &bytes)?;
        }
        paths.insert(path, name);
    }
    let manifest = manifest(&paths);
    match &args.output {
        Some(file) => files::replace(Path::new(file), &manifest),
        None => files::print(&manifest),
    }
}

fn manifest(paths: &BTreeMap<String, String>) -> String {
    let hash = digest(python_list(paths).as_bytes());
    format!("{:#}\n", json!({ "version": "1.1", "paths": paths, "hash": hash }))
}

/// The list of which Django takes the manifest's hash: what Python's `json.dumps` prints of the sorted pairs.
fn python_list(paths: &BTreeMap<String, String>) -> String {
    let pairs: Vec<String> =
        paths.iter().map(|(path, name)| format!("[{}, {}]", ascii(path), ascii(name))).collect();
    format!("[{}]", pairs.join(", "))
}

/// A JSON string in ASCII.
fn ascii(text: &str) -> String {
    let mut out = String::new();
    for it in serde_json::Value::from(text).to_string().chars() {
        if it.is_ascii() {
            out.push(it);
            continue;
        }
        for unit in it.encode_utf16(&mut [0; 2]) {
            out += &format!("\\u{unit:04x}");
        }
    }
    out
}

fn digest(bytes: &[u8]) -> String {
    Md5::digest(bytes).iter().map(|it| format!("{it:02x}")).collect::<String>()[..DIGITS].to_owned()
}

/// The hash before the last ending; dots at the begin of a name begin none, as for Python's `splitext`.
fn hashed(path: &str, hash: &str) -> String {
    let folder = path.rfind('/').map_or(0, |it| it + 1);
    let name = &path[folder..];
    let visible = name.len() - name.trim_start_matches('.').len();
    match name[visible..].rfind('.') {
        Some(dot) => {
            let dot = folder + visible + dot;
            format!("{}.{hash}{}", &path[..dot], &path[dot..])
        }
        None => format!("{path}.{hash}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{ascii, digest, hashed, manifest, python_list};
    use std::collections::BTreeMap;

    #[test]
    fn names_are_djangos() {
        assert_eq!(digest(b"hello"), "5d41402abc4b");
        let check = |path, want| assert_eq!(hashed(path, "H"), want);
        check("a.css", "a.H.css");
        check("d.x/a.tar.gz", "d.x/a.tar.H.gz");
        check("d.x/LICENSE", "d.x/LICENSE.H");
        check(".htaccess", ".htaccess.H");
        check("..a.b", "..a.H.b");
        check("é/ü.", "é/ü.H.");
    }

    #[test]
    fn the_hash_is_of_what_python_prints() {
        assert_eq!(ascii("a\"é😀\n"), "\"a\\\"\\u00e9\\ud83d\\ude00\\n\"");
        let paths = BTreeMap::from([("a".to_owned(), "b".to_owned()), ("c".to_owned(), "d".to_owned())]);
        assert_eq!(python_list(&paths), r#"[["a", "b"], ["c", "d"]]"#);
        assert!(manifest(&BTreeMap::new()).contains("\"version\": \"1.1\""));
    }
}
