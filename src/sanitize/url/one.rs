//! One URL against a rule.

use super::plain::{self, Odd, Plain, is_plain_byte};
use super::{Relative, UrlCx, UrlPurpose, UrlRule};
use crate::percent;
use crate::sanitize::verdict::{Reason, Verdict};
use std::borrow::Cow;
use url::{ParseError, Url};

/// What the rule says of one URL.
pub(super) fn check<'v>(rule: &UrlRule, decoded: &'v str, cx: UrlCx<'_>) -> Verdict<'v> {
    if rule.as_written {
        return as_written(rule, decoded);
    }
    match judge(rule, decoded, cx) {
        // Asked again, the rule must say `Keep`: what is printed now is read the next time.
        Ok(Some(url)) if judge(rule, &url, cx) == Ok(None) => Verdict::Replace(Cow::Owned(url)),
        Ok(Some(_)) => Verdict::Refuse(Reason::Rewriter),
        Ok(None) => Verdict::Keep,
        Err(reason) => Verdict::Refuse(reason),
    }
}

/// None when the URL is allowed as it is, or the URL to print instead.
type Judged = Result<Option<String>, Reason>;

fn judge(rule: &UrlRule, url: &str, cx: UrlCx<'_>) -> Judged {
    let canonical = match plain::read(url) {
        Ok(plain) => return Asked { rule, url, cx }.plain(plain),
        Err(Odd::Ambiguous) => return Err(Reason::MalformedUrl),
        Err(Odd::Parse) => canonical(url, rule)?,
    };
    if canonical == url {
        return Asked { rule, url, cx }.parsed();
    }
    match plain::read(&canonical) {
        Ok(plain) => Asked { rule, url: &canonical, cx }.plain(plain),
        Err(Odd::Ambiguous) => Err(Reason::MalformedUrl),
        Err(Odd::Parse) => Asked { rule, url: &canonical, cx }.parsed(),
    }
    .map(|it| it.or(Some(canonical)))
}

/// A URL in canonical spelling, and who asks.
struct Asked<'a> {
    rule: &'a UrlRule,
    url: &'a str,
    cx: UrlCx<'a>,
}

