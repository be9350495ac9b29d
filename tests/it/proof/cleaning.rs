//! What the fuzzers run of the sanitizer: see `targets`.

use crate::corpus::sanitizer::oracle;
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{RawKind, State};
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use palisade::internals::{cleaned_by_reading, plain_text, plain_tokens, stream_of_parts};
use palisade::sanitize::Disallowed;
use palisade::{Policy, Sanitizer};
use std::cell::RefCell;
use std::sync::LazyLock;

/// The policies of every preset, and one that shows other tags as text, each with its judge.
static JUDGES: LazyLock<Vec<oracle::Judge>> = LazyLock::new(|| {
    let shows =
        Policy::new("shows").elements(["p", "td", "svg:svg"]).disallowed(Disallowed::Escape).comments(true);
    let presets = Policy::PRESETS.iter().filter_map(|it| Policy::preset(it));
    presets.chain([shows]).filter_map(|it| oracle::Judge::new(it.name(), it.clone()).ok()).collect()
});

/// Nothing is left that the policy does not allow, and what is left is clean.
pub(super) fn sanitize(bytes: &[u8]) {
    let html = String::from_utf8_lossy(bytes);
    for judge in JUDGES.iter() {
        judge.judge(&html).unwrap_or_else(|it| panic!("{it}"));
    }
}

static PRESETS: LazyLock<Vec<Sanitizer>> = LazyLock::new(|| {
    let sanitizer = |it: &&str| Sanitizer::new(Policy::preset(it)?).ok();
    Policy::PRESETS.iter().filter_map(sanitizer).collect()
});

/// What is recognised as clean is what reading it gives, and so is what is cleaned: to that the quick way agrees.
pub(super) fn canonical(bytes: &[u8]) {
    let html = String::from_utf8_lossy(bytes);
    for sanitizer in PRESETS.iter() {
        let Ok(clean) = sanitizer.clean(&html) else { continue };
        let clean = clean.into_string();
        let read = cleaned_by_reading(sanitizer, &clean);
        assert_eq!(read.as_deref(), Some(&*clean), "{sanitizer:?}: {html:?}");
        assert!(sanitizer.is_clean(&clean), "{sanitizer:?}: {clean:?} is not clean");
    }
}

/// Where what ammonia gives stays as it is when it is cleaned again, the preset of its name gives the same.
pub(super) fn agreement(bytes: &[u8]) {
    static OURS: LazyLock<Option<Sanitizer>> = LazyLock::new(|| Sanitizer::new(Policy::ammonia()).ok());
    let html = String::from_utf8_lossy(bytes);
    let theirs = ammonia::clean(&html);
    let Some(ours) = &*OURS else { panic!("the preset is no policy") };
    // Beyond a limit the one is refused and the other is not.
    let Ok(ours) = ours.clean(&html) else { return };
    if ammonia::clean(&theirs) == theirs {
        assert_eq!(ours.as_str(), theirs, "{html:?}");
    }
}

/// Tokens, texts side by side in one piece.
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

/// What html5ever's tokenizer makes of HTML that begins in this state.
fn tokens(html: &str, state: State) -> Vec<Token> {
    let options =
        TokenizerOpts { discard_bom: false, initial_state: Some(state), ..TokenizerOpts::default() };
    let (tokenizer, queue) = (Tokenizer::new(Tokens::default(), options), BufferQueue::default());
    queue.push_back(StrTendril::from(html));
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.0.take()
}

/// What the lexer takes for plain is what the tokenizer makes of it, between tags and in elements that hold text.
pub(super) fn lex(bytes: &[u8]) {
    let html = &*String::from_utf8_lossy(bytes);
    let (plain, end) = plain_tokens(html);
    let ours = Tokens::default();
    plain.into_iter().for_each(|it| drop(ours.process_token(it, 1)));
    assert_eq!(ours.0.take(), tokens(&html[..end], State::Data), "{html:?}");
    for (element, state) in [
        ("title", State::RawData(RawKind::Rcdata)),
        ("style", State::RawData(RawKind::Rawtext)),
        ("script", State::RawData(RawKind::ScriptData)),
        ("plaintext", State::Plaintext),
    ] {
        let text = &html[..plain_text(html, element)];
        let want = if text.is_empty() { vec![] } else { vec![Token::CharacterTokens(text.into())] };
        assert_eq!(want, tokens(text, state), "{element}: {html:?}");
    }
}

/// HTML in pieces, and cut wherever that may be done, is cleaned as HTML in one piece is. The first byte says how long
/// pieces are and how short parts may be.
pub(super) fn stream(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let html = String::from_utf8_lossy(rest);
    let (piece, part) = (usize::from(first % 16) + 1, usize::from(first / 16) * 4);
    for sanitizer in PRESETS.iter() {
        let offence = streamed(sanitizer, &html, piece, part);
        assert_eq!(offence, Ok(()), "{sanitizer:?}, pieces of {piece}, parts of {part}: {html:?}");
    }
}

/// Whether HTML comes out alike in pieces of about `piece` bytes, cut into parts of `part` bytes and more.
pub(crate) fn streamed(sanitizer: &Sanitizer, html: &str, piece: usize, part: usize) -> Result<(), String> {
    let Ok(whole) = sanitizer.clean(html) else { return Ok(()) };
    let (mut stream, mut out, mut rest) = (stream_of_parts(sanitizer, part), String::new(), html);
    while !rest.is_empty() {
        let end = (piece..).find(|it| *it >= rest.len() || rest.is_char_boundary(*it));
        let (now, later) = rest.split_at(end.unwrap_or(rest.len()).min(rest.len()));
        out.push_str(stream.push(now).map_err(|it| it.to_string())?.as_str());
        rest = later;
    }
    out.push_str(stream.finish().map_err(|it| it.to_string())?.as_str());
    // HTML that is another tree each time it is read becomes text in its part only.
    if out == whole.as_str() || is_text_instead(sanitizer, html, whole.as_str()) {
        Ok(())
    } else {
        Err(format!("{out:?} instead of {:?}", whole.as_str()))
    }
}

/// Whether HTML was given back as text because it was another tree each time it was read.
pub(crate) fn is_text_instead(sanitizer: &Sanitizer, html: &str, clean: &str) -> bool {
    let read = || cleaned_by_reading(sanitizer, html).unwrap_or_default();
    !clean.contains('<') && read().contains('<')
}
