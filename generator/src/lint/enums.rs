//! Advice on inline enums that repeat another enum.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::bundle::{Bundle, Kind, Object, pointer};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Origin;

/// The enums with the same set of values.
#[derive(Default)]
struct Repetitions {
    /// The named schemas, by location.
    named: BTreeMap<Origin, String>,
    /// The locations of the inline enums.
    inline: BTreeSet<Origin>,
}

/// Two named enums may have the same values, because they can diverge later.
pub(super) fn lint(bundle: &Bundle<'_>, objects: &[Object<'_>], diags: &mut Diagnostics) {
    let mut sets: BTreeMap<BTreeSet<String>, Repetitions> = BTreeMap::new();
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

/// Returns the values except null, which only means that the value may be absent.
fn values(object: &Object<'_>) -> Option<BTreeSet<String>> {
    let values = object.value.get("enum")?.as_array()?;
    let values = values.iter().filter(|value| !value.is_null());
    let values: BTreeSet<String> = values.map(Value::to_string).collect();
    (!values.is_empty()).then_some(values)
}

fn repeated(alike: &Repetitions) -> Vec<Diagnostic> {
    let mut inline = alike.inline.iter().copied();
    let (message, help, first, label) = match alike.named.first_key_value() {
        Some((first, name)) => (
            format!("the enum repeats the values of the schema `{name}`"),
            "write a `$ref` to the schema",
            Some(*first),
            "the schema is defined here",
        ),
        None => (
            "the enum repeats the values of another enum".to_owned(),
            "define a schema under `components`, and write a `$ref` to it in both places",
            inline.next(),
            "the other enum",
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