impl Asked<'_> {
    fn plain(&self, plain: Plain<'_>) -> Judged {
        match plain {
            Plain::Web { scheme, host } => {
                self.scheme(scheme)?;
                self.host(Some(host))
            }
            Plain::Opaque { scheme: "data", rest } => self.data(rest),
            Plain::Opaque { scheme: "cid", rest } if self.rule.cid && !rest.is_empty() => Ok(None),
            Plain::Opaque { scheme, rest } => {
                self.scheme(scheme)?;
                if rest.starts_with("//") { self.parsed() } else { Ok(None) }
            }
            Plain::Host { host } => self.schemeless(Some(host)),
            Plain::Path => self.path(),
        }
    }

    /// A URL with a host that only the parser can tell: an address, an IDN, a scheme of its own.
    fn parsed(&self) -> Judged {
        if self.url.starts_with("//") {
            let url = parse(&format!("https:{}", self.url))?;
            return self.schemeless(url.host_str());
        }
        let url = parse(self.url)?;
        without_credentials(&url)?;
        self.scheme(url.scheme())?;
        self.host(url.host_str().filter(|it| !it.is_empty()))
    }

    fn scheme(&self, scheme: &str) -> Result<(), Reason> {
        if self.rule.schemes.contains(scheme) { Ok(()) } else { Err(Reason::Scheme) }
    }

    fn schemeless(&self, host: Option<&str>) -> Judged {
        match &self.rule.relative {
            Relative::Deny | Relative::OwnHost => Err(Reason::Relative),
            Relative::Resolve(base) => self.resolve(base),
            // A host is a host: rewriting is for paths.
            Relative::Allow | Relative::Rewrite => {
                self.scheme("https").or_else(|_| self.scheme("http"))?;
                self.host(host)
            }
        }
    }

    fn path(&self) -> Judged {
        match &self.rule.relative {
            Relative::Allow | Relative::OwnHost => Ok(None),
            Relative::Deny => Err(Reason::Relative),
            Relative::Resolve(base) => self.resolve(base),
            Relative::Rewrite => {
                let made = self.cx.rewrite.and_then(|it| it(self.url)).ok_or(Reason::Rewriter)?;
                if made == self.url { Ok(None) } else { self.recheck(made) }
            }
        }
    }

    fn resolve(&self, base: &str) -> Judged {
        let url = parse(base)?.join(self.url).map_err(|_| Reason::MalformedUrl)?;
        // Only resolved URLs have a base: the result is absolute, and asks no second time.
        let canonical = printed(url.as_str());
        judge(self.rule, &canonical, self.cx).map(|it| it.or(Some(canonical)))
    }

    /// What a function of the application or the proxy made. It may not ask for another rewriting: a
    /// second cleaning would then change it again.
    fn recheck(&self, made: String) -> Judged {
        let made = match judge(self.rule, &made, UrlCx { rewrite: Some(&|it: &str| Some(it.to_owned())) }) {
            Ok(other) => other.unwrap_or(made),
            Err(_) => return Err(Reason::Rewriter),
        };
        Ok(Some(made))
    }

    fn host(&self, host: Option<&str>) -> Judged {
        let rule = self.rule;
        let Some(host) = host.map(|it| it.trim_end_matches('.')) else {
            return Ok(None);
        };
        if rule.deny_hosts.iter().any(|it| fits(it, host)) {
            return Err(Reason::Host);
        }
        match &rule.hosts {
            None => Ok(None),
            Some(hosts) if hosts.iter().any(|it| fits(it, host)) => Ok(None),
            Some(hosts) => self.remote(hosts.is_empty()),
        }
    }

    /// A host that is not allowed: through the proxy, if there is one.
    fn remote(&self, none_allowed: bool) -> Judged {
        let absolute =
            if self.url.starts_with("//") { format!("https:{}", self.url) } else { self.url.into() };
        if let Some(prefix) = &self.rule.proxy {
            let is_proxied =
                self.url.strip_prefix(prefix.as_str()).is_some_and(|it| !it.contains(['/', '?', '#', '&']));
            return if is_proxied { Ok(None) } else { Ok(Some(proxied(prefix, &absolute))) };
        }
        if self.rule.rewrite_remote {
            let made = self.cx.rewrite.and_then(|it| it(&absolute)).ok_or(Reason::Remote)?;
            return if made == self.url { Err(Reason::Rewriter) } else { self.recheck(made) };
        }
        let loads = self.rule.purpose == UrlPurpose::AutoLoad;
        Err(if loads && none_allowed { Reason::Remote } else { Reason::Host })
    }

    /// A raster image in base64 (RFC 2397).
    fn data(&self, rest: &str) -> Judged {
        let (head, body) = rest.split_once(',').ok_or(Reason::MalformedUrl)?;
        let media = head.strip_suffix(";base64").ok_or(Reason::DataType)?;
        if !self.rule.data.contains(&media.to_ascii_lowercase()) {
            return Err(if self.rule.data.is_empty() { Reason::Scheme } else { Reason::DataType });
        }
        let decoded_alike = body.bytes().all(|it| it.is_ascii_alphanumeric() || b"+/=".contains(&it));
        if !decoded_alike {
            return Err(Reason::MalformedUrl);
        }
        let lower = media.to_ascii_lowercase();
        Ok((lower != media).then(|| format!("data:{lower};base64,{body}")))
    }
}

fn proxied(prefix: &str, url: &str) -> String {
    let mut out = prefix.to_owned();
    out.push_str(&percent::quote(url, ""));
    out
}

/// `*.example.com` fits every name below it, but not itself.
fn fits(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix('*') {
        Some(suffix) => host.len() > suffix.len() && host.ends_with(suffix),
        None => pattern == host,
    }
}

fn parse(url: &str) -> Result<Url, Reason> {
    Url::parse(url).map_err(|_| Reason::MalformedUrl)
}

/// The URL as browsers read it (§ 4.4): ends trimmed, tabs and newlines gone, scheme and host in lower case,
/// backslashes made slashes where they count as such, everything but plain bytes percent-encoded.
fn canonical(url: &str, rule: &UrlRule) -> Result<String, Reason> {
    let kept: String =
        url.trim_matches(|it| it <= ' ').chars().filter(|it| !matches!(it, '\t' | '\n' | '\r')).collect();
    let end = kept.find([':', '/', '?', '#', '\\']).unwrap_or(kept.len());
    let (head, tail) = kept.split_at(end);
    if tail.starts_with(':') && plain::is_scheme(head) {
        return absolute(&kept, &head.to_ascii_lowercase(), tail.get(1..).unwrap_or_default(), rule);
    }
    if tail.starts_with(':') {
        return Err(Reason::MalformedUrl);
    }
    let query = kept.find(['?', '#']).unwrap_or(kept.len());
    let (path, rest) = kept.split_at(query);
    let path = path.replace('\\', "/");
    if !path.starts_with("//") {
        return Ok(printed(&(path + rest)));
    }
    let url = parse(&format!("https:{path}{rest}"))?;
    without_credentials(&url)?;
    Ok(printed(url.as_str().strip_prefix("https:").unwrap_or_default()))
}

