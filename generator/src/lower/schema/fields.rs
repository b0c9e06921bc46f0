//! The fields of structs.

use std::collections::BTreeSet;

use openapiv3::AdditionalProperties;
use serde_json::Value;

use super::all_of::{self, Parts, Property};
use super::references::SchemaRef;
use super::view::View;
use super::{annotations, constraints, keywords, types};
use crate::bundle::At;
use crate::diag::Diagnostic;
use crate::ir::{
    Additional, Docs, Field, FieldId, FieldName, Primitive, Struct, TypeId, TypeRef, Words,
};
use crate::lower::context::Context;
use crate::lower::extensions::{live_support, support};

/// Returns the struct `id` of the schema at `at`.
pub(super) fn object_of<'b>(
    cx: &mut Context<'b, '_>,
    id: TypeId,
    view: &View<'b>,
    at: &At<'b>,
) -> Struct {
    if view.data.discriminator.is_some() {
        cx.tagged.push((id, view.schema, at.clone()));
    }
    let parts = all_of::parts(cx, view, at);
    let required = required(cx, &parts);
    let mut fields = Vec::with_capacity(parts.properties.len());
    for (wire, property) in &parts.properties {
        let id = FieldId {
            owner: id,
            index: fields.len(),
        };
        fields.push(field(cx, id, property, required.contains(wire)));
    }
    let is_open = matches!(
        parts.additional,
        Some((
            AdditionalProperties::Any(true) | AdditionalProperties::Schema(_),
            _
        ))
    );
    let additional = additional(cx, parts.additional, id);
    let converts_from = converts_from(cx, id, view, at);
    let list = view.text("x-truto-list").map(|wire| FieldName {
        wire: wire.to_owned(),
        origin: at.key("x-truto-list").origin(),
    });
    let live_support = view.extension("x-truto-live-support").and_then(|value| {
        let at = at.key("x-truto-live-support");
        live_support::live_support(cx.diags, value, &at).map(Box::new)
    });
    Struct {
        fields,
        additional,
        is_open,
        converts_from,
        received: Vec::new(),
        list,
        live_support,
        subtypes: None,
        alternatives: parts.alternatives,
    }
}

/// Returns the required properties, and reports names that are not a property.
fn required<'b>(cx: &mut Context<'b, '_>, parts: &Parts<'b>) -> BTreeSet<&'b str> {
    let known: BTreeSet<&str> = parts.properties.keys().copied().collect();
    let mut required = BTreeSet::new();
    for (wire, at) in &parts.required {
        if known.contains(wire) {
            required.insert(*wire);
        } else {
            keywords::unknown_required_name(cx, wire, at, &known);
        }
    }
    required
}

fn field<'b>(
    cx: &mut Context<'b, '_>,
    id: FieldId,
    property: &Property<'b>,
    required: bool,
) -> Field {
    let Property {
        wire, schema, at, ..
    } = property;
    let written = match *schema {
        SchemaRef::Item(schema) => Some(View::of(schema)),
        SchemaRef::To(_) => None,
    };
    let words = Words::of_type(id.owner, *wire);
    let ty = types::type_of(cx, *schema, at, &words);
    let origin = at.key_origin();
    let chosen = written.as_ref().and_then(|view| field_name(view, &ty));
    if let Some(view) = &written
        && let Some(cell) = support::cell(cx.diags, &view.data.extensions, at, wire)
    {
        cx.shared.cells.entry(id.owner).or_default().push(cell);
    }
    Field {
        id,
        wire: (*wire).to_owned(),
        chosen: chosen.map(str::to_owned),
        ty,
        required,
        nullable: property.is_nullable(cx),
        read_only: property.is(|data| data.read_only),
        write_only: property.is(|data| data.write_only),
        docs: field_docs(cx, property),
        default: property.described(cx, |view, _| view.data.default.clone()),
        example: property.described(cx, |view, _| view.data.example.clone()),
        format: annotations::format_of(cx, *schema, at),
        constraints: property
            .described(cx, |view, at| {
                let constraints = constraints::constraints(view, at);
                (!constraints.is_empty()).then_some(constraints)
            })
            .unwrap_or_default(),
        reference: written
            .as_ref()
            .and_then(|view| view.text("x-truto-reference"))
            .map(str::to_owned),
        origin,
    }
}

/// On an inline object or enum, `x-truto-name` names the type; on any other property, it names the field.
fn field_name<'b>(view: &View<'b>, ty: &TypeRef) -> Option<&'b str> {
    let makes_type = matches!(ty, TypeRef::Named(_)) && view.sole_element().is_none();
    if makes_type {
        None
    } else {
        view.text("x-truto-name")
    }
}

/// Returns the documentation of a property: the text of the last schema that has any.
fn field_docs<'b>(cx: &Context<'b, '_>, property: &Property<'b>) -> Docs {
    let has_text = |docs: &Docs| docs.summary.is_some() || docs.description.is_some();
    let written = property
        .written()
        .map(|schema| annotations::docs(&View::of(schema)));
    let (texts, others): (Vec<Docs>, Vec<Docs>) = written.partition(has_text);
    let mut docs = texts.into_iter().chain(others).next().unwrap_or_default();
    if !has_text(&docs) {
        docs.description = property.described(cx, |view, _| view.data.description.clone());
    }
    docs.deprecated = property.is(|data| data.deprecated);
    docs
}

fn additional<'b>(
    cx: &mut Context<'b, '_>,
    additional: Option<(&'b AdditionalProperties, At<'b>)>,
    owner: TypeId,
) -> Additional {
    match additional {
        Some((AdditionalProperties::Schema(schema), at)) => {
            let words = Words::of_type(owner, "value");
            let ty = types::element_of(cx, schema.as_ref().into(), &at, &words);
            match ty {
                TypeRef::Primitive(Primitive::Any | Primitive::Raw) => Additional::Raw,
                ty => Additional::Typed(ty),
            }
        }
        _ => Additional::Raw,
    }
}

/// Returns the types that this one can be converted from: each only once, and never itself, since between two
/// types there is at most one conversion, and a type needs none from itself.
fn converts_from<'b>(
    cx: &mut Context<'b, '_>,
    owner: TypeId,
    view: &View<'b>,
    at: &At<'b>,
) -> Vec<TypeId> {
    let Some(Value::Array(references)) = view.extension("x-truto-converts-from") else {
        return Vec::new();
    };
    let mut found: Vec<TypeId> = Vec::new();
    let mut places = Vec::new();
    for (index, reference) in references.iter().enumerate() {
        let at = at.key("x-truto-converts-from").index(index);
        let origin = at.origin();
        let target = reference.as_str().and_then(|text| at.target(text));
        let diagnostic = match target.map(|target| types::component(cx, &target)) {
            Some(TypeRef::Named(id)) if id == owner => {
                let message = "`x-truto-converts-from` lists the schema that it is part of";
                Diagnostic::error(origin, message)
                    .help("remove this entry, or write another schema")
            }
            Some(TypeRef::Named(id)) => {
                let known = found.iter().position(|known| *known == id);
                let Some(first) = known.and_then(|index| places.get(index)) else {
                    found.push(id);
                    places.push(origin);
                    continue;
                };
                let message = "the same schema is listed twice, possibly under another name";
                Diagnostic::error(origin, message)
                    .related(*first, "first listed here")
                    .help("remove one of them")
            }
            _ => {
                let message = "a schema can only be converted from an object with properties";
                Diagnostic::error(origin, message).help("write a schema that has properties")
            }
        };
        cx.diags.push(diagnostic);
    }
    found
}
