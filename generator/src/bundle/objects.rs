//! The objects of a bundle, at any depth.

use serde_json::{Map, Value};

use super::document::Bundle;
use super::grammar::{Kind, ValueKind};
use super::pointer;
use super::resolve::reference_of;

/// An inline object of a bundle. References are excluded.
pub(crate) struct Object<'b> {
    pub(crate) kind: Kind,
    /// Its pointer in the bundle.
    pub(crate) pointer: String,
    pub(crate) value: &'b Map<String, Value>,
    pub(crate) within: Within,
}

/// The kind of the parent object, and the keyword in it that contains the object, or the list or map with the object. The keyword
/// is empty if the parent is a map, such as one of paths.
pub(crate) type Within = (Kind, &'static str);

impl Bundle<'_> {
    /// Returns all objects, in no particular order. Two have the same origin if the bundle contains two copies of a part.
    pub(crate) fn objects(&self) -> Vec<Object<'_>> {
        let mut found = Vec::new();
        let mut open = Vec::new();
        let document = (Kind::Document, "");
        enter(
            Kind::Document,
            String::new(),
            &self.value,
            document,
            &mut open,
        );
        while let Some(object) = open.pop() {
            for keyword in object.kind.keywords() {
                if let Some(part) = object.value.get(keyword.name) {
                    let at = pointer::child(&object.pointer, keyword.name);
                    let within = (object.kind, keyword.name);
                    parts(keyword.value, at, part, within, &mut open);
                }
            }
            for (name, part) in object.value {
                if let Some(value_kind) = object.kind.entry(name) {
                    let at = pointer::child(&object.pointer, name);
                    parts(value_kind, at, part, (object.kind, ""), &mut open);
                }
            }
            found.push(object);
        }
        found
    }
}

/// Adds the objects in `value`, which is at `at`.
fn parts<'b>(
    value_kind: ValueKind,
    at: String,
    value: &'b Value,
    within: Within,
    open: &mut Vec<Object<'b>>,
) {
    match (value_kind, value) {
        (ValueKind::One(kind) | ValueKind::FlagOr(kind), _) => enter(kind, at, value, within, open),
        (ValueKind::Many(kind), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                enter(kind, format!("{at}/{index}"), item, within, open);
            }
        }
        (ValueKind::Map(kind), Value::Object(entries)) => {
            for (name, entry) in entries {
                enter(kind, pointer::child(&at, name), entry, within, open);
            }
        }
        _ => {}
    }
}

fn enter<'b>(
    kind: Kind,
    pointer: String,
    value: &'b Value,
    within: Within,
    open: &mut Vec<Object<'b>>,
) {
    if let Some(value) = value.as_object().filter(|_| reference_of(value).is_none()) {
        open.push(Object {
            kind,
            pointer,
            value,
            within,
        });
    }
}
