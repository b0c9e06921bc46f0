//! How values stand in an address and in a form: as the client of the crate writes them.

use serde_json::{Map, Value};

use crate::ir::QueryStyle;

/// Names and values, not yet percent-encoded.
pub(super) type Pairs = Vec<(String, String)>;

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
        (QueryStyle::Json, value) => pairs.push((name.to_owned(), value.to_string())),
        (QueryStyle::FormJoined, value) => pairs.push((name.to_owned(), joined(value, ","))),
        (QueryStyle::SpaceDelimited, value) => pairs.push((name.to_owned(), joined(value, " "))),
        (QueryStyle::PipeDelimited, value) => pairs.push((name.to_owned(), joined(value, "|"))),
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
    joined(value, ",")
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
        value => pairs.push((name.to_owned(), scalar(value))),
    }
}

fn joined(value: &Value, by: &str) -> String {
    let parts: Vec<String> = match value {
        Value::Array(items) => items.iter().map(scalar).collect(),
        Value::Object(entries) => entries
            .iter()
            .flat_map(|(key, value)| [key.clone(), scalar(value)])
            .collect(),
        value => vec![scalar(value)],
    };
    parts.join(by)
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

    /// The same table as that of the client, without the encoding.
    #[test]
    fn values_are_written_as_the_client_writes_them() {
        use QueryStyle::{DeepObject, Form, FormJoined, Json, PipeDelimited, SpaceDelimited};
        let table = [
            ("limit", Form, json!(10), "limit=10"),
            ("name", Form, json!(null), "name="),
            ("a[]", Form, json!(["x", "y"]), "a[]=x&a[]=y"),
            ("a", Form, json!(["x", "y"]), "a=x&a=y"),
            ("a", Form, json!({"g": [2, 3], "r": 1}), "g=2&g=3&r=1"),
            (
                "foo[]",
                Form,
                json!(["bar", {"bar1": "baz1"}]),
                "foo[]=bar&foo[][bar1]=baz1",
            ),
            ("a", FormJoined, json!(["x", "y"]), "a=x,y"),
            ("a", FormJoined, json!({"x": 1}), "a=x,1"),
            ("a", SpaceDelimited, json!(["x", "y"]), "a=x y"),
            ("a", PipeDelimited, json!(["x", "y"]), "a=x|y"),
            (
                "foo",
                DeepObject,
                json!({"bar": ["baz"], "bar1": {"bar2": "baz2"}}),
                "foo[bar][]=baz&foo[bar1][bar2]=baz2",
            ),
            ("a", Json, json!({"x": 1}), "a={\"x\":1}"),
        ];
        for (name, style, value, expected) in table {
            let mut pairs = Vec::new();
            write(name, style, &value, &mut pairs);
            let written = pairs.iter().map(|(name, value)| format!("{name}={value}"));
            assert_eq!(written.collect::<Vec<_>>().join("&"), expected);
        }
        assert_eq!(simple(&json!(["x", 1])), "x,1");
    }
}
