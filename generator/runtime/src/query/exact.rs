//! Values whose numbers keep all of their digits.

use std::borrow::Cow;

use serde_json::{Number, Value};

use crate::tokens::{Token, Tokens};

/// Parses `json`. A number that would lose digits in a [`Value`] becomes a string, since both are sent as the same text.
pub(crate) fn parse(json: &str) -> serde_json::Result<Value> {
    serde_json::from_str(&quoted(json))
}

/// Returns the JSON with quotes around each number that would lose digits.
fn quoted(json: &str) -> Cow<'_, str> {
    let mut quoted = String::new();
    let mut copied = 0;
    let mut rest = Tokens::new(json);
    loop {
        let start = rest.start();
        let Some(token) = rest.next() else { break };
        let text = json.get(start..rest.at()).unwrap_or_default();
        if matches!(token, Token::Scalar) && is_inexact(text) {
            quoted.push_str(json.get(copied..start).unwrap_or_default());
            quoted.extend(["\"", text, "\""]);
            copied = rest.at();
        }
    }
    match copied {
        0 => Cow::Borrowed(json),
        _ => Cow::Owned(quoted + json.get(copied..).unwrap_or_default()),
    }
}

fn is_inexact(text: &str) -> bool {
    let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    is_number
        && !text
            .parse::<Number>()
            .is_ok_and(|number| number.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::{Cow, quoted};

    #[test]
    fn only_numbers_that_would_lose_digits_become_strings() {
        let json = r#"{"a":[18446744073709551615,-9223372036854775808,1.5,true,null,"1.50"]}"#;
        assert!(matches!(quoted(json), Cow::Borrowed(same) if same == json));
        let json = r#"{"a":[18446744073709551616, 1.50],"b":0.12345678901234567890}"#;
        let expected = r#"{"a":["18446744073709551616", "1.50"],"b":"0.12345678901234567890"}"#;
        assert_eq!(quoted(json), expected);
    }
}
