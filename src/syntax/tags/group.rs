//! `regroup`.

use crate::diagnostics::Error;
use crate::syntax::grammar::Piece;
use crate::syntax::lex::Tag;
use crate::syntax::{Expr, NodeKind, Operand, Parser, Path};
use crate::value::Step;

pub(super) fn regroup<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let words = parser.words(tag)?;
    let [items, by, key, keyword, name] = &*words else { return Err(bad_regroup(parser, tag)) };
    if by.text != "by" || keyword.text != "as" {
        return Err(bad_regroup(parser, tag));
    }
    let items = parser.expression(*items)?;
    let by = below(*name, parser.expression(*key)?).ok_or_else(|| bad_regroup(parser, tag))?;
    parser.nest.add(tag.span, NodeKind::Regroup { items, by, into: name.text.into() });
    Ok(())
}

#[cold]
fn bad_regroup(parser: &Parser<'_>, tag: Tag<'_>) -> Error {
    parser.bad_tag(tag, "`regroup` takes the form `regroup items by key as name`")
}

/// `key|filter` as `item.key|filter`; `None` when the key is a literal.
fn below(item: Piece<'_>, key: Expr) -> Option<Expr> {
    let steps = match &key.root {
        Operand::Variable(path) => {
            std::iter::once(Step::new(&path.name)).chain(path.steps.iter().cloned()).collect()
        }
        Operand::Int(index) => [Step::new(&index.to_string())].into(),
        _ => return None,
    };
    let path = Path { name: item.text.into(), steps };
    Some(Expr { root: Operand::Variable(path), ..key })
}
