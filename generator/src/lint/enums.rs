//! Enums that are written out although there is a schema for them, or should be one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::bundle::{Bundle, Kind, Object, pointer};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Origin;

/// The enums with one set of values.
#[derive(Default)]
struct Alike {
    /// Those that are schemas of their own, by place, with their names.
    named: BTreeMap<Origin, String>,
    /// The places of the others.
    inline: BTreeSet<Origin>,
}

/// Two named ones may have the same values: they can part some day.
pub(super) fn lint(bundle: &Bundle<'_>, objects: &[Object<'_>], diags: &mut Diagnostics) {
    let mut sets: BTreeMap<BTreeSet<String>, Alike> = BTreeMap::new();
    for object in objects.iter().filter(|object| object.kind == Kind::Schema) {
        let Some(values) = values(object) else {
            continue;
        };
        let alike = sets.entry(values).or_default();
        let origin = bundle.key_origin(&format!("{}/enum", object.pointer));
        match (object.within, pointer::parent(&object.pointer)) {
            ((Kind::Components, _), Some((_, name))) => {
                let origin = bundle.key_origin(&object.pointer);
                alike.named.insert(origin, name.into_owned());
            }
            _ => {
                alike.inline.insert(origin);
            }
        }
    }
    for alike in sets.values() {
        diags.extend(repeated(alike));
    }
}

/// The values but null, which only says that the value may be absent.
fn values(object: &Object<'_>) -> Option<BTreeSet<String>> {
    let values = object.value.get("enum")?.as_array()?;
    let values = values.iter().filter(|value| !value.is_null());
    let values: BTreeSet<String> = values.map(Value::to_string).collect();
    (!values.is_empty()).then_some(values)
}

fn repeated(alike: &Alike) -> Vec<Diagnostic> {
    let mut inline = alike.inline.iter().copied();
    let (message, help, first, label) = match alike.named.first_key_value() {
        Some((first, name)) => (
            format!("the values of `{name}`, written out again"),
            "refer to that schema",
            Some(*first),
            "the schema with these values",
        ),
        None => (
            "an enum that is written out for the second time".to_owned(),
            "make it a schema under `components`, and refer to it in both places",
            inline.next(),
            "the first time",
        ),
    };
    let Some(first) = first else {
        return Vec::new();
    };
    let report = |origin| {
        let diagnostic = Diagnostic::advice(origin, message.clone());
        diagnostic.related(first, label).help(help)
    };
    inline.map(report).collect()
}
