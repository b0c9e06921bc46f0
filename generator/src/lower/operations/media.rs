//! Selects the media type of a body, and its Rust type.

use indexmap::IndexMap;
use openapiv3::MediaType;

use crate::bundle::At;
use crate::ir::{Media, Primitive, TypeRef};
use crate::lower::context::Context;
use crate::lower::schema::all_of::{self, Parts};
use crate::lower::schema::references::{self, SchemaRef};
use crate::lower::schema::types;
use crate::lower::schema::view::View;

/// The selected media type of a body.
pub(super) struct Content<'b> {
    pub(super) media: Media,
    pub(super) described: &'b MediaType,
    pub(super) at: At<'b>,
}

/// Returns the media type that the client uses: JSON before forms before text before bytes.
pub(super) fn content<'b>(
    cx: &mut Context<'b, '_>,
    content: &'b IndexMap<String, MediaType>,
    at: &At<'b>,
) -> Option<Content<'b>> {
    let found = content.iter().filter_map(|(name, described)| {
        let media = match media(name)? {
            Media::Json(_) if essence(name) == "*/*" && is_bytes(cx, described, at) => {
                Media::Binary(name.clone())
            }
            media => media,
        };
        Some((media, name, described))
    });
    let chosen = found.min_by_key(|(media, _, _)| rank(media));
    for name in content
        .keys()
        .filter(|name| chosen.as_ref().is_none_or(|(_, chosen, _)| chosen != name))
    {
        let at = at.key("content").key(name);
        match &chosen {
            Some((_, chosen, _)) => {
                let message =
                    format!("the media type `{name}` has no effect: the client uses `{chosen}`");
                cx.diags
                    .push(at.key_warning(message, "keep one media type"));
            }
            None => {
                let help = "write JSON, `application/x-www-form-urlencoded`, a text type such as `text/plain`, or a binary type such as `application/octet-stream`";
                cx.diags
                    .push(at.unsupported(&format!("the media type `{name}`"), help));
            }
        }
    }
    let (media, name, described) = chosen?;
    Some(Content {
        media,
        described,
        at: at.key("content").key(name),
    })
}

/// Whether the schema describes only bytes.
fn is_bytes(cx: &Context<'_, '_>, described: &MediaType, at: &At<'_>) -> bool {
    let schema = described.schema.as_ref().map(SchemaRef::from);
    schema
        .and_then(|schema| references::target(cx, schema, at))
        .is_some_and(|(schema, _)| View::of(schema).is_bytes())
}

/// Returns the properties of an object that the client unwraps and that gets no type.
pub(super) fn opened_parts<'b>(
    cx: &mut Context<'b, '_>,
    content: &Content<'b>,
) -> Option<Parts<'b>> {
    let schema = SchemaRef::from(content.described.schema.as_ref()?);
    let (schema, at) = references::target(cx, schema, &content.at.key("schema"))?;
    cx.reached.insert(at.clone());
    Some(all_of::parts(cx, &View::of(schema), &at))
}

/// Returns the Rust type of a request body. It is never null, which would be another way to send nothing.
pub(super) fn content_type<'b>(
    cx: &mut Context<'b, '_>,
    content: &Content<'b>,
    words: &str,
) -> TypeRef {
    match response_content_type(cx, content, words) {
        TypeRef::Nullable(ty) => *ty,
        ty => ty,
    }
}

/// Returns the Rust type of a response body.
pub(super) fn response_content_type<'b>(
    cx: &mut Context<'b, '_>,
    content: &Content<'b>,
    words: &str,
) -> TypeRef {
    match (&content.media, &content.described.schema) {
        (Media::Text(_), _) => TypeRef::Primitive(Primitive::String),
        (Media::Binary(_), _) => TypeRef::Primitive(Primitive::Bytes),
        (_, Some(schema)) => types::element_of(cx, schema.into(), &content.at.key("schema"), words),
        (_, None) => TypeRef::Primitive(Primitive::Any),
    }
}

/// Matches `application/json` and `application/problem+json`, also with parameters.
pub(super) fn is_json(name: &str) -> bool {
    let essence = essence(name);
    essence == "application/json" || essence == "*/*" || essence.ends_with("+json")
}

fn essence(name: &str) -> String {
    name.split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Returns `None` for a media type that the client does not support.
fn media(name: &str) -> Option<Media> {
    let essence = essence(name);
    match essence.split_once('/')? {
        _ if essence == "*/*" => Some(Media::Json("application/json".to_owned())),
        _ if is_json(name) => Some(Media::Json(name.to_owned())),
        ("application", "x-www-form-urlencoded") => Some(Media::Form),
        ("multipart", _) => None,
        ("text", _) => Some(Media::Text(name.to_owned())),
        _ => Some(Media::Binary(name.to_owned())),
    }
}

fn rank(media: &Media) -> u8 {
    match media {
        Media::Json(_) => 0,
        Media::Form => 1,
        Media::Text(_) => 2,
        Media::Binary(_) => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_told_apart_by_their_essence() {
        assert!(matches!(
            media("application/json; charset=utf-8"),
            Some(Media::Json(_))
        ));
        assert!(matches!(
            media("application/vnd.api+json"),
            Some(Media::Json(_))
        ));
        assert!(matches!(media("text/csv"), Some(Media::Text(_))));
        assert!(matches!(media("application/pdf"), Some(Media::Binary(_))));
        assert_eq!(media("multipart/form-data"), None);
        assert_eq!(media("nonsense"), None);
    }
}
