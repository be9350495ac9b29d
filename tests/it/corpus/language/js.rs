//! Scripts: their tokens, and whether they parse, by Boa.

use boa_ast::expression::literal::{Literal, LiteralKind, TemplateElement};
use boa_ast::expression::{Identifier, RegExpLiteral, TaggedTemplate};
use boa_ast::property::PropertyName;
use boa_ast::scope::Scope;
use boa_ast::visitor::{VisitWith, Visitor, VisitorMut};
use boa_ast::{Spanned, StatementList};
use boa_interner::{Interner, Sym, ToInternedString};
use boa_parser::{Parser, Source};
use std::iter::Peekable;
use std::ops::ControlFlow;
use std::str::Chars;

/// One token, its escapes decoded.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Number(String),
    Text(String),
    /// A stretch of a template literal.
    Chunk(String),
    Regexp(String),
    Mark(char),
}

/// The tokens with their escapes decoded.
pub(super) fn meaning(script: &str) -> String {
    let show = |it: Token| match it {
        Token::Word(text) => text,
        Token::Number(digits) => digits.parse::<f64>().map_or(digits, |it| it.to_string()),
        Token::Text(text) => format!("{text:?}"),
        Token::Chunk(text) => format!("`{text:?}`"),
        Token::Regexp(text) => format!("/{text}/"),
        Token::Mark(mark) => mark.to_string(),
    };
    let tokens = tokens(script);
    // Zero has no sign in the data that cases are written in.
    let signs_zero = |at: usize| tokens[at] == Token::Mark('-') && tokens.get(at + 1).is_some_and(is_zero);
    let signed: Vec<bool> = (0..tokens.len()).map(signs_zero).collect();
    let kept = tokens.into_iter().zip(signed).filter(|it| !it.1).map(|it| show(it.0));
    kept.collect::<Vec<_>>().join(" ")
}

fn is_zero(token: &Token) -> bool {
    matches!(token, Token::Number(digits) if digits.parse() == Ok(0.0))
}

/// The tokens' kinds, and whether it is a script.
pub(super) fn shape(script: &str, module: bool) -> String {
    if script.trim().is_empty() {
        return String::new();
    }
    let show = |it: Token| match it {
        Token::Word(text) => text,
        Token::Number(_) | Token::Text(_) => "value".to_owned(),
        Token::Chunk(_) => "chunk".to_owned(),
        Token::Regexp(_) => "regexp".to_owned(),
        Token::Mark(mark) => mark.to_string(),
    };
    let kinds: Vec<String> = tokens(script).into_iter().map(show).collect();
    let parses = if parses(script, module) { "" } else { " (does not parse)" };
    format!("{}{parses}", kinds.join(" "))
}

fn parses(script: &str, module: bool) -> bool {
    let (scope, mut interner) = (Scope::new_global(), Interner::default());
    let mut parser = Parser::new(Source::from_bytes(script));
    if module {
        return parser.parse_module(&scope, &mut interner).is_ok();
    }
    if parser.parse_script(&scope, &mut interner).is_ok() {
        return true;
    }
    // A handler is a function's body.
    let body = format!("function handler(event) {{{script}\n}}");
    Parser::new(Source::from_bytes(&body)).parse_script(&scope, &mut interner).is_ok()
}

/// Whether a line of the script ends inside of a string.
pub(super) fn ends_line_in_string(script: &str) -> bool {
    let Some((lines, _)) = script.rsplit_once('\n') else { return false };
    let fault =
        Parser::new(Source::from_bytes(lines)).parse_script(&Scope::new_global(), &mut Interner::default());
    fault.is_err_and(|it| it.to_string().contains("unterminated string"))
}

/// The script as a tree without its literals; none if it does not parse. A handler is a function's body, and so is
/// a module here.
pub(super) fn tree(script: &str, module: bool) -> Option<String> {
    let (scope, mut interner) = (Scope::new_global(), Interner::default());
    let mut parsed =
        |text: &str| Parser::new(Source::from_bytes(text)).parse_script(&scope, &mut interner).ok();
    let first = if module { None } else { parsed(script) };
    let body = format!("{}function handler(event) {{{script}\n}}", if module { "async " } else { "" });
    let mut script = first.or_else(|| parsed(&body))?;
    let _: ControlFlow<()> = Blank.visit_statement_list_mut(script.statements_mut());
    let statements: &StatementList = script.statements();
    Some(statements.to_interned_string(&interner))
}

