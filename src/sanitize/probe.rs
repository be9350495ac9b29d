//! The insides of the sanitizer, for tests of them.

use super::Sanitizer;
use super::lex::{Lexer, Raw};
use super::stream::CleanStream;
use html5ever::tokenizer::Token;

/// The tokens that our lexer makes of HTML by itself, in order, and how far it comes.
pub fn plain_tokens(html: &str) -> (Vec<Token>, usize) {
    let lexer = Lexer::new(html, 256);
    let (mut tokens, mut at) = (Vec::new(), 0);
    while let Some((token, end)) = lexer.token(at) {
        tokens.push(token);
        at = end;
    }
    (tokens, at)
}

/// How much at the start of the content of `title`, `style` or `plaintext` our lexer takes for plain text.
pub fn plain_text(html: &str, element: &str) -> usize {
    let raw = match element {
        "title" => Raw::References,
        "plaintext" => Raw::Plaintext,
        _ => Raw::Text,
    };
    Lexer::new(html, 256).raw(0, raw).map_or(0, |it| it.1)
}

/// A stream whose parts may be as short as `part` bytes.
pub fn stream_of_parts(sanitizer: &Sanitizer, part: usize) -> CleanStream {
    sanitizer.stream_of_parts(part)
}
