//! Alternatives that allow no value or only null, and the texts of the others.

use serde_json::Value;

use super::never::is_never;
use super::references::{has_only_texts, is_text};
use super::rewriter::Rewriter;
use crate::bundle::location::SourceLocation;
use crate::load::{Entries, Entry, NodeContent, Tree};

/// Turns alternatives of null into `nullable`, and removes those that no value fits.
pub(super) fn reduce(cx: &mut Rewriter<'_>, schema: &mut Entries, at: &SourceLocation) {
    for keyword in ["oneOf", "anyOf"] {
        let Some(entry) = schema.get_mut(keyword) else {
            continue;
        };
        let Some(elements) = entry.value.as_list_mut() else {
            continue;
        };
        let nulls = elements.iter().filter(|element| is_null(element));
        let null = nulls.map(|element| element.origin).next();
        let never = elements.iter().find(|element| is_never(element));
        let never = never.map(|element| element.origin);
        record(cx, elements, at, keyword);
        elements.retain(|element| !is_omitted(element));
        let is_empty = elements.is_empty();
        match (never, null) {
            (Some(never), None) if is_empty => cx.never(never),
            (_, Some(origin)) => {
                let (name, value) = if is_empty {
                    let null = Tree::scalar(origin, Value::Null);
                    ("enum", Tree::list(origin, vec![null]))
                } else {
                    ("nullable", Tree::scalar(origin, true))
                };
                let key = entry.key;
                schema.insert(name.to_owned(), Entry { key, value });
            }
            _ => {}
        }
        if is_empty {
            schema.shift_remove(keyword);
        }
    }
}

/// Records the new places of the elements behind those that are omitted.
fn record(cx: &mut Rewriter<'_>, elements: &[Tree], at: &SourceLocation, keyword: &str) {
    let kept = elements.iter().enumerate();
    let kept = kept.filter(|(_, element)| !is_omitted(element));
    for (to, (from, _)) in kept.enumerate().filter(|(to, (from, _))| to != from) {
        cx.moved(
            at,
            &format!("/{keyword}/{from}"),
            &format!("/{keyword}/{to}"),
        );
    }
}

fn is_omitted(element: &Tree) -> bool {
    is_never(element) || is_null(element)
}

/// Whether null is the only value.
fn is_null(element: &Tree) -> bool {
    let Some(entries) = element.as_map() else {
        return false;
    };
    let values = entries.get("enum").and_then(|entry| entry.value.as_list());
    let is_null = |value: &Tree| value.as_scalar() == Some(&Value::Null);
    values.is_some_and(|values| !values.is_empty() && values.iter().all(is_null))
}

/// Moves `nullable` out of an element of `allOf` that says nothing else.
pub(super) fn nullable(schema: &mut Entries) {
    let entry = schema.get_mut("allOf");
    let Some(elements) = entry.and_then(|entry| entry.value.as_list_mut()) else {
        return;
    };
    let says_only = |element: &Tree| {
        let entries = element.as_map();
        entries.is_some_and(|entries| entries.len() == 1 && entries.contains_key("nullable"))
    };
    // Only the last element, so that no other one is at a new place.
    if elements.len() > 1
        && let Some(last) = elements.pop_if(|last| says_only(last))
        && let NodeContent::Map(entries) = last.content
    {
        schema.extend(entries);
    }
}

/// Moves the texts next to a `$ref` that is the only element to the schema, and removes those of several elements.
pub(super) fn texts(cx: &mut Rewriter<'_>, schema: &mut Entries) {
    for keyword in ["allOf", "oneOf", "anyOf"] {
        let entry = schema.get_mut(keyword);
        let Some(elements) = entry.and_then(|entry| entry.value.as_list_mut()) else {
            continue;
        };
        let is_sole = elements.len() == 1;
        let mut taken = Vec::new();
        for element in elements.iter_mut().filter_map(Tree::as_map_mut) {
            if has_only_texts(element) {
                taken.extend(element.extract_if(.., |name, _| is_text(name)));
            }
        }
        for (name, entry) in taken {
            if is_sole && !schema.contains_key(&name) {
                schema.insert(name, entry);
            } else {
                let message = format!("`{name}` next to `$ref` has no effect in `{keyword}`");
                let help = "write it in the schema that `$ref` points to";
                cx.note(entry.key, message, help);
            }
        }
    }
}
