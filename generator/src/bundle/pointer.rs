//! JSON pointers (RFC 6901).

use std::borrow::Cow;

use serde_json::Value;

use crate::load::{escaped, unescaped};

/// Appends a token to `base`.
pub(crate) fn child(base: &str, token: &str) -> String {
    let mut pointer = String::with_capacity(base.len() + token.len() + 1);
    pointer.push_str(base);
    push(&mut pointer, token);
    pointer
}

/// Appends a token in place.
pub(crate) fn push(pointer: &mut String, token: &str) {
    pointer.push('/');
    pointer.push_str(&escaped(token));
}

/// Splits off the last token; `None` for the root.
pub(crate) fn parent(pointer: &str) -> Option<(&str, Cow<'_, str>)> {
    let (base, token) = pointer.rsplit_once('/')?;
    Some((base, unescaped(token)))
}

/// Splits off the first token; `None` for the root.
pub(super) fn split_first(pointer: &str) -> Option<(Cow<'_, str>, &str)> {
    let rest = pointer.strip_prefix('/')?;
    let end = rest.find('/').unwrap_or(rest.len());
    let (token, after) = rest.split_at(end);
    Some((unescaped(token), after))
}

/// Returns the tokens of a pointer.
pub(crate) fn tokens(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(unescaped)
}

/// Returns the value at a pointer.
pub(crate) fn value<'a>(document: &'a Value, pointer: &str) -> Option<&'a Value> {
    let is_pointer = pointer.is_empty() || pointer.starts_with('/');
    let mut tokens = tokens(pointer).filter(|_| is_pointer);
    let found = tokens.try_fold(document, |value, token| part(value, &token));
    found.filter(|_| is_pointer)
}

/// Returns the value that a token selects in a mapping or list.
pub(super) fn part<'a>(value: &'a Value, token: &str) -> Option<&'a Value> {
    match value {
        Value::Object(entries) => entries.get(token),
        Value::Array(items) => {
            let is_index = token == "0" || !token.starts_with(['0', '+']);
            items.get(token.parse::<usize>().ok().filter(|_| is_index)?)
        }
        _ => None,
    }
}

/// Returns the URI fragment of `pointer`: `#/paths/~1contacts~1%7Bid%7D`.
pub(crate) fn fragment(pointer: &str) -> String {
    let mut fragment = String::from("#");
    for byte in pointer.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(&byte) {
            fragment.push(char::from(byte));
        } else {
            fragment.push_str(&format!("%{byte:02X}"));
        }
    }
    fragment
}

/// Returns the pointer of a URI fragment.
pub(crate) fn of_fragment(fragment: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(fragment.len());
    let mut bytes = fragment.strip_prefix('#')?.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let digits = [bytes.next()?, bytes.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_escape_both_ways() {
        let pointer = child("", "/a~b");
        assert_eq!(pointer, "/~1a~0b");
        assert_eq!(tokens(&pointer).collect::<Vec<_>>(), ["/a~b"]);
        assert_eq!(
            parent(&pointer).map(|(base, token)| (base, token.into_owned())),
            Some(("", "/a~b".to_owned()))
        );
        assert_eq!(fragment("/a/~1{é}"), "#/a/~1%7B%C3%A9%7D");
        assert_eq!(
            of_fragment("#/a/~1%7B%C3%A9%7D").as_deref(),
            Some("/a/~1{é}")
        );
        assert_eq!(of_fragment("#/a%"), None);
    }
}
