//! What a value may be where a point of a script stands, and where the script stands after it.

use super::Slash;
use super::fault::{JsFault, JsRefusal};
use super::markup::Markup;
use super::state::{
    Class, Doubt, Escape, Goal, Head, Js, JsQuote, Literal, Name, NameEscape, Number, Position, Tok, Token,
};
use super::words::{self, Sink, is_name};
use crate::escape::{
    self, JsGuard, JsRole, JsWrite, Prefix, RESERVED, UrlHole, UrlWrite, encloses_reserved, watched_prefix,
};
use crate::html::UrlKind;

/// What a value is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum JsHole {
    /// An expression.
    Value {
        /// A word stands right before it: a blank must part them.
        pad: bool,
        role: JsRole,
        /// It may be the name of a member, where `"__proto__"` means something.
        key: bool,
        sink: Option<JsSink>,
    },
    /// Inside the quotes of a string.
    Str {
        quote: JsQuote,
        sink: Option<JsSink>,
    },
    /// In the text of a template literal; with `dollar` a `$` stands right before, which the plan must
    /// rewrite as `\u0024`.
    Template {
        dollar: bool,
        sink: Option<JsSink>,
    },
    Regexp,
    /// Between `[` and `]` of a regular expression.
    RegexpClass,
    /// A name, or what is behind the literal begin of one. `prefix` is that begin if a word starts so that a value may
    /// not complete.
    Identifier {
        prefix: &'static str,
    },
    /// The same of a member's name, of which something may be made.
    Member {
        prefix: &'static str,
    },
    /// Nothing is printed.
    Comment,
}

/// What the script does with a value, as far as more than its own quotes must be guarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum JsSink {
    /// It goes or fetches there, and the value chooses the scheme.
    Url,
    /// It goes or fetches there, and the value is behind text that could still become a scheme.
    UrlRest,
    /// It parses it as HTML.
    Html,
    /// The same, and the value stands in an attribute without quotes; `whole` when it is all of it.
    HtmlUnquoted { whole: bool },
    /// It loads code from there; `start` when the value chooses from where.
    Module { start: bool },
    /// It is the whole name of a member.
    Key,
    /// It parses it as HTML, and the value is a URL of an attribute; `start` when it chooses the scheme.
    HtmlUrl { start: bool, media: bool },
    /// It parses it as HTML, and the value is part of a script in an attribute.
    HtmlScript,
    /// It parses it as HTML, and the value is the name of a tag or attribute, or part of one.
    HtmlName,
}

impl JsHole {
    /// The writer for it; none in a comment.
    pub(crate) fn writer(self) -> Option<escape::JsEscape> {
        let (write, sink) = match self {
            JsHole::Value { pad, role, key, sink } => (JsWrite::Value { pad, role, key }, sink),
            JsHole::Str { sink, .. } | JsHole::Template { sink, .. } => (JsWrite::Text, sink),
            JsHole::Regexp => (JsWrite::Regexp, None),
            JsHole::RegexpClass => (JsWrite::Class, None),
            JsHole::Identifier { prefix } => (JsWrite::Identifier { prefix: Prefix::of(prefix) }, None),
            JsHole::Member { prefix } => (JsWrite::Identifier { prefix: Prefix::of_member(prefix) }, None),
            JsHole::Comment => return None,
        };
        Some(escape::JsEscape { write, guard: sink.map_or(JsGuard::None, JsSink::guard) })
    }
}

impl JsSink {
    fn guard(self) -> JsGuard {
        let url = |write| JsGuard::Url(UrlHole { write, kind: UrlKind::Navigation });
        match self {
            JsSink::Url => url(UrlWrite::Whole),
            JsSink::UrlRest => url(UrlWrite::Rest { guard: true }),
            JsSink::Html => JsGuard::Html,
            JsSink::HtmlUnquoted { whole } => JsGuard::HtmlUnquoted { whole },
            JsSink::Module { .. } => JsGuard::Code,
            JsSink::Key => JsGuard::Key,
            JsSink::HtmlUrl { start, media } => JsGuard::HtmlUrl { whole: start, media },
            JsSink::HtmlScript => JsGuard::HtmlScript,
            JsSink::HtmlName => JsGuard::HtmlName,
        }
    }
}

