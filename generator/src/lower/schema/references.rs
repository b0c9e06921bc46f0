//! References to components, and their targets.

use indexmap::IndexMap;
use openapiv3::{Components, ReferenceOr, Schema};

use crate::bundle::At;
use crate::lower::context::Context;

/// A schema or a reference to one, boxed or not.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum SchemaRef<'a> {
    To(&'a str),
    Item(&'a Schema),
}

/// A schema and its location.
pub(super) type Located<'b> = (SchemaRef<'b>, At<'b>);

impl<'a> From<&'a ReferenceOr<Schema>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::To(reference),
            ReferenceOr::Item(schema) => Self::Item(schema),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Box<Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::To(reference),
            ReferenceOr::Item(schema) => Self::Item(schema),
        }
    }
}

/// Resolves `schema`, which is at `at`, and returns its location.
pub(crate) fn target<'b>(
    cx: &Context<'b, '_>,
    schema: SchemaRef<'b>,
    at: &At<'b>,
) -> Option<(&'b Schema, At<'b>)> {
    match schema {
        SchemaRef::Item(schema) => Some((schema, at.clone())),
        SchemaRef::To(reference) => component_schema(cx, &at.target(reference)?),
    }
}

/// Resolves the component at `at`, which may be a reference to another one.
pub(crate) fn component_schema<'b>(
    cx: &Context<'b, '_>,
    at: &At<'b>,
) -> Option<(&'b Schema, At<'b>)> {
    let schemas = &cx.doc.components.as_ref()?.schemas;
    let schema = schemas.get(at.name().as_ref())?;
    resolved(cx, schema, at, |all| &all.schemas)
}

/// Resolves `item`, which is at `at` or a component of `section`, and returns its location. The bundle has no cycles of
/// references.
pub(crate) fn resolved<'b, T>(
    cx: &Context<'b, '_>,
    item: &'b ReferenceOr<T>,
    at: &At<'b>,
    section: fn(&'b Components) -> &'b IndexMap<String, ReferenceOr<T>>,
) -> Option<(&'b T, At<'b>)> {
    let (mut item, mut at) = (item, at.clone());
    loop {
        match item {
            ReferenceOr::Item(item) => return Some((item, at)),
            ReferenceOr::Reference { reference } => {
                at = at.target(reference)?;
                item = section(cx.doc.components.as_ref()?).get(at.name().as_ref())?;
            }
        }
    }
}
