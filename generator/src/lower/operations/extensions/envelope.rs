//! The envelope of a response: `x-truto-envelope`.

use serde_json::Value;

use crate::diag::Diagnostic;
use crate::ir::{Envelope, Pagination, Primitive, TypeRef, Words};
use crate::lower::context::Context;
use crate::lower::operations::media::{self, Content};
use crate::lower::operations::source::OperationSource;
use crate::lower::schema::merged;

const KEY: &str = "x-truto-envelope";

/// Returns the envelope of an operation.
pub(crate) fn envelope(source: &OperationSource<'_, '_>) -> Option<Envelope> {
    Some(Envelope {
        key: source.extension(KEY)?.as_str()?.to_owned(),
        origin: source.at.key(KEY).origin(),
    })
}

/// Returns the key of the envelope. A page has none.
pub(crate) fn key<'b>(
    cx: &mut Context<'b, '_>,
    source: &OperationSource<'_, 'b>,
    pagination: Option<&Pagination>,
) -> Option<&'b str> {
    let key = source.extension(KEY).and_then(Value::as_str)?;
    if let Some(pagination) = pagination {
        cx.diags.push(envelope_of_page(source, pagination));
    }
    Some(key)
}

fn envelope_of_page(source: &OperationSource<'_, '_>, pagination: &Pagination) -> Diagnostic {
    let message = "`x-truto-envelope` and `x-truto-pagination` cannot be combined";
    let help = "remove `x-truto-envelope`: `x-truto-pagination` already names the property that contains the items";
    let envelope = source.at.key(KEY);
    envelope
        .key_error(message, help)
        .related(pagination.origin, "the pagination")
}

/// Returns the type of the property `key` of an envelope. The envelope itself gets no type.
pub(crate) fn opened<'b>(
    cx: &mut Context<'b, '_>,
    content: &Content<'b>,
    key: &str,
    words: &Words,
) -> TypeRef {
    if let Some(parts) = media::opened_parts(cx, content)
        && let Some(property) = parts.properties.get(key)
    {
        return merged::element_of(cx, property, words);
    }
    let message =
        format!("`x-truto-envelope` names `{key}`, which is not a property of the response schema");
    let help =
        "add the property to the schema of the whole response body, or correct `x-truto-envelope`";
    cx.diags.push(content.at.key("schema").error(message, help));
    TypeRef::Primitive(Primitive::Any)
}
