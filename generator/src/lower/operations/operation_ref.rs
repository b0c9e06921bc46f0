//! An operation of the document, before lowering.

use openapiv3::{Operation, PathItem};
use serde_json::Value;

use crate::bundle::At;
use crate::ir::HttpMethod;

/// An operation with its location and its parents.
#[derive(Clone, Copy)]
pub(crate) struct OperationRef<'c, 'b> {
    pub(crate) operation: &'b Operation,
    pub(crate) at: &'c At<'b>,
    pub(crate) http: HttpMethod,
    pub(crate) path: &'b str,
    pub(crate) item: &'b PathItem,
    pub(crate) tag: &'c str,
    /// The index of its resource.
    pub(crate) resource: usize,
    /// The module of its resource.
    pub(crate) module: &'c str,
}

impl<'b> OperationRef<'_, 'b> {
    /// Returns the extension `name`.
    pub(crate) fn extension(&self, name: &str) -> Option<&'b Value> {
        self.operation.extensions.get(name)
    }
}
