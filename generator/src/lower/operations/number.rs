//! Whether an operation addresses one object of its resource or several.

use heck::ToSnakeCase;
use openapiv3::MediaType;
use serde_json::Value;

use super::media_type;
use super::operation_ref::OperationRef;
use crate::bundle::At;
use crate::ir::HttpMethod;
use crate::lower::context::Context;
use crate::lower::schema::references::{self, SchemaRef};
use crate::lower::schema::view::View;

/// Verbs and adjectives of operations on several objects.
const OF_MANY: &[&str] = &[
    "all", "batch", "bulk", "list", "many", "merge", "multiple", "search",
];

/// Whether the operation, with a name of these `words`, addresses one object of its resource.
///
/// An operation with a list in its request or response addresses several. Another one addresses one object if its path ends in the
/// id of the object, or if it is a POST, which creates one.
pub(super) fn addresses_one(
    cx: &Context<'_, '_>,
    source: &OperationRef<'_, '_>,
    words: &str,
) -> bool {
    let is_named_so = words
        .to_snake_case()
        .split('_')
        .any(|word| OF_MANY.contains(&word));
    let is_list = is_named_so || returns_list(cx, source) || sends_list(cx, source);
    let is_one = identifies_object(source.path, source.tag) || source.http == HttpMethod::Post;
    is_one && !is_list
}

/// Whether the path has a parameter after the name of the resource, or any if it does not have that name.
fn identifies_object(path: &str, tag: &str) -> bool {
    let tag = tag.to_snake_case();
    path.rsplit('/')
        .take_while(|segment| segment.to_snake_case() != tag)
        .any(|segment| segment.contains('{'))
}

fn returns_list(cx: &Context<'_, '_>, source: &OperationRef<'_, '_>) -> bool {
    if source.extension("x-truto-pagination").is_some() {
        return true;
    }
    let envelope = source.extension("x-truto-envelope").and_then(Value::as_str);
    source.successes().any(|(_, at, response)| {
        references::resolved(cx, response, &at, |all| &all.responses).is_some_and(
            |(response, at)| {
                let mut media = response.content.iter();
                media.any(|(name, described)| is_list(cx, name, described, &at, envelope))
            },
        )
    })
}

fn sends_list(cx: &Context<'_, '_>, source: &OperationRef<'_, '_>) -> bool {
    let at = source.at.key("requestBody");
    let body = source.operation.request_body.as_ref();
    let body = body.and_then(|body| references::resolved(cx, body, &at, |all| &all.request_bodies));
    body.is_some_and(|(body, at)| {
        let mut media = body.content.iter();
        media.any(|(name, described)| is_list(cx, name, described, &at, None))
    })
}

/// Whether the JSON, or the property `envelope` of it, is a list.
fn is_list(
    cx: &Context<'_, '_>,
    name: &str,
    described: &MediaType,
    at: &At<'_>,
    envelope: Option<&str>,
) -> bool {
    let at = at.key("content").key(name).key("schema");
    let schema = described
        .schema
        .as_ref()
        .filter(|_| media_type::is_json(name));
    let Some((schema, at)) = schema.and_then(|schema| references::target(cx, schema.into(), &at))
    else {
        return false;
    };
    let view = View::of(schema);
    let Some(key) = envelope else {
        return view.ty == Some("array");
    };
    let property = view
        .properties
        .and_then(|all| all.get(key))
        .map(SchemaRef::from);
    let at = at.key("properties").key(key);
    property
        .and_then(|property| references::target(cx, property, &at))
        .is_some_and(|(schema, _)| View::of(schema).ty == Some("array"))
}

#[cfg(test)]
mod tests {
    use super::identifies_object;

    #[test]
    fn the_id_follows_the_name_of_the_resource() {
        assert!(identifies_object("/contacts/{id}", "contacts"));
        assert!(identifies_object("/contacts/{id}/archive", "contacts"));
        assert!(identifies_object("/integration/{id}", "integrations"));
        assert!(!identifies_object("/contacts", "contacts"));
        assert!(!identifies_object("/users/{id}/taskLists", "task_lists"));
    }
}
