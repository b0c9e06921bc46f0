//! Query parameters in a collection: readable, since Postman escapes most characters itself.

use serde_json::{Value, json};

use crate::emit::samples::query::{Pair, Pairs};

/// A query parameter.
pub(super) struct Entry {
    name: String,
    /// `None` for a query that is no list of parameters.
    value: Option<String>,
    about: String,
    is_disabled: bool,
}

impl Entry {
    /// A parameter whose name and value are sent as they are.
    pub(super) fn new(name: &str, value: String, about: String) -> Self {
        Self {
            name: readable(name, "="),
            value: Some(value),
            about,
            is_disabled: false,
        }
    }

    /// A query that is one value.
    pub(super) fn whole(value: &Value) -> Self {
        Self {
            name: readable(&value.to_string(), "="),
            value: None,
            about: String::new(),
            is_disabled: false,
        }
    }

    /// The pairs of a parameter, the first of them with the description.
    pub(super) fn of(pairs: &Pairs, about: &str, is_disabled: bool) -> impl Iterator<Item = Self> {
        pairs.iter().enumerate().map(move |(index, pair)| Self {
            name: readable(&pair.name, "="),
            value: Some(pair_value(pair)),
            about: if index == 0 {
                about.to_owned()
            } else {
                String::new()
            },
            is_disabled,
        })
    }

    /// `limit=10`; `None` if it is disabled.
    pub(super) fn raw(&self) -> Option<String> {
        let text = match &self.value {
            Some(value) => format!("{}={value}", self.name),
            None => self.name.clone(),
        };
        (!self.is_disabled).then_some(text)
    }

    pub(super) fn json(&self) -> Value {
        let mut entry = json!({"key": self.name, "value": self.value});
        if !self.about.is_empty() {
            entry["description"] = self.about.as_str().into();
        }
        if self.is_disabled {
            entry["disabled"] = true.into();
        }
        entry
    }
}

/// The parts of a list stay apart: a separator inside of a part is escaped.
fn pair_value(pair: &Pair) -> String {
    pair.joined(readable)
}

/// Escapes what Postman sends as it is although it has a meaning in a query, and what Postman replaces: `{{`.
fn readable(text: &str, also: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let is_escaped = c.is_control() || "%&+#\"<>\\^`|".contains(c) || also.contains(c);
        match is_escaped {
            true => {
                let mut bytes = [0; 4];
                let bytes = c.encode_utf8(&mut bytes).bytes();
                bytes.for_each(|byte| out.push_str(&format!("%{byte:02X}")));
            }
            false => out.push(c),
        }
    }
    out.replace("{{", "%7B%7B")
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn values_stay_readable_and_mean_what_they_say() {
        let cases = [
            ("2026-01-31T12:30:00+01:00", "2026-01-31T12:30:00%2B01:00"),
            ("a & b", "a %26 b"),
            ("{{token}}", "%7B%7Btoken}}"),
            ("{\"a\":{\"b\":1}}", "{%22a%22:{%22b%22:1}}"),
            ("100%", "100%25"),
        ];
        for (text, expected) in cases {
            assert_eq!(readable(text, ""), expected);
        }
        assert_eq!(readable("a,b", ","), "a%2Cb");
    }
}
