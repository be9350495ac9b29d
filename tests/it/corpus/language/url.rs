//! Addresses.

use std::borrow::Cow;

/// What engines write in place of an address they refuse.
const REFUSED: &str = "(refused)";

/// An address with every percent escape decoded that could be decoded without changing what a part is.
pub(super) fn meaning(address: &str) -> String {
    let address = address.trim_matches(|it: char| it.is_ascii_whitespace());
    let lower = address.to_ascii_lowercase();
    if address.is_empty()
        || address == "#"
        || lower.starts_with("about:")
        || lower.contains("zgotmplz")
        || lower.contains("//blocked.invalid")
    {
        return REFUSED.to_owned();
    }
    let (rest, fragment) = split(address, '#');
    let (path, query) = split(rest, '?');
    let part = |mark: &str, text: Option<&str>, kept| match text {
        Some(text) => format!("{mark}{}", decode(text, kept)),
        None => String::new(),
    };
    decode(path, "/?#%\\") + &part("?", query, "&=#+%") + &part("#", fragment, "%")
}

/// The script of a `javascript:` address, as it is run.
pub(super) fn script(address: &str) -> Option<String> {
    let address = address.trim_matches(|it: char| it <= ' ').replace(['\t', '\n', '\r'], "");
    let (scheme, script) = address.split_once(':')?;
    scheme.eq_ignore_ascii_case("javascript").then(|| decode(script, "").replace("%25", "%"))
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |it| (it.0, Some(it.1)))
}

fn decode(text: &str, kept: &str) -> String {
    let mut out = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = text.get(at + 1..at + 3).filter(|_| byte == b'%');
        let code = code
            .filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()))
            .and_then(|it| u8::from_str_radix(it, 16).ok());
        at += if code.is_some() { 3 } else { 1 };
        match code {
            Some(code) if code.is_ascii() && kept.contains(char::from(code)) => {
                out.extend(format!("%{code:02X}").bytes());
            }
            Some(code) => out.push(code),
            None if byte == b'%' => out.extend(b"%25"),
            None => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// What a browser would do with an address, as far as its scheme says.
pub(super) fn scheme_class(address: &str) -> &'static str {
    let base = url::Url::parse("https://base.test/folder/page").ok();
    let Ok(url) = url::Url::options().base_url(base.as_ref()).parse(address) else {
        return "broken";
    };
    match url.scheme() {
        "http" | "https" | "mailto" | "tel" | "sms" | "ftp" | "about" | "cid" => "safe",
        "data" if ["image/", "audio/", "video/"].iter().any(|it| url.path().starts_with(it)) => "safe",
        _ => "dangerous",
    }
}

/// How an address is divided: its scheme and host, and how many parts its path, query and fragment have.
pub(super) fn delimiters(address: &str) -> String {
    let base = url::Url::parse("https://base.test/folder/page").ok();
    let Ok(url) = url::Url::options().base_url(base.as_ref()).parse(address) else {
        return "broken".to_owned();
    };
    let count = |text: Option<&str>, mark: char| text.map_or(0, |it| 1 + it.matches(mark).count());
    format!(
        "{}://{} {} {} {}",
        url.scheme(),
        url.host_str().unwrap_or_default(),
        url.path().matches('/').count(),
        count(url.query(), '&'),
        url.fragment().is_some()
    )
}

/// Of the `content` of a refresh: whether there is an address, and what it would do.
pub(super) fn refresh_class(content: &str) -> &'static str {
    let after = |it: char| !(it.is_ascii_digit() || it == '.' || it.is_ascii_whitespace());
    let rest = content.trim_start_matches(|it| !after(it));
    let rest = rest.trim_start_matches([';', ',', ' ']);
    if rest.is_empty() {
        return "number";
    }
    let named = rest.get(..3).filter(|it| it.eq_ignore_ascii_case("url")).map_or(rest, |_| &rest[3..]);
    let address: Cow<'_, str> =
        named.trim_start_matches([' ', '=']).trim_matches(['\'', '"', ' ']).to_owned().into();
    scheme_class(&address)
}
