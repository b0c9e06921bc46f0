//! Request bodies.

use openapiv3::{ReferenceOr, RequestBody};

use super::api::Lowering;
use super::naming::Named;
use crate::bundle::At;
use crate::ir::{Body, Docs, FieldSupport, HttpMethod, Media};

/// A body, and the support cells on its media type.
pub(super) struct FoundBody {
    pub(super) body: Body,
    pub(super) cells: Vec<FieldSupport>,
}

impl<'b> Lowering<'b, '_, '_> {
    pub(super) fn body(
        &mut self,
        operation: &'b openapiv3::Operation,
        at: &At<'b>,
        named: &Named,
        http: HttpMethod,
    ) -> Option<FoundBody> {
        let (body, at) =
            self.body_target(operation.request_body.as_ref()?, &at.key("requestBody"))?;
        let content = self.content(&body.content, &at)?;
        let ty = self.content_type(&content, &format!("{} Body", named.builder));
        let cells = match content.described.extensions.get("x-truto-support") {
            Some(value) => {
                super::support::support_map(self.diags, value, &content.at.key("x-truto-support"))
            }
            None => Vec::new(),
        };
        if http == HttpMethod::Patch
            && let Some(id) = ty.named()
        {
            self.shared.patches.push(id);
        }
        let body = Body {
            ty,
            media: match content.media {
                // A request has a concrete media type, not a range.
                Media::Binary(range) if range.contains('*') => {
                    Media::Binary("application/octet-stream".to_owned())
                }
                media => media,
            },
            required: body.required,
            docs: Docs {
                description: body.description.clone(),
                ..Docs::default()
            },
            example: content.described.example.clone(),
            origin: at.key_origin(),
        };
        Some(FoundBody { body, cells })
    }

    fn body_target(
        &self,
        body: &'b ReferenceOr<RequestBody>,
        at: &At<'b>,
    ) -> Option<(&'b RequestBody, At<'b>)> {
        let section = self
            .doc
            .components
            .as_ref()
            .map(|components| &components.request_bodies);
        super::resolved(body, at, section)
    }
}
