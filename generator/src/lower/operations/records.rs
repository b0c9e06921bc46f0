//! Responses that are streams of events or lines.

use std::collections::HashSet;

use openapiv3::{MediaType, Schema};

use crate::bundle::At;
use crate::ir::{Media, Primitive, RecordForm, Records, TypeRef, Words};
use crate::lower::context::Context;
use crate::lower::schema::references::{self, SchemaRef};
use crate::lower::schema::types;
use crate::lower::schema::view::View;

/// The properties of an event.
const DATA: &str = "data";
const OTHERS: [&str; 4] = ["event", "id", "retry", "comment"];

/// Returns the type of the records of a stream of this media type. Its schema describes a record, or the list of all of them.
pub(super) fn records<'b>(
    cx: &mut Context<'b, '_>,
    media: &Media,
    described: &'b MediaType,
    (at, words): (&At<'b>, &Words),
) -> Records {
    let schema = described.schema.as_ref().map(SchemaRef::from);
    let item = schema.and_then(|schema| item(cx, schema, at.key("schema")));
    let Some((schema, at)) = item else {
        return Records {
            media: media.clone(),
            form: RecordForm::Json,
            ty: TypeRef::Primitive(Primitive::Any),
        };
    };
    let form = match media.is_events() {
        true => form(cx, schema, &at),
        false => RecordForm::Json,
    };
    Records {
        media: media.clone(),
        form,
        ty: match form {
            RecordForm::Json => types::element_of(cx, schema, &at, words),
            RecordForm::Text | RecordForm::Whole => types::type_of(cx, schema, &at, words),
        },
    }
}

/// Returns the schema of a record; `None` if it is not described.
fn item<'b>(
    cx: &mut Context<'b, '_>,
    schema: SchemaRef<'b>,
    at: At<'b>,
) -> Option<(SchemaRef<'b>, At<'b>)> {
    let (list, list_at) = references::target(cx, schema, &at)?;
    let view = View::of(list);
    if view.ty != Some("array") {
        return Some((schema, at));
    }
    cx.reached.insert(list_at.clone());
    Some((view.items?.into(), list_at.key("items")))
}

fn form<'b>(cx: &Context<'b, '_>, schema: SchemaRef<'b>, at: &At<'b>) -> RecordForm {
    let Some((schema, at)) = references::target(cx, schema, at) else {
        return RecordForm::Json;
    };
    match View::of(schema).ty {
        Some("string") => RecordForm::Text,
        _ if is_event(cx, schema, &at, &mut HashSet::new()) => RecordForm::Whole,
        _ => RecordForm::Json,
    }
}

/// Whether the schema describes a whole event, and not only its data. Choices in `seen` were looked at before.
fn is_event<'b>(
    cx: &Context<'b, '_>,
    schema: &'b Schema,
    at: &At<'b>,
    seen: &mut HashSet<At<'b>>,
) -> bool {
    let view = View::of(schema);
    if let Some(properties) = view.properties {
        let is_known = |name: &String| name == DATA || OTHERS.contains(&name.as_str());
        let is_required = view.required.iter().any(|name| name == DATA);
        return properties.contains_key(DATA)
            && properties.keys().all(is_known)
            && (properties.len() > 1 || is_required);
    }
    let (keyword, cases) = match (view.one_of, view.any_of) {
        ([], []) => return false,
        ([], any_of) => ("anyOf", any_of),
        (one_of, _) => ("oneOf", one_of),
    };
    if !seen.insert(at.clone()) {
        return true;
    }
    let at = at.key(keyword);
    let mut cases = cases.iter().enumerate();
    cases.all(|(index, case)| {
        let case = references::target(cx, case.into(), &at.index(index));
        case.is_some_and(|(case, at)| is_event(cx, case, &at, seen))
    })
}
