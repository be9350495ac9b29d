//! Brackets: what each holds, and what may follow when it closes (ECMA-262 § 13 to § 16).

use super::fault::JsFault;
use super::markup::Markup;
use super::state::{After, Escape, Fun, Head, Js, JsQuote, Literal, Open, Position, Tok, Token};
use super::words::{self, Chain, Sink};

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
        let (outer, group) = (self.head.clone(), kind == Open::Group);
        let handed_on = sink.is_some() && sink == self.sink && !group;
        self.open(kind, sink)?;
        if group || handed_on && outer != Head::Foreign {
            self.head = outer;
        }
        self.position = Position::Operand;
        Ok(())
    }

    fn called(&self) -> Option<Sink> {
        let [first, second, third, last] = &self.tail;
        match last {
            // `f?.(…)`, `(f)(…)`
            Tok::Punct("?." | ")") => third.called(second, first),
            Tok::Member(word) if third.is_dot() && matches!(word.as_str(), "call" | "apply" | "bind") => {
                second.called(first, &Tok::Lost).map(Sink::of_any_argument)
            }
            Tok::Name(word) if words::keeps_scheme(word.as_str()) && self.sink == Some(Sink::Url) => {
                self.sink
            }
            name => name.called(third, second),
        }
    }

    /// What the function before a template literal does with that (ECMA-262 § 13.3.11, tagged templates).
    pub(super) fn tagged(&self, quote: JsQuote) -> Option<Sink> {
        let tagged = quote == JsQuote::Template && self.here() == Position::Operator;
        if tagged { self.called().filter(|it| *it != Sink::Attribute) } else { None }
    }

    pub(super) fn open_bracket(&mut self) -> Result<(), JsFault> {
        let here = self.here();
        let member = matches!(here, Position::Member { .. } | Position::Key { .. });
        let index = matches!(here, Position::Operator | Position::Dot | Position::Maybe);
        // The array of arguments that `apply` takes.
        let arguments = self.sink.filter(|it| *it == Sink::Function);
        self.open(Open::Bracket { member }, if index { Some(Sink::Key) } else { arguments })?;
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
        let (inner, sink) = (self.head.clone(), self.sink);
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
            (")", Some(Open::Group)) => {
                self.head = inner;
                Position::Operator
            }
            (")", Some(Open::Call { .. })) => Position::Operator,
            ("]", Some(Open::Bracket { member })) => {
                if member {
                    Position::KEY
                } else {
                    tok = if sink == Some(Sink::Key) { self.indexed(inner) } else { tok };
                    Position::Operator
                }
            }
            ("}", Some(Open::Template(markup))) => {
                self.resume_template(markup, &inner, sink);
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
        self.head = literal.head.clone();
        self.open(Open::Template(literal.markup.clone()), literal.sink)?;
        self.head = literal.head.clone();
        self.position = Position::Operand;
        self.push(Tok::Punct("${"));
        self.forget();
        Ok(())
    }

    fn resume_template(&mut self, markup: Markup, inner: &Head, tagged: Option<Sink>) {
        let sink = self.sink.or(tagged);
        let head = std::mem::take(&mut self.head).after_substitution(inner);
        let quote = JsQuote::Template;
        self.token =
            Token::Literal(Literal { quote, escape: Escape::None, markup, sink, head, dollar: false });
    }
}

impl Js {
    /// The member that a name in brackets stands for.
    fn indexed(&mut self, key: Head) -> Tok {
        match key {
            Head::Name(word) => {
                let whole = self.tail[2] == Tok::Punct("[");
                let object = if whole { self.tail[1].clone() } else { Tok::Lost };
                self.push(object);
                self.push(Tok::Punct("."));
                Tok::Member(word)
            }
            Head::Dynamic => Tok::Lost,
            _ => Tok::Punct("]"),
        }
    }
}

impl Tok {
    pub(super) fn is_dot(&self) -> bool {
        matches!(self, Tok::Punct("." | "?."))
    }

    /// What stands before a name, when these do.
    pub(super) fn chain<'a>(dot: &Tok, object: &'a Tok) -> Chain<'a> {
        let known = |it: &Tok| *it != Tok::Lost;
        Chain {
            member: known(dot).then_some(dot.is_dot()),
            object: (known(dot) && known(object)).then_some(object.word()),
        }
    }

    fn called(&self, dot: &Tok, object: &Tok) -> Option<Sink> {
        match self {
            Tok::Lost => Some(Sink::Either),
            name => words::called(name.word(), Tok::chain(dot, object)),
        }
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
