//! The tokens of HTML that comes in pieces, to tell where a part of it ends.

use super::order::Order;
use crate::sanitize::lex::Lexer;
use crate::sanitize::parse::piece;
use crate::sanitize::sanitizer::Sanitizer;
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{TokenSink as _, Tokenizer, TokenizerOpts};

/// A tag with more blanks and slashes than that, beside one in 32 bytes, is not worth telling where it ends.
const SEPARATORS: usize = 4 << 10;

pub(super) struct Watch {
    tokenizer: Tokenizer<Order>,
    queue: BufferQueue,
    attributes: usize,
    /// Bytes since the last token, and what parts attributes in them.
    silent: usize,
    separators: usize,
}

impl Watch {
    pub(super) fn new(sanitizer: Sanitizer) -> Watch {
        let attributes = sanitizer.rules().limits.attributes;
        Watch {
            tokenizer: Tokenizer::new(Order::new(sanitizer), TokenizerOpts::default()),
            queue: BufferQueue::default(),
            attributes,
            silent: 0,
            separators: 0,
        }
    }

    /// Reads on; the last place in `html` where a part may end.
    pub(super) fn read(&mut self, html: &str) -> Option<usize> {
        let mut end = None;
        // Without copies of what is not looked at any more.
        let lexer = Lexer::new(if self.order().is_lost() { "" } else { html }, self.attributes);
        let mut at = 0;
        while at < html.len() && !self.order().is_lost() {
            let plain = self.order().is_between.get().then(|| lexer.token(at)).flatten();
            match plain {
                Some((token, after)) => {
                    let _ = self.order().process_token(token, 1);
                    self.order().is_between.set(true);
                    at = after;
                }
                None => at += self.piece(&lexer, at, html.get(at..).unwrap_or_default()),
            }
            if self.order().is_end() {
                end = Some(at);
            }
        }
        end
    }

    fn order(&self) -> &Order {
        &self.tokenizer.sink
    }

    fn piece(&mut self, lexer: &Lexer<'_>, at: usize, rest: &str) -> usize {
        let length = piece(rest);
        let text: StrTendril = lexer.slice(at, at + length).unwrap_or_default();
        let before = self.order().tokens.get();
        self.order().is_between.set(false);
        self.order().is_end.set(false);
        self.separators += text.bytes().filter(|it| matches!(it, b' ' | b'\t' | b'\n' | b'/' | 0x0C)).count();
        self.silent += length;
        self.queue.push_back(text);
        while !matches!(self.tokenizer.feed(&self.queue), TokenizerResult::Done) {}
        if self.order().tokens.get() != before {
            (self.silent, self.separators) = (0, 0);
        } else if self.separators > SEPARATORS + self.silent / 32 {
            self.order().lose();
        }
        length
    }
}
