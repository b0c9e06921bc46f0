//! Request bodies.

use super::extensions::cells;
use super::media;
use super::source::OperationSource;
use crate::ir::{Body, Docs, FieldSupport, HttpMethod, Media, Words};
use crate::lower::context::Context;
use crate::lower::schema::references;

/// A body, and the support cells on its media type.
pub(super) struct FoundBody {
    pub(super) body: Body,
    pub(super) cells: Vec<FieldSupport>,
}

/// Lowers the request body of an operation.
pub(super) fn body<'b>(
    cx: &mut Context<'b, '_>,
    source: &OperationSource<'_, 'b>,
) -> Option<FoundBody> {
    let (body, at) = references::resolved(
        cx,
        source.operation.request_body.as_ref()?,
        &source.at.key("requestBody"),
        |all| &all.request_bodies,
    )?;
    media::check_names(cx, &body.content, &at);
    let contents = media::contents(cx, &body.content, &at)?;
    let media_types = contents.media_types();
    let content = contents.chosen;
    let ty = media::request_type(cx, &content, &Words::of_operation(source.id, "Body"));
    let cells = cells::media_cells(cx, &content);
    if source.http == HttpMethod::Patch
        && let Some(id) = ty.named()
        && let Some(def) = cx.shared.types.get_mut(id.index())
    {
        def.in_patch = true;
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
        media_types,
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