impl Js {
    /// What a value is written as here, when the literal text `next` follows it (as far as it is known).
    pub(crate) fn hole(&self, next: &str) -> Result<JsHole, JsRefusal> {
        match &self.token {
            Token::Comment(_) => Ok(JsHole::Comment),
            Token::Literal(literal) => literal.hole(next),
            Token::Regexp { class, escape } => regexp(*class, *escape, next),
            Token::Flags => Err(JsRefusal::FLAGS),
            Token::Name(name) => self.in_name_hole(name, next),
            Token::Number(_) => Ok(JsHole::Identifier { prefix: "" }),
            Token::Hash => Ok(JsHole::Identifier { prefix: "" }),
            Token::Punct("/") if self.slash() == Slash::Regexp => Ok(JsHole::Regexp),
            Token::Punct("/") if self.slash() == Slash::Unknown => Err(JsRefusal::SLASH),
            Token::Punct(_) | Token::Between => self.settled()?.value_hole(false, next),
        }
    }

    fn in_name_hole(&self, name: &Name, next: &str) -> Result<JsHole, JsRefusal> {
        if name.escape != NameEscape::None {
            return Err(JsRefusal::PARTIAL_ESCAPE);
        }
        let settled = self.settled()?;
        let word = name.word.as_str();
        let member = matches!(self.here(), Position::Dot | Position::Member { .. } | Position::Key { .. });
        if name.dynamic || name.private {
            return Ok(JsHole::Identifier { prefix: "" });
        }
        if member {
            return Ok(self.named(word, next));
        }
        if matches!(settled.last(), Tok::Keyword(_)) && !settled.expects_name() {
            return settled.value_hole(true, next);
        }
        let run = name_run(next);
        if RESERVED.contains(&word) || (!run.is_empty() && encloses_reserved(word, run)) {
            return Err(JsRefusal::GLUED);
        }
        Ok(match self.goal {
            Goal::Handler => self.named(word, next),
            _ => JsHole::Identifier { prefix: watched_prefix(word, false).unwrap_or_default() },
        })
    }

    /// A name, or what is behind the begin of one, that may be that of a member. In an event handler any name may be one
    /// of the element or the document (HTML § 8.1.8.1).
    fn named(&self, begin: &str, next: &str) -> JsHole {
        let member = matches!(self.here(), Position::Dot) || self.goal == Goal::Handler;
        match member && may_be_made_of(next) {
            true => JsHole::Member { prefix: watched_prefix(begin, true).unwrap_or_default() },
            false => JsHole::Identifier { prefix: "" },
        }
    }

    /// Whether only a name can stand here.
    fn expects_name(&self) -> bool {
        matches!(self.here(), Position::Binding | Position::Dot | Position::FunctionHead(_))
    }

    /// A value between tokens.
    fn value_hole(&self, pad: bool, next: &str) -> Result<JsHole, JsRefusal> {
        let here = self.here();
        let named = self.expects_name();
        let run = name_run(next);
        if RESERVED.contains(&run) && !named {
            return Err(JsRefusal::GLUED);
        }
        // A number before `n` or `e5` is a value, anything else before part of a name is the begin of it.
        let begins = next.starts_with(|it: char| is_name(it) && !it.is_ascii_digit());
        if named || (begins && !pad && !encloses_reserved("", run)) {
            return Ok(self.named("", next));
        }
        let member = matches!(here, Position::Member { .. } | Position::Key { .. });
        let key = self.in_members() && (member || matches!(here, Position::Operator | Position::Unknown));
        let role = match here {
            _ if member || key => JsRole::Operand,
            Position::Statement if ends_statement(next) => JsRole::Statement,
            Position::Statement | Position::Arrow { .. } | Position::Ended | Position::Unknown => {
                JsRole::First
            }
            _ => JsRole::Operand,
        };
        let sink = self.literal_sink(JsQuote::Double);
        let sink =
            if sink == Some(Sink::Html) { Some(JsSink::Html) } else { handed(sink, &self.head, next)? };
        Ok(JsHole::Value { pad, role, key, sink })
    }

