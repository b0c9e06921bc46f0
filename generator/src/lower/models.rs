//! Schemas that no operation uses.

use std::collections::HashSet;

use openapiv3::{ReferenceOr, Schema};
use serde_json::Value;

use super::context::Context;
use super::schema::view::View;
use super::schema::{fill, types};
use crate::bundle::At;
use crate::ir::TypeId;

/// Lowers schemas that no request and no response uses to models of the API, for use in the caller's code. Schemas of error
/// responses are skipped: those of JSON bodies are lowered already. A selection of operations contains no other schemas.
pub(super) fn without_operation<'b>(cx: &mut Context<'b, '_>) -> Vec<TypeId> {
    let Some(components) = cx.doc.components.as_ref().filter(|_| !cx.is_selection) else {
        return Vec::new();
    };
    let errors = error_schemas(&cx.root);
    let own = |(name, schema): (&'b String, &'b ReferenceOr<Schema>)| {
        // Bytes are only possible as a whole body, so they are not a model.
        let is_bytes = |schema| View::of(schema).is_bytes();
        schema
            .as_item()
            .filter(|schema| !is_bytes(schema))
            .map(|_| name)
    };
    let mut models = Vec::new();
    for name in components.schemas.iter().filter_map(own) {
        let at = cx.root.key("components").key("schemas").key(name);
        if errors.contains(&at) || cx.reached.contains(&at) {
            continue;
        }
        models.extend(types::component(cx, &at).named());
    }
    fill::fill(cx);
    models
}

/// Returns the components that error responses use.
fn error_schemas<'b>(root: &At<'b>) -> HashSet<At<'b>> {
    let mut open = Vec::new();
    let paths = root.key("paths").value().and_then(Value::as_object);
    for operation in paths
        .into_iter()
        .flat_map(|paths| paths.values())
        .filter_map(Value::as_object)
        .flat_map(|item| item.values())
    {
        let responses = operation.get("responses").and_then(Value::as_object);
        let failures = responses
            .into_iter()
            .flatten()
            .filter(|(status, _)| !status.starts_with('2'));
        failures.for_each(|(_, response)| references(response, &mut open));
    }
    let mut found = HashSet::new();
    while let Some(reference) = open.pop() {
        if let Some(at) = root.target(reference)
            && found.insert(at.clone())
            && let Some(component) = at.value()
        {
            references(component, &mut open);
        }
    }
    found
}

fn references<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(object) => {
            found.extend(object.get("$ref").and_then(Value::as_str));
            object.values().for_each(|value| references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}
