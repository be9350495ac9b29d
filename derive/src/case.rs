//! `rename_all`: names in another spelling.

/// A spelling of names of several words.
#[derive(Clone, Copy)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
}

/// All spellings, by the names serde gives them.
const CASES: [(&str, Case); 7] = [
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("PascalCase", Case::Pascal),
    ("camelCase", Case::Camel),
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("kebab-case", Case::Kebab),
];

impl Case {
    pub(crate) fn parse(name: &str) -> Option<Case> {
        CASES.iter().find(|it| it.0 == name).map(|it| it.1)
    }

    /// The names [`Case::parse`] knows.
    pub(crate) fn known() -> String {
        CASES.map(|it| format!("`{}`", it.0)).join(", ")
    }

    /// A name of Rust, such as `created_at` or `InReview`, in this spelling.
    pub(crate) fn apply(self, name: &str) -> String {
        let words = words(name);
        match self {
            Case::Lower => words.concat(),
            Case::Upper => words.concat().to_uppercase(),
            Case::Pascal => words.iter().map(|it| capitalized(it)).collect(),
            Case::Camel => {
                let mut words = words.iter();
                let first = words.next().cloned().unwrap_or_default();
                first + &words.map(|it| capitalized(it)).collect::<String>()
            }
            Case::Snake => words.join("_"),
            Case::ScreamingSnake => words.join("_").to_uppercase(),
            Case::Kebab => words.join("-"),
        }
    }
}

/// The words of a name, in small letters. A word begins after `_` and at a capital.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for character in name.chars() {
        let begins = character == '_' || character.is_uppercase();
        if begins && words.last().is_some_and(|it| !it.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| character != '_') {
            word.extend(character.to_lowercase());
        }
    }
    words
}

fn capitalized(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::Case;

    #[test]
    fn names_are_spelled_as_serde_spells_them() {
        let spell = |case| Case::parse(case).unwrap().apply("created_at");
        let cases =
            ["lowercase", "UPPERCASE", "PascalCase", "camelCase", "snake_case", "SCREAMING_SNAKE_CASE"];
        assert_eq!(
            cases.map(spell),
            ["createdat", "CREATEDAT", "CreatedAt", "createdAt", "created_at", "CREATED_AT"]
        );
        assert_eq!(Case::Kebab.apply("InReview"), "in-review");
        assert_eq!(Case::Snake.apply("InReview"), "in_review");
    }
}