    /// The state once the pending token is known to end.
    fn settled(&self) -> Result<Js, JsRefusal> {
        let mut settled = self.clone();
        match settled.settle() {
            Ok(()) => Ok(settled),
            Err(fault) => Err(JsRefusal { reason: fault.message, remedy: fault.help }),
        }
    }

    fn settle(&mut self) -> Result<(), JsFault> {
        match self.token {
            Token::Name(_) => self.end_name()?,
            Token::Punct(punct) => self.end_punctuator(punct)?,
            Token::Number(_) | Token::Flags => {
                self.token = Token::Between;
                self.operand(Tok::Operand);
            }
            _ => {}
        }
        Ok(())
    }

    /// The state after a value was written as `hole` says.
    pub(crate) fn after_hole(mut self, hole: JsHole) -> Js {
        self.first = false;
        match hole {
            JsHole::Comment => {}
            JsHole::Str { .. } | JsHole::Template { .. } => {
                if let Token::Literal(literal) = &mut self.token {
                    literal.after_value();
                }
            }
            JsHole::Regexp => self.token = Token::Regexp { class: None, escape: Escape::None },
            JsHole::RegexpClass => {
                self.token = Token::Regexp { class: Some(Class::Atom), escape: Escape::None }
            }
            JsHole::Identifier { .. } | JsHole::Member { .. } => self.after_identifier(),
            JsHole::Value { .. } => {
                // What fails here was refused as a hole.
                let _ = self.settle();
                let mut head = std::mem::take(&mut self.head);
                head.after_value(self.sink);
                self.operand(Tok::Operand);
                self.head = head;
            }
        }
        self
    }

    fn after_identifier(&mut self) {
        match &mut self.token {
            Token::Name(name) => name.after_value(),
            Token::Number(number) => *number = Number::Rest,
            _ => {
                let _ = self.settle();
                self.token = Token::Name(Name { dynamic: true, doubt: Doubt::Begin, ..Name::default() });
            }
        }
    }

    /// What a `/` here would mean, as far as the text read so far says.
    #[cfg(feature = "_internals")]
    pub(crate) fn slash_meaning(&self) -> Slash {
        self.settled().map_or(Slash::Unknown, |it| it.slash())
    }
}

/// What is done to a value that is handed to `sink`, behind what is at the begin of that.
fn handed(sink: Option<Sink>, head: &Head, next: &str) -> Result<Option<JsSink>, JsRefusal> {
    Ok(match (sink, head) {
        (None | Some(Sink::Html | Sink::Attribute), _) => None,
        (Some(Sink::Code | Sink::Function), _) => return Err(JsRefusal::CODE),
        (Some(Sink::Either), _) => return Err(JsRefusal::EITHER),
        (Some(Sink::Url | Sink::Module), Head::Script) => return Err(JsRefusal::SCRIPT_URL),
        (Some(Sink::Module), _) => Some(JsSink::Module { start: *head == Head::Empty }),
        (Some(Sink::Url), Head::Empty) => Some(JsSink::Url),
        (Some(Sink::Url), Head::Settled) => None,
        (Some(Sink::Url), _) => Some(JsSink::UrlRest),
        (Some(Sink::Key), Head::Empty) if !goes_on(next) && may_be_made_of(next) => Some(JsSink::Key),
        (Some(Sink::Key), _) => None,
    })
}

