//! Values for samples: `x-truto-sample-values`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::reader::Reader;
use crate::bundle::At;
use crate::diag::{Diagnostics, described};
use crate::ir::{FieldName, LocatedValue, OperationSample, Places, SampleValues};

const NAMES: &str = "write a list of names such as `[name, priority]`";

/// Reads the table, and reports what is not of its form.
pub(crate) fn values(diags: &mut Diagnostics, value: &Value, at: &At<'_>) -> Option<SampleValues> {
    let keys = ["fields", "omitted", "resources", "operations"];
    Reader::new(diags, value, at, &keys)?;
    let resources = entries(
        diags,
        at,
        "resources",
        "objects by the name of their resource",
    );
    let resources = resources.filter_map(|(tag, at)| Some((tag.clone(), object(diags, &at)?)));
    let resources: BTreeMap<_, _> = resources.collect();
    let operations = entries(diags, at, "operations", "samples by `operationId`");
    let operations = operations.filter_map(|(id, at)| Some((id.clone(), operation(diags, &at)?)));
    let operations: BTreeMap<_, _> = operations.collect();
    Some(SampleValues {
        is_partial: false,
        fields: object(diags, &at.key("fields")).unwrap_or_default(),
        omitted: names(diags, &at.key("omitted")).unwrap_or_default(),
        resources,
        operations,
    })
}

/// Returns the entries of the mapping at `key`. `what` says what it maps, for messages.
fn entries<'b>(
    diags: &mut Diagnostics,
    at: &At<'b>,
    key: &'static str,
    what: &str,
) -> impl Iterator<Item = (&'b String, At<'b>)> + use<'b> {
    let at = at.key(key);
    let entries = match at.value() {
        Some(Value::Object(entries)) => Some(entries),
        Some(other) => {
            let message = format!("`{key}` must be a mapping; found {}", described(other));
            diags.push(at.error(message, format!("write {what}")));
            None
        }
        None => None,
    };
    let entries = entries.into_iter().flat_map(Map::keys);
    entries.map(move |name| (name, at.key(name.as_str())))
}

fn operation(diags: &mut Diagnostics, at: &At<'_>) -> Option<OperationSample> {
    let value = at.value()?;
    Reader::new(diags, value, at, &["parameters", "body", "values"])?;
    Some(OperationSample {
        parameters: names(diags, &at.key("parameters")).unwrap_or_default(),
        body: names(diags, &at.key("body")),
        values: object(diags, &at.key("values")).unwrap_or_default(),
        origin: at.key_origin(),
    })
}

/// Reads a list of names; `None` if there is none.
fn names(diags: &mut Diagnostics, at: &At<'_>) -> Option<Vec<FieldName>> {
    let value = at.value()?;
    let Value::Array(items) = value else {
        let message = format!(
            "`{}` must be a list of names; found {}",
            at.name(),
            described(value)
        );
        diags.push(at.error(message, NAMES));
        return None;
    };
    let mut names = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let place = at.index(index);
        match item {
            Value::String(name) => names.push(FieldName {
                wire: name.clone(),
                origin: place.origin(),
            }),
            other => {
                let message = format!(
                    "each item of `{}` must be a name; found {}",
                    at.name(),
                    described(other)
                );
                diags.push(place.error(message, NAMES));
            }
        }
    }
    Some(names)
}

/// Reads a mapping from names to values; `None` if there is none.
fn object(diags: &mut Diagnostics, at: &At<'_>) -> Option<LocatedValue> {
    let value = at.value()?;
    if !value.is_object() {
        let message = format!(
            "`{}` must be a mapping; found {}",
            at.name(),
            described(value)
        );
        diags.push(at.error(message, "write values by the name of their field"));
        return None;
    }
    Some(LocatedValue {
        value: value.clone(),
        places: places(value, at),
    })
}

fn places(value: &Value, at: &At<'_>) -> Places {
    let parts = match value {
        Value::Object(entries) => {
            let entries = entries.iter();
            let places = entries.map(|(name, value)| places(value, &at.key(name.clone())));
            places.collect()
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items
                .map(|(index, item)| places(item, &at.index(index)))
                .collect()
        }
        _ => Vec::new(),
    };
    Places {
        key: at.key_origin(),
        origin: at.origin(),
        parts,
    }
}
