//! The fields of structs.

use std::collections::BTreeSet;

use openapiv3::AdditionalProperties;

use super::all_of::{self, Parts, Property};
use super::extensions::{conversions, objects};
use super::references::SchemaRef;
use super::view::View;
use super::{annotations, constraints, defaults, keywords, merged, types};
use crate::bundle::At;
use crate::ir::{Additional, Field, FieldId, Primitive, Struct, TypeId, TypeRef, Words};
use crate::lower::context::{Context, Unfinished};
use crate::lower::extensions::keys;

/// Returns the struct of an object.
pub(super) fn object_of<'b>(cx: &mut Context<'b, '_>, unfinished: &Unfinished<'b>) -> Struct {
    let (id, at) = (unfinished.id, &unfinished.at);
    let view = &View::of(unfinished.schema);
    let own = (unfinished.schema, at.clone());
    let parts = all_of::parts(cx, &[unfinished.beside.as_slice(), &[own]].concat());
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
    Struct {
        fields,
        additional,
        is_open,
        converts_from: conversions::converts_from(cx, id, view, at),
        received: Vec::new(),
        list: objects::list(view, at),
        live_support: objects::live_support(cx, view, at),
        live_schemas: objects::live_schemas(cx, view, at),
        lookups: objects::lookups(cx, view, at),
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
    let owner = cx.shared.unions.get(&id.owner).copied();
    let words = Words::of_type(owner.unwrap_or(id.owner), *wire);
    let ty = merged::type_of(cx, property, &words);
    let origin = at.key_origin();
    let chosen = written
        .as_ref()
        .and_then(|view| objects::field_name(cx, view, at, &ty));
    if let Some(view) = &written {
        objects::add_cell(cx, id.owner, view, at, wire);
    }
    let flags = property.flags(cx);
    let default = property.described(cx, |view, _| view.data.default.clone());
    let default = defaults::valid(default, &ty, &cx.shared.types);
    Field {
        id,
        wire: (*wire).to_owned(),
        chosen: chosen.map(str::to_owned),
        ty,
        required,
        nullable: property.is_nullable(cx),
        read_only: flags.read_only,
        write_only: flags.write_only,
        docs: property.docs(cx, flags.deprecated),
        default,
        fixed: None,
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
            .and_then(|view| keys::reference(&view.data.extensions))
            .map(str::to_owned),
        origin,
    }
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
