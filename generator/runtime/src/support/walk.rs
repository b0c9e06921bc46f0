//! Finds the values at a path in a request.

use serde_json::{Map, Value};

/// The maximum number of levels; no query parameter has more.
const MOST_LEVELS: usize = 32;

/// The values at a path.
#[derive(Default)]
pub(super) struct Found<'v> {
    /// The values, including null. Lists on the path are flattened.
    pub(super) values: Vec<&'v Value>,
    /// At least one object lacks the last field of the path. Others may have it.
    pub(super) is_absent_somewhere: bool,
}

/// Returns the values at a path. Names may contain dots, so the longest matching name wins.
pub(super) fn find<'v>(value: &'v Value, path: &str, found: &mut Found<'v>) {
    match value {
        Value::Array(items) => {
            for item in items {
                find(item, path, found);
            }
        }
        Value::Object(entries) => {
            if let Some(value) = entries.get(path) {
                found.values.push(value);
                return;
            }
            let mut cuts = path.rmatch_indices('.').filter_map(|(at, _)| {
                let (name, rest) = path.split_at_checked(at)?;
                Some((entries.get(name)?, rest.strip_prefix('.')?))
            });
            match cuts.next() {
                Some((inner, rest)) => find(inner, rest, found),
                None => found.is_absent_somewhere |= !path.contains('.'),
            }
        }
        _ => {}
    }
}

/// The texts of a value, as the matrix writes them. A list has the texts of its items, an object its names, such as the fields to
/// sort by.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(entries) => entries.keys().cloned().collect(),
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

/// `created_at[gt]` and `ids[]` as paths: `created_at.gt`, `ids`.
pub(super) fn dotted(parameter: &str) -> String {
    let names = names(parameter).map(|name| name.strip_prefix('.').unwrap_or(name));
    names.collect::<Vec<_>>().join(".")
}

/// Puts a query parameter where [`dotted`] finds it.
pub(crate) fn insert(parameter: &str, value: Value, query: &mut Map<String, Value>) {
    let names: Vec<&str> = names(parameter).collect();
    match names.as_slice() {
        [] => merge(query, parameter, value),
        [name] => merge(query, name, value),
        // No parameter is that deep, so this is a name and not a path.
        names if names.len() > MOST_LEVELS => merge(query, parameter, value),
        [name, inner @ ..] => {
            let nested = inner.iter().rev().fold(value, |value, name| {
                Value::Object(Map::from_iter([((*name).to_owned(), value)]))
            });
            merge(query, name, nested);
        }
    }
}

fn names(parameter: &str) -> impl Iterator<Item = &str> {
    parameter.split(['[', ']']).filter(|name| !name.is_empty())
}

/// Merges parameters with the same name into one object.
fn merge(into: &mut Map<String, Value>, name: &str, value: Value) {
    match (into.get_mut(name), value) {
        (Some(Value::Object(known)), Value::Object(more)) => {
            for (name, value) in more {
                merge(known, &name, value);
            }
        }
        (_, value) => {
            into.insert(name.to_owned(), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::{Found, dotted, find, insert};

    #[test]
    fn a_path_leads_through_lists_and_names_with_dots() {
        let body = json!({"a": [{"b": 1}, {"b": null}, {}], "x.y": {"z": 2}, "x": {"y": 3}});
        let table = [
            ("a.b", json!([1, null]), true),
            ("x.y.z", json!([2]), false),
            ("x.y", json!([{"z": 2}]), false),
            ("x.z", json!([]), true),
            ("n", json!([]), true),
            ("n.b", json!([]), false),
        ];
        for (path, values, is_absent) in table {
            let mut found = Found::default();
            find(&body, path, &mut found);
            assert_eq!(json!(found.values), values, "{path}");
            assert_eq!(found.is_absent_somewhere, is_absent, "{path}");
        }
    }

    #[test]
    fn brackets_are_levels() {
        let mut query = Map::new();
        for (name, value) in [
            ("limit", json!(1)),
            ("created_at[gt]", json!("x")),
            ("created_at[lt]", json!("y")),
            ("ids[]", json!(["a"])),
            ("sort_by", json!({"name": "asc"})),
            ("sort_by[id]", json!("desc")),
            ("limit", json!(2)),
            ("[]", json!(3)),
        ] {
            insert(name, value, &mut query);
        }
        let expected = json!({
            "limit": 2,
            "created_at": {"gt": "x", "lt": "y"},
            "ids": ["a"],
            "sort_by": {"name": "asc", "id": "desc"},
            "[]": 3,
        });
        assert_eq!(Value::Object(query), expected);
        for (name, path) in [
            ("created_at[gt]", "created_at.gt"),
            ("ids[]", "ids"),
            ("filter[a].b", "filter.a.b"),
        ] {
            assert_eq!(dotted(name), path);
        }
    }
}
