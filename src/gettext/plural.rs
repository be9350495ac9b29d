//! The `Plural-Forms` of a catalogue: a C expression in `n` that says which form a number takes
//! (GNU gettext manual, "Plural forms"). Read once into postfix order and evaluated on a stack: nothing recurses.

use crate::diagnostics::{Error, ErrorKind};

/// Longest expression that is read, in bytes. The longest in use has about 200.
const LONGEST: usize = 1000;

/// Which form of a message a number takes.
#[derive(Clone, Debug)]
pub(super) struct PluralForms {
    /// How many forms there are.
    forms: usize,
    rule: Vec<Step>,
}

/// One step on a stack of numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    N,
    Number(f64),
    Binary(Binary),
    Not,
    /// Of three values the second or the third.
    Choose,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Binary {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

/// Operators as they are written, longer ones first.
const BINARY: &[(&str, Binary)] = &[
    ("||", Binary::Or),
    ("&&", Binary::And),
    ("==", Binary::Equal),
    ("!=", Binary::NotEqual),
    ("<=", Binary::LessOrEqual),
    (">=", Binary::GreaterOrEqual),
    ("<", Binary::Less),
    (">", Binary::Greater),
    ("+", Binary::Add),
    ("-", Binary::Subtract),
    ("*", Binary::Multiply),
    ("/", Binary::Divide),
    ("%", Binary::Modulo),
];

impl Binary {
    /// How tightly it binds, as in C.
    fn strength(self) -> u8 {
        match self {
            Binary::Or => 2,
            Binary::And => 3,
            Binary::Equal | Binary::NotEqual => 4,
            Binary::Less | Binary::LessOrEqual | Binary::Greater | Binary::GreaterOrEqual => 5,
            Binary::Add | Binary::Subtract => 6,
            Binary::Multiply | Binary::Divide | Binary::Modulo => 7,
        }
    }

    /// `None` where C leaves the result undefined.
    fn apply(self, a: Option<f64>, b: Option<f64>) -> Option<f64> {
        match (self, a, b) {
            (Binary::And, Some(0.0), _) | (Binary::And, _, Some(0.0)) => return Some(0.0),
            (Binary::Or, Some(it), _) | (Binary::Or, _, Some(it)) if it != 0.0 => return Some(1.0),
            _ => {}
        }
        let (a, b) = (a?, b?);
        let truth = |it: bool| f64::from(u8::from(it));
        Some(match self {
            Binary::Or => truth(a != 0.0 || b != 0.0),
            Binary::And => truth(a != 0.0 && b != 0.0),
            Binary::Equal => truth(a == b),
            Binary::NotEqual => truth(a != b),
            Binary::Less => truth(a < b),
            Binary::LessOrEqual => truth(a <= b),
            Binary::Greater => truth(a > b),
            Binary::GreaterOrEqual => truth(a >= b),
            Binary::Add => a + b,
            Binary::Subtract => a - b,
            Binary::Multiply => a * b,
            // Python, whose numbers may be negative, rounds down.
            Binary::Divide if b != 0.0 => (a / b).floor(),
            Binary::Modulo if b != 0.0 => a - b * (a / b).floor(),
            Binary::Divide | Binary::Modulo => return None,
        })
    }
}

impl PluralForms {
    /// Two forms, one of them for exactly one: what holds when a catalogue does not say.
    pub(super) fn germanic() -> PluralForms {
        let rule = vec![Step::N, Step::Number(1.0), Step::Binary(Binary::NotEqual)];
        PluralForms { forms: 2, rule }
    }

    /// Reads `nplurals=2; plural=(n != 1);`.
    pub(super) fn read(text: &str) -> Result<PluralForms, Error> {
        let field = |name: &str| {
            text.split(';').find_map(|it| it.trim().strip_prefix(name)?.trim_start().strip_prefix('='))
        };
        let forms = field("nplurals").and_then(|it| it.trim().parse().ok());
        let (Some(forms), Some(rule)) = (forms, field("plural")) else {
            return Err(bad("it has no `nplurals=` or no `plural=`"));
        };
        if rule.len() > LONGEST {
            return Err(bad("the rule is too long"));
        }
        Ok(PluralForms { forms, rule: Reader::read(rule)? })
    }

    /// The form for a number, counted from 0; `None` when the rule names one that does not exist.
    pub(super) fn form(&self, n: f64) -> Option<usize> {
        let mut stack: Vec<Option<f64>> = Vec::with_capacity(8);
        for step in &self.rule {
            let value = match step {
                Step::N => Some(n),
                Step::Number(number) => Some(*number),
                Step::Not => stack.pop()?.map(|it| f64::from(u8::from(it == 0.0))),
                Step::Binary(binary) => {
                    let b = stack.pop()?;
                    binary.apply(stack.pop()?, b)
                }
                Step::Choose => {
                    let (no, yes, test) = (stack.pop()?, stack.pop()?, stack.pop()?);
                    if test? == 0.0 { no } else { yes }
                }
            };
            stack.push(value);
        }
        let form = stack.pop()??;
        // A cast of a float saturates; what is no form is found out here.
        (form >= 0.0 && form < self.forms as f64).then_some(form as usize)
    }
}

#[cold]
fn bad(why: &str) -> Error {
    Error::new(ErrorKind::BadPluralForms, format!("the `Plural-Forms` cannot be read: {why}"))
}

/// What waits for its right side.
#[derive(Clone, Copy, PartialEq)]
enum Waiting {
    Paren,
    /// After `?`: the `:` is still to come.
    Question,
    Colon,
    Not,
    Binary(Binary),
}

impl Waiting {
    fn strength(self) -> u8 {
        match self {
            Waiting::Paren | Waiting::Question => 0,
            Waiting::Colon => 1,
            Waiting::Binary(binary) => binary.strength(),
            Waiting::Not => 8,
        }
    }

    fn step(self) -> Option<Step> {
        match self {
            Waiting::Paren | Waiting::Question => None,
            Waiting::Colon => Some(Step::Choose),
            Waiting::Not => Some(Step::Not),
            Waiting::Binary(binary) => Some(Step::Binary(binary)),
        }
    }
}

/// Dijkstra's shunting yard.
struct Reader {
    rule: Vec<Step>,
    waiting: Vec<Waiting>,
    /// Whether a value has just ended, so that an operator must follow.
    ended: bool,
}

impl Reader {
    fn read(text: &str) -> Result<Vec<Step>, Error> {
        let mut reader = Reader { rule: Vec::new(), waiting: Vec::new(), ended: false };
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            rest = reader.token(rest).ok_or_else(|| bad("the rule is no C expression in `n`"))?.trim_start();
        }
        reader.finish().ok_or_else(|| bad("the rule ends too early"))
    }

    /// Reads one token and gives what follows it.
    fn token<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        if self.ended { self.operator(text) } else { self.operand(text) }
    }

    fn operand<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        if let Some(rest) = text.strip_prefix('(') {
            self.waiting.push(Waiting::Paren);
            return Some(rest);
        }
        if let Some(rest) = text.strip_prefix('!') {
            self.waiting.push(Waiting::Not);
            return Some(rest);
        }
        self.ended = true;
        if let Some(rest) = text.strip_prefix('n') {
            self.rule.push(Step::N);
            return Some(rest);
        }
        let digits = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
        let (number, rest) = text.split_at_checked(digits)?;
        self.rule.push(Step::Number(number.parse().ok()?));
        Some(rest)
    }

    fn operator<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        if let Some(rest) = text.strip_prefix(')') {
            self.settle(1);
            return (self.waiting.pop()? == Waiting::Paren).then_some(rest);
        }
        self.ended = false;
        if let Some(rest) = text.strip_prefix('?') {
            // Right to left: a choice that waits is not settled by the next.
            self.settle(2);
            self.waiting.push(Waiting::Question);
            return Some(rest);
        }
        if let Some(rest) = text.strip_prefix(':') {
            self.settle(1);
            let question = self.waiting.pop()? == Waiting::Question;
            self.waiting.push(Waiting::Colon);
            return question.then_some(rest);
        }
        let (written, binary) = BINARY.iter().find(|it| text.starts_with(it.0))?;
        self.settle(binary.strength());
        self.waiting.push(Waiting::Binary(*binary));
        text.strip_prefix(written)
    }

    /// Whatever waits and binds at least so tightly has its right side now.
    fn settle(&mut self, strength: u8) {
        while let Some(step) =
            self.waiting.last().filter(|it| it.strength() >= strength).and_then(|it| it.step())
        {
            self.waiting.pop();
            self.rule.push(step);
        }
    }

    fn finish(mut self) -> Option<Vec<Step>> {
        self.settle(1);
        (self.ended && self.waiting.is_empty()).then_some(self.rule)
    }
}
