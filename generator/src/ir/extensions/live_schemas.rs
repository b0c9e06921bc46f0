//! The fields with the schemas of an operation: `x-truto-live-schemas`.

use super::field_name::FieldName;

/// The names in a response that describes an operation, as one integration supports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveSchemas {
    /// The path parameters that name the operation: the model, the resource and the method.
    pub operation: [FieldName; 3],
    /// The path parameter of the integration. An operation for an account does not have it.
    pub integration: FieldName,
    /// The property with the name of the method.
    pub method: FieldName,
    /// The properties with schemas, in the order of [`KEYS`](Self::KEYS).
    pub schemas: [FieldName; 4],
}

impl LiveSchemas {
    /// The keys of the schemas in the extension: of the whole object, the query, the request body and the response.
    pub const KEYS: [&'static str; 4] = ["object", "query", "body", "response"];
}
