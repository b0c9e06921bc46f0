//! The extensions of objects and their properties.

use serde_json::Value;

use crate::bundle::At;
use crate::ir::{FieldName, LiveSchemas, LiveSupport, Lookup, TypeId, TypeRef};
use crate::lower::context::Context;
use crate::lower::extensions::{keys, live_schemas, live_support, lookups, support};
use crate::lower::schema::sole::Sole;
use crate::lower::schema::view::View;

/// Returns the property with the list that may replace the object: `x-truto-list`.
pub(crate) fn list(view: &View<'_>, at: &At<'_>) -> Option<FieldName> {
    let key = "x-truto-list";
    let wire = view.extension(key).and_then(Value::as_str)?;
    Some(FieldName {
        wire: wire.to_owned(),
        origin: at.key(key).origin(),
    })
}

/// Returns which properties list live capabilities: `x-truto-live-support`.
pub(crate) fn live_support(
    cx: &mut Context<'_, '_>,
    view: &View<'_>,
    at: &At<'_>,
) -> Option<Box<LiveSupport>> {
    let key = "x-truto-live-support";
    let value = view.extension(key)?;
    live_support::live_support(cx.diags, value, &at.key(key)).map(Box::new)
}

/// Returns which properties have the schemas of an operation: `x-truto-live-schemas`.
pub(crate) fn live_schemas(
    cx: &mut Context<'_, '_>,
    view: &View<'_>,
    at: &At<'_>,
) -> Option<Box<LiveSchemas>> {
    let key = "x-truto-live-schemas";
    let value = view.extension(key)?;
    live_schemas::live_schemas(cx.diags, value, &at.key(key)).map(Box::new)
}

/// Returns the methods that search open objects: `x-truto-lookups`.
pub(crate) fn lookups(cx: &mut Context<'_, '_>, view: &View<'_>, at: &At<'_>) -> Vec<Lookup> {
    let key = "x-truto-lookups";
    match view.extension(key) {
        Some(value) => lookups::lookups(cx.diags, value, &at.key(key)),
        None => Vec::new(),
    }
}

/// Adds the support of a property to that of its object.
pub(crate) fn add_cell(
    cx: &mut Context<'_, '_>,
    owner: TypeId,
    view: &View<'_>,
    at: &At<'_>,
    wire: &str,
) {
    if let Some(cell) = support::cell(cx.diags, &view.data.extensions, at, wire) {
        cx.shared.cells.entry(owner).or_default().push(cell);
    }
}

/// Returns the name that the document chooses for a field. On an inline object or enum, `x-truto-name` names the type; on any other property, it names the field.
pub(crate) fn field_name<'b>(
    cx: &Context<'b, '_>,
    view: &View<'b>,
    at: &At<'b>,
    ty: &TypeRef,
) -> Option<&'b str> {
    let makes_type = matches!(ty, TypeRef::Named(_)) && Sole::of(cx, view, at).is_none();
    if makes_type {
        None
    } else {
        keys::name(&view.data.extensions)
    }
}
