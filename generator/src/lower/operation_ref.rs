//! An operation of the document, before lowering.

use openapiv3::{Operation, PathItem};
use serde_json::Value;

use crate::bundle::At;
use crate::ir::HttpMethod;

/// An operation with its location and its parents.
#[derive(Clone, Copy)]
pub(super) struct OperationRef<'c, 'b> {
    pub(super) operation: &'b Operation,
    pub(super) at: &'c At<'b>,
    pub(super) http: HttpMethod,
    pub(super) path: &'b str,
    pub(super) item: &'b PathItem,
    pub(super) tag: &'c str,
    /// The index of its resource.
    pub(super) resource: usize,
    /// The module of its resource.
    pub(super) module: &'c str,
}

impl<'b> OperationRef<'_, 'b> {
    /// Returns the extension `name`.
    pub(super) fn extension(&self, name: &str) -> Option<&'b Value> {
        self.operation.extensions.get(name)
    }
}

/// Returns the method by its lowercase name.
pub(super) fn http_method(name: &str) -> Option<HttpMethod> {
    Some(match name {
        "get" => HttpMethod::Get,
        "put" => HttpMethod::Put,
        "post" => HttpMethod::Post,
        "delete" => HttpMethod::Delete,
        "options" => HttpMethod::Options,
        "head" => HttpMethod::Head,
        "patch" => HttpMethod::Patch,
        "trace" => HttpMethod::Trace,
        _ => return None,
    })
}
