//! Request bodies, and the choice among media types.

use indexmap::IndexMap;
use openapiv3::{MediaType, ReferenceOr, RequestBody};

use super::api::Lowering;
use super::extensions;
use super::naming::Named;
use super::types::Hint;
use crate::bundle::pointer;
use crate::ir::{Body, Docs, FieldSupport, HttpMethod, Media, Primitive, TypeRef};

/// A body and the support cells that stand on its media type.
pub(super) struct FoundBody {
    pub(super) body: Body,
    pub(super) cells: Vec<FieldSupport>,
}

/// One of the media types of a body, chosen.
pub(super) struct Content<'b> {
    pub(super) media: Media,
    pub(super) described: &'b MediaType,
    pub(super) at: String,
}

impl<'b> Lowering<'b, '_, '_> {
    pub(super) fn body(
        &mut self,
        operation: &'b openapiv3::Operation,
        at: &str,
        named: &Named,
        http: HttpMethod,
    ) -> Option<FoundBody> {
        let (body, at) = self.body_target(
            operation.request_body.as_ref()?,
            &format!("{at}/requestBody"),
        )?;
        let content = self.content(&body.content, &at)?;
        let ty = self.content_type(&content, &format!("{} Body", named.builder));
        let cells = match content.described.extensions.get("x-truto-support") {
            Some(value) => extensions::support_map(
                &mut self.reporter,
                value,
                &format!("{}/x-truto-support", content.at),
            ),
            None => Vec::new(),
        };
        if http == HttpMethod::Patch
            && let Some(id) = ty.named()
        {
            self.shared.patches.push(id);
        }
        let body = Body {
            ty,
            media: content.media,
            required: body.required,
            docs: Docs {
                description: body.description.clone(),
                ..Docs::default()
            },
            origin: self.reporter.key_origin(&at),
        };
        Some(FoundBody { body, cells })
    }

    fn body_target(
        &self,
        body: &'b ReferenceOr<RequestBody>,
        at: &str,
    ) -> Option<(&'b RequestBody, String)> {
        let section = self
            .doc
            .components
            .as_ref()
            .map(|components| &components.request_bodies);
        super::resolved(body, at, section)
    }

    /// The media type that the client uses: JSON before forms before text before bytes.
    pub(super) fn content(
        &mut self,
        content: &'b IndexMap<String, MediaType>,
        at: &str,
    ) -> Option<Content<'b>> {
        let found = content
            .iter()
            .filter_map(|(name, described)| Some((media(name)?, name, described)));
        let chosen = found.min_by_key(|(media, _, _)| rank(media));
        for name in content
            .keys()
            .filter(|name| chosen.as_ref().is_none_or(|(_, chosen, _)| chosen != name))
        {
            let at = pointer::child(&format!("{at}/content"), name);
            match &chosen {
                Some((_, chosen, _)) => {
                    let message = format!(
                        "the media type `{name}` has no effect: the client uses `{chosen}`"
                    );
                    self.reporter
                        .key_warning(&at, message, "keep one media type");
                }
                None => {
                    let help = "describe the body as JSON, a form, text or bytes";
                    self.reporter
                        .unsupported(&at, &format!("the media type `{name}`"), help);
                }
            }
        }
        let (media, name, described) = chosen?;
        Some(Content {
            media,
            described,
            at: pointer::child(&format!("{at}/content"), name),
        })
    }

    /// The Rust type of a body. A request's body is never null: that would only be another way to send nothing.
    pub(super) fn content_type(&mut self, content: &Content<'b>, words: &str) -> TypeRef {
        match self.response_content_type(content, words) {
            TypeRef::Nullable(ty) => *ty,
            ty => ty,
        }
    }

    /// The Rust type of a response's body.
    pub(super) fn response_content_type(&mut self, content: &Content<'b>, words: &str) -> TypeRef {
        match (&content.media, &content.described.schema) {
            (Media::Text(_), _) => TypeRef::Primitive(Primitive::String),
            (Media::Binary(_), _) => TypeRef::Primitive(Primitive::Bytes),
            (_, Some(schema)) => self.element_of(
                schema.into(),
                &format!("{}/schema", content.at),
                Hint { words },
            ),
            (_, None) => TypeRef::Primitive(Primitive::Any),
        }
    }
}

/// `application/json`, `application/problem+json`, also with parameters.
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

/// `None`: a media type that the client cannot write or read.
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
