//! Decimal numbers of any length, as much as `floatformat` needs of them.

use crate::value::{ascii_digits, is_space};

/// `±digits × 10^exponent`.
pub(super) struct Decimal {
    negative: bool,
    /// Values 0 to 9, the most significant first, none leading but a single zero.
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    /// Reads `-12.50`, `1e3`, `.5`, `5.`, `1_000`.
    pub(super) fn parse(text: &str) -> Option<Decimal> {
        let text = ascii_digits(text.trim_matches(is_space)).replace('_', "");
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (&*text, 0),
        };
        let unsigned = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits = || whole.bytes().chain(fraction.bytes());
        if digits().next().is_none() || !digits().all(|it| it.is_ascii_digit()) {
            return None;
        }
        let exponent = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?;
        let digits = digits().map(|it| it - b'0').collect();
        Some(Decimal { negative: mantissa.starts_with('-'), digits: trimmed(digits), exponent })
    }

    /// Whether it is short enough to be written out; Django draws this line too.
    pub(super) fn is_moderate(&self) -> bool {
        self.digits.len() as u64 + self.exponent.unsigned_abs() <= 200
    }

    pub(super) fn is_whole(&self) -> bool {
        let decimals = usize::try_from(-self.exponent).unwrap_or(0);
        self.digits.iter().rev().take(decimals).all(|it| *it == 0)
    }

    /// To this many decimals, halves away from zero.
    pub(super) fn rounded(mut self, decimals: u32) -> Decimal {
        let surplus = usize::try_from(-self.exponent - i64::from(decimals)).unwrap_or(0);
        if surplus == 0 {
            return self;
        }
        let kept = self.digits.len().checked_sub(surplus);
        let up = kept.is_some_and(|it| self.digits[it] >= 5);
        self.digits.truncate(kept.unwrap_or(0));
        if up {
            increment(&mut self.digits);
        }
        Decimal { digits: trimmed(self.digits), exponent: -i64::from(decimals), ..self }
    }

    /// How many decimals it has.
    pub(super) fn decimals(&self) -> u32 {
        u32::try_from(-self.exponent).unwrap_or(0)
    }

    pub(super) fn is_zero(&self) -> bool {
        self.digits == [0]
    }

    /// With exactly this many decimals, after [`Decimal::rounded`] to as many. Zero has no sign.
    pub(super) fn print(&self, decimals: u32) -> String {
        let mut digits = self.digit_text();
        let shift = usize::try_from(self.exponent + i64::from(decimals)).unwrap_or(0);
        digits.push_str(&"0".repeat(shift));
        let decimals = decimals as usize;
        let missing = (decimals + 1).saturating_sub(digits.len());
        digits.insert_str(0, &"0".repeat(missing));
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        let sign = if self.negative && !self.is_zero() { "-" } else { "" };
        let dot = if decimals == 0 { "" } else { "." };
        format!("{sign}{whole}{dot}{fraction}")
    }

    /// With one digit before the point, and an exponent: `-1.25e+300`.
    pub(super) fn scientific(&self) -> String {
        let digits = self.digit_text();
        let exponent = self.exponent + digits.len() as i64 - 1;
        let (first, rest) = digits.split_at_checked(1).unwrap_or(("0", ""));
        let (sign, dot) = (if self.negative { "-" } else { "" }, if rest.is_empty() { "" } else { "." });
        format!("{sign}{first}{dot}{rest}e{exponent:+}")
    }

    fn digit_text(&self) -> String {
        self.digits.iter().map(|it| char::from(b'0' + it)).collect()
    }
}

fn trimmed(mut digits: Vec<u8>) -> Vec<u8> {
    let zeros = digits.iter().take_while(|it| **it == 0).count();
    digits.drain(..zeros);
    if digits.is_empty() { vec![0] } else { digits }
}

fn increment(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        *digit = (*digit + 1) % 10;
        if *digit != 0 {
            return;
        }
    }
    digits.insert(0, 1);
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[track_caller]
    fn check(text: &str, decimals: u32, want: &str) {
        assert_eq!(Decimal::parse(text).unwrap().rounded(decimals).print(decimals), want);
    }

    #[test]
    fn halves_go_away_from_zero() {
        check("2.5", 0, "3");
        check("-2.5", 0, "-3");
        check("0.05", 1, "0.1");
        check("0.004", 2, "0.00");
        check("-0.004", 2, "0.00");
        check("9.99", 1, "10.0");
    }

    #[test]
    fn missing_digits_are_zeros() {
        check("3", 2, "3.00");
        check("1e3", 1, "1000.0");
        check(".5", 3, "0.500");
        check("12.", 0, "12");
        check("١２", 1, "12.0");
        check("1e-7", 0, "0");
    }

    #[test]
    fn what_is_no_number_is_not_read() {
        for text in ["", "-", ".", "1.2.3", "0x10", "1e", "abc", "²"] {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
    }
}
