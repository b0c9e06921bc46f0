//! Keywords about single values.

use serde_json::Value;

use crate::load::{Entries, Entry, NodeContent, Tree};

/// Keeps the first of the `examples`.
pub(super) fn examples(schema: &mut Entries) {
    let is_list = |entry: &Entry| entry.value.as_list().is_some();
    if !schema.get("examples").is_some_and(is_list) {
        return;
    }
    let Some(entry) = schema.shift_remove("examples") else {
        return;
    };
    let NodeContent::List(examples) = entry.value.content else {
        return;
    };
    if let Some(value) = examples.into_iter().next()
        && !schema.contains_key("example")
    {
        let key = entry.key;
        schema.insert("example".to_owned(), Entry { key, value });
    }
}

/// Splits numeric exclusive bounds into a bound and a flag.
pub(super) fn bounds(schema: &mut Entries) {
    bound(schema, "minimum", "exclusiveMinimum", |bound, other| {
        bound >= other
    });
    bound(schema, "maximum", "exclusiveMaximum", |bound, other| {
        bound <= other
    });
}

fn bound(schema: &mut Entries, name: &str, exclusive: &str, wins: fn(f64, f64) -> bool) {
    let number = |name: &str| schema.get(name)?.value.as_scalar()?.as_f64();
    let Some(limit) = number(exclusive) else {
        return;
    };
    let is_stricter = number(name).is_none_or(|other| wins(limit, other));
    if let Some(entry) = schema.shift_remove(exclusive)
        && is_stricter
    {
        let flag = Tree::scalar(entry.value.origin, true);
        let key = entry.key;
        schema.insert(name.to_owned(), entry);
        schema.insert(exclusive.to_owned(), Entry { key, value: flag });
    }
}

/// Turns the encoding of a text into a format.
pub(super) fn content(schema: &mut Entries) {
    let text = |name: &str| schema.get(name)?.value.as_str();
    let format = match (text("contentEncoding"), text("contentMediaType")) {
        (Some("base64"), _) => "byte",
        (Some("base64url"), _) => "base64url",
        (Some("binary"), _) => "binary",
        (None, Some(media)) if !is_text(media) => "binary",
        _ => return,
    };
    let keys = ["contentEncoding", "contentMediaType"].into_iter();
    let entry = keys.filter_map(|key| schema.get(key)).next();
    let Some(entry) = entry.filter(|_| !schema.contains_key("format")) else {
        return;
    };
    let (key, origin) = (entry.key, entry.value.origin);
    let entry = |text: &str| Entry {
        key,
        value: Tree::scalar(origin, text),
    };
    schema.insert("format".to_owned(), entry(format));
    if !schema.contains_key("type") {
        schema.insert("type".to_owned(), entry("string"));
    }
}

fn is_text(media: &str) -> bool {
    let media = media.split(';').next().unwrap_or(media).trim();
    let is_named = ["json", "xml", "yaml", "javascript", "x-www-form-urlencoded"];
    media.starts_with("text/") || is_named.iter().any(|name| media.ends_with(name))
}

/// Returns the type of a value, without fractions as `integer`.
pub(super) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
