//! [`Catalog`]: the translations of one `.mo` file (GNU gettext manual, "The Format of GNU MO Files").

use super::plural::PluralForms;
use crate::diagnostics::{Error, ErrorKind};
use std::collections::HashMap;
use std::fmt;

/// Stands between a context and its message.
const CONTEXT: char = '\u{4}';

/// Stands between the forms of a message.
const FORM: char = '\0';

/// The translations of one `.mo` file: a language's, or an application's for a language.
///
/// ```
/// use palisade::gettext::Catalog;
///
/// // The smallest catalogue: a header of seven numbers, and no messages.
/// let numbers = [0x9504_12de_u32, 0, 0, 28, 28, 0, 28];
/// let bytes: Vec<u8> = numbers.iter().flat_map(|it| it.to_le_bytes()).collect();
/// assert_eq!(Catalog::from_mo(&bytes)?.gettext("Password", None), None);
/// assert_eq!(Catalog::from_mo(b"no catalogue").unwrap_err().code(), "E060");
/// # Ok::<(), palisade::Error>(())
/// ```
#[derive(Clone)]
pub struct Catalog {
    /// By context and message.
    messages: HashMap<Box<str>, Entry>,
    plural: PluralForms,
}

/// A translation, or one for each form.
#[derive(Clone)]
enum Entry {
    One(Box<str>),
    Forms(Box<str>),
}

impl Catalog {
    /// Reads a `.mo` file, as `msgfmt` writes it: either byte order, in UTF-8.
    ///
    /// # Errors
    /// [`ErrorKind::BadCatalog`] when it is no such file, or damaged; [`ErrorKind::BadPluralForms`] when the rule
    /// for plurals cannot be read.
    pub fn from_mo(bytes: &[u8]) -> Result<Catalog, Error> {
        let file = File::open(bytes)?;
        let mut messages = HashMap::new();
        let mut plural = PluralForms::germanic();
        // Strings that overlap would let a small file become a large catalogue.
        let mut room = bytes.len();
        for index in 0..file.count {
            let (id, translation) = (file.string(file.ids, index)?, file.string(file.translations, index)?);
            room =
                room.checked_sub(id.len() + translation.len()).ok_or_else(|| bad("its strings overlap"))?;
            if id.is_empty() {
                plural = header(translation)?.unwrap_or(plural);
            } else if !translation.is_empty() {
                let (key, entry) = match id.split_once(FORM) {
                    Some((key, _)) => (key, Entry::Forms(translation.into())),
                    None => (id, Entry::One(translation.into())),
                };
                messages.insert(key.into(), entry);
            }
        }
        Ok(Catalog { messages, plural })
    }

    /// The translation of a message; for one that depends on a number, the form for 1.
    pub fn gettext(&self, id: &str, context: Option<&str>) -> Option<&str> {
        match self.entry(id, context)? {
            Entry::One(text) => Some(text),
            Entry::Forms(forms) => self.form(forms, 1.0),
        }
    }

    /// The translation of a message in the form that `count` takes; `None` when there is no such form.
    pub fn ngettext(&self, id: &str, context: Option<&str>, count: f64) -> Option<&str> {
        match self.entry(id, context)? {
            Entry::One(_) => None,
            Entry::Forms(forms) => self.form(forms, count),
        }
    }

    fn entry(&self, id: &str, context: Option<&str>) -> Option<&Entry> {
        match context {
            Some(context) => self.messages.get(&*format!("{context}{CONTEXT}{id}")),
            None => self.messages.get(id),
        }
    }

    fn form<'c>(&self, forms: &'c str, count: f64) -> Option<&'c str> {
        forms.split(FORM).nth(self.plural.form(count)?).filter(|it| !it.is_empty())
    }
}

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Catalog of {} messages", self.messages.len())
    }
}

/// What the header says of plurals. It is the translation of the empty message.
fn header(text: &str) -> Result<Option<PluralForms>, Error> {
    let field = |name: &str| {
        text.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
        })
    };
    if let Some((_, charset)) = field("content-type").and_then(|it| it.split_once("charset="))
        && !["utf-8", "utf8", "us-ascii", "ascii"].contains(&&*charset.trim().to_ascii_lowercase())
    {
        return Err(bad(&format!("it is in {charset}, not in UTF-8")));
    }
    field("plural-forms").map(PluralForms::read).transpose()
}

#[cold]
fn bad(why: &str) -> Error {
    Error::new(ErrorKind::BadCatalog, format!("this is no `.mo` file that can be read: {why}"))
}

/// A file whose header has been read.
struct File<'b> {
    bytes: &'b [u8],
    swapped: bool,
    count: usize,
    /// Where the tables of messages and translations begin.
    ids: usize,
    translations: usize,
}

impl<'b> File<'b> {
    fn open(bytes: &'b [u8]) -> Result<File<'b>, Error> {
        const MAGIC: u32 = 0x9504_12de;
        let mut file = File { bytes, swapped: false, count: 0, ids: 0, translations: 0 };
        match file.number(0)? as u32 {
            MAGIC => {}
            it if it.swap_bytes() == MAGIC => file.swapped = true,
            _ => return Err(bad("it does not begin as one")),
        }
        // Revisions differ in what comes after the tables; `major` 1 adds strings that depend on the system.
        if file.number(4)? >> 16 > 1 {
            return Err(bad("its revision is unknown"));
        }
        file.count = file.number(8)?;
        file.ids = file.number(12)?;
        file.translations = file.number(16)?;
        Ok(file)
    }

    /// The number of four bytes at an offset.
    fn number(&self, at: usize) -> Result<usize, Error> {
        let four =
            at.checked_add(4).and_then(|end| self.bytes.get(at..end)).and_then(|it| it.try_into().ok());
        let number = u32::from_le_bytes(four.ok_or_else(|| bad("it is cut off"))?);
        Ok(if self.swapped { number.swap_bytes() } else { number } as usize)
    }

    /// A string, by its place in a table of lengths and offsets.
    fn string(&self, table: usize, index: usize) -> Result<&'b str, Error> {
        let at =
            index.checked_mul(8).and_then(|it| it.checked_add(table)).ok_or_else(|| bad("it is cut off"))?;
        let (length, start) = (self.number(at)?, self.number(at.saturating_add(4))?);
        let bytes = start.checked_add(length).and_then(|end| self.bytes.get(start..end));
        let bytes = bytes.ok_or_else(|| bad("a string lies outside of it"))?;
        std::str::from_utf8(bytes).map_err(|_| bad("a string is not in UTF-8"))
    }
}
