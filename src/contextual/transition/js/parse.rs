//! Tokens to positions: what each significant token makes of those after it (ECMA-262 § 13 to § 16). Just
//! enough of the grammar to know whether `/` divides and what `{` and `(` hold.

use super::fault::JsFault;
use super::state::{After, Doubt, Frame, Fun, Goal, Head, Js, JsQuote, Name, Open, Position, Tok, Token};
use super::words::{self, Keyword, Sink, Word};

impl Js {
    /// The position, with the end of a line taken as the end of a statement where it is one (§ 12.10).
    pub(super) fn here(&self) -> Position {
        let ended = self.newline && !self.in_expression();
        match self.position {
            Position::Ended if ended && self.in_class() => Position::MEMBER,
            Position::Ended if ended => Position::Statement,
            // § 12.10.1: nothing of the statement may follow these on another line.
            Position::Operand if ended && matches!(self.last(), Tok::Keyword("return" | "yield")) => {
                Position::Statement
            }
            position => position,
        }
    }

    pub(super) fn slash(&self) -> super::Slash {
        match self.here() {
            Position::Statement | Position::Operand | Position::Arrow { .. } => super::Slash::Regexp,
            Position::Operator if self.newline && self.may_declare() => super::Slash::Unknown,
            Position::Operator => super::Slash::Div,
            _ => super::Slash::Unknown,
        }
    }

    /// Whether the last token may be a name that is declared without a value: `var a`, `let a, b`. On the next line
    /// a statement begins then, for nothing else may follow (§ 14.3). Names in a list of expressions look the same.
    fn may_declare(&self) -> bool {
        let named = matches!(self.last(), Tok::Name(_) | Tok::None | Tok::Lost);
        let listed = matches!(self.tail[2], Tok::Keyword("var" | "let" | "const") | Tok::Punct(","));
        named && listed && !self.in_expression()
    }

    /// Whether brackets stand around this point between which no statement can be.
    pub(super) fn in_expression(&self) -> bool {
        let innermost = self.stack.iter().rev().find(|it| it.kind.is_bracket());
        match innermost.map(|it| &it.kind) {
            Some(kind) => {
                !matches!(kind, Open::Block | Open::Body(_) | Open::Class(_) | Open::Clause | Open::Braces)
            }
            None => false,
        }
    }

    pub(super) fn top(&self) -> Option<&Open> {
        self.stack.last().map(|it| &it.kind)
    }

    pub(super) fn in_class(&self) -> bool {
        matches!(self.top(), Some(Open::Class(_)))
    }

    /// Whether names of an object's members stand here.
    pub(super) fn in_members(&self) -> bool {
        matches!(self.top(), Some(Open::Object))
    }

    fn in_object(&self) -> bool {
        matches!(self.top(), Some(Open::Object | Open::Clause))
    }

    pub(super) fn last(&self) -> &Tok {
        &self.tail[3]
    }

    /// Notes a significant token.
    pub(super) fn push(&mut self, tok: Tok) {
        if matches!(tok, Tok::Operand | Tok::Name(_) | Tok::Start(_) | Tok::Member(_) | Tok::Lost | Tok::None)
        {
            self.head.after_operand(self.sink);
        }
        self.tail.rotate_left(1);
        self.tail[3] = tok;
        self.newline = false;
        self.line_start = false;
    }

    /// Forgets all tokens before the last: nothing looks back beyond it.
    pub(super) fn forget(&mut self) {
        self.tail[..3].fill(Tok::None);
    }

    pub(super) fn open(&mut self, kind: Open, sink: Option<Sink>) -> Result<(), JsFault> {
        if self.stack.len() == Js::DEEPEST {
            return Err(JsFault::DEEP);
        }
        self.stack.push(Frame { kind, sink: self.sink, head: std::mem::take(&mut self.head) });
        self.sink = sink;
        Ok(())
    }

    pub(super) fn pop(&mut self) -> Option<Open> {
        let Frame { kind, sink, head } = self.stack.pop()?;
        self.sink = sink;
        self.head = head;
        Some(kind)
    }

    /// Closes what no bracket closes, inside the innermost bracket.
    pub(super) fn pop_unbracketed(&mut self) {
        while self.top().is_some_and(|it| !it.is_bracket()) {
            self.pop();
        }
    }

