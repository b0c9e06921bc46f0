//! `prefixItems`.

use std::mem;

use super::never::is_never;
use super::rewriter::Rewriter;
use crate::bundle::location::SourceLocation;
use crate::load::{Entries, Entry, NodeContent, Tree};
use crate::source::Origin;

/// Turns items with a schema each into items with one schema.
pub(super) fn tuple(cx: &mut Rewriter<'_>, schema: &mut Entries, at: &SourceLocation) {
    let rest = schema.get("items").map(|entry| &entry.value);
    let rest = rest.filter(|rest| rest.as_map().is_some_and(|map| !map.is_empty()));
    let Some(prefix) = schema.get("prefixItems") else {
        return;
    };
    let Some(items) = prefix.value.as_list().filter(|items| !items.is_empty()) else {
        return;
    };
    let place = prefix.key;
    let origin = prefix.value.origin;
    let all = || items.iter().chain(rest);
    let is_same = all().all(|item| !is_never(item) && is_alike(item, &items[0]));
    let ty = common_type(all());
    let message = if is_same || ty.is_some() {
        "`prefixItems` becomes a list: only the server checks the number of its items"
    } else {
        "`prefixItems` becomes a list of any JSON: the types of its items differ"
    };
    cx.note(place, message, "describe the items in the `description`");
    let value = match ty {
        _ if is_same => taken(cx, schema, at),
        Some(ty) => {
            let key = place;
            let value = Tree::scalar(origin, ty);
            let entries = [("type".to_owned(), Entry { key, value })];
            Tree::new(origin, NodeContent::Map(entries.into_iter().collect()))
        }
        None => Tree::empty(origin),
    };
    let key = place;
    schema.entry("type".to_owned()).or_insert_with(|| Entry {
        key,
        value: Tree::scalar(key, "array"),
    });
    schema.insert("items".to_owned(), Entry { key, value });
}

/// Takes the first item out of its list.
fn taken(cx: &mut Rewriter<'_>, schema: &mut Entries, at: &SourceLocation) -> Tree {
    let prefix = schema.get_mut("prefixItems");
    let items = prefix.and_then(|entry| entry.value.as_list_mut());
    let first = items.and_then(|items| items.first_mut());
    cx.moved(at, "/prefixItems/0", "/items");
    let empty = Tree::empty(Origin::default());
    first.map_or(Tree::empty(Origin::default()), |first| {
        mem::replace(first, empty)
    })
}

/// Returns the type of all items, if it is the same.
fn common_type<'t>(mut items: impl Iterator<Item = &'t Tree>) -> Option<String> {
    let ty = |item: &'t Tree| item.as_map()?.get("type")?.value.as_str();
    let first = ty(items.next()?).filter(|ty| !matches!(*ty, "array" | "object"))?;
    items
        .all(|item| ty(item) == Some(first))
        .then(|| first.to_owned())
}

/// Whether two values are equal, except for keywords that describe.
pub(super) fn is_alike(one: &Tree, other: &Tree) -> bool {
    const DESCRIBING: &[&str] = &["title", "description", "example", "default", "$comment"];
    match (&one.content, &other.content) {
        (NodeContent::Scalar(one), NodeContent::Scalar(other)) => one == other,
        (NodeContent::List(one), NodeContent::List(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_alike(one, other))
        }
        (NodeContent::Map(one), NodeContent::Map(other)) => {
            let says = |name: &&String| !DESCRIBING.contains(&name.as_str());
            let count = |entries: &Entries| entries.keys().filter(says).count();
            count(one) == count(other)
                && one
                    .iter()
                    .filter(|(name, _)| says(name))
                    .all(|(name, entry)| {
                        let found = other.get(name);
                        found.is_some_and(|other| is_alike(&entry.value, &other.value))
                    })
        }
        _ => false,
    }
}
