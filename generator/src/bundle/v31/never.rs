//! The schema `false`, which allows no value.

use std::collections::HashSet;

use super::rewriter::Rewriter;
use crate::load::{Entries, Tree};

/// Removes schemas `false` from a schema, and reports those in place of a value.
pub(super) fn remove(cx: &mut Rewriter<'_>, schema: &mut Entries) {
    properties(cx, schema);
    for element in elements(schema, "allOf").into_iter().flatten() {
        if is_never(element) {
            cx.never(element.origin);
            *element = Tree::empty(element.origin);
        }
    }
    if schema
        .get("not")
        .is_some_and(|entry| is_never(&entry.value))
    {
        schema.shift_remove("not");
    }
    // Only the empty list is valid, whatever the type of its items is.
    if let Some(items) = schema
        .get_mut("items")
        .filter(|entry| is_never(&entry.value))
    {
        items.value = Tree::empty(items.value.origin);
    }
}

pub(super) fn is_never(tree: &Tree) -> bool {
    tree.as_bool() == Some(false)
}

fn elements<'s>(schema: &'s mut Entries, keyword: &str) -> Option<&'s mut Vec<Tree>> {
    schema.get_mut(keyword)?.value.as_list_mut()
}

/// Removes properties that must be absent.
fn properties(cx: &mut Rewriter<'_>, schema: &mut Entries) {
    let required = schema
        .get("required")
        .and_then(|entry| entry.value.as_list());
    let required: HashSet<String> = required
        .into_iter()
        .flatten()
        .filter_map(|name| Some(name.as_str()?.to_owned()))
        .collect();
    let properties = schema.get_mut("properties");
    let properties = properties.and_then(|entry| entry.value.as_map_mut());
    if let Some(properties) = properties {
        properties.retain(|name, entry| {
            let is_never = is_never(&entry.value);
            if is_never && required.contains(name) {
                cx.never(entry.value.origin);
            }
            !is_never
        });
    }
}