    /// A literal, a value, or anything else that is a whole operand; in a class or object it may be the
    /// name of a member.
    pub(super) fn operand(&mut self, tok: Tok) {
        self.position = match self.here() {
            Position::Member { .. } | Position::Key { .. } => Position::KEY,
            Position::Operator if self.newline && self.in_class() => Position::KEY,
            _ => Position::Operator,
        };
        self.push(tok);
    }

    /// A character no token begins with.
    pub(super) fn unknown_token(&mut self) {
        self.push(Tok::None);
        self.position = Position::Unknown;
    }

    pub(super) fn name(&mut self, name: Name) -> Result<(), JsFault> {
        let lost = name.may_be_known();
        let Name { word, dynamic, private, .. } = name;
        let known = if dynamic || private { None } else { words::keyword(word.as_str()) };
        let here = self.here();
        let begins_member = self.newline
            && self.in_class()
            && matches!(here, Position::Operator | Position::Unknown)
            && !known.is_some_and(|it| it.1 == Keyword::Infix);
        match here {
            _ if begins_member => self.member(Tok::Member(word), Position::MEMBER),
            Position::Dot => {
                self.push(if lost { Tok::Lost } else { Tok::Member(word) });
                self.position = Position::Operator;
            }
            Position::Member { .. } | Position::Key { .. } => self.member(Tok::Member(word), here),
            Position::FunctionHead(_) => self.identifier(Tok::Name(word)),
            _ => match known {
                Some((spelling, keyword)) => return self.keyword(spelling, keyword),
                None if lost => self.identifier(Tok::Lost),
                None => self.identifier(Tok::Name(word)),
            },
        }
        Ok(())
    }

    /// A word where the name of a member stands: any keyword is a name there.
    fn member(&mut self, tok: Tok, here: Position) {
        let (is_async, generator) = match here {
            Position::Member { is_async, generator } | Position::Key { is_async, generator } => {
                (is_async, generator)
            }
            _ => (false, false),
        };
        let is_async = is_async || self.follows_async();
        self.push(tok);
        self.position = Position::Key { is_async, generator };
    }

    /// Whether `async` stands right before, on the same line.
    pub(super) fn follows_async(&self) -> bool {
        !self.newline && self.last().word() == "async"
    }

    fn identifier(&mut self, tok: Tok) {
        let here = self.here();
        let begins = here == Position::Statement
            || (here == Position::Operator && self.newline && !self.in_expression());
        let doubtful = here == Position::Maybe && self.newline;
        let tok = match tok {
            Tok::Name(word) if begins => Tok::Start(word),
            // It may begin a statement.
            Tok::Name(word) if doubtful && words::is_telling(word.as_str()) => Tok::Lost,
            Tok::Name(_) if doubtful => Tok::None,
            tok => tok,
        };
        if begins {
            self.end_statement();
        }
        self.position = match here {
            Position::FunctionHead(_) => here,
            Position::Ended => here,
            Position::Unknown if self.top() == Some(&Open::Braces) => here,
            _ => Position::Operator,
        };
        self.push(tok);
    }

    fn keyword(&mut self, spelling: &'static str, keyword: Keyword) -> Result<(), JsFault> {
        let here = self.here();
        if keyword != Keyword::Infix && self.newline && here == Position::Operator && !self.in_expression() {
            self.end_statement();
        }
        let next = match keyword {
            Keyword::Infix | Keyword::Operand | Keyword::Return => Position::Operand,
            Keyword::Case if !self.in_expression() => return self.open_case(spelling),
            Keyword::Case | Keyword::Default | Keyword::Header | Keyword::For => Position::Operand,
            Keyword::Block => Position::Statement,
            Keyword::Binding => Position::Binding,
            Keyword::Let if here == Position::Statement => Position::Binding,
            Keyword::Let if here == Position::Operator && self.newline => Position::Binding,
            Keyword::Let if here == Position::Operand && self.top() == Some(&Open::For) => Position::Binding,
            Keyword::Jump => Position::Ended,
            Keyword::Function => Position::FunctionHead(self.function()),
            Keyword::Class => return self.open_class(spelling),
            Keyword::Import | Keyword::Export => Position::Statement,
            Keyword::Await if self.awaits() => Position::Operand,
            Keyword::Yield if self.enclosing().is_some_and(|it| it.generator) => Position::Operand,
            Keyword::Await | Keyword::Yield => Position::Maybe,
            // § 14.7.5: in the head of a `for`, after what is bound.
            Keyword::Of if here == Position::Operator && self.top() == Some(&Open::For) => Position::Operand,
            Keyword::Value | Keyword::Super => Position::Operator,
            Keyword::Of | Keyword::Let => {
                self.identifier(Tok::Name(Word::of(spelling)));
                return Ok(());
            }
        };
        if keyword == Keyword::Value {
            self.operand(Tok::Operand);
            return Ok(());
        }
        self.position = next;
        self.push(Tok::Keyword(spelling));
        Ok(())
    }

