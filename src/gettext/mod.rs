//! gettext: catalogues of translations, read from `.mo` files, and sets of them.

mod catalog;
mod plural;
mod translations;

pub use catalog::Catalog;
pub use translations::Translations;

#[cfg(test)]
mod tests;
