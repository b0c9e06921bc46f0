//! The schemas of an operation: `x-truto-live-schemas`.

use serde_json::Value;

use super::reader::Reader;
use crate::bundle::At;
use crate::diag::Diagnostics;
use crate::ir::{FieldName, LiveSchemas};

/// Reads `x-truto-live-schemas`.
pub(crate) fn live_schemas(
    diags: &mut Diagnostics,
    value: &Value,
    at: &At<'_>,
) -> Option<LiveSchemas> {
    let [object, query, body, response] = LiveSchemas::KEYS;
    let keys = [
        "operation",
        "integration",
        "method",
        object,
        query,
        body,
        response,
    ];
    let mut reader = Reader::new(diags, value, at, &keys)?;
    let operation = reader
        .field_names("operation")
        .map(<[FieldName; 3]>::try_from);
    if let Some(Err(_)) = &operation {
        let message = "`operation` must list three path parameters";
        let help = "write the parameters of the model, the resource and the method, in this order";
        reader.error("operation", message, help);
    }
    let integration = reader.field_name("integration");
    let method = reader.field_name("method");
    let [object, query, body, response] = LiveSchemas::KEYS.map(|key| reader.field_name(key));
    Some(LiveSchemas {
        operation: operation?.ok()?,
        integration: integration?,
        method: method?,
        schemas: [object?, query?, body?, response?],
    })
}
