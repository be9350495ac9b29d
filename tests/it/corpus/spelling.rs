//! Whether two pages say the same in different spelling.

use super::language::{meaning, meaning_here, same_structure};

/// What engines write in place of a value they refuse.
const REJECTIONS: &[&str] = &["ZgotmplZ", "zGoSafez", "about:invalid", "rejected", "\"#\""];

/// Whether an expected page shows that a value was refused.
pub(super) fn shows_rejection(wanted: &str) -> bool {
    REJECTIONS.iter().any(|it| wanted.contains(it))
}

/// The same to a browser. An expected page that shows a rejection asks only for the same structure.
pub(super) fn same_page(wanted: &str, got: &str) -> Result<(), String> {
    let (meant, got_meant) = (meaning(wanted), meaning(got));
    if meant == got_meant
        || meaning_here(wanted) == got_meant
        || (shows_rejection(wanted) && same_structure(wanted, got).is_ok())
    {
        return Ok(());
    }
    Err(super::sides::difference(&meant, &got_meant))
}

#[test]
fn spelling_does_not_matter_but_escaping_does() {
    let same = |a, b| same_page(a, b).is_ok();
    assert!(same("<a href='?q=%3d'>", "<a href=\"?q=%3D\">"));
    assert!(!same("<a href='?q=%3d'>", "<a href=\"?q==\">"));
    assert!(same("<script>'\\u003c'</script>", "<script>'\\x3C'</script>"));
    assert!(same("<script>'\\u003d'</script>", "<script>'='</script>"));
    assert!(!same("<script>'<'</script>", "<script>'>'</script>"));
    assert!(!same("<p>a", "<p>b"));
    assert!(same("<a href='#ZgotmplZ'>", "<a href='about:blank'>"));
    assert!(same("<b style=\"content:'\\27'\">", "<b style='content:\"\\27 \"'>"));
    assert!(same("<iframe srcdoc='&amp;#34;'>", "<iframe srcdoc='&amp;quot;'>"));
}