/// What a word is in a script that parses: "js.expr", "js.string", "js.template" or "js.regexp"; "js.comment" when
/// the parser saw nothing of it.
pub(super) fn role(script: &str, module: bool, word: &str) -> Option<&'static str> {
    let (scope, mut interner) = (Scope::new_global(), Interner::default());
    let mut parsed =
        |text: &str| Parser::new(Source::from_bytes(text)).parse_script(&scope, &mut interner).ok();
    let first = if module { None } else { parsed(script) };
    let body = format!("{}function handler(event) {{{script}\n}}", if module { "async " } else { "" });
    let script = first.or_else(|| parsed(&body))?;
    let mut finder = Finder { interner: &interner, word, found: "js.comment" };
    let _: ControlFlow<()> = finder.visit_statement_list(script.statements());
    Some(finder.found)
}

struct Finder<'i> {
    interner: &'i Interner,
    word: &'i str,
    found: &'static str,
}

impl Finder<'_> {
    fn see(&mut self, text: Sym, role: &'static str) {
        if self.interner.resolve_expect(text).to_string().contains(self.word) {
            self.found = role;
        }
    }
}

impl<'ast> Visitor<'ast> for Finder<'_> {
    type BreakTy = ();

    fn visit_sym(&mut self, node: &'ast Sym) -> ControlFlow<()> {
        self.see(*node, "js.expr");
        ControlFlow::Continue(())
    }

    fn visit_property_name(&mut self, node: &'ast PropertyName) -> ControlFlow<()> {
        match node {
            // The tree does not tell `a: 1` from `'a': 1`.
            PropertyName::Literal(name) => self.see(name.sym(), "js.key"),
            PropertyName::Computed(inside) => return inside.visit_with(self),
        }
        ControlFlow::Continue(())
    }

    fn visit_literal(&mut self, node: &'ast Literal) -> ControlFlow<()> {
        if let LiteralKind::String(text) = node.kind() {
            self.see(*text, "js.string");
        }
        ControlFlow::Continue(())
    }

    fn visit_template_element(&mut self, node: &'ast TemplateElement) -> ControlFlow<()> {
        match node {
            TemplateElement::String(text) => self.see(*text, "js.template"),
            TemplateElement::Expr(inside) => return inside.visit_with(self),
        }
        ControlFlow::Continue(())
    }

    fn visit_tagged_template(&mut self, node: &'ast TaggedTemplate) -> ControlFlow<()> {
        node.raws().iter().for_each(|it| self.see(*it, "js.template"));
        node.exprs().iter().try_for_each(|it| it.visit_with(self))?;
        node.tag().visit_with(self)
    }

    fn visit_reg_exp_literal(&mut self, node: &'ast RegExpLiteral) -> ControlFlow<()> {
        self.see(node.pattern(), "js.regexp");
        ControlFlow::Continue(())
    }
}

/// Empties every literal.
struct Blank;

impl<'ast> VisitorMut<'ast> for Blank {
    type BreakTy = ();

    fn visit_literal_mut(&mut self, node: &'ast mut Literal) -> ControlFlow<()> {
        *node.kind_mut() = LiteralKind::Null;
        ControlFlow::Continue(())
    }

    fn visit_property_name_mut(&mut self, node: &'ast mut PropertyName) -> ControlFlow<()> {
        match node {
            PropertyName::Literal(name) => *name = Identifier::new(Sym::EMPTY_STRING, name.span()),
            PropertyName::Computed(inside) => return inside.visit_with_mut(self),
        }
        ControlFlow::Continue(())
    }

    fn visit_tagged_template_mut(&mut self, node: &'ast mut TaggedTemplate) -> ControlFlow<()> {
        let blank = |it: &[Sym]| it.iter().map(|_| Sym::EMPTY_STRING).collect::<Box<[Sym]>>();
        let cooked = node.cookeds().iter().map(|_| None).collect();
        let (tag, exprs) = (node.tag().clone(), node.exprs().into());
        *node = TaggedTemplate::new(tag, blank(node.raws()), cooked, exprs, node.identifier(), node.span());
        node.visit_with_mut(self)
    }

    fn visit_reg_exp_literal_mut(&mut self, node: &'ast mut RegExpLiteral) -> ControlFlow<()> {
        *node = RegExpLiteral::new(Sym::EMPTY_STRING, node.flags(), node.span());
        ControlFlow::Continue(())
    }

