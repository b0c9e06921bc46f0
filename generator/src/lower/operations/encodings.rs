//! The encodings of the properties of a form or multipart body.

use openapiv3::{Encoding, MediaType};
use serde_json::Value;

use super::styles;
use crate::bundle::At;
use crate::ir::{Encodings, PropertyEncoding, Style};

/// Returns the encodings of the media type at `at`, if there are any.
pub(super) fn encodings(described: &MediaType, at: &At<'_>) -> Option<Encodings> {
    let at = at.key("encoding");
    let properties = described.encoding.iter();
    let properties = properties.map(|(wire, of)| property(wire, of, &at.key(wire.clone())));
    (!described.encoding.is_empty()).then(|| Encodings {
        properties: properties.collect(),
        origin: at.key_origin(),
    })
}

fn property(wire: &str, encoding: &Encoding, at: &At<'_>) -> PropertyEncoding {
    // The document model does not tell the default from `false`.
    let explode = at.key("explode").value().and_then(Value::as_bool);
    let style = encoding
        .style
        .as_ref()
        .map_or(Style::Form, styles::of_query);
    PropertyEncoding {
        wire: wire.to_owned(),
        media_type: encoding.content_type.clone(),
        style,
        explode: explode.unwrap_or(style == Style::Form),
        is_styled: encoding.style.is_some() || explode.is_some(),
        headers: (!encoding.headers.is_empty()).then(|| at.key("headers").key_origin()),
        origin: at.key_origin(),
    }
}
