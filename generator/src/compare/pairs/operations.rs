//! Pairs operations.

use super::pair::{Pair, by_keys};
use crate::ir::{Api, Operation};

/// Pairs the operations of two APIs: by everything that identifies one, then by the `operationId`, after which programs call it, by
/// method and path, and by method and the path without the names of its parameters.
pub(super) fn of_apis<'a>(apis: &Pair<'a, Api>) -> Vec<Pair<'a, Operation>> {
    let (old, new) = match apis {
        Pair::Both(old, new) => (Some(*old), Some(*new)),
        Pair::Old(old) => (Some(*old), None),
        Pair::New(new) => (None, Some(*new)),
    };
    let operations = |api: Option<&'a Api>| api.into_iter().flat_map(Api::operations);
    by_keys(
        operations(old),
        operations(new),
        &[&whole, &id, &address, &shape],
    )
}

fn whole(operation: &Operation) -> Option<String> {
    Some(format!("{} {}", id(operation)?, address(operation)?))
}

fn address(operation: &Operation) -> Option<String> {
    Some(variant(operation, &operation.documented_path))
}

/// The address without the names of parameters: `GET /contacts/{}`.
fn shape(operation: &Operation) -> Option<String> {
    let mut shape = String::new();
    let mut rest = operation.documented_path.as_str();
    while let Some((before, inside)) = rest.split_once('{') {
        shape.push_str(before);
        shape.push_str("{}");
        rest = inside.split_once('}').map_or("", |(_, after)| after);
    }
    shape.push_str(rest);
    Some(variant(operation, &shape))
}

fn variant(operation: &Operation, path: &str) -> String {
    let variant = operation.variant.as_deref().unwrap_or_default();
    format!("{} {path} {variant}", operation.http.as_str())
}

fn id(operation: &Operation) -> Option<String> {
    operation.operation_id.as_ref().map(|id| {
        let variant = operation.variant.as_deref().unwrap_or_default();
        format!("{id} {variant}")
    })
}