    fn visit_template_element_mut(&mut self, node: &'ast mut TemplateElement) -> ControlFlow<()> {
        match node {
            TemplateElement::String(text) => *text = Sym::EMPTY_STRING,
            TemplateElement::Expr(inside) => return inside.visit_with_mut(self),
        }
        ControlFlow::Continue(())
    }
}

fn tokens(script: &str) -> Vec<Token> {
    let mut lexer = Lexer { rest: script.chars().peekable(), out: Vec::new(), open: Vec::new() };
    lexer.run();
    lexer.out
}

/// What a bracket was opened for.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    /// `if (`, `while (`, …: a regular expression may follow its end.
    Condition,
    Parens,
    /// A block, after which a statement begins.
    Block,
    /// An object, after which a `/` divides.
    Object,
    /// `${` in a template literal.
    Substitution,
}

struct Lexer<'s> {
    rest: Peekable<Chars<'s>>,
    out: Vec<Token>,
    open: Vec<Open>,
}

impl Lexer<'_> {
    fn run(&mut self) {
        let mut regexp = true;
        while let Some(next) = self.rest.next() {
            match next {
                it if it.is_whitespace() || it == '\u{FEFF}' => {}
                '/' if self.rest.peek() == Some(&'/') => self.line(),
                '/' if self.rest.peek() == Some(&'*') => self.block(),
                '<' if self.ahead("!--") => self.line(),
                '-' if self.ahead("->") && self.at_line_start() => self.line(),
                '#' if self.rest.peek() == Some(&'!') && self.out.is_empty() => self.line(),
                '"' | '\'' => {
                    let text = self.text(next);
                    self.out.push(Token::Text(text));
                    regexp = false;
                }
                '`' => regexp = self.chunk(),
                '/' if regexp => {
                    self.regexp();
                    regexp = false;
                }
                it if is_word(it) => regexp = self.word(it),
                mark => regexp = self.mark(mark),
            }
        }
    }

    fn ahead(&self, text: &str) -> bool {
        self.rest.clone().take(text.len()).eq(text.chars())
    }

    /// Whether only blanks and comments come before on the line; good enough when nothing was read yet, or
    /// the last thing is complete.
    fn at_line_start(&self) -> bool {
        !matches!(self.out.last(), Some(Token::Word(_) | Token::Number(_)))
    }

    fn line(&mut self) {
        let ends = |it: &char| matches!(it, '\n' | '\r' | '\u{2028}' | '\u{2029}');
        while self.rest.next_if(|it| !ends(it)).is_some() {}
    }

    fn block(&mut self) {
        self.rest.next();
        let mut star = false;
        for it in self.rest.by_ref() {
            if star && it == '/' {
                break;
            }
            star = it == '*';
        }
    }

    fn text(&mut self, quote: char) -> String {
        let mut out = Units::default();
        while let Some(next) = self.rest.next() {
            match next {
                it if it == quote => break,
                '\\' => self.escape(&mut out),
                it => out.push(it),
            }
        }
        out.text()
    }

    /// A template literal up to its end or a substitution; whether a regular expression may follow.
    fn chunk(&mut self) -> bool {
        let mut out = Units::default();
        let mut substitution = false;
        while let Some(next) = self.rest.next() {
            match next {
                '`' => break,
                '\\' => self.escape(&mut out),
                '$' if self.rest.next_if_eq(&'{').is_some() => {
                    substitution = true;
                    self.open.push(Open::Substitution);
                    break;
                }
                it => out.push(it),
            }
        }
        self.out.push(Token::Chunk(out.text()));
        substitution
    }

    fn escape(&mut self, out: &mut Units) {
        match self.rest.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('b') => out.push('\u{8}'),
            Some('v') => out.push('\u{B}'),
            Some('f') => out.push('\u{C}'),
            Some('0') => out.push('\0'),
            Some('x') => self.code(2, 'x', out),
            Some('u') => self.code(4, 'u', out),
            Some('\n') | None => {}
            Some(it) => out.push(it),
        }
    }

    fn code(&mut self, digits: usize, letter: char, out: &mut Units) {
        let text: String = self.rest.clone().take(digits).collect();
        match u16::from_str_radix(&text, 16) {
            Ok(code) if text.len() == digits => {
                self.rest.by_ref().take(digits).for_each(drop);
                out.unit(code);
            }
            _ => out.push(letter),
        }
    }

    /// A regular expression with what it matches literally in one spelling.
    fn regexp(&mut self) {
        let mut body = String::new();
        let mut class = false;
        while let Some(next) = self.rest.next() {
            match next {
                '/' if !class => break,
                '\n' => break,
                '[' => class = true,
                ']' => class = false,
                _ => {}
            }
            if next == '\\' {
                self.regexp_escape(&mut body);
            } else if class || is_word(next) || r"^$.*+?()[]{}|".contains(next) {
                body.push(next);
            } else {
                literal(next, &mut body);
            }
        }
        let body =
            body.strip_prefix("(?⟨3A⟩").and_then(|it| it.strip_suffix(')')).unwrap_or(&body).to_owned();
        let flags: String = std::iter::from_fn(|| self.rest.next_if(|it| is_word(*it))).collect();
        self.out.push(Token::Regexp(format!("{body}/{flags}")));
    }

    fn regexp_escape(&mut self, body: &mut String) {
        let mut units = Units::default();
        match self.rest.peek() {
            Some('u' | 'x' | 'n' | 't' | 'r' | 'v' | 'f') => self.escape(&mut units),
            Some(it) if it.is_alphanumeric() => {
                body.push('\\');
                return;
            }
            _ => units.push(self.rest.next().unwrap_or_default()),
        }
        units.text().chars().for_each(|it| literal(it, body));
    }

    /// A word or number; whether a regular expression may follow.
    fn word(&mut self, first: char) -> bool {
        let member = self.out.last() == Some(&Token::Mark('.'));
        let mut word = String::from(first);
        let number = first.is_ascii_digit();
        while let Some(it) = self.rest.next_if(|it| is_word(*it) || (number && *it == '.')) {
            word.push(it);
        }
        const BEFORE: &[&str] = &[
            "return",
            "typeof",
            "case",
            "in",
            "of",
            "delete",
            "void",
            "throw",
            "new",
            "else",
            "do",
            "yield",
            "await",
            "instanceof",
        ];
        let regexp = !member && BEFORE.contains(&&*word);
        self.out.push(if number { Token::Number(word) } else { Token::Word(word) });
        regexp
    }

    fn mark(&mut self, mark: char) -> bool {
        let before = self.out.last().cloned();
        match mark {
            '(' | '[' => {
                const HEADS: &[&str] = &["if", "while", "for", "with"];
                let head = matches!(&before, Some(Token::Word(it)) if HEADS.contains(&&**it));
                self.open.push(if head { Open::Condition } else { Open::Parens });
            }
            '{' => {
                let value = match &before {
                    Some(Token::Mark(it)) => !matches!(it, ')' | ';' | '{' | '}' | '>'),
                    Some(Token::Word(it)) => it == "return" || it == "typeof",
                    _ => false,
                };
                self.open.push(if value { Open::Object } else { Open::Block });
            }
            '}' if self.open.last() == Some(&Open::Substitution) => {
                self.open.pop();
                return self.chunk();
            }
            _ => {}
        }
        self.out.push(Token::Mark(mark));
        match mark {
            ')' | ']' => self.open.pop() == Some(Open::Condition),
            '}' => self.open.pop() != Some(Open::Object),
            _ => true,
        }
    }
}

