//! What makes a rule one that can be asked: names in their canonical form, no contradictions.

use super::{Relative, UrlPurpose, UrlRule};
use crate::html::{self, Scheme};
use std::collections::BTreeSet;
use url::{Host, Url};

impl UrlRule {
    /// The rule with schemes, hosts and types in canonical form.
    ///
    /// # Errors
    ///
    /// What cannot be, or the two settings that contradict each other.
    pub(crate) fn build(self) -> Result<UrlRule, String> {
        self.contradiction().map_or(Ok(()), Err)?;
        Ok(UrlRule {
            schemes: canonical(&self.schemes, scheme)?,
            hosts: self.hosts.as_ref().map(|it| canonical(it, pattern)).transpose()?,
            deny_hosts: canonical(&self.deny_hosts, pattern)?,
            data: canonical(&self.data, raster)?,
            relative: relative(self.relative)?,
            proxy: self.proxy.map(|it| absolute(&it, "proxy")).transpose()?,
            ..self
        })
    }

    fn contradiction(&self) -> Option<String> {
        let says = |it: &str| Some(it.to_owned());
        let navigates = self.purpose == UrlPurpose::Navigation;
        if navigates && !self.data.is_empty() {
            return says("`use = navigation` and `data`: browsers open no `data:` URL at the top");
        }
        if navigates && (self.proxy.is_some() || self.rewrite_remote) {
            return says("`use = navigation` and a proxy: a proxy stands before what is loaded by itself");
        }
        if self.proxy.is_some() && self.rewrite_remote {
            return says("`proxy` and `rewrite-remote`: one of them must say where remote URLs go");
        }
        if self.hosts.is_none() && (self.proxy.is_some() || self.rewrite_remote) {
            return says("a proxy without `hosts`: list the hosts that need none, or an empty list");
        }
        if self.as_written && (self.proxy.is_some() || self.rewrite_remote) {
            return says("`as-written` and a proxy: what the proxy gets is not what was written");
        }
        if self.as_written && self.relative == Relative::Rewrite {
            return says("`as-written` and `relative = rewrite`: what is rewritten is not as written");
        }
        None
    }
}

fn canonical(
    names: &BTreeSet<String>,
    one: fn(&str) -> Result<String, String>,
) -> Result<BTreeSet<String>, String> {
    names.iter().map(|it| one(it)).collect()
}

/// RFC 3986 § 3.1, and none that runs, holds or reads what it leads to.
fn scheme(name: &str) -> Result<String, String> {
    let lower = name.to_ascii_lowercase();
    let is_name = lower.starts_with(|it: char| it.is_ascii_alphabetic())
        && lower.bytes().all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it));
    if !is_name {
        return Err(format!("`{name}` is no scheme: write its name without `:`"));
    }
    match html::scheme(&lower) {
        Scheme::Script => Err(format!("`{name}:` runs code and cannot be allowed")),
        Scheme::Data => {
            Err(format!("`{name}:` cannot be allowed as a scheme: list media types under `data`"))
        }
        _ if matches!(&*lower, "file" | "about" | "view-source" | "javascript" | "jar" | "cid") => {
            Err(format!("`{name}:` cannot be allowed as a scheme"))
        }
        _ => Ok(lower),
    }
}

/// `example.com` or `*.example.com`, as the URL parser prints hosts (WHATWG URL § 3.5).
fn pattern(host: &str) -> Result<String, String> {
    let (star, name) = host.strip_prefix("*.").map_or(("", host), |it| ("*.", it));
    let parsed = Host::parse(name).map_err(|it| format!("`{host}` is no host: {it}"))?;
    if !star.is_empty() && !matches!(parsed, Host::Domain(_)) {
        return Err(format!("`{host}`: an address has no names below it"));
    }
    Ok(format!("{star}{}", parsed.to_string().trim_end_matches('.')))
}

fn raster(media: &str) -> Result<String, String> {
    let lower = media.to_ascii_lowercase();
    if html::is_raster(&lower) {
        Ok(lower)
    } else {
        Err(format!("`{media}` under `data` is no raster image"))
    }
}

fn relative(relative: Relative) -> Result<Relative, String> {
    match relative {
        Relative::Resolve(base) => absolute(&base, "base").map(Relative::Resolve),
        other => Ok(other),
    }
}

fn absolute(text: &str, what: &str) -> Result<String, String> {
    let url = Url::parse(text).map_err(|it| format!("the {what} `{text}` is no absolute URL: {it}"))?;
    if matches!(url.scheme(), "http" | "https") {
        Ok(url.into())
    } else {
        Err(format!("the {what} `{text}` is neither `http` nor `https`"))
    }
}
