//! Reports keywords that restrict values and cannot mean what they say. They have no effect on types.

use serde_json::{Map, Value};

use super::view::View;
use crate::bundle::At;
use crate::lower::context::Context;

/// The keywords that belong to some types only.
const OF_TYPES: [(&[&str], &[&str]); 4] = [
    (&["minLength", "maxLength", "pattern"], &["string"]),
    (
        &["items", "minItems", "maxItems", "uniqueItems"],
        &["array"],
    ),
    (
        &[
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
        ],
        &["object"],
    ),
    (
        &[
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
        ],
        &["number", "integer"],
    ),
];

/// Lower and upper limits.
const LIMITS: [(&str, &str); 4] = [
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
    ("minimum", "maximum"),
];

/// Reports keywords of other types, limits that no value is between, and invalid patterns.
pub(super) fn check(cx: &mut Context<'_, '_>, view: &View<'_>, at: &At<'_>) {
    let Some(Value::Object(schema)) = at.value() else {
        return;
    };
    // Most schemas have none of these keywords.
    if !schema.keys().any(|key| is_keyword(key)) {
        return;
    }
    if let Some(ty) = view.ty.or_else(|| implied(view)) {
        of_other_types(cx, schema, ty, at);
    }
    exclusive(cx, schema, at);
    default(cx, schema, at);
    for (min, max) in LIMITS {
        let limit = |key: &str| schema.get(key).and_then(Value::as_f64);
        if let (Some(least), Some(most)) = (limit(min), limit(max))
            && least > most
        {
            let message = format!("`{min}` is greater than `{max}`, so no value is valid");
            cx.diags
                .push(at.key(min).key_warning(message, "correct one of them"));
        }
    }
    if let Some(Value::String(pattern)) = schema.get("pattern")
        && let Some(error) = invalid(pattern)
    {
        let message = format!("`pattern` is not a valid regular expression: {error}");
        let help = "correct it: OpenAPI has the regular expressions of JavaScript";
        cx.diags.push(at.key("pattern").key_warning(message, help));
    }
}

/// Whether the keyword belongs to some types only.
fn is_keyword(key: &str) -> bool {
    OF_TYPES.iter().any(|(keys, _)| keys.contains(&key))
}

/// Returns the type of a schema without `type` that describes the parts of its values.
fn implied(view: &View<'_>) -> Option<&'static str> {
    match (view.properties, view.items) {
        _ if view.is_choice() || !view.all_of.is_empty() => None,
        (Some(_), None) => Some("object"),
        (None, Some(_)) => Some("array"),
        _ => None,
    }
}

/// Reports a default that is not between the limits.
fn default(cx: &mut Context<'_, '_>, schema: &Map<String, Value>, at: &At<'_>) {
    let number = |key: &str| schema.get(key).and_then(Value::as_f64);
    let Some(default) = number("default") else {
        return;
    };
    let at = at.key("default");
    let mut report = |message| {
        cx.diags
            .push(at.key_warning(message, "correct one of them"))
    };
    if number("minimum").is_some_and(|least| default < least) {
        report("`default` is less than `minimum`");
    }
    if number("maximum").is_some_and(|most| default > most) {
        report("`default` is greater than `maximum`");
    }
}

/// Reports exclusive limits without the limit, and those that exclude the only number between them.
fn exclusive(cx: &mut Context<'_, '_>, schema: &Map<String, Value>, at: &At<'_>) {
    let is_set = |key: &str| schema.get(key) == Some(&Value::Bool(true));
    let limits = [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ];
    let is_point = schema
        .get("minimum")
        .is_some_and(|least| Some(least) == schema.get("maximum"));
    let mut is_empty = false;
    for (exclusive, limit) in limits {
        let (message, help) = match is_set(exclusive) {
            true if !schema.contains_key(limit) => (
                format!("`{exclusive}` has no effect without `{limit}`"),
                "write the limit, or remove the keyword",
            ),
            true if is_point && !std::mem::replace(&mut is_empty, true) => (
                format!(
                    "`{exclusive}` excludes the only number between `minimum` and `maximum`, so no value is valid"
                ),
                "correct the limits, or remove the keyword",
            ),
            _ => continue,
        };
        cx.diags.push(at.key(exclusive).key_warning(message, help));
    }
}

fn of_other_types(cx: &mut Context<'_, '_>, schema: &Map<String, Value>, ty: &str, at: &At<'_>) {
    let others = OF_TYPES.iter().filter(|(_, types)| !types.contains(&ty));
    for key in others.flat_map(|(keys, _)| *keys) {
        if schema.contains_key(*key) {
            let message = format!("`{key}` has no effect on a schema of the type `{ty}`");
            let help = "remove it, or correct the `type`";
            cx.diags.push(at.key(*key).key_warning(message, help));
        }
    }
}

/// The length and nesting of patterns beyond which they are not checked, since the parser is recursive.
const LONGEST_PATTERN: usize = 2000;
const MOST_GROUPS: usize = 100;

/// Returns what is wrong with a regular expression.
fn invalid(pattern: &str) -> Option<String> {
    let is_checked =
        pattern.len() <= LONGEST_PATTERN && pattern.matches(['(', '[']).count() <= MOST_GROUPS;
    if !is_checked || regress::Regex::with_flags(pattern, "u").is_ok() {
        return None;
    }
    // Without the flag, more is valid, as in most implementations.
    let error = regress::Regex::new(pattern).err()?;
    Some(error.text)
}
