//! [`Sanitizer`]: a policy at work.

use super::canonical::is_canonical;
use super::fault::Fault;
use super::fragment::Fragment;
use super::parse::cleaned_once;
use super::plain;
use super::policy::{self, Policy};
use super::print::escaped;
use super::report::Removal;
use super::rules::Rules;
use crate::diagnostics::Error;
use crate::html::escape_html;
use crate::value::SafeHtml;
use once_cell::sync::OnceCell;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// How often an output is read again before it counts as unstable. Cleaners that print and hope are attacked
/// through outputs that change when they are read; after the second reading hardly one is left.
const READINGS: usize = 6;

/// Cleans HTML by one [`Policy`]. Immutable, and cheap to clone and to share between threads.
///
/// ```
/// use palisade::{Policy, Sanitizer};
///
/// let sanitizer = Sanitizer::new(Policy::comment())?;
/// let html = sanitizer.clean("<p>Hi <b onclick=x()>Tom<script>steal()</script>")?;
/// assert_eq!(html, "<p>Hi <b>Tom</b></p>");
///
/// // What is clean comes back as it was, without a copy.
/// assert!(sanitizer.clean("<p>Hi <b>Tom</b></p>")?.is_unchanged());
/// # Ok::<(), palisade::Error>(())
/// ```
#[derive(Clone)]
pub struct Sanitizer(Arc<Inner>);

struct Inner {
    policy: Policy,
    rules: Rules,
    /// Made when the text of a page is first asked for.
    blocks: OnceCell<Sanitizer>,
}

const _: fn() = || {
    fn shared<T: Send + Sync + Clone>() {}
    shared::<Sanitizer>();
};

/// What cleans HTML: a [`Sanitizer`], or one of another make that stands in for it.
pub trait Clean: Send + Sync {
    /// The HTML, made safe.
    ///
    /// # Errors
    /// When cleaning would cost more than the cleaner allows.
    fn clean_html<'h>(&self, html: &'h str) -> Result<SafeHtml<'h>, Error>;
}

impl Clean for Sanitizer {
    fn clean_html<'h>(&self, html: &'h str) -> Result<SafeHtml<'h>, Error> {
        self.clean(html)
    }
}

/// Cleaned HTML with what is known about it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Cleaned<'h> {
    /// The HTML.
    pub html: SafeHtml<'h>,
    /// Where it may stand.
    pub fragment: Fragment,
    /// What was taken out, in the order of the input.
    pub removals: Vec<Removal>,
}

impl Sanitizer {
    /// A sanitizer for this policy.
    ///
    /// # Errors
    /// [`ErrorKind::BadPolicy`](crate::ErrorKind::BadPolicy) when settings contradict each other, or the
    /// policy allows what nothing can make safe; also when it asks for a URL rewriter.
    pub fn new(policy: Policy) -> Result<Sanitizer, Error> {
        let policy = policy::checked(policy, false)?;
        Ok(Sanitizer(Arc::new(Inner { rules: Rules::new(&policy, None), policy, blocks: OnceCell::new() })))
    }

