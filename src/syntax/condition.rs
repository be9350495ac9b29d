//! Conditions of `{% if %}`: Django's operators by binding power, into postfix order. Pending
//! operators wait on a stack of their own, so a condition may be as long as its tag.

use super::grammar::Piece;
use super::{Comparison, Condition, ConditionOp, Parser};
use crate::diagnostics::{Error, ErrorKind};
use crate::source::Span;

/// What a word of a condition is, if it is an operator.
#[derive(Clone, Copy)]
enum Operator {
    Or,
    And,
    Not,
    Compare(Comparison),
}

/// An operator whose right side is being read.
enum Pending {
    Not,
    Compare(Comparison),
    /// `and` or `or`, with the index of its jump.
    Jump(Operator, usize),
}

impl Operator {
    fn of(word: &str) -> Option<Operator> {
        Some(match word {
            "or" => Operator::Or,
            "and" => Operator::And,
            "not" => Operator::Not,
            "in" => Operator::Compare(Comparison::In),
            "is" => Operator::Compare(Comparison::Is),
            "==" => Operator::Compare(Comparison::Equal),
            "!=" => Operator::Compare(Comparison::NotEqual),
            "<" => Operator::Compare(Comparison::Less),
            "<=" => Operator::Compare(Comparison::LessOrEqual),
            ">" => Operator::Compare(Comparison::Greater),
            ">=" => Operator::Compare(Comparison::GreaterOrEqual),
            _ => return None,
        })
    }

    /// How strongly it binds. All are left associative.
    fn power(self) -> u8 {
        match self {
            Operator::Or => 6,
            Operator::And => 7,
            Operator::Not => 8,
            Operator::Compare(Comparison::In | Comparison::NotIn) => 9,
            Operator::Compare(_) => 10,
        }
    }
}

impl Pending {
    fn power(&self) -> u8 {
        match self {
            Pending::Not => Operator::Not.power(),
            Pending::Compare(it) => Operator::Compare(*it).power(),
            Pending::Jump(it, _) => it.power(),
        }
    }
}

/// A condition while it is read.
#[derive(Default)]
struct Builder {
    ops: Vec<ConditionOp>,
    pending: Vec<Pending>,
}

impl Builder {
    /// Ends the right sides of all operators that bind at least as strongly as `power`.
    fn settle(&mut self, power: u8) {
        while let Some(operator) = self.pending.pop_if(|it| it.power() >= power) {
            match operator {
                Pending::Not => self.ops.push(ConditionOp::Not),
                Pending::Compare(it) => self.ops.push(ConditionOp::Compare(it)),
                Pending::Jump(operator, jump) => {
                    let to = self.ops.len();
                    self.ops.push(ConditionOp::Settle);
                    if let Some(op) = self.ops.get_mut(jump) {
                        *op = jump_to(operator, to);
                    }
                }
            }
        }
    }

    /// Begins the right side of an operator between two values.
    fn infix(&mut self, operator: Operator) {
        self.settle(operator.power());
        match operator {
            Operator::Compare(it) => self.pending.push(Pending::Compare(it)),
            _ => {
                self.pending.push(Pending::Jump(operator, self.ops.len()));
                self.ops.push(jump_to(operator, 0));
            }
        }
    }
}

fn jump_to(operator: Operator, to: usize) -> ConditionOp {
    match operator {
        Operator::Or => ConditionOp::Or { to },
        _ => ConditionOp::And { to },
    }
}

impl Parser<'_> {
    /// Reads the condition in `words`, those of the tag at `tag`.
    pub(super) fn condition(&self, words: &[Piece<'_>], tag: Span) -> Result<Condition, Error> {
        let mut builder = Builder::default();
        let mut words = words.iter().copied().peekable();
        loop {
            let word = words.next().ok_or_else(|| self.cut_short(tag))?;
            match Operator::of(word.text) {
                Some(Operator::Not) if words.peek().is_some_and(|it| it.text == "in") => {
                    return Err(self.misplaced(word, "not in"));
                }
                Some(Operator::Not) => builder.pending.push(Pending::Not),
                Some(_) => return Err(self.misplaced(word, word.text)),
                None => {
                    builder.ops.push(ConditionOp::Push(self.expression(word)?));
                    let Some(operator) = self.infix(&mut words)? else { break };
                    builder.infix(operator);
                }
            }
        }
        builder.settle(0);
        Ok(Condition { ops: builder.ops })
    }

    /// The operator after a value; `None` at the end.
    fn infix<'s>(
        &self,
        words: &mut std::iter::Peekable<impl Iterator<Item = Piece<'s>>>,
    ) -> Result<Option<Operator>, Error> {
        let Some(word) = words.next() else { return Ok(None) };
        let operator = match Operator::of(word.text) {
            Some(Operator::Not) if words.next_if(|it| it.text == "in").is_some() => {
                Operator::Compare(Comparison::NotIn)
            }
            Some(Operator::Compare(Comparison::Is)) if words.next_if(|it| it.text == "not").is_some() => {
                Operator::Compare(Comparison::IsNot)
            }
            Some(Operator::Not) => return Err(self.misplaced(word, "not")),
            Some(operator) => operator,
            None => return Err(self.unused(word)),
        };
        Ok(Some(operator))
    }

    #[cold]
    fn cut_short(&self, tag: Span) -> Error {
        self.fault(ErrorKind::BadTag, tag, "the condition ends where a value is expected")
    }

    #[cold]
    fn misplaced(&self, word: Piece<'_>, operator: &str) -> Error {
        let fault = format!("`{operator}` is not expected in this position of a condition");
        self.fault(ErrorKind::BadTag, word.span(), fault)
    }

    #[cold]
    fn unused(&self, word: Piece<'_>) -> Error {
        let fault = format!("`{}` is left over at the end of the condition", word.text);
        let help = "operators are `and or not in is == != < <= > >=`, with blanks around them";
        self.fault(ErrorKind::BadTag, word.span(), fault).help(help)
    }
}
