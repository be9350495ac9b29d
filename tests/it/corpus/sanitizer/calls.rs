//! Chains of method calls in the source text of other languages, read without their grammar: names before an
//! opening parenthesis, each with the string literals that stand between it and the next one.

#[derive(Debug, PartialEq)]
pub(super) struct Call {
    /// The last two names of the path: `AllowedTags.Add`, or one name where there is one.
    pub name: String,
    pub texts: Vec<String>,
}

impl Call {
    /// The last name.
    pub(super) fn method(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or_default()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(String::as_str)
    }
}

/// The calls in a piece of source text, in order.
pub(super) fn calls(source: &str) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    let mut path = String::new();
    let mut chars = source.chars();
    while let Some(it) = chars.next() {
        match it {
            '"' => {
                let text = literal(&mut chars);
                if let Some(call) = calls.last_mut() {
                    call.texts.push(text);
                }
                path.clear();
            }
            '(' => {
                if path.chars().any(char::is_alphabetic) {
                    calls.push(Call { name: last_two(&path), texts: Vec::new() });
                }
                path.clear();
            }
            '.' | '_' => path.push(it),
            _ if it.is_alphanumeric() => path.push(it),
            // A chain goes on after a blank.
            ' ' if path.is_empty() || path.ends_with('.') => {}
            _ => path.clear(),
        }
    }
    calls
}

fn literal(chars: &mut std::str::Chars<'_>) -> String {
    let mut text = String::new();
    while let Some(it) = chars.next() {
        match it {
            '"' => break,
            '\\' => text.extend(chars.next()),
            _ => text.push(it),
        }
    }
    text
}

fn last_two(path: &str) -> String {
    let names: Vec<&str> = path.split('.').filter(|it| !it.is_empty()).collect();
    names[names.len().saturating_sub(2)..].join(".")
}

#[test]
fn calls_are_read_from_any_language() {
    let read: Vec<_> = calls(r#"new A() .b("x", "y\"").c(L.of("z")) ; s.Tags.Add("t")"#)
        .into_iter()
        .map(|it| (it.name, it.texts.join(" ")))
        .collect();
    let want = [("A", ""), ("b", "x y\""), ("c", ""), ("L.of", "z"), ("Tags.Add", "t")];
    assert_eq!(read, want.map(|it| (it.0.to_owned(), it.1.to_owned())));
}
