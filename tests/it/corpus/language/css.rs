//! Style sheets and declarations, by cssparser.

use super::url;
use cssparser::{ParseError, Parser, Token};

/// The tokens with their escapes decoded.
pub(super) fn meaning(css: &str) -> String {
    read(css, &|token| match token {
        Token::QuotedString(text) => format!("{:?}", &**text),
        Token::UnquotedUrl(address) => format!("url({})", url::meaning(address)),
        Token::Ident(name) => name.to_string(),
        Token::Hash(name) | Token::IDHash(name) => format!("#{name}"),
        Token::AtKeyword(name) => format!("@{name}"),
        Token::Number { value, .. } => value.to_string(),
        Token::Percentage { unit_value, .. } => format!("{unit_value}%"),
        Token::Dimension { value, unit, .. } => format!("{value}{unit}"),
        other => punctuation(other),
    })
}

/// The tokens' kinds, without the values that data may be, of which there may be lists.
pub(super) fn shape(css: &str) -> String {
    let tokens = read(css, &|token| match token {
        Token::QuotedString(_) => "string".to_owned(),
        Token::UnquotedUrl(address) => format!("url {}", url::scheme_class(address)),
        Token::Ident(_)
        | Token::Hash(_)
        | Token::IDHash(_)
        | Token::Comma
        | Token::Number { .. }
        | Token::Percentage { .. }
        | Token::Dimension { .. } => String::new(),
        Token::AtKeyword(name) => format!("@{name}"),
        other => punctuation(other),
    });
    tokens.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a word is in a style: "css.string", "css.url" or "css.value"; "css.comment" when the parser saw nothing of it.
pub(super) fn role(css: &str, word: &str) -> &'static str {
    let has = |it: &str| it.contains(word);
    let roles = read(css, &|token| {
        let role = match token {
            Token::QuotedString(text) if has(text) => "css.string",
            Token::UnquotedUrl(address) if has(address) => "css.url",
            Token::BadUrl(text) | Token::BadString(text) if has(text) => "bad",
            other if has(&format!("{other:?}")) => "css.value",
            _ => "",
        };
        role.to_owned()
    });
    ["css.string", "css.url", "css.value", "bad"].into_iter().find(|it| roles.contains(it)).unwrap_or(
        if read(css, &|it| format!("{it:?}")).contains(word) { "css.value" } else { "css.comment" },
    )
}

fn punctuation(token: &Token<'_>) -> String {
    match token {
        Token::Colon => ":".to_owned(),
        Token::Semicolon => ";".to_owned(),
        Token::Comma => ",".to_owned(),
        Token::Delim(it) => it.to_string(),
        Token::BadUrl(_) => "bad-url".to_owned(),
        Token::BadString(_) => "bad-string".to_owned(),
        other => format!("{other:?}"),
    }
}

fn read(css: &str, show: &dyn Fn(&Token<'_>) -> String) -> String {
    let mut out = Vec::new();
    tokens(&mut Parser::new(css), show, &mut out);
    out.join(" ")
}

fn tokens(parser: &mut Parser<'_>, show: &dyn Fn(&Token<'_>) -> String, out: &mut Vec<String>) {
    while let Ok(token) = parser.next().cloned() {
        let (open, close) = match &token {
            Token::Function(name) if name.eq_ignore_ascii_case("url") => ("url(".to_owned(), ")"),
            Token::Function(name) => (format!("{name}("), ")"),
            Token::ParenthesisBlock => ("(".to_owned(), ")"),
            Token::SquareBracketBlock => ("[".to_owned(), "]"),
            Token::CurlyBracketBlock => ("{".to_owned(), "}"),
            other => {
                out.push(show(other));
                continue;
            }
        };
        let is_url = open == "url(";
        out.push(open);
        let mut inside = Vec::new();
        let _: Result<(), ParseError<()>> = parser.parse_nested_block(|inner| {
            if is_url && let Ok(address) = inner.try_parse(|it| it.expect_string().cloned()) {
                inside.push(show(&Token::UnquotedUrl(address)));
            }
            tokens(inner, show, &mut inside);
            Ok(())
        });
        if is_url && inside.len() == 1 && inside[0].starts_with("url") {
            out.pop();
            out.append(&mut inside);
        } else {
            out.append(&mut inside);
            out.push(close.to_owned());
        }
    }
}
