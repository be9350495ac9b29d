//! URLs that read the same to every parser: ASCII, nothing to trim, no backslash, a host in plain letters.

/// Bytes that a URL is printed with as they are: unreserved and reserved characters of RFC 3986 § 2.2 and
/// § 2.3, and `%`. A table, for every byte of every URL is looked up.
const PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let it = byte as u8;
        table[byte] = it.is_ascii_alphanumeric()
            || matches!(
                it,
                b'-' | b'.'
                    | b'_'
                    | b'~'
                    | b'%'
                    | b':'
                    | b'/'
                    | b'?'
                    | b'#'
                    | b'['
                    | b']'
                    | b'@'
                    | b'!'
                    | b'$'
            )
            || matches!(it, b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=');
        byte += 1;
    }
    table
};

pub(super) fn is_plain_byte(byte: u8) -> bool {
    PLAIN.get(usize::from(byte)).copied().unwrap_or(false)
}

/// A URL all of whose bytes are plain, cut into what decides about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain<'v> {
    /// With a scheme that has a host, in canonical spelling.
    Web { scheme: &'v str, host: &'v str },
    /// With any other scheme, in lower case; what follows the `:`.
    Opaque { scheme: &'v str, rest: &'v str },
    /// `//host…`
    Host { host: &'v str },
    /// Neither scheme nor host.
    Path,
}

/// Why a URL is not plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Odd {
    /// The URL parser must read it.
    Parse,
    /// Old and new parsers disagree about it: `a&b:c`.
    Ambiguous,
}

pub(super) fn read(url: &str) -> Result<Plain<'_>, Odd> {
    if !url.bytes().all(is_plain_byte) {
        return Err(Odd::Parse);
    }
    let end = url.find([':', '/', '?', '#']).unwrap_or(url.len());
    let (head, tail) = url.split_at(end);
    if tail.starts_with(':') {
        return with_scheme(head, tail.get(1..).unwrap_or_default());
    }
    match url.strip_prefix("//") {
        Some(rest) => Ok(Plain::Host { host: host(rest).ok_or(Odd::Parse)? }),
        None => Ok(Plain::Path),
    }
}

fn with_scheme<'v>(scheme: &'v str, rest: &'v str) -> Result<Plain<'v>, Odd> {
    if !is_scheme(scheme) {
        return Err(Odd::Ambiguous);
    }
    if scheme.bytes().any(|it| it.is_ascii_uppercase()) {
        return Err(Odd::Parse);
    }
    if !is_special(scheme) {
        return Ok(Plain::Opaque { scheme, rest });
    }
    let host = rest.strip_prefix("//").and_then(host).ok_or(Odd::Parse)?;
    Ok(Plain::Web { scheme, host })
}

/// § scheme start state, § scheme state.
pub(super) fn is_scheme(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name.bytes().all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it))
}

/// § special scheme.
pub(super) fn is_special(scheme: &str) -> bool {
    matches!(scheme, "http" | "https" | "ftp" | "ws" | "wss" | "file")
}

/// The host that `rest` begins with, if it is spelled as the URL parser prints it.
fn host(rest: &str) -> Option<&str> {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let authority = rest.get(..end)?;
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let is_port = port.len() <= 4 && port.bytes().all(|it| it.is_ascii_digit());
    (is_port && is_domain(host)).then_some(host)
}

/// Labels of lower-case letters, digits and hyphens, the last of which no parser takes for a number
/// (§ ends in a number checker).
fn is_domain(host: &str) -> bool {
    let is_label = |it: &str| {
        !it.is_empty()
            && it.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
            && !it.starts_with("xn--")
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    last.starts_with(|it: char| it.is_ascii_lowercase()) && host.split('.').all(is_label)
}
