use super::{Refresh, RefreshHole};
use crate::contextual::place::UrlPart;
use proptest::prelude::*;

#[track_caller]
fn after(text: &str) -> Refresh {
    Refresh::start().advance(text).unwrap_or_else(|it| panic!("{text:?}: {}", it.message))
}

#[track_caller]
fn is_url(text: &str, want: UrlPart) {
    assert_eq!(after(text).hole(), Ok(RefreshHole::Url { part: want }), "{text:?}");
}

#[test]
fn seconds() {
    for text in ["", " ", "5", " 5", "5.", "5.2"] {
        assert_eq!(after(text).hole(), Ok(RefreshHole::Number), "{text:?}");
    }
}

#[test]
fn urls_after_the_keyword() {
    for text in [
        "0;url=",
        "5;URL=",
        " 5 ;    uRl   =   ",
        "0;url =",
        "0, url= ",
        "5 url=",
        "0; URL = '",
        "0;url=\"",
        "0;'",
        ".;url=",
    ] {
        is_url(text, UrlPart::Start);
    }
    is_url("5 ; URL=http://www.example.com/", UrlPart::Path { segment_start: true });
    is_url("5;URL=/", UrlPart::Root);
    is_url("0;URL='/next/?a=", UrlPart::QueryValue);
    is_url("asd; url=/a?b=", UrlPart::Start);
    is_url(";url=/a", UrlPart::Start);
    is_url("0;/a?", UrlPart::QueryKey);
    is_url("0;up/", UrlPart::Path { segment_start: true });
    is_url("0;url/", UrlPart::Path { segment_start: true });
    is_url("0;ur:", UrlPart::Opaque);
    is_url("0;url\"a", UrlPart::Path { segment_start: false });
}

#[test]
fn where_no_value_may_stand() {
    for text in ["0;", "0; ", "0 ", "0;u", "0;url", "0;url ", "0;url='a'", "0;url='a';url="] {
        assert!(after(text).hole().is_err(), "{text:?}");
    }
    assert!(after("0;url=").after_unseen().hole().is_err());
}

#[test]
fn after_a_value() {
    let place = Refresh::start().after_hole(&RefreshHole::Number);
    assert_eq!(place.advance(";url=").ok(), Some(Refresh::AfterEquals));
    let place = after("0;url='").after_hole(&RefreshHole::Url { part: UrlPart::Start });
    assert_eq!(place.clone().advance("'").ok(), Some(Refresh::Done));
    assert!(place.advance("://").is_err());
    let ignored = after("asd; url=").after_hole(&RefreshHole::Url { part: UrlPart::Start });
    assert_eq!(ignored.advance("; asd; url=").ok(), Some(Refresh::Ignored));
}

proptest! {
    #[test]
    fn text_may_be_cut_anywhere(text in "[05.]{0,2}[ ;,]{0,3}[url=U']{0,6}[a:/;'\" ]{0,5}", at in 0_usize..16) {
        let (head, tail) = text.split_at(at.min(text.len()));
        let twice = Refresh::start().advance(head).and_then(|it| it.advance(tail));
        prop_assert_eq!(twice.ok(), Refresh::start().advance(&text).ok());
    }
}
