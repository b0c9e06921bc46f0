//! The keywords that restrict the values of a type.

use serde_json::Value;

use super::view::View;
use crate::bundle::At;
use crate::ir::{Bound, Constraints, Extent, Number};

/// Returns the constraints of the schema at `at`. A keyword that does not belong to the type has no effect.
pub(super) fn constraints(view: &View<'_>, at: &At<'_>) -> Constraints {
    let is = |types: &[&str]| view.ty.is_none_or(|ty| types.contains(&ty));
    let mut found = Constraints::default();
    if is(&["string"]) {
        found.length = extent(at, "minLength", "maxLength");
        found.pattern = text(at, "pattern");
    }
    if is(&["array"]) {
        found.items = extent(at, "minItems", "maxItems");
        found.has_unique_items = flag(at, "uniqueItems");
    }
    if is(&["object"]) {
        found.properties = extent(at, "minProperties", "maxProperties");
    }
    if is(&["number", "integer"]) {
        found.minimum = bound(at, "minimum", "exclusiveMinimum");
        found.maximum = bound(at, "maximum", "exclusiveMaximum");
        found.multiple_of = exact(&at.key("multipleOf"));
    }
    found
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

fn bound(at: &At<'_>, limit: &'static str, exclusive: &'static str) -> Option<Bound> {
    Some(Bound {
        value: exact(&at.key(limit))?,
        is_exclusive: flag(at, exclusive),
    })
}

fn extent(at: &At<'_>, min: &'static str, max: &'static str) -> Extent {
    let size = |key| at.key(key).value().and_then(Value::as_u64);
    Extent {
        min: size(min),
        max: size(max),
    }
}

fn flag(at: &At<'_>, key: &'static str) -> bool {
    at.key(key).value() == Some(&Value::Bool(true))
}

fn text(at: &At<'_>, key: &'static str) -> Option<String> {
    at.key(key)
        .value()
        .and_then(Value::as_str)
        .map(str::to_owned)
}
