//! Decimal digits of all scripts, as Python's `int()` reads them.

use std::borrow::Cow;

/// The zero of every run of ten decimal digits in Unicode (general category Nd), sorted.
const ZEROS: [u32; 68] = [
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50,
    0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40,
    0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066,
    0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950,
    0x11c50, 0x11d50, 0x11da0, 0x11f50, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec,
    0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e950, 0x1fbf0,
];

/// Digits without a sign as Python's `int()` reads them: of any script, single `_` between two.
/// `None` for anything else, and for numbers no list is long enough for.
pub(super) fn python_index(text: &str) -> Option<i64> {
    let mut number: i64 = 0;
    let mut after_digit = false;
    for character in text.chars() {
        if character == '_' && after_digit {
            after_digit = false;
            continue;
        }
        number = number.checked_mul(10)?.checked_add(i64::from(digit(character)?))?;
        after_digit = true;
    }
    after_digit.then_some(number)
}

/// The text with the decimal digits of all scripts as ASCII has them, as Python reads numbers.
pub(crate) fn ascii_digits(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    text.chars().map(|it| digit(it).map_or(it, |it| char::from(b'0' + it))).collect()
}

/// The value of a decimal digit of any script.
pub(crate) fn digit(character: char) -> Option<u8> {
    let code = u32::from(character);
    let run = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?;
    let value = code - ZEROS.get(run)?;
    u8::try_from(value).ok().filter(|it| *it < 10)
}

#[cfg(test)]
mod tests {
    use super::python_index;

    #[test]
    fn an_index_is_what_python_reads() {
        for (text, number) in [("0", 0), ("01", 1), ("1_000", 1000), ("١٢", 12), ("９", 9)] {
            assert_eq!(python_index(text), Some(number), "{text}");
        }
        for text in ["", "_1", "1_", "1__0", "-1", "+1", "1a", "²", "99999999999999999999"] {
            assert_eq!(python_index(text), None, "{text}");
        }
    }
}
