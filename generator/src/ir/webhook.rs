//! Requests that a server sends.

use super::docs::Docs;
use super::operation::HttpMethod;
use super::status::StatusRange;
use super::types::{TypeRef, Value};
use crate::source::Origin;

/// A request that the server sends when something happens: a webhook, or a callback of an operation.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// The name in the document: `contact.created`.
    pub name: String,
    /// The words of its name: those of the document and, if there are several methods, the method.
    pub words: String,
    /// The name that the document chooses with `x-truto-name`.
    pub chosen: Option<String>,
    /// If it is a callback: who requests it.
    pub callback: Option<Callback>,
    /// The HTTP method.
    pub http: HttpMethod,
    /// The body.
    pub payload: Option<Payload>,
    /// The kinds and names of the parameters, for the documentation: `header`, `X-Event`.
    pub parameters: Vec<(&'static str, String)>,
    /// The statuses of a successful response.
    pub statuses: Vec<StatusRange>,
    /// The summary, description and link.
    pub docs: Docs,
    /// The location of the name.
    pub origin: Origin,
}

/// The origin of a callback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callback {
    /// The method and the path of the operation, or of the webhook, that causes it: `POST /streams`.
    pub operation: String,
    /// The expression of the URL to which it is sent: `{$request.query.callbackUrl}/data`.
    pub url: String,
}

/// The body of a request that the server sends.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The type: bytes, unless it is JSON.
    pub ty: TypeRef,
    /// The media type.
    pub media_type: String,
    /// The other media types, whose bodies have no type.
    pub others: Vec<String>,
    /// The description of the body.
    pub description: Option<String>,
    /// The `example`, for samples.
    pub example: Option<Value>,
}

impl Payload {
    /// Whether the body is JSON.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.ty != TypeRef::Primitive(super::types::Primitive::Bytes)
    }
}
