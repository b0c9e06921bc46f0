//! Lists of types, and null.

use serde_json::Value;

use super::rewriter::Rewriter;
use super::values::type_name;
use crate::bundle::location::SourceLocation;
use crate::load::{Entries, Entry, NodeContent, Tree};
use crate::source::Origin;

/// The number of types. A longer list is invalid.
const TYPES: usize = 7;

/// Turns a list of types into one type, or into alternatives, and null into `nullable`.
pub(super) fn types(cx: &mut Rewriter<'_>, schema: &mut Entries, at: &SourceLocation) {
    let Some(mut names) = schema.get("type").and_then(names) else {
        return;
    };
    let all = names.len();
    names.retain(|(name, _)| name != "null");
    let is_nullable = names.len() < all;
    if names.iter().any(|(name, _)| name == "number") {
        names.retain(|(name, _)| name != "integer");
    }
    only_of_values(schema, &mut names);
    let Some(entry) = schema.shift_remove("type") else {
        return;
    };
    let (key, origin) = (entry.key, entry.value.origin);
    match names.as_slice() {
        [] => {
            if !schema.contains_key("enum") {
                let null = Tree::scalar(origin, Value::Null);
                let value = Tree::list(origin, vec![null]);
                schema.insert("enum".to_owned(), Entry { key, value });
            }
            return;
        }
        [(name, origin)] => {
            let value = Tree::scalar(*origin, name.as_str());

            schema.insert("type".to_owned(), Entry { key, value });
        }
        names if is_any(schema, names) => {}
        names => split(cx, schema, at, names, key),
    }
    if is_nullable {
        let value = Tree::scalar(origin, true);
        schema.insert("nullable".to_owned(), Entry { key, value });
    }
}

/// Returns the types of a list, or null alone, and where they are written.
fn names(entry: &Entry) -> Option<Vec<(String, Origin)>> {
    let items = match &entry.value.content {
        NodeContent::List(items) if !items.is_empty() => items.as_slice(),
        NodeContent::Scalar(Value::String(name)) if name == "null" => {
            std::slice::from_ref(&entry.value)
        }
        _ => return None,
    };
    let mut names: Vec<(String, Origin)> = Vec::new();
    for item in items {
        let name = item.as_str()?;
        let is_known = names.iter().any(|(known, _)| known == name);
        if !is_known && names.len() == TYPES {
            return None;
        }
        if !is_known {
            names.push((name.to_owned(), item.origin));
        }
    }
    Some(names)
}

/// Keeps the types of the listed values.
fn only_of_values(schema: &Entries, names: &mut Vec<(String, Origin)>) {
    let values = schema.get("enum").and_then(|entry| entry.value.as_list());
    let of_values = |name: &str| {
        let mut values = values.into_iter().flatten();
        values.any(|value| is_of(value, name))
    };
    if values.is_some_and(|values| values.iter().all(|value| is_of(value, "null"))) {
        names.clear();
    }
    // If no value has one of the types, the list of values is reported.
    if names.iter().any(|(name, _)| of_values(name)) {
        names.retain(|(name, _)| of_values(name));
    }
}

fn is_of(value: &Tree, ty: &str) -> bool {
    match &value.content {
        NodeContent::Scalar(value) => {
            let own = type_name(value);
            own == ty || ty == "number" && own == "integer"
        }
        NodeContent::List(_) => ty == "array",
        NodeContent::Map(_) => ty == "object",
    }
}

/// Whether the types say nothing: all are allowed, or other keywords describe the values.
fn is_any(schema: &Entries, names: &[(String, Origin)]) -> bool {
    const DESCRIBING: &[&str] = &["allOf", "anyOf", "oneOf", "$ref"];
    let has = |keywords: &[&str]| keywords.iter().any(|keyword| schema.contains_key(*keyword));
    let parts = [
        "enum",
        "format",
        "items",
        "properties",
        "additionalProperties",
    ];
    has(DESCRIBING) || names.len() == 5 && !has(&parts)
}

/// Moves what describes one type into an alternative of its own.
fn split(
    cx: &mut Rewriter<'_>,
    schema: &mut Entries,
    at: &SourceLocation,
    names: &[(String, Origin)],
    key: Origin,
) {
    let mut alternatives = Vec::with_capacity(names.len());
    for (index, (name, origin)) in names.iter().enumerate() {
        let mut alternative = Entries::new();
        let value = Tree::scalar(*origin, name.as_str());
        let ty = Entry { key, value };
        alternative.insert("type".to_owned(), ty);
        for keyword in own_keywords(schema, name) {
            if let Some(entry) = schema.shift_remove(&keyword) {
                cx.moved(
                    at,
                    &format!("/{keyword}"),
                    &format!("/anyOf/{index}/{keyword}"),
                );
                alternative.insert(keyword, entry);
            }
        }
        take_values(schema, &mut alternative, name);
        alternatives.push(Tree::new(*origin, NodeContent::Map(alternative)));
    }
    schema.shift_remove("enum");
    let value = Tree::list(key, alternatives);

    schema.insert("anyOf".to_owned(), Entry { key, value });
}

/// Returns the keywords of the schema that only apply to values of a type.
fn own_keywords(schema: &Entries, ty: &str) -> Vec<String> {
    const NUMBER: &[&str] = &[
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
    ];
    const OBJECT: &[&str] = &[
        "properties",
        "required",
        "additionalProperties",
        "minProperties",
        "maxProperties",
    ];
    const NUMERIC: &[&str] = &["int32", "int64", "float", "double"];
    let keywords: &[&str] = match ty {
        "string" => &["minLength", "maxLength", "pattern"],
        "integer" | "number" => NUMBER,
        "array" => &["items", "minItems", "maxItems", "uniqueItems"],
        "object" => OBJECT,
        _ => &[],
    };
    let format = schema.get("format").and_then(|entry| entry.value.as_str());
    let of_format = format.map(|format| match ty {
        "integer" | "number" => NUMERIC.contains(&format),
        _ => ty == "string" && !NUMERIC.contains(&format),
    });
    let format = of_format.unwrap_or(false).then_some("format");
    let keywords = keywords.iter().copied().chain(format);
    keywords.map(str::to_owned).collect()
}

/// Moves the listed values of a type.
fn take_values(schema: &mut Entries, alternative: &mut Entries, ty: &str) {
    let Some(entry) = schema.get_mut("enum") else {
        return;
    };
    let (key, origin) = (entry.key, entry.value.origin);
    let Some(values) = entry.value.as_list_mut() else {
        return;
    };
    let taken = values.extract_if(.., |value| is_of(value, ty)).collect();
    let value = Tree::list(origin, taken);
    alternative.insert("enum".to_owned(), Entry { key, value });
}
