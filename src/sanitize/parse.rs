//! Reading: html5ever's tokenizer and tree builder, with a guard between them that stops what would cost more
//! than a linear pass.

use super::fault::Fault;
use super::fragment::Fragment;
use super::policy::Disallowed;
use super::print::{self, Job};
use super::report::Removal;
use super::rules::Rules;
use super::sink::{Progress, Sink};
use super::tree::{Arena, Node};
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{ElementFlags, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, QualName, TokenizerResult, ns};
use std::cell::{Cell, RefCell};

/// Bytes fed at once.
const CHUNK: usize = 8 << 10;

/// Blanks and slashes, which part attributes, that may go by without a token, beside one in 32 bytes: the
/// tokenizer compares each attribute's name with all before it in the tag. Fed in chunks, a comment of that
/// many words looks the same; then the input is read again by pieces, which tell the two apart.
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
    let by_piece = removals.is_some() || rules.disallowed == Disallowed::Escape;
    if by_piece {
        return built_and_printed(rules, fragment, html, Feeding::Pieces, removals);
    }
    match built_and_printed(rules, fragment, html, Feeding::Chunks, None) {
        Err(Fault::Silence) => built_and_printed(rules, fragment, html, Feeding::Pieces, None),
        done => done,
    }
}

/// In what parts the tokenizer gets the input.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Feeding {
    /// Of about [`CHUNK`] bytes: fast.
    Chunks,
    /// That begin where tags may begin: each token's place is known.
    Pieces,
}

fn built_and_printed(
    rules: &Rules,
    fragment: Fragment,
    html: &str,
    feeding: Feeding,
    removals: Option<&mut Vec<Removal>>,
) -> Result<String, Fault> {
    let arena = Arena::new();
    // An element takes three bytes to write; beyond the bytes there are, it is html5ever that multiplies them.
    let most_nodes = rules.limits.nodes.min(html.len().saturating_add(1024));
    let progress = Progress {
        source: html,
        fault: Cell::new(None),
        token: Cell::new((0, 0)),
        piece: Cell::new(0),
        is_end: Cell::new(false),
        nodes: Cell::new(0),
        most_nodes,
        removals: removals.is_some().then(RefCell::default),
    };
    let sink = Sink::new(&arena, rules, &progress);
    let done = read(sink, fragment, html, feeding);
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
fn read<'t>(sink: Sink<'t>, fragment: Fragment, html: &str, feeding: Feeding) -> Result<Sink<'t>, Fault> {
    let (rules, progress) = (sink.rules, sink.progress);
    let name = QualName::new(None, ns!(html), LocalName::from(fragment.element()));
    let context = sink.create_element(name, Vec::new(), ElementFlags::default());
    let builder = TreeBuilder::new_for_fragment(sink, context, None, TreeBuilderOpts::default());
    // What the fragment stands in is not in the source.
    if let Some(removals) = &progress.removals {
        removals.borrow_mut().clear();
    }
    let guard = Guard {
        builder,
        progress,
        attributes: rules.limits.attributes,
        tokens: Cell::new(0),
        unfinished: Cell::new(0),
        escapes: rules.disallowed == Disallowed::Escape,
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let mut feed = Feed {
        tokenizer: &tokenizer,
        queue: BufferQueue::default(),
        silent: 0,
        separators: 0,
        in_comment: false,
        feeding,
    };
    match feeding {
        Feeding::Pieces => pieces(html).try_for_each(|(start, piece)| feed.piece(start, piece))?,
        Feeding::Chunks => chunks(html).try_for_each(|it| feed.chunk(it))?,
    }
    tokenizer.end();
    match progress.fault.get() {
        Some(fault) => Err(fault),
        None => Ok(tokenizer.sink.builder.sink),
    }
}

/// The input in parts of about [`CHUNK`] bytes.
fn chunks(mut html: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (chunk, rest) = html.split_at(cut(html, html.len()));
        html = rest;
        (!chunk.is_empty()).then_some(chunk)
    })
}

/// So much of `length` bytes as are fed at once.
fn cut(html: &str, length: usize) -> usize {
    let mut at = length.min(CHUNK);
    while !html.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// The input in parts that begin at each `<` and after each `>`, with their places: a tag begins where one of
/// them begins and ends where one of them ends. None is longer than [`CHUNK`], lest a tag be read to its end
/// before anybody looks.
fn pieces(html: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = html.get(at..).filter(|it| !it.is_empty())?;
        let start = at;
        let skip = usize::from(rest.starts_with('<'));
        let stop = memchr::memchr2(b'<', b'>', rest.as_bytes().get(skip..)?).map(|it| it + skip);
        let length = match stop {
            Some(stop) => stop + usize::from(rest.as_bytes().get(stop) == Some(&b'>')),
            None => rest.len(),
        };
        let length = cut(rest, length);
        at += length;
        Some((start, rest.get(..length)?))
    })
}

struct Feed<'f, 't> {
    tokenizer: &'f Tokenizer<Guard<'t>>,
    queue: BufferQueue,
    /// Bytes since the last token.
    silent: usize,
    separators: usize,
    /// What goes on without a token began as a comment does.
    in_comment: bool,
    feeding: Feeding,
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
    /// A part that begins where a token may begin.
    fn piece(&mut self, start: usize, piece: &str) -> Result<(), Fault> {
        let progress = self.tokenizer.sink.progress;
        // While no token comes, the one to come began where the first of these pieces did.
        if self.silent == 0 {
            self.in_comment = begins_comment(piece);
        }
        let begins = if self.silent == 0 { start } else { progress.token.get().0 };
        progress.token.set((begins, start + piece.len()));
        progress.piece.set(start);
        self.chunk(piece)
    }

    fn chunk(&mut self, chunk: &str) -> Result<(), Fault> {
        let before = self.tokenizer.sink.tokens.get();
        self.queue.push_back(StrTendril::from(chunk));
        // The tokenizer stops at the end of each script, which nobody runs.
        while !matches!(self.tokenizer.feed(&self.queue), TokenizerResult::Done) {}
        self.weigh(chunk, self.tokenizer.sink.tokens.get() == before)?;
        self.tokenizer.sink.unfinished.set(self.silent);
        match self.tokenizer.sink.progress.fault.get() {
            Some(fault) => Err(fault),
            None => Ok(()),
        }
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
        match self.feeding {
            _ if self.separators <= most || self.in_comment => Ok(()),
            Feeding::Chunks => Err(Fault::Silence),
            Feeding::Pieces => Err(Fault::Attributes),
        }
    }
}

/// Between tokenizer and tree builder: counts, and lets nothing through once a limit is exceeded, so that the
/// builder's searches of its stack stay short.
struct Guard<'t> {
    builder: TreeBuilder<&'t Node<'t>, Sink<'t>>,
    progress: &'t Progress<'t>,
    attributes: usize,
    tokens: Cell<usize>,
    /// Bytes at the end of what was fed that have made no token yet.
    unfinished: Cell<usize>,
    /// Tags that the policy does not have become text.
    escapes: bool,
}

impl Guard<'_> {
    fn tag(&self, tag: &Tag) {
        self.progress.is_end.set(tag.kind == TagKind::EndTag);
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
                let is_stray = !self.builder.sink.end_escaped(&tag.name);
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
        match shown {
            Some(text) if matches!(token, Token::EOFToken) => {
                let _ = self.builder.process_token(text, line);
                self.builder.process_token(token, line)
            }
            Some(text) => self.builder.process_token(text, line),
            None => self.builder.process_token(token, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}
