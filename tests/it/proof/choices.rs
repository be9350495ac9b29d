//! Decisions read from bytes: the same generators serve proptest, which shrinks the bytes, and the fuzzers,
//! which mutate them.

/// Bytes as decisions. When they are used up every decision is the first one, which tables keep the simplest.
pub(crate) struct Choices<'b> {
    bytes: &'b [u8],
}

impl<'b> Choices<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Choices<'b> {
        Choices { bytes }
    }

    /// A number below `end`, which is at least one.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let mut number = self.byte();
        if end > 256 {
            number = number << 8 | self.byte();
        }
        number % end
    }

    pub(crate) fn pick<'t, T>(&mut self, table: &'t [T]) -> &'t T {
        &table[self.below(table.len())]
    }

    /// True once in so many times.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    fn byte(&mut self) -> usize {
        let Some((first, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
        usize::from(*first)
    }
}
