//! Laws: the output is its own clean form, and what the recogniser accepts is what the engine prints.

use super::agreement::markup;
use palisade::{Policy, Sanitizer};
use proptest::prelude::*;
use std::sync::LazyLock;

static PRESETS: LazyLock<Vec<Sanitizer>> = LazyLock::new(|| {
    let presets = Policy::PRESETS.iter().filter_map(|it| Policy::preset(it));
    presets.map(|it| Sanitizer::new(it).unwrap()).collect()
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_is_clean_stays(html in markup()) {
        for sanitizer in PRESETS.iter() {
            let once = sanitizer.clean(&html).unwrap().into_string();
            let twice = sanitizer.clean(&once).unwrap();
            prop_assert!(twice.is_unchanged(), "{sanitizer:?} {html:?}\n{once:?}\n{twice:?}");
        }
    }
}
