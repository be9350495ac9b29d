//! Brackets: what each holds, and what may follow when it closes (ECMA-262 § 13 to § 16).

use super::fault::JsFault;
use super::state::{After, Escape, Fun, Head, Js, JsQuote, Literal, Markup, Open, Position, Tok, Token};
use super::words::{self, Sink};

impl Js {
    pub(super) fn open_paren(&mut self) -> Result<(), JsFault> {
        let (kind, sink) = match self.here() {
            Position::FunctionHead(fun) => (Open::Params(fun), None),
            Position::Key { is_async, generator } => {
                (Open::Params(Fun { after: After::Member, is_async, generator }), None)
            }
            _ if self.last() == &Tok::Keyword("await") && self.tail[2] == Tok::Keyword("for") => {
                (Open::For, None)
            }
            Position::Operator | Position::Unknown | Position::Dot | Position::Maybe | Position::Ended => {
                (Open::Call { is_async: self.follows_async() }, self.called())
            }
            _ => match self.last() {
                Tok::Keyword("if" | "while" | "with" | "switch" | "catch") => (Open::Header, None),
                Tok::Keyword("for") => (Open::For, None),
                Tok::Keyword("import") => (Open::Call { is_async: false }, self.called()),
                _ => (Open::Group, self.sink),
            },
        };
        self.open(kind, sink)?;
        self.position = Position::Operand;
        Ok(())
    }

    fn called(&self) -> Option<Sink> {
        let is_dot = |it: &Tok| matches!(it, Tok::Punct("." | "?."));
        let named =
            |name: &Tok, dot: &Tok, object: &Tok| words::called(name.word(), is_dot(dot), object.word());
        match self.last() {
            // `f?.(…)`
            Tok::Punct("?.") => named(&self.tail[2], &self.tail[1], &self.tail[0]),
            name => named(name, &self.tail[2], &self.tail[1]),
        }
    }

    pub(super) fn open_bracket(&mut self) -> Result<(), JsFault> {
        let member = matches!(self.here(), Position::Member { .. } | Position::Key { .. });
        self.open(Open::Bracket { member }, None)?;
        self.position = Position::Operand;
        Ok(())
    }

    pub(super) fn open_brace(&mut self) -> Result<(), JsFault> {
        let kind = self.brace();
        if matches!(kind, Open::Class(_)) {
            self.pop();
        }
        if matches!(kind, Open::Block) {
            self.end_statement();
        }
        self.position = match kind {
            Open::Block | Open::Body(_) => Position::Statement,
            Open::Braces => Position::Unknown,
            _ => Position::MEMBER,
        };
        self.open(kind, None)
    }

    /// What braces that open here hold.
    fn brace(&self) -> Open {
        let here = self.here();
        match (here, self.top()) {
            (Position::Body(fun), _) => Open::Body(fun),
            (Position::Arrow { is_async }, _) => {
                Open::Body(Fun { after: After::Arrow, is_async, generator: false })
            }
            // § 15.7: a static block.
            (Position::Key { .. }, Some(Open::Class(_))) => {
                Open::Body(Fun { after: After::Member, is_async: false, generator: false })
            }
            (Position::Operator | Position::Binding, Some(Open::ClassHead(after))) => Open::Class(*after),
            (Position::Statement, _) => match self.last() {
                Tok::Keyword("import" | "export") => Open::Clause,
                _ => Open::Block,
            },
            (Position::Operand | Position::Binding, _) => Open::Object,
            _ if self.in_expression() => Open::Object,
            (Position::Operator, _) if self.newline => Open::Block,
            _ => Open::Braces,
        }
    }

    pub(super) fn close(&mut self, closer: &'static str) -> Result<(), JsFault> {
        self.pop_unbracketed();
        let mut tok = Tok::Punct(closer);
        self.position = match (closer, self.pop()) {
            // More closes than was opened: a syntax error, or the end of what began elsewhere.
            ("}", None) => Position::Statement,
            (_, None) => Position::Operator,
            (")", Some(Open::Header | Open::For)) => Position::Statement,
            (")", Some(Open::Params(fun))) => Position::Body(fun),
            (")", Some(Open::Call { is_async: true })) => {
                tok = Tok::AsyncParams;
                Position::Operator
            }
            (")", Some(Open::Call { .. } | Open::Group)) => Position::Operator,
            ("]", Some(Open::Bracket { member })) => {
                if member {
                    Position::KEY
                } else {
                    Position::Operator
                }
            }
            ("}", Some(Open::Template(markup))) => {
                self.resume_template(markup);
                return Ok(());
            }
            ("}", Some(kind)) if kind.is_brace() => after_brace(&kind),
            _ => return Err(JsFault::BRACKET),
        };
        self.push(tok);
        if closer == "}" {
            self.forget();
        }
        Ok(())
    }

    pub(super) fn open_substitution(&mut self, literal: &Literal) -> Result<(), JsFault> {
        self.open(Open::Template(literal.markup), literal.sink)?;
        self.position = Position::Operand;
        self.push(Tok::Punct("${"));
        self.forget();
        Ok(())
    }

    fn resume_template(&mut self, markup: Markup) {
        let (sink, head) = (self.sink, Head::Settled);
        let quote = JsQuote::Template;
        self.token =
            Token::Literal(Literal { quote, escape: Escape::None, markup, sink, head, dollar: false });
    }
}

/// What may follow the `}` of such braces.
fn after_brace(kind: &Open) -> Position {
    match kind {
        Open::Block => Position::Statement,
        Open::Object => Position::Operator,
        Open::Clause => Position::Ended,
        Open::Body(Fun { after, .. }) | Open::Class(after) => match after {
            After::Statement => Position::Statement,
            After::Expression => Position::Operator,
            After::Member => Position::MEMBER,
            After::Arrow => Position::Ended,
            After::Unknown => Position::Unknown,
        },
        _ => Position::Unknown,
    }
}
