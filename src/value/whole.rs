//! Whole numbers as text: what pages print most after texts.

/// The digits `000` to `999`.
const GROUPS: &str = match str::from_utf8(&groups()) {
    Ok(text) => text,
    Err(_) => "",
};

const fn groups() -> [u8; 3000] {
    let mut bytes = [b'0'; 3000];
    let mut group = 0;
    while group < 1000 {
        bytes[3 * group] += (group / 100) as u8;
        bytes[3 * group + 1] += (group / 10 % 10) as u8;
        bytes[3 * group + 2] += (group % 10) as u8;
        group += 1;
    }
    bytes
}

/// Appends a whole number. Most have six digits at most, and are written in one or two groups.
#[inline]
pub(crate) fn whole(number: i64, out: &mut String) {
    match number {
        0..1000 => group(number, out),
        1000..1_000_000 => {
            group(number / 1000, out);
            last_digits::<3>(number % 1000, out);
        }
        _ => out.push_str(itoa::Buffer::new().format(number)),
    }
}

/// Appends a number below a thousand.
#[inline(always)]
fn group(number: i64, out: &mut String) {
    match number {
        0..10 => last_digits::<1>(number, out),
        10..100 => last_digits::<2>(number, out),
        _ => last_digits::<3>(number, out),
    }
}

/// Appends the last digits of a number below a thousand: so many that their copy is no call.
#[inline(always)]
fn last_digits<const COUNT: usize>(number: i64, out: &mut String) {
    let end = 3 * (number as usize + 1);
    if let Some(digits) = GROUPS.get(end - COUNT..end) {
        out.push_str(digits);
    }
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn every_number_has_its_digits() {
        let near = |it: i64| it.saturating_sub(2)..=it.saturating_add(2);
        let powers = (0..19).flat_map(|it| near(10_i64.pow(it)));
        for number in (-1100..=11_100).chain(powers).chain([i64::MIN, i64::MAX]) {
            let mut out = String::from("é");
            whole(number, &mut out);
            assert_eq!(out, format!("é{number}"));
        }
    }
}
