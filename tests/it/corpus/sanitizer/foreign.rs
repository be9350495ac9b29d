//! Names that other cleaners write without a namespace, and in lower case.

/// Elements of SVG 2, with those of filters; those with capitals as the HTML parser writes them.
const SVG: &str = "a altGlyph animate animateColor animateMotion animateTransform circle clipPath defs desc \
    ellipse feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting \
    feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage \
    feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence \
    filter foreignObject g glyph glyphRef hkern image line linearGradient marker mask metadata mpath path pattern \
    polygon polyline radialGradient rect set stop style svg switch symbol text textPath title tref tspan use view \
    vkern";

const MATH: &str = "annotation annotation-xml maction math menclose merror mfenced mfrac mglyph mi mlabeledtr \
    mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup \
    mtable mtd mtext mtr munder munderover none semantics";

/// Of these, what HTML has as well.
const SHARED: &str = "a image style title";

/// Attributes with capitals (HTML § 13.2.6.1, "adjust SVG attributes").
const ATTRIBUTES: &str = "attributeName attributeType baseFrequency baseProfile calcMode clipPathUnits \
    diffuseConstant edgeMode filterUnits glyphRef gradientTransform gradientUnits kernelMatrix kernelUnitLength \
    keyPoints keySplines keyTimes lengthAdjust limitingConeAngle markerHeight markerUnits markerWidth \
    maskContentUnits maskUnits numOctaves pathLength patternContentUnits patternTransform patternUnits \
    pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits refX refY repeatCount \
    repeatDur requiredExtensions requiredFeatures specularConstant specularExponent spreadMethod startOffset \
    stdDeviation stitchTiles surfaceScale systemLanguage tableValues targetX targetY textLength viewBox \
    viewTarget xChannelSelector yChannelSelector zoomAndPan";

fn of(list: &'static str, name: &str) -> Option<&'static str> {
    list.split_whitespace().find(|it| it.eq_ignore_ascii_case(name))
}

/// The elements that a bare name stands for, as our policies write them, where the roots are in the list.
pub(super) fn elements(name: &str, has_svg: bool, has_math: bool) -> Vec<String> {
    if let Some(html) = name.strip_prefix("html:") {
        return vec![html.to_owned()];
    }
    if name.contains(':') {
        return vec![name.to_owned()];
    }
    let svg = of(SVG, name).filter(|_| has_svg).map(|it| format!("svg:{it}"));
    let math = of(MATH, name).filter(|_| has_math).map(|it| format!("math:{it}"));
    let is_html = (svg.is_none() && math.is_none()) || of(SHARED, name).is_some();
    is_html.then(|| name.to_ascii_lowercase()).into_iter().chain(svg).chain(math).collect()
}

/// The name as the parser writes it on elements of SVG.
pub(super) fn attribute(name: &str) -> String {
    of(ATTRIBUTES, name).unwrap_or(name).to_owned()
}
