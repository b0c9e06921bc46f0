//! Properties that several schemas of objects describe together.

use super::all_of::{self, Property};
use super::extensions::misplaced;
use super::overlap;
use super::references::SchemaRef;
use super::view::View;
use super::{keywords, limits, structs, types};
use crate::ir::{SchemaPlace, TypeId, TypeKind, TypeRef, Within, Words};
use crate::lower::context::{Context, TypeName, Unfinished};
use crate::lower::extensions::keys;

/// The maximum nesting of merged objects.
const MOST_LEVELS: usize = 16;

/// The maximum number of types of merged objects. Each set of schemas makes another type, and a small document can have very many sets.
const MOST_TYPES: usize = 20_000;

/// Returns the type of a property: an object with the properties of all schemas, if several of them decide it.
pub(crate) fn type_of<'b>(
    cx: &mut Context<'b, '_>,
    property: &Property<'b>,
    words: &Words,
) -> TypeRef {
    if !property.beside.is_empty() {
        if let Some(id) = object(cx, property, words) {
            return TypeRef::Named(id);
        }
        let beside = property.beside.iter().map(|(_, at)| at.clone());
        let beside: Vec<_> = beside.collect();
        all_of::ignored(cx, property.wire, &beside, &property.at);
    }
    types::type_of(cx, property.schema, &property.at, words)
}

/// Returns the type of a property, which can be null.
pub(crate) fn element_of<'b>(
    cx: &mut Context<'b, '_>,
    property: &Property<'b>,
    words: &Words,
) -> TypeRef {
    let ty = type_of(cx, property, words);
    types::or_null(cx, ty, property.schema, &property.at)
}

/// Returns the object with the properties of all schemas, or `None` if there are too many such objects.
fn object<'b>(cx: &mut Context<'b, '_>, property: &Property<'b>, words: &Words) -> Option<TypeId> {
    let mut schemas = Vec::new();
    for located in property.deciding() {
        let (view, at) = overlap::defined(cx, &located)?;
        schemas.push((view.schema, at));
    }
    let sources: Vec<_> = schemas.iter().map(|(_, at)| at.source_id()).collect();
    if let Some(known) = cx.shared.merged.types.get(&sources) {
        return Some(*known);
    }
    let levels = &cx.shared.merged.levels;
    let level = match words.within {
        Some(Within::Type(owner)) => levels.get(&owner).copied().unwrap_or_default(),
        _ => 0,
    };
    if level >= MOST_LEVELS || levels.len() >= MOST_TYPES {
        return None;
    }
    check(cx, property);
    let (schema, at) = schemas.pop()?;
    let chosen = keys::name(&schema.schema_data.extensions);
    let is_inline = matches!(property.schema, SchemaRef::Item(_));
    let name = TypeName {
        words: words.clone(),
        chosen: chosen.filter(|_| is_inline).map(str::to_owned),
        place: SchemaPlace::Property(property.wire.to_owned()),
    };
    let docs = property.docs(cx, property.flags(cx).deprecated);
    let id = cx.define(name, docs, TypeKind::Struct(structs::empty()), &property.at);
    cx.shared.merged.types.insert(sources, id);
    cx.shared.merged.levels.insert(id, level + 1);
    cx.unfilled.push_back(Unfinished {
        id,
        schema,
        at,
        beside: schemas,
    });
    Some(id)
}

/// Reports keywords without effect, as for the schemas that are types of their own.
fn check<'b>(cx: &mut Context<'b, '_>, property: &Property<'b>) {
    for (schema, at) in property.deciding() {
        cx.reached.insert(at.clone());
        if let SchemaRef::Item(schema) = schema {
            let view = View::of(schema);
            misplaced::misplaced(cx, &view, &at);
            keywords::unrepresented(cx, &view, &at);
            limits::check(cx, &view, &at);
        }
    }
}
