//! [`Json`]: JSON in our own ordered tree.

/// A JSON document; maps keep their order.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number beyond `i64`, in digits.
    Number(Box<str>),
    /// Any other number.
    Float(f64),
    /// A text.
    Str(Box<str>),
    /// An array.
    List(Vec<Json>),
    /// An object, in the order of its source.
    Map(Vec<(Box<str>, Json)>),
}
