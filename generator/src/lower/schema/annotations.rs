//! What a schema says about its values: documentation, format, examples, null.

use std::collections::HashSet;

use openapiv3::ExternalDocumentation;

use super::choice::Choice;
use super::constraints;
use super::references::{self, SchemaRef};
use super::sole::Sole;
use super::view::View;
use crate::bundle::At;
use crate::ir::{Constraints, Docs, SchemaPlace, Words};
use crate::lower::context::{Context, TypeName};
use crate::lower::extensions::keys;

/// Whether the schema allows null.
pub(super) fn is_nullable<'b>(
    cx: &mut Context<'b, '_>,
    schema: SchemaRef<'b>,
    at: &At<'b>,
) -> bool {
    let mut seen = HashSet::new();
    let mut next = references::target(cx, schema, at);
    while let Some((schema, at)) = next.take() {
        let view = View::of(schema);
        if schema.schema_data.nullable || view.values.allow_null() {
            return true;
        }
        if let Some(sole) = Sole::of(cx, &view, &at).filter(|_| seen.insert(at.clone())) {
            let mut others = sole.others.iter();
            if others.any(|(schema, _)| schema.schema_data.nullable) {
                return true;
            }
            next = references::target(cx, sole.schema, &sole.at);
        } else if has_nullable_choice(cx, &view, &at) {
            return true;
        }
    }
    false
}

/// Whether one of the alternatives of the schema at `at` allows null. The alternatives are collected once, since many properties can
/// refer to a schema with many alternatives.
fn has_nullable_choice<'b>(cx: &mut Context<'b, '_>, view: &View<'b>, at: &At<'b>) -> bool {
    if !view.is_choice() && view.all_of.is_empty() {
        return false;
    }
    if let Some(known) = cx.nullable_choices.get(at) {
        return *known;
    }
    let choice = Choice::of(cx, view, at);
    let is_nullable = choice.is_some_and(|choice| choice.is_nullable);
    cx.nullable_choices.insert(at.clone(), is_nullable);
    is_nullable
}

/// Returns the documentation of a schema.
pub(crate) fn docs(view: &View<'_>) -> Docs {
    Docs {
        summary: view.data.title.clone(),
        description: view.data.description.clone(),
        url: url(view.data.external_docs.as_ref()),
        deprecated: view.data.deprecated,
        provenance: keys::provenance(&view.data.extensions),
        has_inferred_type: keys::has_inferred_type(&view.data.extensions),
    }
}

/// Returns the format of a schema, or of the items of a list.
pub(crate) fn format_of<'b>(
    cx: &Context<'b, '_>,
    schema: SchemaRef<'b>,
    at: &At<'b>,
) -> Option<String> {
    let (schema, at) = references::target(cx, schema, at)?;
    let view = View::of(schema);
    match (view.format, view.items) {
        (Some(format), _) => Some(format),
        (None, Some(items)) => {
            let (items, _) = references::target(cx, items.into(), &at.key("items"))?;
            View::of(items).format
        }
        (None, None) => None,
    }
}

/// Returns the constraints of a schema from where it is used or else from where it is defined.
pub(crate) fn constraints_of<'b>(
    cx: &Context<'b, '_>,
    schema: SchemaRef<'b>,
    at: &At<'b>,
) -> Constraints {
    let found = described(cx, schema, at, |view, at| {
        let constraints = constraints::constraints(view, at);
        (!constraints.is_empty()).then_some(constraints)
    });
    found.unwrap_or_default()
}

/// Returns an annotation of a schema from where it is used or else from where it is defined.
pub(super) fn described<'b, T>(
    cx: &Context<'b, '_>,
    schema: SchemaRef<'b>,
    at: &At<'b>,
    get: impl Fn(&View<'b>, &At<'b>) -> Option<T>,
) -> Option<T> {
    let (schema, at) = references::target(cx, schema, at)?;
    let view = View::of(schema);
    get(&view, &at).or_else(|| {
        let sole = Sole::of(cx, &view, &at)?;
        let mut others = sole.others.iter().rev();
        let remarked = others.find_map(|(schema, at)| get(&View::of(schema), at));
        remarked.or_else(|| {
            let (schema, at) = references::target(cx, sole.schema, &sole.at)?;
            get(&View::of(schema), &at)
        })
    })
}

/// Returns the URL of external documentation.
pub(crate) fn url(docs: Option<&ExternalDocumentation>) -> Option<String> {
    docs.map(|docs| docs.url.clone())
}

/// Returns the information on the name of a type.
pub(crate) fn type_name(view: &View<'_>, at: &At<'_>, words: &Words) -> TypeName {
    TypeName {
        words: words.clone(),
        chosen: keys::name(&view.data.extensions).map(str::to_owned),
        place: place(at, words),
    }
}

/// Returns where a schema is. A component that is merged into a part of another type is not the component itself.
fn place(at: &At<'_>, words: &Words) -> SchemaPlace {
    if words.within.is_none() && at.component("schemas").is_some() {
        SchemaPlace::Component
    } else if let Some(name) = at.property() {
        SchemaPlace::Property(name.into_owned())
    } else {
        SchemaPlace::Inline
    }
}
