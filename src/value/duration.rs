//! Spans of time, as Python's `timedelta` prints them: days counted down, hours and minutes up.

use super::{Clock, Temporal};
use jiff::SignedDuration;
use std::fmt::Write;

// Writing to a String never fails, so the results of `write!` are dropped throughout.

const DAY: i128 = 86_400 * SECOND;
const SECOND: i128 = 1_000_000;

/// Appends Python's `str()`: `-1 day, 23:59:59.000005`.
pub(super) fn python_str(span: SignedDuration, out: &mut String) {
    let (days, seconds, micros) = parts(span.as_micros());
    if days != 0 {
        let _ = write!(out, "{days} day{}, ", if days.abs() == 1 { "" } else { "s" });
    }
    let _ = write!(out, "{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if micros > 0 {
        let _ = write!(out, ".{micros:06}");
    }
}

/// Appends Python's `repr()`: `datetime.timedelta(days=1, seconds=5)`.
pub(super) fn python_repr(span: SignedDuration, out: &mut String) {
    let (days, seconds, micros) = parts(span.as_micros());
    let named = [("days", days), ("seconds", seconds), ("microseconds", micros)];
    let given: Vec<String> =
        named.iter().filter(|it| it.1 != 0).map(|(name, it)| format!("{name}={it}")).collect();
    let given = if given.is_empty() { "0".to_owned() } else { given.join(", ") };
    let _ = write!(out, "datetime.timedelta({given})");
}

/// As Django writes a span into JSON: `P1DT02H03M04S`.
pub(crate) fn iso(span: SignedDuration) -> String {
    let micros = span.as_micros();
    let sign = if micros < 0 { "-" } else { "" };
    let (days, seconds, micros) = parts(micros.abs());
    let fraction = if micros > 0 { format!(".{micros:06}") } else { String::new() };
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{sign}P{days}DT{hours:02}H{minutes:02}M{seconds:02}{fraction}S")
}

/// Days, which may be negative, and the seconds and microseconds after them, which may not.
fn parts(micros: i128) -> (i128, i128, i128) {
    let rest = micros.rem_euclid(DAY);
    (micros.div_euclid(DAY), rest / SECOND, rest % SECOND)
}

impl Temporal {
    /// The moment a span later, by the clock that shows it; of a date only whole days count. `None` for a time
    /// of day, and beyond the calendar.
    pub(crate) fn later(&self, span: SignedDuration) -> Option<Temporal> {
        match *self {
            Temporal::Date(date) => {
                let days = i64::try_from(parts(span.as_micros()).0).ok()?;
                Some(Temporal::Date(
                    date.checked_add(SignedDuration::from_hours(days.checked_mul(24)?)).ok()?,
                ))
            }
            Temporal::DateTime { civil, clock } => {
                let civil = civil.checked_add(span).ok()?;
                Some(match clock {
                    Some(Clock { zone, .. }) => Temporal::in_zone(civil, zone),
                    None => Temporal::naive(civil),
                })
            }
            Temporal::Time(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{iso, python_repr, python_str};
    use jiff::SignedDuration;

    #[track_caller]
    fn check(micros: i64, text: &str, repr: &str, written: &str) {
        let span = SignedDuration::from_micros(micros);
        let (mut out, mut shown) = (String::new(), String::new());
        python_str(span, &mut out);
        python_repr(span, &mut shown);
        assert_eq!((&*out, &*shown, &*iso(span)), (text, repr, written));
    }

    #[test]
    fn spans_are_written_as_python_and_django_write_them() {
        check(0, "0:00:00", "datetime.timedelta(0)", "P0DT00H00M00S");
        check(3_661_000_000, "1:01:01", "datetime.timedelta(seconds=3661)", "P0DT01H01M01S");
        let days = "datetime.timedelta(days=2, microseconds=5)";
        check(172_800_000_005, "2 days, 0:00:00.000005", days, "P2DT00H00M00.000005S");
        let back = "datetime.timedelta(days=-1, seconds=86399)";
        check(-1_000_000, "-1 day, 23:59:59", back, "-P0DT00H00M01S");
    }
}
