//! What looks like a URL, a host or an email address, as Django's validators have it.

use std::net::Ipv4Addr;

/// Longest label of a host name.
const LONGEST_LABEL: usize = 63;

/// Longest email address.
const LONGEST_EMAIL: usize = 320;

/// Domains that are linked even without `www.`.
const TOP: [&str; 7] = ["com", "edu", "gov", "int", "mil", "net", "org"];

/// `http://` or `https://` and the start of a host.
pub(super) fn is_url(text: &str) -> bool {
    let Some(rest) = without_prefix(text, "http") else { return false };
    let rest = without_prefix(rest, "s").unwrap_or(rest);
    let Some(host) = rest.strip_prefix("://") else { return false };
    host.strip_prefix('[').unwrap_or(host).starts_with(|it: char| it.is_alphanumeric() || it == '_')
}

/// `www.`, or a host name below one of the [`TOP`] domains, alone or with a path.
pub(super) fn is_host(text: &str) -> bool {
    if without_prefix(text, "www.").is_some() {
        return true;
    }
    let host = text.split('/').next().unwrap_or_default();
    let Some((name, top)) = host.rsplit_once('.') else { return false };
    let listed = TOP.iter().any(|it| it.len() == letters(top).count() && it.chars().eq(letters(top)));
    without_prefix(text, "http").is_none() && listed && name.split('.').all(is_label)
}

/// The characters in lower case, as far as they are ASCII letters to Python's `IGNORECASE`.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(|it| match it {
        'İ' | 'ı' => 'i',
        'ſ' => 's',
        '\u{212A}' => 'k',
        _ => it.to_ascii_lowercase(),
    })
}

fn without_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let start = text.get(..prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// A letter, to Django any character from U+00A1 to U+FFFF, or a digit.
fn is_host_char(it: char) -> bool {
    it.is_ascii_digit() || is_letter(it)
}

fn is_letter(it: char) -> bool {
    it.is_ascii_alphabetic() || ('\u{a1}'..='\u{ffff}').contains(&it)
}

/// A label of a host name.
fn is_label(label: &str) -> bool {
    is_hyphenated(label) && label.chars().all(|it| it == '-' || is_host_char(it))
}

/// Neither empty, too long, nor with a hyphen at its start or end.
fn is_hyphenated(label: &str) -> bool {
    let fits = !label.is_empty() && label.chars().nth(LONGEST_LABEL).is_none();
    fits && !label.starts_with('-') && !label.ends_with('-')
}

/// The last label of a host name: two characters at least, and no digits unless it is in punycode.
fn is_top(label: &str) -> bool {
    let plain = label.chars().all(|it| it == '-' || is_letter(it)) && label.chars().nth(1).is_some();
    let puny = without_prefix(label, "xn--")
        .is_some_and(|it| !it.is_empty() && letters(it).all(|it| it.is_ascii_alphanumeric()));
    is_hyphenated(label) && (plain || puny)
}

/// An email address as what is before and after its last `@`.
pub(super) fn email(text: &str) -> Option<(&str, &str)> {
    let (local, domain) = text.rsplit_once('@')?;
    let fits = !text.contains(':') && text.chars().nth(LONGEST_EMAIL).is_none();
    (fits && local.split('.').all(is_atom) && is_domain(domain)).then_some((local, domain))
}

/// One part of what is before the `@` (RFC 5322 § 3.2.3).
fn is_atom(part: &str) -> bool {
    let allowed = |it: char| it.is_ascii_alphanumeric() || "-!#$%&'*+/=?^_`{}|~".contains(it);
    !part.is_empty() && letters(part).all(allowed)
}

/// A host name of two labels at least, or an IPv4 address in brackets.
fn is_domain(domain: &str) -> bool {
    if let Some(address) = domain.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        return address.parse::<Ipv4Addr>().is_ok();
    }
    domain.rsplit_once('.').is_some_and(|(name, top)| is_top(top) && name.split('.').all(is_label))
}
