//! Building policies by hand. Each method gives a changed copy.

use super::{CleanLimits, Disallowed, ElementRule, Invisible, LinkRule, Policy, ValueRule};

impl Policy {
    /// A policy that keeps text only.
    pub fn new(name: impl Into<String>) -> Policy {
        Policy { name: name.into(), version: 1, ..Policy::default() }
    }

    /// The name, for people and for reports.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version that its author gave it.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The same under another name.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Policy {
        Policy { name: name.into(), ..self }
    }

    /// The same as another version.
    #[must_use]
    pub fn versioned(self, version: u32) -> Policy {
        Policy { version, ..self }
    }

    /// Allows an element, instead of what was said about it before.
    #[must_use]
    pub fn element(mut self, name: impl Into<String>, rule: ElementRule) -> Policy {
        self.elements.insert(name.into(), rule);
        self
    }

    /// Allows elements without attributes of their own; what was said about them before stays.
    #[must_use]
    pub fn elements<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Policy {
        for name in names {
            self.elements.entry(name.to_owned()).or_default();
        }
        self
    }

    /// Allows elements no longer.
    #[must_use]
    pub fn without<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Policy {
        for name in names {
            self.elements.remove(name);
        }
        self
    }

    /// Allows an attribute on every element.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, rule: ValueRule) -> Policy {
        self.attributes.insert(name.into(), rule);
        self
    }

    /// Allows an attribute on one element, and the element.
    #[must_use]
    pub fn attribute_of(mut self, element: &str, name: impl Into<String>, rule: ValueRule) -> Policy {
        self.elements.entry(element.to_owned()).or_default().attributes.insert(name.into(), rule);
        self
    }

    /// Allows attributes no longer, on any element.
    #[must_use]
    pub fn without_attributes<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Policy {
        for name in names {
            self.attributes.remove(name);
            self.elements.values_mut().for_each(|it| drop(it.attributes.remove(name)));
        }
        self
    }

    /// What becomes of other elements.
    #[must_use]
    pub fn disallowed(self, disallowed: Disallowed) -> Policy {
        Policy { disallowed, ..self }
    }

    /// Elements that go with their content.
    #[must_use]
    pub fn drop_content<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Policy {
        self.drop_content = names.into_iter().map(str::to_owned).collect();
        self
    }

    /// Elements whose content stays when their tags go, whatever becomes of other elements.
    #[must_use]
    pub fn keep_content<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Policy {
        self.keep_content = names.into_iter().map(str::to_owned).collect();
        self
    }

    /// Elements that leave a blank before and after their content when their tags go, so that the words of
    /// two blocks do not run together; `*` stands for all elements.
    #[must_use]
    pub fn blanks<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Policy {
        self.blanks = names.into_iter().map(str::to_owned).collect();
        self
    }

    /// Whether comments stay. Only those do that every parser ends at the same place: without `<`, `>` and
    /// `--`, and none that old browsers took for a condition.
    #[must_use]
    pub fn comments(self, on: bool) -> Policy {
        Policy { comments: on, ..self }
    }

    /// What links get.
    #[must_use]
    pub fn links(self, rule: impl Into<Option<LinkRule>>) -> Policy {
        Policy { links: rule.into(), ..self }
    }

    /// What every `id`, every `name` and every reference to one begins with.
    #[must_use]
    pub fn id_prefix(self, prefix: impl Into<String>) -> Policy {
        Policy { id_prefix: Some(prefix.into()), ..self }
    }

    /// What becomes of bidirectional controls and tag characters.
    #[must_use]
    pub fn invisible(self, invisible: Invisible) -> Policy {
        Policy { invisible, ..self }
    }

    /// Whether `{{`, `[[` and `${` are broken up by an invisible character, for pages on which a
    /// client-side framework evaluates them.
    #[must_use]
    pub fn break_mustaches(self, on: bool) -> Policy {
        Policy { break_mustaches: on, ..self }
    }

    /// What cleaning may cost.
    #[must_use]
    pub fn limits(self, limits: CleanLimits) -> Policy {
        Policy { limits, ..self }
    }
}

impl ElementRule {
    /// An element without attributes of its own.
    pub fn new() -> ElementRule {
        ElementRule::default()
    }

    /// Allows an attribute.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, rule: ValueRule) -> ElementRule {
        self.attributes.insert(name.into(), rule);
        self
    }

    /// Gives it an attribute of this value, whatever the author wrote.
    #[must_use]
    pub fn force(mut self, name: impl Into<String>, value: impl Into<String>) -> ElementRule {
        self.forced.insert(name.into(), value.into());
        self
    }

    /// Takes the element out when this attribute is missing or refused; `*` asks for any one attribute.
    #[must_use]
    pub fn require(mut self, name: impl Into<String>) -> ElementRule {
        self.required.insert(name.into());
        self
    }

    /// Where the element is taken out for want of an attribute, the text of this one stands in for it.
    #[must_use]
    pub fn instead(self, attribute: impl Into<String>) -> ElementRule {
        ElementRule { instead: Some(attribute.into()), ..self }
    }
}

impl ValueRule {
    /// One of these.
    pub fn values<'v>(values: impl IntoIterator<Item = &'v str>) -> ValueRule {
        ValueRule::Values(values.into_iter().map(str::to_owned).collect())
    }

    /// A whole number between these two, which may be either.
    pub fn number(min: i64, max: i64) -> ValueRule {
        ValueRule::Number { min, max }
    }

    /// Words of this list.
    pub fn words<'v>(words: impl IntoIterator<Item = &'v str>) -> ValueRule {
        ValueRule::Words(words.into_iter().map(str::to_owned).collect())
    }

    /// Class names that fit these globs.
    pub fn classes<'v>(globs: impl IntoIterator<Item = &'v str>) -> ValueRule {
        ValueRule::Classes(globs.into_iter().map(str::to_owned).collect())
    }
}
