//! Reads the values of a document as JSON.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::offsets::Offsets;
use super::spans::{Kind, Node, Spans};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::FileId;

/// Returns the value of `text`, which has `spans`, or `None` and a diagnostic if it is invalid.
pub(super) fn read(
    file: FileId,
    text: &str,
    spans: &Spans,
    diags: &mut Diagnostics,
) -> Option<Value> {
    let value = match json(text).map_or_else(|| serde_yaml::from_str(text), Ok) {
        Ok(Json(value)) => value,
        Err(error) => {
            diags.push(syntax_error(file, text, &error));
            return None;
        }
    };
    if let Some(range) = spans
        .root()
        .and_then(|root| disagreement(spans, root, &value))
    {
        // Two parsers read the text: one for the values and one for their locations. If they disagree, the text is ambiguous for
        // readers too.
        let message = "ambiguous YAML";
        let help = "quote the string, or indent it like the lines around it";
        diags.push(Diagnostic::error(spans.origin(&range), message).help(help));
        return None;
    }
    Some(value)
}

/// Parses a document that is JSON. YAML includes all of JSON except surrogate escapes.
fn json(text: &str) -> Option<Json> {
    let text = text.trim_start();
    text.starts_with(['{', '['])
        .then(|| serde_json::from_str(text).ok())?
}

fn syntax_error(file: FileId, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    // The parser counts characters, contrary to its documentation.
    let character = error.location().map_or(0, |location| location.index());
    let at = Offsets::new(text).byte(text, character);
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    super::events::not_yaml(file, text, at, said)
}

/// Returns the first location where the structures of value and spans differ.
fn disagreement(spans: &Spans, node: &Node, value: &Value) -> Option<Range<usize>> {
    let deeper = |child: usize, value: &Value| match spans.node(child) {
        Some(child) => disagreement(spans, child, value),
        None => Some(node.range.clone()),
    };
    match (&node.kind, value) {
        (Kind::Sequence(nodes), Value::Array(values)) if nodes.len() == values.len() => {
            let mut pairs = nodes.iter().zip(values);
            pairs.find_map(|(child, value)| deeper(*child, value))
        }
        (Kind::Mapping(entries), Value::Object(values)) if entries.len() == values.len() => {
            let mut pairs = entries.iter().zip(values);
            pairs.find_map(|((key, entry), (name, value))| {
                if key == name {
                    deeper(entry.value, value)
                } else {
                    Some(entry.key.clone())
                }
            })
        }
        (Kind::Scalar, Value::Array(_) | Value::Object(_))
        | (Kind::Sequence(_) | Kind::Mapping(_), _) => Some(node.range.clone()),
        (Kind::Scalar, _) => None,
    }
}

/// Converts YAML to JSON: every key becomes a string (`200:` is `"200"`), and integers beyond 64 bits become floating point, as
/// in JSON.
struct Json(Value);

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Visit).map(Json)
    }
}

struct Visit;

impl<'de> Visitor<'de> for Visit {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON can hold")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    #[allow(clippy::cast_precision_loss)]
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[allow(clippy::cast_precision_loss)]
    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        // Numbers that are not finite have been reported with their location.
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Json(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let Json(value) = entries.next_value()?;
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}
