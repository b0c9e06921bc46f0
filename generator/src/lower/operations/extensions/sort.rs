//! Sort parameters: an object of fields and directions, sent in the order in which they are set.

use openapiv3::ParameterData;

use crate::bundle::At;
use crate::diag::Diagnostic;
use crate::ir::{
    Enum, FieldSupport, Location, Meaning, QueryStyle, Repr, TypeId, TypeKind, TypeRef, Variant,
    Words, parameter_path,
};
use crate::lower::context::{Context, SortTypes};
use crate::lower::extensions::{keys, support};
use crate::lower::schema::all_of::{self, Property};
use crate::lower::schema::references::{self, SchemaRef};
use crate::lower::schema::view::View;
use crate::lower::schema::{annotations, types};

/// Returns the types of the parameter at `at`, whose schema is the object at `schema_at`, and adds the support of its fields.
/// Returns `None` if the schema is not an object of directions, which has been reported.
pub(crate) fn sort<'b>(
    cx: &mut Context<'b, '_>,
    data: &ParameterData,
    at: &At<'b>,
    location: Location,
    (schema, schema_at): (SchemaRef<'b>, &At<'b>),
    words: &Words,
    cells: &mut Vec<FieldSupport>,
) -> Option<SortTypes> {
    if location != Location::Query(QueryStyle::DeepObject) || data.required {
        let message = format!(
            "the parameter `{}` with the role `sort` must be an optional query parameter of the style `deepObject`",
            data.name
        );
        let help = "write `in: query` and `style: deepObject`, and remove `required`";
        cx.diags.push(at.key_error(message, help));
        return None;
    }
    let (target, at) = references::target(cx, schema, schema_at)?;
    let view = View::of(target);
    let properties = all_of::parts(cx, &[(view.schema, at.clone())]).properties;
    for property in properties.values() {
        cells.extend(sort_cell(cx, &data.name, property));
    }
    if let Some(known) = cx.sorts.get(&at) {
        return *known;
    }
    cx.reached.insert(at.clone());
    let properties: Vec<&Property<'b>> = properties.values().collect();
    let sort = direction(cx, &properties, &at).map(|direction| SortTypes {
        fields: sort_fields(cx, &view, &at, &properties, words),
        direction,
    });
    cx.sorts.insert(at, sort);
    sort
}

/// Returns a row of the matrix such as `sort_by.created_at`.
fn sort_cell<'b>(
    cx: &mut Context<'b, '_>,
    parameter: &str,
    property: &Property<'b>,
) -> Option<FieldSupport> {
    let view = written(property)?;
    let path = format!("{}.{}", parameter_path(parameter), property.wire);
    support::cell(cx.diags, &view.data.extensions, &property.at, &path)
}

/// Returns the enum that all properties share.
fn direction<'b>(
    cx: &mut Context<'b, '_>,
    properties: &[&Property<'b>],
    at: &At<'b>,
) -> Option<TypeId> {
    let mut first: Option<(TypeId, &Property<'b>)> = None;
    for property in properties {
        let words = Words::new(format!("{} direction", property.wire));
        let ty = types::type_of(cx, property.schema, &property.at, &words);
        let direction = ty.named().filter(|id| {
            let def = cx.shared.def(*id);
            ty == TypeRef::Named(*id)
                && def.is_some_and(|def| matches!(def.kind, TypeKind::Enum(_)))
        });
        let Some(direction) = direction else {
            let message = format!("the sort field `{}` has no directions", property.wire);
            let help = "write a `$ref` to an enum of directions, such as `[asc, desc]`";
            cx.diags.push(property.at.key_error(message, help));
            return None;
        };
        match first {
            None => first = Some((direction, property)),
            Some((known, _)) if known == direction => {}
            Some((_, other)) => {
                let message = format!(
                    "the sort fields `{}` and `{}` allow different directions",
                    property.wire, other.wire
                );
                let origin = property.at.key_origin();
                let diagnostic = Diagnostic::error(origin, message)
                    .related(other.at.key_origin(), "the other sort field")
                    .help("write a `$ref` to the same enum in all sort fields");
                cx.diags.push(diagnostic);
                return None;
            }
        }
    }
    if first.is_none() {
        let message = "the sort parameter has no fields";
        let help =
            "write an object schema: each property is a sort field, and its value is a direction";
        cx.diags.push(at.error(message, help));
    }
    first.map(|(direction, _)| direction)
}

/// Returns the closed enum of fields: only documented fields can be sorted by.
fn sort_fields<'b>(
    cx: &mut Context<'b, '_>,
    view: &View<'b>,
    at: &At<'b>,
    properties: &[&Property<'b>],
    words: &Words,
) -> TypeId {
    let words = match at.component("schemas") {
        Some(name) => Words::new(name),
        None => words.clone(),
    };
    let name = annotations::type_name(view, at, &words);
    let mut variants = Vec::with_capacity(properties.len());
    for property in properties {
        let written = written(property);
        let chosen = written
            .as_ref()
            .and_then(|view| keys::name(&view.data.extensions));
        variants.push(Variant {
            wire: property.wire.to_owned(),
            chosen: chosen.map(str::to_owned),
            title: None,
            origin: property.at.key_origin(),
            docs: written
                .map(|view| annotations::docs(&view))
                .unwrap_or_default(),
        });
    }
    let kind = TypeKind::Enum(Enum {
        repr: Repr::String,
        variants,
        meaning: Meaning::SortFields,
    });
    cx.define(name, annotations::docs(view), kind, at)
}

/// Returns the schema of a property if it is inline.
fn written<'b>(property: &Property<'b>) -> Option<View<'b>> {
    match property.schema {
        SchemaRef::Item(schema) => Some(View::of(schema)),
        SchemaRef::To(_) => None,
    }
}
