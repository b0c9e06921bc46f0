//! The value that the other side of a query should decode, computed without encoding it.

use serde_json::{Map, Value, json};

/// How a value is sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Style {
    /// As the parameter `q`, in bracket notation.
    Brackets,
    /// As the parameter `q[]`, in bracket notation.
    Listed,
    /// As the parameter `q` of style `form`.
    Exploded,
    /// As the fields of a form.
    Form,
}

/// The value cannot be sent.
#[derive(Debug)]
pub(crate) struct Refused;

/// `None` if nothing is sent.
type Meaning = Result<Option<Value>, Refused>;

/// The whole decoded query.
pub(crate) fn meant(style: Style, value: &Value) -> Result<Value, Refused> {
    let mut all = Map::new();
    match (style, value) {
        (Style::Form, Value::Object(fields)) => {
            for (key, value) in fields {
                let (first, inner) = levels(key)?;
                let value = match value {
                    Value::Array(items)
                        if inner.last() != Some(&"") && items.iter().all(is_scalar) =>
                    {
                        repeated(items).map(|value| placed(&inner, value))
                    }
                    value => below(&inner, value, 0)?,
                };
                all.extend(value.map(|value| (first.to_owned(), value)));
            }
        }
        (Style::Exploded, Value::Array(items)) if items.iter().all(is_scalar) => {
            all.extend(repeated(items).map(|value| ("q".to_owned(), value)));
        }
        (Style::Listed, value) => {
            all.extend(below(&[""], value, 0)?.map(|value| ("q".to_owned(), value)));
        }
        (_, value) => all.extend(of(value, 0)?.map(|value| ("q".to_owned(), value))),
    }
    Ok(Value::Object(all))
}

/// A repeated name without brackets: one item is decoded as a text, and lists have at most 20 items.
fn repeated(items: &[Value]) -> Option<Value> {
    let texts: Vec<Value> = items.iter().map(text).collect();
    match texts.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        texts => Some(json!(texts)),
    }
}

/// The meaning of a value at this depth.
fn of(value: &Value, depth: usize) -> Meaning {
    match value {
        Value::Array(items) => list(items, depth),
        Value::Object(fields) => object(fields, depth),
        scalar if depth <= 5 => Ok(Some(text(scalar))),
        _ => Err(Refused),
    }
}

fn list(items: &[Value], depth: usize) -> Meaning {
    if items.len() > 20 {
        return Err(Refused);
    }
    let items = items.iter().map(|item| of(item, depth + 1)?.ok_or(Refused));
    let items: Vec<Value> = items.collect::<Result<_, _>>()?;
    Ok((!items.is_empty()).then(|| json!(items)))
}

fn object(fields: &Map<String, Value>, depth: usize) -> Meaning {
    let mut all = Map::new();
    for (key, value) in fields {
        let (first, inner) = levels(key)?;
        let value = below(&inner, value, depth + 1)?;
        all.extend(value.map(|value| (first.to_owned(), value)));
    }
    let is_index = |key: &String| (0..=20).any(|index: usize| *key == index.to_string());
    match all.keys().all(is_index) {
        true if !all.is_empty() => Err(Refused),
        _ => Ok((!all.is_empty()).then_some(Value::Object(all))),
    }
}

/// The meaning of a value below the levels in the brackets of its key.
fn below(levels: &[&str], value: &Value, depth: usize) -> Meaning {
    match levels {
        [] => of(value, depth),
        [""] => match value {
            Value::Array(items) => list(items, depth),
            one => list(std::slice::from_ref(one), depth),
        },
        [_, rest @ ..] => {
            let value = below(rest, value, depth + 1)?;
            Ok(value.map(|value| placed(&levels[..1], value)))
        }
    }
}

/// Wraps a value in levels. `0` is the only index.
fn placed(levels: &[&str], value: Value) -> Value {
    levels
        .iter()
        .rev()
        .fold(value, |value, level| match *level {
            "0" => json!([value]),
            name => json!({ name: value }),
        })
}

/// `a[b][]` is `a`, then `b`, then the empty text.
fn levels(key: &str) -> Result<(&str, Vec<&str>), Refused> {
    let dropped = ["toString", "constructor", "__proto__"];
    let (first, rest) = key.split_at(key.find('[').unwrap_or(key.len()));
    let is_paired = rest.is_empty() || rest.starts_with('[') && rest.ends_with(']');
    let inner = rest
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let inner: Vec<&str> = inner.map_or(Vec::new(), |inner| inner.split("][").collect());
    let is_odd = |level: &&str| level.contains(['[', ']']) || dropped.contains(level);
    if !is_paired || first.is_empty() || is_odd(&first) || inner.iter().any(is_odd) {
        return Err(Refused);
    }
    Ok((first, inner))
}

fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

fn text(value: &Value) -> Value {
    match value {
        Value::Null => json!(""),
        Value::String(text) => json!(text),
        other => json!(other.to_string()),
    }
}
