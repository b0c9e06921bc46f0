//! Finds the files among the parts of multipart bodies, before any schema is lowered: a schema of bytes is a file there, but text
//! in JSON.

use std::collections::HashSet;

use openapiv3::{Operation, ReferenceOr};

use super::media_type;
use crate::bundle::At;
use crate::lower::context::Context;
use crate::lower::schema::references::{self, SchemaRef};
use crate::lower::schema::view::View;

/// Marks the schemas of all files of the API.
pub(crate) fn mark(cx: &mut Context<'_, '_>) {
    let doc = cx.doc;
    let mut seen = HashSet::new();
    for (path, item) in &doc.paths.paths {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        for (method, operation) in item.iter() {
            let at = cx.root.key("paths").key(path).key(method);
            mark_of(cx, operation, &at, &mut seen);
        }
    }
}

fn mark_of<'b>(
    cx: &mut Context<'b, '_>,
    operation: &'b Operation,
    at: &At<'b>,
    seen: &mut HashSet<At<'b>>,
) {
    let body = operation.request_body.as_ref();
    let at = at.key("requestBody");
    let Some((body, at)) =
        body.and_then(|body| references::resolved(cx, body, &at, |all| &all.request_bodies))
    else {
        return;
    };
    for (name, described) in &body.content {
        let is_multipart = media_type::media(name).is_some_and(|media| media.is_multipart());
        if let Some(schema) = described.schema.as_ref().filter(|_| is_multipart) {
            let at = at.key("content").key(name).key("schema");
            mark_parts(cx, schema.into(), &at, seen);
        }
    }
}

/// Marks the properties of a body. `seen` has the bodies that were marked.
fn mark_parts<'b>(
    cx: &mut Context<'b, '_>,
    schema: SchemaRef<'b>,
    at: &At<'b>,
    seen: &mut HashSet<At<'b>>,
) {
    let mut open = vec![(schema, at.clone())];
    while let Some((schema, at)) = open.pop() {
        let Some((schema, at)) = references::target(cx, schema, &at) else {
            continue;
        };
        if !seen.insert(at.clone()) {
            continue;
        }
        let view = View::of(schema);
        for (name, property) in view.properties.into_iter().flatten() {
            let at = at.key("properties").key(name);
            mark_part(cx, property.into(), &at);
        }
        open.extend(alternatives(&view, &at));
    }
}

/// Marks the schema of a part if it is a file, and those of the items of a list and of alternatives.
fn mark_part<'b>(cx: &mut Context<'b, '_>, schema: SchemaRef<'b>, at: &At<'b>) {
    let mut open = vec![(schema, at.clone())];
    let mut seen = HashSet::new();
    while let Some((schema, at)) = open.pop() {
        let Some((schema, at)) = references::target(cx, schema, &at) else {
            continue;
        };
        if !seen.insert(at.clone()) {
            continue;
        }
        let view = View::of(schema);
        if view.is_bytes() {
            cx.shared.files.insert(at.location());
        }
        let items = view.items.map(|items| (items.into(), at.key("items")));
        open.extend(alternatives(&view, &at).chain(items));
    }
}

/// The schemas that are combined in one, with their locations.
fn alternatives<'v, 'b>(
    view: &'v View<'b>,
    at: &'v At<'b>,
) -> impl Iterator<Item = (SchemaRef<'b>, At<'b>)> + 'v {
    let lists = [
        ("allOf", view.all_of),
        ("oneOf", view.one_of),
        ("anyOf", view.any_of),
    ];
    lists.into_iter().flat_map(move |(keyword, list)| {
        let schemas = list.iter().enumerate();
        schemas.map(move |(index, schema)| (schema.into(), at.key(keyword).index(index)))
    })
}
