//! `patternProperties` and `unevaluatedProperties`.

use std::mem;

use super::never::is_never;
use super::rewriter::Rewriter;
use super::tuples::is_alike;
use crate::bundle::location::SourceLocation;
use crate::bundle::pointer;
use crate::load::{Entries, Entry, Tree};
use crate::source::Origin;

/// Turns the schemas of other properties into `additionalProperties`.
pub(super) fn map(cx: &mut Rewriter<'_>, schema: &mut Entries, at: &SourceLocation) {
    patterns(cx, schema, at);
    unevaluated(cx, schema, at);
}

fn patterns(cx: &mut Rewriter<'_>, schema: &mut Entries, at: &SourceLocation) {
    const ADDITIONAL: &str = "additionalProperties";
    let additional = schema.get(ADDITIONAL).map(|entry| &entry.value);
    let additional = additional.filter(|value| value.as_map().is_some());
    let Some(entry) = schema.get("patternProperties") else {
        return;
    };
    let patterns = entry.value.as_map().into_iter().flatten();
    let mut patterns = patterns.filter(|(_, entry)| !is_never(&entry.value));
    let Some((pattern, first)) = patterns.next() else {
        return;
    };
    let mut others = patterns.map(|(_, entry)| &entry.value).chain(additional);
    let is_same = others.all(|other| is_alike(&first.value, other));
    let message = if is_same {
        "`patternProperties` becomes a map: only the server checks the keys"
    } else {
        "`patternProperties` becomes a map of any JSON: the types of its values differ"
    };
    let (key, pattern) = (entry.key, pattern.clone());
    cx.note(key, message, "describe the keys in the `description`");
    let from = pointer::child("/patternProperties", &pattern);
    let patterns = schema.get_mut("patternProperties");
    let first = patterns.and_then(|entry| entry.value.part_mut(&pattern));
    let value = match first {
        Some(first) if is_same => {
            cx.moved(at, &from, "/additionalProperties");
            mem::replace(first, Tree::empty(Origin::default()))
        }
        _ => Tree::scalar(key, true),
    };
    schema.insert(ADDITIONAL.to_owned(), Entry { key, value });
}

/// A schema of the properties that no other keyword describes is that of additional ones, unless it is next to alternatives.
fn unevaluated(cx: &mut Rewriter<'_>, schema: &mut Entries, at: &SourceLocation) {
    const BESIDE: &[&str] = &["additionalProperties", "oneOf", "anyOf", "$ref"];
    let Some(entry) = schema.get("unevaluatedProperties") else {
        return;
    };
    if entry.value.as_bool().is_some() {
        return;
    }
    if BESIDE.iter().any(|keyword| schema.contains_key(*keyword)) {
        let message = "`unevaluatedProperties` has no effect on types: only the server checks it";
        cx.note(entry.key, message, "write `additionalProperties`");
        return;
    }
    if let Some(entry) = schema.shift_remove("unevaluatedProperties") {
        cx.moved(at, "/unevaluatedProperties", "/additionalProperties");
        schema.insert("additionalProperties".to_owned(), entry);
    }
}
