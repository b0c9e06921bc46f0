//! Encodes values in a query or a form, in the same way as the generated client.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::ir::{PropertyEncoding, QueryStyle};

/// A name and its value, not yet percent-encoded.
pub(crate) struct Pair {
    pub(crate) name: String,
    /// Several if a list is joined by a separator.
    parts: Vec<String>,
    separator: &'static str,
    /// The characters of the value that stay unescaped.
    kept: &'static str,
}

/// The reserved characters that can stay unescaped in a query. Those are missing that have a meaning for curl or in the double
/// quotes of a shell.
const UNESCAPED: &str = ":/?@()*,;=";

impl Pair {
    pub(crate) fn new(name: &str, value: String) -> Self {
        Self {
            name: name.to_owned(),
            parts: vec![value],
            separator: "",
            kept: "",
        }
    }

    /// Keeps reserved characters of the value unescaped.
    pub(crate) fn allow_reserved(&mut self) {
        self.kept = match self.separator {
            "," => ":/?@()*;=",
            _ => UNESCAPED,
        };
    }

    /// The value as text.
    pub(crate) fn value(&self) -> String {
        self.parts.join(self.separator)
    }

    /// The value, with `escaped` applied to each part and the separator.
    pub(crate) fn joined(&self, escaped: impl Fn(&str, &str) -> String) -> String {
        let separator = match self.separator {
            "," => ",".to_owned(),
            other => percent(other, ""),
        };
        let parts = self.parts.iter();
        let parts = parts.map(|part| escaped(part, self.separator));
        parts.collect::<Vec<_>>().join(&separator)
    }

    /// The percent-encoded value. Commas that join a list stay unescaped; commas inside an item are escaped.
    fn encoded(&self) -> String {
        self.joined(|part, _| percent(part, self.kept))
    }
}

pub(crate) type Pairs = Vec<Pair>;

/// `a=x&b=y`. Brackets in names are escaped, since curl expands them as ranges.
pub(crate) fn encoded(pairs: &Pairs) -> String {
    let pairs = pairs
        .iter()
        .map(|pair| format!("{}={}", percent(&pair.name, ""), pair.encoded()));
    pairs.collect::<Vec<_>>().join("&")
}

/// Percent-encodes all but letters, digits, `-._~` and `kept`.
pub(crate) fn percent(text: &str, kept: &str) -> String {
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

/// Appends a query parameter to `pairs`.
pub(crate) fn write(name: &str, style: QueryStyle, value: &Value, pairs: &mut Pairs) {
    match (style, value) {
        (QueryStyle::Form, Value::Object(entries)) => fields(entries, pairs),
        (QueryStyle::Form, value) => exploded(name, value, pairs),
        (QueryStyle::DeepObject, value) => nested(name, value, pairs),
        (QueryStyle::Json, value) => pairs.push(Pair::new(name, value.to_string())),
        // It is a part of the URL, since it has no name.
        (QueryStyle::Whole, _) => {}
        (QueryStyle::FormJoined, value) => joined(name, value, ",", pairs),
        (QueryStyle::SpaceDelimited, value) => joined(name, value, " ", pairs),
        (QueryStyle::PipeDelimited, value) => joined(name, value, "|", pairs),
    }
}

/// The fields of a form, each as a parameter of the style that `encodings` has for it, or else of style `form`.
pub(crate) fn form(value: &Value, encodings: &[PropertyEncoding]) -> Pairs {
    let mut pairs = Vec::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let mut encodings = encodings.iter();
        let encoding = encodings.find(|encoding| encoding.wire == *name);
        match encoding.and_then(PropertyEncoding::form_style) {
            Some(style) => write(name, style, value, &mut pairs),
            None => exploded(name, value, &mut pairs),
        }
    }
    pairs
}

/// The value as text, a list joined by commas.
pub(crate) fn text(value: &Value) -> String {
    parts(value).join(",")
}

fn fields(entries: &Map<String, Value>, pairs: &mut Pairs) {
    for (key, value) in entries {
        exploded(key, value, pairs);
    }
}

/// A list of scalars repeats the name.
fn exploded(name: &str, value: &Value, pairs: &mut Pairs) {
    match value {
        Value::Array(items) if items.iter().all(is_scalar) => {
            pairs.extend(items.iter().map(|item| Pair::new(name, scalar(item))));
        }
        value => nested(name, value, pairs),
    }
}

/// `a[b]=c`, `a[]=x`; with an index if a list has items other than scalars: `a[0][b]=c`.
fn nested(name: &str, value: &Value, pairs: &mut Pairs) {
    match (name.strip_suffix("[]"), value) {
        (Some(list), Value::Array(items)) => self::list(list, items, pairs),
        (Some(list), one) => self::list(list, std::slice::from_ref(one), pairs),
        (None, Value::Array(items)) => self::list(name, items, pairs),
        (None, Value::Object(entries)) => {
            for (key, value) in entries {
                let (first, rest) = key.split_at(key.find('[').unwrap_or(key.len()));
                nested(&format!("{name}[{first}]{rest}"), value, pairs);
            }
        }
        (None, value) => pairs.push(Pair::new(name, scalar(value))),
    }
}

fn list(name: &str, items: &[Value], pairs: &mut Pairs) {
    if items.iter().all(is_scalar) {
        return exploded(&format!("{name}[]"), &Value::from(items), pairs);
    }
    for (index, item) in items.iter().enumerate() {
        nested(&format!("{name}[{index}]"), item, pairs);
    }
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

/// Empty lists and objects are omitted.
fn joined(name: &str, value: &Value, separator: &'static str, pairs: &mut Pairs) {
    let parts = parts(value);
    if !parts.is_empty() {
        pairs.push(Pair {
            name: name.to_owned(),
            parts,
            separator,
            kept: "",
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

/// A scalar as text; a null is the empty string.
pub(crate) fn scalar(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the runtime's own tests. Rows that expect an error are skipped. It is read at run time, since it is not in the
    /// package of this crate.
    fn table() -> Vec<(String, String, Value, Option<String>)> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/runtime/src/query/table.json");
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
    }

    #[test]
    fn values_are_written_as_the_client_writes_them() {
        for (name, style, value, expected) in table() {
            let Some(expected) = expected else { continue };
            let mut pairs = Vec::new();
            write(&name, style_named(&style), &value, &mut pairs);
            let written: Vec<String> = pairs.iter().map(with_brackets).collect();
            assert_eq!(written.join("&"), expected, "{name} {style} {value}");
        }
    }

    /// The client does not escape brackets in names.
    fn with_brackets(pair: &Pair) -> String {
        let name = percent(&pair.name, "[]");
        format!("{name}={}", pair.encoded())
    }

    fn style_named(name: &str) -> QueryStyle {
        match name {
            "form" => QueryStyle::Form,
            "formJoined" => QueryStyle::FormJoined,
            "spaceDelimited" => QueryStyle::SpaceDelimited,
            "pipeDelimited" => QueryStyle::PipeDelimited,
            "deepObject" => QueryStyle::DeepObject,
            "json" => QueryStyle::Json,
            other => panic!("{other} is no style"),
        }
    }
}