    fn open_case(&mut self, spelling: &'static str) -> Result<(), JsFault> {
        self.pop_unbracketed();
        self.push(Tok::Keyword(spelling));
        self.position = Position::Operand;
        self.open(Open::Case, None)
    }

    fn open_class(&mut self, spelling: &'static str) -> Result<(), JsFault> {
        let after = self.declared();
        self.push(Tok::Keyword(spelling));
        self.position = Position::Binding;
        self.open(Open::ClassHead(after), None)
    }

    /// What a function or class that begins here is.
    fn declared(&self) -> After {
        let before = if self.follows_async() { &self.tail[2] } else { self.last() };
        let begins = self.follows_async() && matches!(self.last(), Tok::Start(_));
        match self.here() {
            Position::Statement => After::Statement,
            _ if begins || before == &Tok::Keyword("default") => After::Statement,
            Position::Operator if self.newline && !self.in_expression() => After::Statement,
            Position::Operator if matches!(self.last(), Tok::None | Tok::Lost) => After::Unknown,
            Position::Maybe if self.newline => After::Unknown,
            Position::Unknown => After::Unknown,
            _ => After::Expression,
        }
    }

    fn function(&self) -> Fun {
        Fun { after: self.declared(), is_async: self.follows_async(), generator: false }
    }

    /// The function whose body this is.
    fn enclosing(&self) -> Option<Fun> {
        self.stack.iter().rev().find_map(|it| match it.kind {
            Open::Body(fun) | Open::Params(fun) => Some(fun),
            _ => None,
        })
    }

    /// § 15.8: `await` is an operator in modules and async functions. An arrow function without braces is
    /// not seen here, so elsewhere it may be either.
    fn awaits(&self) -> bool {
        self.goal == Goal::Module || self.enclosing().is_some_and(|it| it.is_async)
    }

    pub(super) fn punctuator(&mut self, punct: &'static str) -> Result<(), JsFault> {
        match punct {
            "(" => self.open_paren()?,
            "[" => self.open_bracket()?,
            "{" => self.open_brace()?,
            ")" | "]" | "}" => return self.close(punct),
            "." | "?." => self.position = Position::Dot,
            "++" | "--" => self.increment(),
            "=>" => self.arrow(),
            "?" => {
                self.head = Head::Empty;
                self.open(Open::Question, self.sink)?;
                self.position = Position::Operand;
            }
            ":" => self.colon(),
            "," => self.comma(),
            ";" => self.semicolon(),
            "*" => self.star(),
            "=" | "+=" | "||=" | "&&=" | "??=" => self.assign(punct),
            "@" => self.position = Position::Unknown,
            _ => self.infix(punct),
        }
        self.push(Tok::Punct(punct));
        if matches!(punct, "{" | ";" | ",") {
            self.forget();
        }
        Ok(())
    }

    fn infix(&mut self, punct: &'static str) {
        match punct {
            "+" if self.head == Head::Whole => self.head = Head::Dynamic,
            "||" | "&&" | "??" => self.head = Head::Empty,
            _ => {}
        }
        self.position = Position::Operand;
    }

    /// § 13.4: behind an operand on the same line it belongs to that.
    fn increment(&mut self) {
        self.position = match self.here() {
            Position::Operator if !self.newline => Position::Operator,
            Position::Unknown | Position::Maybe => Position::Unknown,
            _ => Position::Operand,
        };
    }