fn absolute(url: &str, scheme: &str, rest: &str, rule: &UrlRule) -> Result<String, Reason> {
    // What is refused anyway needs no parsing, however long it is.
    let held = scheme == "data" || (scheme == "cid" && rule.cid);
    if !held && !rule.schemes.contains(scheme) {
        return Err(Reason::Scheme);
    }
    if scheme == "data" {
        return Ok(format!("data:{}", rest.split_ascii_whitespace().collect::<String>()));
    }
    // § special relative or authority state: `https:a` and `https:/a` are paths on an `https` page, and hosts
    // anywhere else.
    let slashes = rest.bytes().take_while(|it| matches!(it, b'/' | b'\\')).count();
    if plain::is_special(scheme) && slashes < 2 {
        return Err(Reason::MalformedUrl);
    }
    let url = parse(url)?;
    without_credentials(&url)?;
    Ok(printed(url.as_str()))
}

/// User names before `@` make one host look like another.
fn without_credentials(url: &Url) -> Result<(), Reason> {
    let any = !url.username().is_empty() || url.password().is_some();
    if any { Err(Reason::Credentials) } else { Ok(()) }
}

/// Percent-encodes what the parser leaves alone and other readers may not: braces, bars, quotes.
fn printed(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if is_plain_byte(byte) { out.push(char::from(byte)) } else { percent::push(byte, &mut out) }
    }
    out
}

/// What ammonia does: only the scheme is looked at, and the value stays as it was written.
fn as_written<'v>(rule: &UrlRule, decoded: &'v str) -> Verdict<'v> {
    let refuse = Verdict::Refuse;
    let scheme = decoded.split_once(':').map(|it| it.0).filter(|it| plain::is_scheme(it));
    if scheme.is_some_and(|it| !rule.schemes.contains(&it.to_ascii_lowercase())) {
        // What is refused anyway needs no parsing, however long it is.
        return refuse(Reason::Scheme);
    }
    match Url::parse(decoded) {
        Ok(url) if !rule.schemes.contains(url.scheme()) => refuse(Reason::Scheme),
        Ok(url) => {
            let asked = Asked { rule, url: decoded, cx: UrlCx::default() };
            asked.host(url.host_str()).map_or_else(refuse, |_| Verdict::Keep)
        }
        Err(ParseError::RelativeUrlWithoutBase) => match &rule.relative {
            Relative::Deny => refuse(Reason::Relative),
            Relative::OwnHost if names_host(decoded) => refuse(Reason::Relative),
            Relative::Resolve(base) => resolved(rule, base, decoded).unwrap_or_else(refuse),
            Relative::Allow | Relative::OwnHost | Relative::Rewrite => Verdict::Keep,
        },
        Err(_) => refuse(Reason::MalformedUrl),
    }
}

/// A relative URL against the base, as the parser prints it: absolute, so that it stays the next time.
fn resolved<'v>(rule: &UrlRule, base: &str, decoded: &str) -> Result<Verdict<'v>, Reason> {
    let url = parse(base)?.join(decoded).map_err(|_| Reason::MalformedUrl)?;
    match as_written(rule, url.as_str()) {
        Verdict::Keep => Ok(Verdict::Replace(Cow::Owned(url.into()))),
        Verdict::Replace(_) => Err(Reason::MalformedUrl),
        Verdict::Refuse(reason) => Err(reason),
    }
}

/// Whether a relative URL leads to a host of its own: two slashes of either kind, once what the parser drops is
/// gone (§ relative state).
fn names_host(url: &str) -> bool {
    let kept = url.trim_start_matches(|it| it <= ' ').chars().filter(|it| !matches!(it, '\t' | '\n' | '\r'));
    kept.take(2).filter(|it| matches!(it, '/' | '\\')).count() == 2
}
