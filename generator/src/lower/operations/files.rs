//! Finds the files among the parts of multipart bodies, before any schema is lowered: a schema of bytes is a file there, but text
//! in JSON.

use std::collections::HashSet;

use openapiv3::{MediaType, Operation, ReferenceOr, Schema};

use super::media_type;
use crate::bundle::At;
use crate::ir::Media;
use crate::lower::context::Context;
use crate::lower::schema::references::{self, SchemaRef};
use crate::lower::schema::view::View;

/// The schemas that were visited, by their location: each is visited once, however many bodies share it.
#[derive(Default)]
struct Seen<'b> {
    /// As the body of a request.
    bodies: HashSet<At<'b>>,
    /// As a part of a body.
    parts: HashSet<At<'b>>,
}

/// Marks the schemas of all files of the API.
pub(crate) fn mark(cx: &mut Context<'_, '_>) {
    let doc = cx.doc;
    let mut seen = Seen::default();
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
    seen: &mut Seen<'b>,
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
            mark_encoded(cx, described, &at);
        }
    }
}

/// Marks the properties whose encoding says that a string is a file: `contentType: image/png`. Schemas that are referred to are
/// left alone, because they are text elsewhere.
fn mark_encoded<'b>(cx: &mut Context<'b, '_>, described: &'b MediaType, at: &At<'b>) {
    let encodings = described.encoding.iter();
    let files: HashSet<&str> = encodings
        .filter(|(_, of)| of.content_type.as_deref().is_some_and(is_file))
        .map(|(name, _)| name.as_str())
        .collect();
    let Some(schema) = described.schema.as_ref().filter(|_| !files.is_empty()) else {
        return;
    };
    let mut seen = HashSet::new();
    let mut schemas = Combined::of((schema.into(), at.clone()), &mut seen);
    while let Some((view, at)) = schemas.next(cx) {
        let properties = view.properties.into_iter().flatten();
        for (name, property) in properties.filter(|(name, _)| files.contains(name.as_str())) {
            mark_text(cx, property, at.key("properties").key(name));
        }
    }
}

/// Marks a string, or the strings of a list.
fn mark_text(cx: &mut Context<'_, '_>, schema: &ReferenceOr<Box<Schema>>, at: At<'_>) {
    let ReferenceOr::Item(schema) = schema else {
        return;
    };
    let view = View::of(schema);
    if view.ty == Some("string") && view.format.is_none() && view.values.is_empty() {
        cx.shared.files.insert(at.source_id());
    } else if let Some(ReferenceOr::Item(items)) = view.items {
        let view = View::of(items);
        if view.ty == Some("string") && view.format.is_none() && view.values.is_empty() {
            cx.shared.files.insert(at.key("items").source_id());
        }
    }
}

/// Whether a part of one of these media types is a file, and not text, JSON or a form.
fn is_file(content_type: &str) -> bool {
    content_type.split(',').any(|name| {
        let media = media_type::media(name.trim());
        matches!(media, Some(Media::Binary(_))) && !media_type::is_format_of_text(name)
    })
}

/// Marks the properties of a body.
fn mark_parts<'b>(
    cx: &mut Context<'b, '_>,
    schema: SchemaRef<'b>,
    at: &At<'b>,
    seen: &mut Seen<'b>,
) {
    let mut schemas = Combined::of((schema, at.clone()), &mut seen.bodies);
    while let Some((view, at)) = schemas.next(cx) {
        for (name, property) in view.properties.into_iter().flatten() {
            let at = at.key("properties").key(name);
            mark_part(cx, (property.into(), at), &mut seen.parts);
        }
    }
}

/// Marks the schema of a part if it is a file, and those of the items of a list and of alternatives.
fn mark_part<'b>(
    cx: &mut Context<'b, '_>,
    part: (SchemaRef<'b>, At<'b>),
    seen: &mut HashSet<At<'b>>,
) {
    let mut schemas = Combined::of(part, seen);
    while let Some((view, at)) = schemas.next(cx) {
        if view.is_bytes() {
            cx.shared.files.insert(at.source_id());
        }
        let items = view.items.map(|items| (items.into(), at.key("items")));
        schemas.open.extend(items);
    }
}

/// A schema, and all that it combines.
struct Combined<'s, 'b> {
    open: Vec<(SchemaRef<'b>, At<'b>)>,
    seen: &'s mut HashSet<At<'b>>,
}

impl<'s, 'b> Combined<'s, 'b> {
    /// `seen` has the schemas that are skipped.
    fn of(schema: (SchemaRef<'b>, At<'b>), seen: &'s mut HashSet<At<'b>>) -> Self {
        let open = vec![schema];
        Self { open, seen }
    }

    fn next(&mut self, cx: &Context<'b, '_>) -> Option<(View<'b>, At<'b>)> {
        while let Some((schema, at)) = self.open.pop() {
            if let Some((schema, at)) = references::target(cx, schema, &at)
                && self.seen.insert(at.clone())
            {
                let view = View::of(schema);
                self.open.extend(alternatives(&view, &at));
                return Some((view, at));
            }
        }
        None
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
