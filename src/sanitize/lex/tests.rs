use super::Lexer;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use proptest::prelude::*;
use std::cell::RefCell;

#[derive(Default)]
struct Tokens(RefCell<Vec<Token>>);

impl TokenSink for Tokens {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut tokens = self.0.borrow_mut();
        match (tokens.last_mut(), token) {
            (_, Token::ParseError(_) | Token::EOFToken) => {}
            (Some(Token::CharacterTokens(text)), Token::CharacterTokens(more)) => text.push_tendril(&more),
            (_, token) => tokens.push(token),
        }
        TokenSinkResult::Continue
    }
}

/// How far the lexer comes by itself, and that the tokenizer makes the same tokens of so much.
#[track_caller]
fn lexed(html: &str) -> &str {
    let lexer = Lexer::new(html, 256);
    let (ours, mut at) = (Tokens::default(), 0);
    while let Some((token, end)) = lexer.token(at) {
        assert!(end > at, "{html:?}");
        let _ = ours.process_token(token, 1);
        at = end;
    }
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(&html[..at]));
    let theirs =
        Tokenizer::new(Tokens::default(), TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() });
    let _ = theirs.feed(&queue);
    theirs.end();
    assert_eq!(ours.0, theirs.sink.0, "{html:?}");
    &html[..at]
}

#[test]
fn plain_markup_is_read_to_its_end() {
    for html in [
        "",
        "text & more &amp; &eacute; &#39; &#x27; &NotEqualTilde; end",
        "<p>a</p>\r\n<P Class=x ID='y' title=\"&lt;&quot;\">",
        "<a href='/?a=1&b=2&copy=3' a a=2 b = c\n\td=e/f >",
        "<br/><br />< p",
        "<x-y z:w=\"é\" @click=x data-a.b>",
        "<svg viewBox='0 0 1 1'><path d=M0/></svg>",
        "1 < 2 <% x %> <= <<b>",
    ]
    .map(|it| it.trim_end_matches("< p"))
    {
        assert_eq!(lexed(html), html);
    }
}

#[test]
fn what_is_not_plain_is_left_to_the_tokenizer() {
    for (html, plain) in [
        ("a<!-- x -->", "a"),
        ("<b></b/>", "<b>"),
        ("<b></b >", "<b>"),
        ("<b><title>", "<b>"),
        ("<p><noscript>", "<p>"),
        ("x\0", "x"),
        ("x&copy y", "x"),
        ("x&#0;", "x"),
        ("x&#128;", "x"),
        ("x&", "x"),
        ("<p <", ""),
        ("<p a='", ""),
        ("<p a=\"\r\">", ""),
        ("<p a=>", ""),
        ("<p é>", ""),
        ("<p / a>", ""),
        ("<a b=\"&copy\">", ""),
        ("<", ""),
        ("</", ""),
        ("</>", ""),
        ("a<", "a"),
    ] {
        assert_eq!(lexed(html), plain, "{html:?}");
    }
    let most: String = (0..257).map(|it| format!(" a{it}")).collect();
    assert_eq!(lexed(&format!("<p{most}>")), "");
}

#[test]
fn text_of_raw_elements_is_plain_to_what_may_end_it() {
    use super::Raw::{Plaintext, References, Text};
    for (raw, html, plain) in [
        (References, "a < b &amp; c", "a < b "),
        (References, "a<b>\n</title>", "a<b>\n"),
        (Text, "a && b < c", "a && b < c"),
        (Text, "if (a</b/) x", "if (a"),
        (Text, "x <!-- y", "x "),
        (Text, "x\ry", "x"),
        (Plaintext, "a</b><!-- & c", "a</b><!-- & c"),
        (Plaintext, "a\0", "a"),
    ] {
        let end = Lexer::new(html, 256).raw(0, raw).map(|it| it.1);
        assert_eq!(end, Some(plain.len()), "{html}");
    }
    assert!(Lexer::new("</script>", 256).raw(0, Text).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn tokens_are_those_of_the_tokenizer(html in "(</?[a-cP][1-]?|[ \r\n\t/=\"'>&;#a-d\0]| [a-c]=\"[a-c&;<]{0,3}\"|>|>|&(amp|lt|not|notin|copy|Aacute|#3|#x41|#150)|;|é|\u{FEFF}){0,24}") {
        lexed(&html);
    }
}
