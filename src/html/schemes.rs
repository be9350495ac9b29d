//! URL schemes.

/// What a scheme means for a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scheme {
    /// Fetches from a host: `http`, `https`, `ftp`.
    Web,
    /// Opens another program with an opaque text: `mailto`, `tel`, `sms`.
    Contact,
    /// Holds its content, or names content that the page made: `data`, `blob`, `filesystem`.
    Data,
    /// Runs code: `javascript`, `vbscript`.
    Script,
    /// Any other.
    Other,
}

/// WHATWG URL § 3.1 (special schemes), HTML § 7.4.2.3.2 (`javascript:` navigation), RFC 6068, 3966, 5724.
const SCHEMES: &[(&str, Scheme)] = &[
    ("blob", Scheme::Data),
    ("data", Scheme::Data),
    ("filesystem", Scheme::Data),
    ("ftp", Scheme::Web),
    ("http", Scheme::Web),
    ("https", Scheme::Web),
    ("javascript", Scheme::Script),
    ("mailto", Scheme::Contact),
    ("sms", Scheme::Contact),
    ("tel", Scheme::Contact),
    ("vbscript", Scheme::Script),
];

/// Types of images that hold no script (WHATWG MIME Sniffing § 6.1): anything but SVG.
const RASTER: &[&str] =
    &["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp", "image/x-icon"];

/// Whether a media type, its letters of either case, is an image that holds no script.
pub(crate) fn is_raster(media: &str) -> bool {
    RASTER.iter().any(|it| it.eq_ignore_ascii_case(media))
}

/// What a scheme means; its letters may be of either case.
pub(crate) fn scheme(name: &str) -> Scheme {
    SCHEMES.iter().find(|it| it.0.eq_ignore_ascii_case(name)).map_or(Scheme::Other, |it| it.1)
}
