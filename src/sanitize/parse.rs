//! Reading: html5ever's tree builder, given tokens by our lexer where the markup is plain and by html5ever's
//! tokenizer where it is not, with a guard before it that stops what would cost more than a linear pass.

use super::Disallowed;
use super::fault::Fault;
use super::fragment::Fragment;
use super::lex::{Lexer, Raw};
use super::print::{self, Job};
use super::report::Removal;
use super::rules::Rules;
use super::sink::{Progress, Sink};
use super::tree::{Arena, Node};
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{ElementFlags, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, QualName, TokenizerResult, ns};
use std::cell::{Cell, RefCell};

/// Bytes fed at once.
const CHUNK: usize = 8 << 10;

/// Blanks and slashes, which part attributes, that may go by without a token, beside one in 32 bytes: the
/// tokenizer compares each attribute's name with all before it in the tag.
const SEPARATORS: usize = 16 << 10;

/// The clean form of `html`, read once.
///
/// # Errors
/// When a limit is exceeded.
pub(super) fn cleaned_once(
    rules: &Rules,
    fragment: Fragment,
    html: &str,
    removals: Option<&mut Vec<Removal>>,
) -> Result<String, Fault> {
    if html.len() > rules.limits.input_bytes {
        return Err(Fault::Input);
    }
    let arena = Arena::new();
    // An element takes three bytes to write; beyond the bytes there are, it is html5ever that multiplies them.
    let most_nodes = rules.limits.nodes.min(html.len().saturating_add(1024));
    let progress = Progress {
        source: html,
        fault: Cell::new(None),
        token: Cell::new((0, 0)),
        piece: Cell::new(0),
        is_end: Cell::new(false),
        tag: RefCell::new(LocalName::from("")),
        nodes: Cell::new(0),
        most_nodes,
        removals: removals.is_some().then(RefCell::default),
    };
    let sink = Sink::new(&arena, rules, &progress);
    let done = read(sink, fragment, html);
    if let (Some(out), Some(found)) = (removals, &progress.removals) {
        out.append(&mut found.borrow_mut());
    }
    let sink = done?;
    let Some(root) = sink.document.first.get() else { return Ok(String::new()) };
    print::print(&Job {
        root,
        root_shape: fragment.shape(),
        texts: &sink.texts.borrow(),
        source: html,
        tidy: rules.values.tidy,
        limits: &rules.limits,
    })
}

/// Builds the tree.
fn read<'t>(sink: Sink<'t>, fragment: Fragment, html: &str) -> Result<Sink<'t>, Fault> {
    let (rules, progress) = (sink.rules, sink.progress);
    let name = QualName::new(None, ns!(html), LocalName::from(fragment.element()));
    let context = sink.create_element(name, Vec::new(), ElementFlags::default());
    let builder = TreeBuilder::new_for_fragment(sink, context, None, TreeBuilderOpts::default());
    // What the fragment stands in is not in the source.
    if let Some(removals) = &progress.removals {
        removals.borrow_mut().clear();
    }
    let attributes = rules.limits.attributes;
    let guard = Guard {
        builder,
        progress,
        attributes,
        tokens: Cell::new(0),
        is_between: Cell::new(true),
        raw: Cell::new(None),
        is_fresh: Cell::new(false),
        unfinished: Cell::new(0),
        escapes: rules.disallowed == Disallowed::Escape,
    };
    // The mark is passed over below.
    let options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let tokenizer = Tokenizer::new(guard, options);
    let feed = Feed {
        tokenizer: &tokenizer,
        lexer: Lexer::new(html, attributes),
        html,
        at: if html.starts_with('\u{FEFF}') { 3 } else { 0 },
        queue: BufferQueue::default(),
        silent: 0,
        separators: 0,
        in_comment: false,
    };
    feed.run()?;
    tokenizer.end();
    match progress.fault.get() {
        Some(fault) => Err(fault),
        None => Ok(tokenizer.sink.builder.sink),
    }
}

