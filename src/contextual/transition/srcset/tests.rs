use super::{Srcset, SrcsetHole, SrcsetNext};
use crate::contextual::place::UrlPart;
use proptest::prelude::*;

#[track_caller]
fn after(text: &str) -> Srcset {
    Srcset::Start.advance(text).unwrap_or_else(|it| panic!("{text:?}: {}", it.message))
}

#[track_caller]
fn holds(text: &str, next: SrcsetNext, want: &SrcsetHole) {
    assert_eq!(after(text).hole(next).as_ref(), Ok(want), "{text:?}");
}

fn url(part: UrlPart, whole: bool) -> SrcsetHole {
    SrcsetHole::Url { part, whole }
}

#[test]
fn candidates() {
    for text in ["", " ,, ", "/a.png, ", "/a.png 1x,", "/a.png 1x, ", "/a.png,\n", "/a (b,c) d,"] {
        assert_eq!(after(text), Srcset::Start, "{text:?}");
    }
    for text in ["/a ", "/a 1x", "/a 1x ", "/a,b 2", "/a (b) "] {
        assert_eq!(after(text), Srcset::Descriptor, "{text:?}");
    }
    assert_eq!(after("/a (b,"), Srcset::Parens);
    assert!(matches!(after("/a 1x,/b"), Srcset::Url { comma: false, .. }));
    assert!(matches!(after("/a,/b,"), Srcset::Url { comma: true, .. }));
}

#[test]
fn what_a_value_is() {
    holds("", SrcsetNext::End, &SrcsetHole::List);
    holds("/a 1x, ", SrcsetNext::CommaBlank, &SrcsetHole::List);
    holds("", SrcsetNext::Char(' '), &url(UrlPart::Start, true));
    holds("", SrcsetNext::Char(','), &url(UrlPart::Start, false));
    holds("", SrcsetNext::Char('/'), &url(UrlPart::Start, false));
    holds("/a 1x, ", SrcsetNext::Unknown, &url(UrlPart::Start, false));
    holds("/i/", SrcsetNext::Unknown, &url(UrlPart::Path { segment_start: true }, false));
    holds("/a?q=", SrcsetNext::Char(' '), &url(UrlPart::QueryValue, false));
    holds("/a ", SrcsetNext::Char('w'), &SrcsetHole::Descriptor);
    for text in ["/a,", "/a (", "http://x/,"] {
        assert!(after(text).hole(SrcsetNext::End).is_err(), "{text:?}");
    }
}

#[test]
fn after_a_value() {
    let list = Srcset::Start.after_hole(&SrcsetHole::List);
    assert_eq!(list.advance(", ").ok(), Some(Srcset::Start));
    let hole = url(UrlPart::Start, true);
    assert_eq!(Srcset::Start.after_hole(&hole).advance(" 2x, ").ok(), Some(Srcset::Start));
    assert!(Srcset::Start.after_hole(&hole).advance("://x").is_err());
    assert_eq!(Srcset::Descriptor.after_hole(&SrcsetHole::Descriptor), Srcset::Descriptor);
    assert!(after("/a").after_unseen().hole(SrcsetNext::End).is_err());
}

proptest! {
    #[test]
    fn text_may_be_cut_anywhere(text in "[a,( )/:?\n]{0,12}", at in 0_usize..12) {
        let (head, tail) = text.split_at(at.min(text.len()));
        let twice = Srcset::Start.advance(head).and_then(|it| it.advance(tail));
        prop_assert_eq!(twice.ok(), Srcset::Start.advance(&text).ok());
    }
}
