//! How values stand in an address and in a form: as the client of the crate writes them.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::ir::QueryStyle;

/// A name and its value, not yet percent-encoded.
pub(super) struct Pair {
    pub(super) name: String,
    /// Several, where a list is joined.
    parts: Vec<String>,
    separator: &'static str,
}

impl Pair {
    pub(super) fn new(name: &str, value: String) -> Self {
        Self {
            name: name.to_owned(),
            parts: vec![value],
            separator: "",
        }
    }

    /// The value as text.
    pub(super) fn value(&self) -> String {
        self.parts.join(self.separator)
    }

    /// The value in an address: a comma that joins is not encoded, one inside of an item is.
    fn encoded(&self) -> String {
        let separator = match self.separator {
            "," => ",".to_owned(),
            other => percent(other, ""),
        };
        let parts = self.parts.iter().map(|part| percent(part, ""));
        parts.collect::<Vec<_>>().join(&separator)
    }
}

pub(super) type Pairs = Vec<Pair>;

/// `a=x&b=y`. Names are encoded whole, since curl takes brackets for a range.
pub(super) fn encoded(pairs: &Pairs) -> String {
    let pairs = pairs
        .iter()
        .map(|pair| format!("{}={}", percent(&pair.name, ""), pair.encoded()));
    pairs.collect::<Vec<_>>().join("&")
}

/// Percent-encodes all but letters, digits, `-._~` and `kept`.
pub(super) fn percent(text: &str, kept: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        let c = char::from(byte);
        if c.is_ascii_alphanumeric() || "-._~".contains(c) || kept.contains(c) {
            out.push(c);
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Writes a query parameter behind the others.
pub(super) fn write(name: &str, style: QueryStyle, value: &Value, pairs: &mut Pairs) {
    match (style, value) {
        (QueryStyle::Form, Value::Array(items)) => {
            for item in items {
                nested(name, item, pairs);
            }
        }
        (QueryStyle::Form, Value::Object(entries)) => fields(entries, pairs),
        (QueryStyle::Form | QueryStyle::DeepObject, value) => nested(name, value, pairs),
        (QueryStyle::Json, value) => pairs.push(Pair::new(name, value.to_string())),
        (QueryStyle::FormJoined, value) => joined(name, value, ",", pairs),
        (QueryStyle::SpaceDelimited, value) => joined(name, value, " ", pairs),
        (QueryStyle::PipeDelimited, value) => joined(name, value, "|", pairs),
    }
}

/// The fields of a form, lists as repeated names.
pub(super) fn form(value: &Value) -> Pairs {
    let mut pairs = Vec::new();
    if let Value::Object(entries) = value {
        fields(entries, &mut pairs);
    }
    pairs
}

/// As it stands in paths and headers: a list joined by commas.
pub(super) fn simple(value: &Value) -> String {
    parts(value).join(",")
}

fn fields(entries: &Map<String, Value>, pairs: &mut Pairs) {
    for (key, value) in entries {
        match value {
            Value::Array(items) => items.iter().for_each(|item| nested(key, item, pairs)),
            value => nested(key, value, pairs),
        }
    }
}

/// `a[b]=c`, `a[]=x`
fn nested(name: &str, value: &Value, pairs: &mut Pairs) {
    match value {
        Value::Array(items) => {
            for item in items {
                nested(&format!("{name}[]"), item, pairs);
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                nested(&format!("{name}[{key}]"), value, pairs);
            }
        }
        value => pairs.push(Pair::new(name, scalar(value))),
    }
}

/// An empty list or object is left out.
fn joined(name: &str, value: &Value, separator: &'static str, pairs: &mut Pairs) {
    let parts = parts(value);
    if !parts.is_empty() {
        pairs.push(Pair {
            name: name.to_owned(),
            parts,
            separator,
        });
    }
}

fn parts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(scalar).collect(),
        Value::Object(entries) => entries
            .iter()
            .flat_map(|(key, value)| [key.clone(), scalar(value)])
            .collect(),
        value => vec![scalar(value)],
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The table of the client's own tests, but for the brackets of names, which it does not encode.
    #[test]
    fn values_are_written_as_the_client_writes_them() {
        use QueryStyle::{DeepObject, Form, FormJoined, Json, PipeDelimited, SpaceDelimited};
        let table = [
            ("limit", Form, json!(10), "limit=10"),
            (
                "name",
                Form,
                json!("Ada & Bob/é"),
                "name=Ada%20%26%20Bob%2F%C3%A9",
            ),
            ("name", Form, json!(null), "name="),
            ("a[]", Form, json!(["x", "y"]), "a[]=x&a[]=y"),
            ("a", Form, json!(["x", "y"]), "a=x&a=y"),
            ("a", Form, json!([]), ""),
            ("a", Form, json!({"g": [2, 3], "r": 1}), "g=2&g=3&r=1"),
            (
                "foo[]",
                Form,
                json!(["bar", {"bar1": "baz1"}]),
                "foo[]=bar&foo[][bar1]=baz1",
            ),
            ("a", FormJoined, json!(["x,", "y"]), "a=x%2C,y"),
            ("a", FormJoined, json!({"x": 1}), "a=x,1"),
            ("a", FormJoined, json!([]), ""),
            ("a", SpaceDelimited, json!(["x", "y z"]), "a=x%20y%20z"),
            ("a", PipeDelimited, json!(["x", "y"]), "a=x%7Cy"),
            (
                "foo",
                DeepObject,
                json!({"bar": ["baz"], "bar1": {"bar2": "baz2"}}),
                "foo[bar][]=baz&foo[bar1][bar2]=baz2",
            ),
            ("a", Json, json!({"x": 1}), "a=%7B%22x%22%3A1%7D"),
        ];
        for (name, style, value, expected) in table {
            let mut pairs = Vec::new();
            write(name, style, &value, &mut pairs);
            let written = encoded(&pairs).replace("%5B", "[").replace("%5D", "]");
            assert_eq!(written, expected);
        }
        assert_eq!(simple(&json!(["x", 1])), "x,1");
    }
}