/// So much of `length` bytes as are fed at once.
fn cut(html: &str, length: usize) -> usize {
    let mut at = length.min(CHUNK);
    while !html.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// The length of the first part of an input whose parts begin at each `<` and after each `>`: a tag begins where
/// one of them begins and ends where one of them ends. None is longer than [`CHUNK`], lest a tag be read to its
/// end before anybody looks.
pub(super) fn piece(rest: &str) -> usize {
    let skip = usize::from(rest.starts_with('<'));
    let stop = memchr::memchr2(b'<', b'>', rest.as_bytes().get(skip..).unwrap_or_default());
    let length = match stop.map(|it| it + skip) {
        Some(stop) => stop + usize::from(rest.as_bytes().get(stop) == Some(&b'>')),
        None => rest.len(),
    };
    cut(rest, length)
}

/// The same where nothing but an end tag ends the text.
fn raw_piece(rest: &str) -> usize {
    let most = cut(rest, rest.len());
    let near = rest.get(..most).unwrap_or_default().as_bytes();
    match memchr::memchr_iter(b'<', near).find(|it| near.get(it + 1) == Some(&b'/')) {
        Some(0) => piece(rest),
        stop => stop.unwrap_or(most),
    }
}

struct Feed<'f, 't> {
    tokenizer: &'f Tokenizer<Guard<'t>>,
    lexer: Lexer<'f>,
    html: &'f str,
    at: usize,
    queue: BufferQueue,
    /// Bytes since the last token.
    silent: usize,
    separators: usize,
    /// What goes on without a token began as a comment does.
    in_comment: bool,
}

/// Whether a piece begins with what the tokenizer reads as a comment, an instruction or a doctype (§ tag open
/// state, § end tag open state).
fn begins_comment(piece: &str) -> bool {
    match piece.as_bytes() {
        [b'<', b'!' | b'?', ..] => true,
        [b'<', b'/', next, ..] => !next.is_ascii_alphabetic(),
        _ => false,
    }
}

impl Feed<'_, '_> {
    /// Token by token, or piece by piece until the tokenizer stands between two tokens again.
    fn run(mut self) -> Result<(), Fault> {
        let guard = &self.tokenizer.sink;
        while self.at < self.html.len() {
            match self.next() {
                Some((token, end)) => self.plain(token, end),
                None => self.piece()?,
            }
            if let Some(fault) = guard.progress.fault.get() {
                return Err(fault);
            }
        }
        Ok(())
    }

    /// The next token, and where it ends, if it is plain and the tokenizer has nothing to say about it.
    fn next(&self) -> Option<(Token, usize)> {
        let guard = &self.tokenizer.sink;
        match guard.raw.get() {
            None if guard.is_between.get() => self.lexer.token(self.at),
            Some(raw) if guard.is_fresh.get() => self.lexer.raw(self.at, raw),
            _ => None,
        }
    }

    fn plain(&mut self, token: Token, end: usize) {
        let guard = &self.tokenizer.sink;
        guard.progress.token.set((self.at, end));
        guard.progress.piece.set(self.at);
        // The lexer leaves tags to the tokenizer after which it would have to change its state.
        let _ = guard.process_token(token, 1);
        guard.is_between.set(guard.raw.get().is_none());
        self.at = end;
    }

    /// A part that begins where a token may begin.
    fn piece(&mut self) -> Result<(), Fault> {
        let guard = &self.tokenizer.sink;
        let start = self.at;
        let rest = self.html.get(start..).unwrap_or_default();
        let length = match guard.raw.get() {
            Some(Raw::Plaintext) => cut(rest, rest.len()),
            Some(_) if self.silent == 0 => raw_piece(rest),
            _ => piece(rest),
        };
        let piece = rest.get(..length).unwrap_or_default();
        self.at += length;
        guard.is_fresh.set(false);
        // While no token comes, the one to come began where the first of these pieces did.
        if self.silent == 0 {
            self.in_comment = begins_comment(piece);
        }
        let begins = if self.silent == 0 { start } else { guard.progress.token.get().0 };
        guard.progress.token.set((begins, self.at));
        guard.progress.piece.set(start);
        let before = guard.tokens.get();
        guard.is_between.set(false);
        self.queue.push_back(self.lexer.slice(start, self.at).unwrap_or_default());
        // The tokenizer stops at the end of each script, which nobody runs.
        while !matches!(self.tokenizer.feed(&self.queue), TokenizerResult::Done) {}
        self.weigh(piece, guard.tokens.get() == before)?;
        guard.unfinished.set(self.silent);
        Ok(())
    }

    fn weigh(&mut self, chunk: &str, was_silent: bool) -> Result<(), Fault> {
        if !was_silent {
            (self.silent, self.separators) = (0, 0);
            return Ok(());
        }
        self.silent += chunk.len();
        self.separators +=
            chunk.bytes().filter(|it| matches!(it, b' ' | b'\t' | b'\n' | b'/' | 0x0C)).count();
        let most = SEPARATORS + self.silent / 32;
        if self.separators <= most || self.in_comment { Ok(()) } else { Err(Fault::Attributes) }
    }
}

/// Between tokenizer and tree builder: counts, and lets nothing through once a limit is exceeded, so that the
/// builder's searches of its stack stay short.
struct Guard<'t> {
    builder: TreeBuilder<&'t Node<'t>, Sink<'t>>,
    progress: &'t Progress<'t>,
    attributes: usize,
    tokens: Cell<usize>,
    /// The last token was one that ends with a `>`, and did not change how the tokenizer goes on: it stands between
    /// two tokens, in the data state.
    is_between: Cell<bool>,
    /// The last tag made such text of what follows.
    raw: Cell<Option<Raw>>,
    /// Nothing of that text has come to the tokenizer yet.
    is_fresh: Cell<bool>,
    /// Bytes at the end of what was fed that have made no token yet.
    unfinished: Cell<usize>,
    /// Tags that the policy does not have become text.
    escapes: bool,
}

