//! [`Host`]: what a render asks of the application. Rendering has no clock, no locale, no random
//! source and no disk of its own, so a page is a function of the program, the context and the host.

use std::borrow::Cow;

/// What a render may ask of the application. Every method has a default that says "nothing",
/// so implement only what your templates use.
pub trait Host: Send + Sync {
    /// The token that `{% csrf_token %}` puts into a form; `None` or an empty token prints nothing.
    fn csrf_token(&self) -> Option<Cow<'_, str>> {
        None
    }
}

/// A host that has nothing to say, for pages that need nothing from their application.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoHost;

impl Host for NoHost {}