    fn arrow(&mut self) {
        let bare = matches!(self.last(), Tok::Name(_) | Tok::Start(_)) && self.tail[2].word() == "async";
        let is_async = bare || self.last() == &Tok::AsyncParams;
        self.sink = None;
        self.position = Position::Arrow { is_async };
    }

    fn colon(&mut self) {
        self.position = match self.top() {
            Some(Open::Question) => {
                self.pop();
                Position::Operand
            }
            Some(Open::Case) => {
                self.pop();
                Position::Statement
            }
            Some(Open::Braces | Open::Clause) => Position::Unknown,
            None | Some(Open::Block | Open::Body(_)) => match self.last() {
                Tok::Start(_) | Tok::Keyword("default") => Position::Statement,
                _ => Position::Unknown,
            },
            _ => Position::Operand,
        };
    }

    fn comma(&mut self) {
        while self.top() == Some(&Open::Question) {
            self.pop();
        }
        self.sink = match (self.top(), self.sink) {
            // The other arguments of these are handed over too.
            (Some(Open::Call { .. }), sink @ Some(Sink::Html | Sink::Function | Sink::Either)) => sink,
            (Some(Open::Bracket { .. }), sink @ Some(Sink::Function)) => sink,
            (Some(Open::Call { .. }), Some(Sink::Attribute)) => match &self.head {
                Head::Name(name) => words::named(name.as_str()),
                Head::Dynamic => Some(Sink::Either),
                _ => None,
            },
            _ => None,
        };
        self.head = Head::Empty;
        self.position = if self.in_object() { Position::MEMBER } else { Position::Operand };
    }

    fn semicolon(&mut self) {
        self.pop_unbracketed();
        self.end_statement();
        self.position = match self.top() {
            Some(Open::For) => Position::Operand,
            Some(Open::Class(_)) => Position::MEMBER,
            Some(Open::Braces) => Position::Unknown,
            _ => Position::Statement,
        };
    }

    pub(super) fn end_statement(&mut self) {
        self.sink = None;
        self.head = Head::Empty;
    }

    fn star(&mut self) {
        self.position = match self.here() {
            Position::FunctionHead(fun) => Position::FunctionHead(Fun { generator: true, ..fun }),
            Position::Member { is_async, .. } => Position::Member { is_async, generator: true },
            // `async *name`, `static *name`
            Position::Key { .. } => Position::Member { is_async: self.follows_async(), generator: true },
            _ => Position::Operand,
        };
    }

    fn assign(&mut self, punct: &'static str) {
        let assigned = match self.last() {
            Tok::Lost => Some(Sink::Either),
            name => words::assigned(name.word(), Tok::chain(&self.tail[2], &self.tail[1])),
        };
        // What is put behind a URL chooses no scheme.
        self.sink = assigned.filter(|it| punct != "+=" || *it != Sink::Url).or(self.sink);
        self.head = Head::Empty;
        self.position = Position::Operand;
    }

    pub(super) fn end_literal(&mut self, quote: JsQuote) {
        let ended = std::mem::replace(&mut self.token, Token::Between);
        // § 16.2: a module's specifier ends the statement.
        let specifier = self.names_module(quote);
        self.operand(Tok::Operand);
        if let Token::Literal(literal) = ended {
            self.head = literal.head;
        }
        if specifier {
            self.position = Position::Ended;
        }
    }

    /// Whether a string here is what `import` or `from` names.
    fn names_module(&self, quote: JsQuote) -> bool {
        match self.last() {
            _ if quote == JsQuote::Template => false,
            Tok::Keyword(word) => *word == "import",
            Tok::Name(word) | Tok::Start(word) => word.as_str() == "from",
            _ => false,
        }
    }

    pub(super) fn literal_sink(&self, quote: JsQuote) -> Option<Sink> {
        if self.names_module(quote) { Some(Sink::Module) } else { self.sink }
    }
}

impl Name {
    /// Whether it may be one that the tables know, with what a value, an escape or a branch has made of it.
    fn may_be_known(&self) -> bool {
        let end = self.word.as_str();
        match self.doubt {
            Doubt::None => false,
            Doubt::Begin => !end.is_empty() && words::ends_name(end),
            Doubt::Whole => words::ends_name(end),
        }
    }
}
