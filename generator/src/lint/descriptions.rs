//! Advice on missing descriptions, and on descriptions that are not sentences.

use serde_json::{Map, Value};

use super::sentences;
use crate::bundle::{Bundle, Kind, Object, pointer};
use crate::diag::{Diagnostic, Diagnostics};

/// Finds what should have a description.
pub(super) fn missing(bundle: &Bundle<'_>, objects: &[Object<'_>], diags: &mut Diagnostics) {
    let without = objects.iter().filter(|object| text(object.value).is_none());
    diags.extend(without.filter_map(|object| missing_description(bundle, object)));
}

/// Finds descriptions that are no sentences.
pub(super) fn style(bundle: &Bundle<'_>, objects: &[Object<'_>], diags: &mut Diagnostics) {
    for object in objects {
        if let Some(fault) = text(object.value).and_then(sentences::fault) {
            let at = format!("{}/description", object.pointer);
            diags.push(no_sentence(bundle, &at, object.kind, fault));
        }
    }
}

/// Returns a description that is not blank.
fn text(object: &Map<String, Value>) -> Option<&str> {
    let description = object.get("description")?.as_str()?;
    Some(description).filter(|text| !text.trim().is_empty())
}

fn no_sentence(bundle: &Bundle<'_>, at: &str, kind: Kind, fault: &str) -> Diagnostic {
    let message = format!("the description of {} {fault}", kind.label());
    let help = "write one or two sentences with a capital letter and a full stop; put any further text after an empty line";
    Diagnostic::advice(bundle.origin(at), message).help(help)
}

fn missing_description(bundle: &Bundle<'_>, object: &Object<'_>) -> Option<Diagnostic> {
    let what = item_without_description(bundle, object)?;
    let message = format!("{what} has no description");
    let help = "write `description:` and a sentence that says what it is";
    let origin = match object.kind {
        Kind::Parameter => bundle.origin(&format!("{}/name", object.pointer)),
        _ => bundle.key_origin(&object.pointer),
    };
    Some(Diagnostic::advice(origin, message).help(help))
}

/// Returns the name of the object if it should have a description and has none. The description of a parameter also covers its
/// schema, and a field that refers to a named schema does not need one.
fn item_without_description(bundle: &Bundle<'_>, object: &Object<'_>) -> Option<String> {
    let name =
        || pointer::parent(&object.pointer).map_or_else(String::new, |(_, name)| name.into());
    match (object.kind, object.within) {
        (Kind::Parameter, _) => {
            let schema = object.value.get("schema").and_then(Value::as_object);
            let is_described = schema.is_some_and(|schema| is_described(bundle, schema));
            let name = object.value.get("name").and_then(Value::as_str)?;
            (!is_described).then(|| format!("the parameter `{name}`"))
        }
        (Kind::Schema, (Kind::Schema, "properties")) => {
            let refers_to_another = element(object.value).is_some();
            (!refers_to_another).then(|| format!("the field `{}`", name()))
        }
        (Kind::Schema, (Kind::Components, "schemas")) => Some(format!("the schema `{}`", name())),
        (Kind::Schema, (Kind::Parameter, _)) => None,
        (Kind::Schema, _) if object.value.contains_key("enum") => Some("an enum".to_owned()),
        _ => None,
    }
}

/// Whether a schema, or the schema that it refers to, has a description.
fn is_described(bundle: &Bundle<'_>, schema: &Map<String, Value>) -> bool {
    let target = reference(schema).or_else(|| element(schema));
    let target = target.and_then(|at| bundle.value.pointer(at)?.as_object());
    text(schema).is_some() || target.is_some_and(|target| text(target).is_some())
}

/// Returns the pointer of the named schema in an `allOf` with a single element.
fn element(schema: &Map<String, Value>) -> Option<&str> {
    match schema.get("allOf")?.as_array()?.as_slice() {
        [only] => reference(only.as_object()?),
        _ => None,
    }
}

fn reference(schema: &Map<String, Value>) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix('#')
}
