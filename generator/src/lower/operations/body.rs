//! Request bodies.

use openapiv3::RequestBody;

use super::extensions::cells;
use super::media::{self, Content};
use super::source::OperationSource;
use crate::bundle::At;
use crate::ir::{Body, Docs, FieldSupport, HttpMethod, Media, OperationId, Words};
use crate::lower::context::Context;
use crate::lower::schema::references;

/// A body, and the support cells on its media type.
pub(super) struct FoundBody {
    pub(super) body: Body,
    pub(super) cells: Vec<FieldSupport>,
    /// The last words of the name of an operation with this body, if it has another one too: `as form`.
    pub(super) variant: String,
}

/// Lowers the request bodies of an operation, one for each media type. The first one is preferred.
pub(super) fn bodies<'b>(
    cx: &mut Context<'b, '_>,
    source: &OperationSource<'_, 'b>,
) -> Vec<FoundBody> {
    let at = source.at.key("requestBody");
    let body = source.operation.request_body.as_ref();
    let resolved =
        body.and_then(|body| references::resolved(cx, body, &at, |all| &all.request_bodies));
    let Some((described, at)) = resolved else {
        return Vec::new();
    };
    media::check_names(cx, &described.content, &at);
    let requests = media::requests(cx, &described.content, &at);
    let mut bodies = Vec::with_capacity(requests.sent.len());
    for (variant, content) in requests.sent {
        let id = OperationId {
            index: source.id.index + bodies.len(),
            ..source.id
        };
        let body = of_content(cx, id, described, &content, &at);
        if source.http == HttpMethod::Patch
            && let Some(id) = body.ty.named()
            && let Some(def) = cx.shared.types.get_mut(id.index())
        {
            def.in_patch = true;
        }
        bodies.push(FoundBody {
            body,
            cells: cells::media_cells(cx, &content),
            variant,
        });
    }
    bodies
}

/// Lowers a body of one media type, of the operation `id`.
fn of_content<'b>(
    cx: &mut Context<'b, '_>,
    id: OperationId,
    described: &'b RequestBody,
    content: &Content<'b>,
    at: &At<'b>,
) -> Body {
    media::lost_request_schema(cx, content);
    Body {
        ty: media::request_type(cx, content, &Words::of_operation(id, "Body")),
        media: match &content.media {
            // A request has a concrete media type, not a range.
            Media::Binary(range) if range.contains('*') => {
                Media::Binary("application/octet-stream".to_owned())
            }
            Media::Json(range) if range.contains('*') => Media::Json("application/json".to_owned()),
            media => media.clone(),
        },
        media_types: media::media_types(content),
        required: described.required,
        docs: Docs {
            description: described.description.clone(),
            ..Docs::default()
        },
        example: content.described.example.clone(),
        origin: at.key_origin(),
    }
}
