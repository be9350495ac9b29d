//! The check of a whole catalogue of translations.

use super::Engine;
use crate::diagnostics::Error;
use crate::gettext::Catalog;
use crate::program::{MessageContext, Target};
use crate::source::Source;
use std::collections::HashSet;

/// Longest message that is quoted whole, in characters.
const QUOTED: usize = 60;

impl Engine {
    /// Checks a catalogue against all templates that were compiled so far, which after `build` are those that
    /// [`Verify`](crate::Verify) says: each translation of a `{% blocktranslate %}` is analysed as a template that
    /// begins where the tag stands, as it is when it is shown. `file` is what messages call the catalogue.
    ///
    /// What is refused here would be shown untranslated, and told to
    /// [`on_bad_translation`](crate::EngineBuilder::on_bad_translation).
    ///
    /// ```
    /// use palisade::{Engine, gettext::Catalog};
    ///
    /// let engine = Engine::builder().build()?;
    /// // The smallest catalogue: a header of seven numbers, and no messages.
    /// let numbers = [0x9504_12de_u32, 0, 0, 28, 28, 0, 28];
    /// let bytes: Vec<u8> = numbers.iter().flat_map(|it| it.to_le_bytes()).collect();
    /// engine.check_translations("locale/de/LC_MESSAGES/django.mo", &Catalog::from_mo(&bytes)?)?;
    /// # Ok::<(), palisade::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::BadTranslation`](crate::ErrorKind::BadTranslation) for each translation that cannot stand at one
    /// of its tags, all as one error ([`Error::all`]): with file and message, and the place of the tag.
    pub fn check_translations(&self, file: &str, catalog: &Catalog) -> Result<(), Error> {
        let snapshot = self.now();
        let (mut errors, mut known) = (Vec::new(), HashSet::new());
        for link in (0..).map_while(|it| snapshot.link_at(it).ok()) {
            for here in &link.program.sites {
                let Target::Translations(message) = &here.target else { continue };
                let context = match &message.context {
                    MessageContext::None => Some(None),
                    MessageContext::Literal(context) => Some(Some(&**context)),
                    MessageContext::Computed => None,
                };
                for text in catalog.forms(&message.id, context) {
                    let source = Source::new(format!("{file}: {}", quoted(&message.id)), text);
                    let fault = snapshot.compile_translation(link, here, &source).err();
                    // A template may be compiled for several places.
                    errors.extend(fault.filter(|it| known.insert(format!("{it:#}"))));
                }
            }
        }
        Error::several(errors).map_or(Ok(()), Err)
    }
}

/// The message between quotes, cut when it is long.
fn quoted(id: &str) -> String {
    match id.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{:?}…", id.get(..end).unwrap_or_default()),
        None => format!("{id:?}"),
    }
}
