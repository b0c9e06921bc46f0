//! Finds the JSON path of a byte offset.
//!
//! The alternative is to decode again and to track the path. Then every model would be compiled a second time, which took a
//! third of the time of a release build.

use crate::tokens::{Token, Tokens};

/// The path of the value that failed to decode after `read` bytes: `result[3].emails`; empty for the whole text.
///
/// It is the value that contains the last byte read or, if reading stopped before a value, the next one. Only objects and lists
/// are rejected that early, by their first byte.
pub(super) fn path_behind(text: &str, read: usize) -> String {
    let Some(last) = read.checked_sub(1) else {
        return String::new();
    };
    let next = text.get(read..).unwrap_or_default().trim_ascii_start();
    match text.as_bytes().get(last) {
        Some(b'[') if !next.starts_with(['[', '{']) => path_at(text, last),
        Some(b':' | b',' | b'[' | b' ' | b'\n' | b'\r' | b'\t') => path_at(text, read),
        _ => path_at(text, last),
    }
}

/// The path of the innermost value that contains the byte at `offset`.
///
/// Separators and field names belong to the object or list that contains them. Nothing after `offset` is read, so it need not
/// be JSON.
pub(crate) fn path_at(text: &str, offset: usize) -> String {
    let mut path = Path::default();
    let mut rest = Tokens::new(text);
    while let Some(token) = rest.next() {
        if offset < rest.at() {
            return path.to(&token);
        }
        path.pass(&token);
    }
    path.to(&Token::Scalar)
}

/// The objects and lists that enclose an offset.
#[derive(Default)]
struct Path<'a>(Vec<Around<'a>>);

enum Around<'a> {
    /// The name of the field, once it has been read.
    Object(Option<&'a str>),
    List(usize),
}

impl<'a> Path<'a> {
    /// Advances past a token.
    fn pass(&mut self, token: &Token<'a>) {
        match (token, self.0.last_mut()) {
            (Token::Open { is_list }, _) => self.0.push(match is_list {
                true => Around::List(0),
                false => Around::Object(None),
            }),
            (Token::Close, _) => drop(self.0.pop()),
            (Token::Comma, Some(Around::List(index))) => *index += 1,
            (Token::Comma, Some(Around::Object(name))) => *name = None,
            (Token::Text(text), Some(Around::Object(name @ None))) => *name = Some(text),
            _ => {}
        }
    }

    /// The path of the value that the next token belongs to.
    fn to(&self, token: &Token<'_>) -> String {
        let is_name = matches!(self.0.last(), Some(Around::Object(None)));
        let is_between = matches!(token, Token::Close | Token::Comma | Token::Colon);
        let depth = self.0.len() - usize::from(!self.0.is_empty() && (is_name || is_between));
        let mut path = String::new();
        for around in self.0.iter().take(depth) {
            match around {
                Around::List(index) => path.push_str(&format!("[{index}]")),
                Around::Object(name) => {
                    let name = name.unwrap_or_default();
                    if !path.is_empty() {
                        path.push('.');
                    }
                    match serde_json::from_str::<String>(name) {
                        Ok(name) => path.push_str(&name),
                        Err(_) => path.push_str(name),
                    }
                }
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::path_at;

    /// The path of each byte of a text, runs of equal ones as one.
    fn paths(text: &str) -> Vec<String> {
        let mut paths: Vec<String> = (0..text.len()).map(|at| path_at(text, at)).collect();
        paths.dedup();
        paths
    }

    #[test]
    fn an_offset_maps_to_the_innermost_value() {
        let text = r#"{"a":[1, {"b\"\u00e9": true}],"c" : "x,\"]", "d":{}}"#;
        let expected = [
            "",
            "a",
            "a[0]",
            "a",
            "a[1]",
            "a[1].b\"é",
            "a[1]",
            "a",
            "",
            "c",
            "",
            "d",
            "",
        ];
        assert_eq!(paths(text), expected);
        assert_eq!(
            paths("[[7],[]]"),
            ["", "[0]", "[0][0]", "[0]", "", "[1]", ""]
        );
        assert_eq!(paths("  \"x\" "), [""]);
    }

    #[test]
    fn invalid_and_truncated_json_has_a_path() {
        let table = [
            ("", 0, ""),
            ("<html>", 0, ""),
            (r#"{"a":[1,"x"#, 9, "a[1]"),
            (r#"{"a":[1"#, 99, "a[0]"),
            (r#"{"a":"#, 99, "a"),
            (r#"{"a"#, 99, ""),
            ("}]},", 2, ""),
            ("[nul,1]", 2, "[0]"),
        ];
        for (text, offset, path) in table {
            assert_eq!(path_at(text, offset), path, "{text}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(path_at(&deep, 2), "[0][0]");
    }
}
