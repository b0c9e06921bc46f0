//! The keywords that restrict the values of a type.

use serde_json::{Map, Value};

use super::view::View;
use crate::bundle::At;
use crate::ir::{Bound, Constraints, Extent, Number};

type Schema = Map<String, Value>;

/// Returns the constraints of the schema at `at`. A keyword that does not belong to the type has no effect.
pub(super) fn constraints(view: &View<'_>, at: &At<'_>) -> Constraints {
    let is = |types: &[&str]| view.ty.is_none_or(|ty| types.contains(&ty));
    let mut found = Constraints {
        only: only_boolean(view, at),
        ..Constraints::default()
    };
    let Some(Value::Object(schema)) = at.value() else {
        return found;
    };
    if is(&["string"]) {
        found.length = extent(schema, "minLength", "maxLength");
        found.pattern = text(schema, "pattern");
    }
    if is(&["array"]) {
        found.items = extent(schema, "minItems", "maxItems");
        found.has_unique_items = flag(schema, "uniqueItems");
    }
    if is(&["object"]) {
        found.properties = extent(schema, "minProperties", "maxProperties");
    }
    if is(&["number", "integer"]) {
        found.minimum = bound(schema, at, "minimum", "exclusiveMinimum");
        found.maximum = bound(schema, at, "maximum", "exclusiveMaximum");
        found.multiple_of = number(schema, at, "multipleOf");
    }
    found
}

/// Returns the value of a schema that is always `true`, or always `false`.
fn only_boolean(view: &View<'_>, at: &At<'_>) -> Option<bool> {
    let is_boolean = view.ty.is_none_or(|ty| ty == "boolean");
    let listed = at.key("enum").value().and_then(Value::as_array);
    match listed.filter(|_| is_boolean)?.as_slice() {
        [only] => only.as_bool(),
        _ => None,
    }
}

/// Returns `value`, which is at `at`, as JSON for messages. A number has all digits.
pub(super) fn shown(value: &Value, at: &At<'_>) -> String {
    exact(at).map_or_else(|| value.to_string(), |number| number.to_string())
}

/// Returns the number at `at` with all digits.
fn exact(at: &At<'_>) -> Option<Number> {
    match at.value()? {
        Value::Number(number) => Some(Number::new(number, at.text())),
        _ => None,
    }
}

/// Returns the number of a keyword.
fn number(schema: &Schema, at: &At<'_>, key: &'static str) -> Option<Number> {
    schema.get(key).and_then(|_| exact(&at.key(key)))
}

fn bound(
    schema: &Schema,
    at: &At<'_>,
    limit: &'static str,
    exclusive: &'static str,
) -> Option<Bound> {
    Some(Bound {
        value: number(schema, at, limit)?,
        is_exclusive: flag(schema, exclusive),
    })
}

fn extent(schema: &Schema, min: &str, max: &str) -> Extent {
    let size = |key| schema.get(key).and_then(Value::as_u64);
    Extent {
        min: size(min),
        max: size(max),
    }
}

fn flag(schema: &Schema, key: &str) -> bool {
    schema.get(key) == Some(&Value::Bool(true))
}

fn text(schema: &Schema, key: &str) -> Option<String> {
    schema.get(key).and_then(Value::as_str).map(str::to_owned)
}