/// Whether a string goes on behind a value.
fn goes_on(next: &str) -> bool {
    next.starts_with(|it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.' | ' ' | ':'))
}

/// Whether something may be assigned to a member or handed to it, as far as what follows its name says.
fn may_be_made_of(next: &str) -> bool {
    let rest = next.trim_start_matches(is_name).trim_start_matches(['"', '\'', '`']).trim_start();
    let rest = rest.strip_prefix(']').unwrap_or(rest).trim_start();
    !(rest.starts_with([';', ',', ')', '}', ':', '<', '>', '!', '*', '/', '%']) || rest.starts_with("=="))
}

/// Whether what follows ends the statement: a `;`, the end of a block, of the script or of its attribute, or a line that
/// begins with a word.
fn ends_statement(next: &str) -> bool {
    let rest = next.trim_start();
    let ended = rest.starts_with([';', '}', '"', '\'']) || rest.starts_with("</");
    let line = next[..next.len() - rest.len()].contains(['\n', '\r']);
    ended || line && rest.starts_with(is_name)
}

/// The part of a name that a text begins with.
fn name_run(next: &str) -> &str {
    let end = next.find(|it: char| !is_name(it)).unwrap_or(next.len());
    next.get(..end).unwrap_or_default()
}

impl Name {
    /// A first value is guarded by its writer, behind the begin too; what several make is seen by nobody.
    fn after_value(&mut self) {
        let word = std::mem::take(&mut self.word);
        self.doubt = match self.doubt {
            _ if self.dynamic && words::is_in_name(word.as_str()) => self.doubt.next(),
            _ if self.dynamic || !words::begins_name(word.as_str()) => Doubt::None,
            _ => Doubt::Begin,
        };
        self.dynamic = true;
    }
}

impl Doubt {
    fn next(self) -> Doubt {
        if self == Doubt::None { self } else { Doubt::Whole }
    }
}

impl Literal {
    fn hole(&self, next: &str) -> Result<JsHole, JsRefusal> {
        if !matches!(self.escape, Escape::None | Escape::Return) {
            return Err(JsRefusal::PARTIAL_ESCAPE);
        }
        let sink = self.hole_sink(next)?;
        Ok(match self.quote {
            JsQuote::Template => JsHole::Template { dollar: self.dollar, sink },
            quote => JsHole::Str { quote, sink },
        })
    }

    fn hole_sink(&self, next: &str) -> Result<Option<JsSink>, JsRefusal> {
        let handed = handed(self.sink, &self.head, next)?;
        let html = self.sink == Some(Sink::Html) || self.markup != Markup::None || self.markup_ahead(next);
        match handed {
            None if html => self.markup.sink(next, self.sink == Some(Sink::Html)).map(Some),
            handed => Ok(handed),
        }
    }

    /// Whether the literal's text behind the value holds a tag.
    fn markup_ahead(&self, next: &str) -> bool {
        let mut before = ' ';
        for it in next.chars() {
            match (before, it) {
                ('<', '/' | '!' | 'a'..='z' | 'A'..='Z') => return true,
                ('\\', _) => {
                    before = ' ';
                    continue;
                }
                _ if it == self.quote.char() => return false,
                _ => before = it,
            }
        }
        false
    }

    fn after_value(&mut self) {
        self.escape = Escape::None;
        self.dollar = false;
        self.markup = std::mem::replace(&mut self.markup, Markup::Yes).after_value();
        self.head.after_value(self.sink);
    }
}

fn regexp(class: Option<Class>, escape: Escape, next: &str) -> Result<JsHole, JsRefusal> {
    let Some(class) = class else {
        // The parentheses around the value end any escape but a bare `\`.
        let whole = matches!(escape, Escape::None | Escape::Octal(_));
        return if whole { Ok(JsHole::Regexp) } else { Err(JsRefusal::PARTIAL_ESCAPE) };
    };
    if escape != Escape::None {
        return Err(JsRefusal::PARTIAL_ESCAPE);
    }
    if class == Class::Range || (next.starts_with('-') && !next.starts_with("-]")) {
        return Err(JsRefusal::RANGE);
    }
    Ok(JsHole::RegexpClass)
}