    /// A sanitizer for this policy with a function that makes another URL of those which a rule hands to it:
    /// relative ones, or those of foreign hosts. What it returns must pass the rule, and be returned as it is
    /// when it comes again.
    ///
    /// # Errors
    /// As [`Sanitizer::new`].
    pub fn with_rewriter(
        policy: Policy,
        rewrite: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Result<Sanitizer, Error> {
        let policy = policy::checked(policy, true)?;
        let rules = Rules::new(&policy, Some(Arc::new(rewrite)));
        Ok(Sanitizer(Arc::new(Inner { rules, policy, blocks: OnceCell::new() })))
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.0.policy
    }

    /// Cleans HTML that will stand where any content may: in `div`, `td`, `li` and the like. What is clean
    /// already is borrowed. Cleaning twice gives the same. HTML that is another tree each time it is read, which
    /// only attacks are, becomes text that shows its source.
    ///
    /// # Errors
    /// When the HTML exceeds one of the policy's [limits](super::CleanLimits).
    pub fn clean<'h>(&self, html: &'h str) -> Result<SafeHtml<'h>, Error> {
        let clean = self.cow(Fragment::Flow, html, None)?;
        Ok(SafeHtml::earned(clean))
    }

    /// Cleans HTML for another place.
    ///
    /// # Errors
    /// As [`Sanitizer::clean`].
    pub fn clean_in<'h>(&self, fragment: Fragment, html: &'h str) -> Result<Cleaned<'h>, Error> {
        let clean = self.cow(fragment, html, None)?;
        Ok(Cleaned { html: SafeHtml::earned(clean), fragment, removals: Vec::new() })
    }

    /// Cleans HTML and says what was taken out, where and why.
    ///
    /// ```
    /// use palisade::{Policy, Sanitizer};
    /// use palisade::sanitize::Reason;
    ///
    /// let cleaned = Sanitizer::new(Policy::comment())?.clean_with_report("Hi <b onclick=x()>Tom</b>")?;
    /// assert_eq!(cleaned.removals[0].to_string(), "6..17: onclick of <b>: attribute refused under every policy");
    /// assert_eq!(cleaned.removals[0].reason, Reason::Dangerous);
    /// # Ok::<(), palisade::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Sanitizer::clean`].
    pub fn clean_with_report<'h>(&self, html: &'h str) -> Result<Cleaned<'h>, Error> {
        let mut removals = Vec::new();
        let clean = self.cow(Fragment::Flow, html, Some(&mut removals))?;
        Ok(Cleaned { html: SafeHtml::earned(clean), fragment: Fragment::Flow, removals })
    }

    /// Cleans HTML; what cannot be cleaned within the limits becomes text that shows its source.
    pub fn clean_or_text<'h>(&self, html: &'h str) -> SafeHtml<'h> {
        self.clean(html).unwrap_or_else(|_| SafeHtml::earned(escaped(html, self.0.rules.values.tidy)))
    }

    /// Whether [`Sanitizer::clean`] would give the HTML back as it is.
    pub fn is_clean(&self, html: &str) -> bool {
        self.clean(html).is_ok_and(|it| it.is_unchanged())
    }

    pub(super) fn rules(&self) -> &Rules {
        &self.0.rules
    }

    /// Whether one look tells that the HTML is clean; what it does not tell may be clean all the same.
    #[cfg(feature = "cache")]
    pub(crate) fn recognises(&self, html: &str) -> bool {
        is_canonical(&self.0.rules, Fragment::Flow.shape(), html)
    }

    /// Whether the policy alone says what becomes of HTML.
    #[cfg(feature = "cache")]
    pub(crate) fn is_data(&self) -> bool {
        self.0.rules.values.rewrite.is_none()
    }

    /// Whether so many bytes of input are within the limits.
    pub(super) fn check_length(&self, bytes: usize) -> Result<(), Error> {
        let limits = &self.0.rules.limits;
        if bytes > limits.input_bytes { Err(Fault::Input.error(limits)) } else { Ok(()) }
    }

    /// A sanitizer that keeps the blocks of a page, whatever the policy has: its text is found by them.
    pub(super) fn blocks(&self) -> Result<&Sanitizer, Error> {
        self.0.blocks.get_or_try_init(|| Sanitizer::new(plain::blocks_of(&self.0.policy)))
    }

    /// What the engine makes of the HTML, without asking the recogniser first: for tests of the recogniser.
    #[cfg(feature = "_internals")]
    pub(crate) fn cleaned_by_reading(&self, html: &str) -> Option<String> {
        cleaned_once(&self.0.rules, Fragment::Flow, html, None).ok()
    }

    fn cow<'h>(
        &self,
        fragment: Fragment,
        html: &'h str,
        removals: Option<&mut Vec<Removal>>,
    ) -> Result<Cow<'h, str>, Error> {
        let rules = &self.0.rules;
        if fragment == Fragment::Text {
            let mut text = String::new();
            escape_html(html, &mut text);
            return Ok(rules.values.tidy.tidied(&text).unwrap_or(text).into());
        }
        if is_canonical(rules, fragment.shape(), html) {
            return Ok(Cow::Borrowed(html));
        }
        let clean = match stable(rules, fragment, html, removals) {
            // Between the parts of a table no text can stand.
            Err(Fault::Unstable) if fragment == Fragment::Flow => escaped(html, rules.values.tidy),
            done => done.map_err(|it| it.error(&rules.limits))?,
        };
        Ok(if clean == html { Cow::Borrowed(html) } else { Cow::Owned(clean) })
    }
}

/// The clean form that is its own clean form.
fn stable(
    rules: &Rules,
    fragment: Fragment,
    html: &str,
    removals: Option<&mut Vec<Removal>>,
) -> Result<String, Fault> {
    let mut clean = cleaned_once(rules, fragment, html, removals)?;
    for _ in 0..READINGS {
        if is_canonical(rules, fragment.shape(), &clean) {
            return Ok(clean);
        }
        let again = cleaned_once(rules, fragment, &clean, None)?;
        if again == clean {
            return Ok(clean);
        }
        clean = again;
    }
    Err(Fault::Unstable)
}

impl fmt::Debug for Sanitizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sanitizer").field(&self.0.policy.name()).finish()
    }
}