impl Guard<'_> {
    fn tag(&self, tag: &Tag) {
        self.progress.is_end.set(tag.kind == TagKind::EndTag);
        if self.escapes {
            self.progress.tag.replace(tag.name.clone());
        }
        if tag.attrs.len() > self.attributes {
            self.progress.fail(Fault::Attributes);
        }
    }

    /// The token as text, where tags become text and this is one that stands for nothing: an end tag without
    /// its start tag, what only parsers take for a comment (`</ …>`, `<? …>`), or a tag that the input ends in.
    fn shown(&self, token: &Token) -> Option<Token> {
        let (start, end) = self.progress.token.get();
        let source = self.progress.source;
        let written = match token {
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => {
                // What ends the text of an element is the builder's, which waits for it.
                let is_stray = !self.builder.sink.end_escaped(&tag.name) && self.raw.get().is_none();
                (is_stray && self.builder.sink.is_unknown(&tag.name)).then(|| source.get(start..end))?
            }
            Token::CommentToken(_) => source.get(start..end).filter(|it| !it.starts_with("<!--")),
            Token::EOFToken => {
                let rest = source.get(source.len().checked_sub(self.unfinished.get())?..);
                rest.filter(|it| it.starts_with('<'))
            }
            _ => None,
        };
        Some(Token::CharacterTokens(StrTendril::from(written.filter(|it| !it.is_empty())?)))
    }
}

impl<'t> TokenSink for Guard<'t> {
    type Handle = &'t Node<'t>;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<&'t Node<'t>> {
        if matches!(token, Token::ParseError(_)) {
            // Counted, each duplicate attribute would make a flood look like progress.
            return TokenSinkResult::Continue;
        }
        self.tokens.set(self.tokens.get() + 1);
        let shown = if self.escapes { self.shown(&token) } else { None };
        match &token {
            Token::TagToken(tag) => self.tag(tag),
            // What comes after this one begins in the piece at hand.
            _ => self.progress.token.set((self.progress.piece.get(), self.progress.token.get().1)),
        }
        self.unfinished.set(0);
        if self.progress.fault.get().is_some() {
            return TokenSinkResult::Continue;
        }
        let ends = matches!(token, Token::TagToken(_) | Token::CommentToken(_) | Token::DoctypeToken(_));
        let result = match shown {
            Some(text) if matches!(token, Token::EOFToken) => {
                let _ = self.builder.process_token(text, line);
                self.builder.process_token(token, line)
            }
            Some(text) => self.builder.process_token(text, line),
            None => self.builder.process_token(token, line),
        };
        if ends {
            self.raw.set(match result {
                TokenSinkResult::RawData(RawKind::Rcdata) => Some(Raw::References),
                TokenSinkResult::RawData(_) => Some(Raw::Text),
                TokenSinkResult::Plaintext => Some(Raw::Plaintext),
                _ => None,
            });
            self.is_fresh.set(true);
        }
        self.is_between.set(ends && self.raw.get().is_none());
        result
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}
