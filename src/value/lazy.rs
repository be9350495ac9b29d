//! [`Lazy`]: a value computed when a template first needs it, and at most once.

/// A value that is computed on first use.
pub struct Lazy<T, F = fn() -> T> {
    cell: once_cell::sync::OnceCell<T>,
    make: F,
}

impl<T, F: Fn() -> T> Lazy<T, F> {
    /// A value that `make` will compute if a template asks for it.
    pub fn new(make: F) -> Lazy<T, F> {
        Lazy { cell: once_cell::sync::OnceCell::new(), make }
    }

    pub(crate) fn get(&self) -> &T {
        self.cell.get_or_init(&self.make)
    }
}
