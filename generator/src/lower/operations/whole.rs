//! Forms and multipart bodies that are no objects. They have no fields or parts that the client could write, so programs write the whole
//! body.

use openapiv3::MediaType;

use super::media_type;
use crate::bundle::At;
use crate::ir::Media;
use crate::lower::context::Context;
use crate::lower::schema::references::SchemaRef;
use crate::lower::schema::shapes;

/// Returns how a form or multipart body at `at` is sent.
pub(super) fn media<'b>(
    cx: &Context<'b, '_>,
    media: Media,
    described: &'b MediaType,
    at: &At<'b>,
) -> Media {
    let schema = described.schema.as_ref().map(SchemaRef::from);
    match media {
        media if schema.is_none_or(|of| shapes::may_be_object(cx, of, &at.key("schema"))) => media,
        Media::Form => Media::Text(at.name().into_owned()),
        media => Media::Binary(media.name().to_owned()),
    }
}

/// Reports a form or multipart body that is sent as a whole. Returns whether it is one.
pub(super) fn report(cx: &mut Context<'_, '_>, sent: &Media, at: &At<'_>) -> bool {
    let name = at.name();
    let (what, help) = match (media_type::media(&name), sent) {
        (Some(Media::Form), Media::Text(_)) => (
            "so the form has no fields: the body is sent as a text",
            "describe an object; until then, programs have to write the encoded form",
        ),
        (Some(Media::Multipart(_)), Media::Binary(_)) => (
            "so there are no parts: the body is sent as bytes",
            "describe an object; until then, programs have to write all parts, and to set the media type with the boundary by `FilePart::with_content_type`",
        ),
        _ => return false,
    };
    let message = format!("the schema of `{name}` describes no object, {what}");
    cx.diags.push(at.key("schema").key_warning(message, help));
    true
}