/// A character of a regular expression that stands for itself.
fn literal(it: char, body: &mut String) {
    if it.is_alphanumeric() || it == '_' {
        body.push(it);
    } else {
        body.push_str(&format!("⟨{:X}⟩", u32::from(it)));
    }
}

fn is_word(it: char) -> bool {
    it.is_alphanumeric() || matches!(it, '_' | '$' | '\\')
}

/// Text made of UTF-16 units, whose escapes may spell one character as two.
#[derive(Default)]
struct Units(Vec<u16>);

impl Units {
    fn push(&mut self, it: char) {
        self.0.extend_from_slice(it.encode_utf16(&mut [0; 2]));
    }

    fn unit(&mut self, it: u16) {
        self.0.push(it);
    }

    fn text(&self) -> String {
        String::from_utf16_lossy(&self.0)
    }
}

#[test]
fn spelling_does_not_matter_in_scripts() {
    assert_eq!(meaning(r#"a = "\u002F'""#), meaning(r"a='/\x27' // why"));
    assert_eq!(meaning(r"if (x) /\/b/.test(y)"), meaning(r"if(x)/(?:\u002Fb)/.test(y)"));
    assert_eq!(meaning("`a${ {b: 1} }c` / 2"), meaning("`\\x61${{b:1}}c`/2"));
    assert_ne!(meaning("f('a')"), meaning("f(a)"));
    assert_ne!(meaning(r"/a\.b/"), meaning("/a.b/"));
}
