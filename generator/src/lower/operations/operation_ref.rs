//! An operation of the document, before lowering.

use openapiv3::{Operation, PathItem, ReferenceOr, Response, StatusCode};
use serde_json::Value;

use crate::bundle::At;
use crate::ir::{HttpMethod, OperationId, StatusRange};

/// An operation with its location and its parents.
#[derive(Clone, Copy)]
pub(crate) struct OperationRef<'c, 'b> {
    pub(crate) operation: &'b Operation,
    pub(crate) at: &'c At<'b>,
    pub(crate) http: HttpMethod,
    pub(crate) path: &'b str,
    pub(crate) item: &'b PathItem,
    pub(crate) tag: &'c str,
    pub(crate) id: OperationId,
    /// The module of its resource.
    pub(crate) module: &'c str,
}

impl<'b> OperationRef<'_, 'b> {
    /// Returns the extension `name`.
    pub(crate) fn extension(&self, name: &str) -> Option<&'b Value> {
        self.operation.extensions.get(name)
    }

    /// Returns the responses with a successful status, and their locations.
    pub(super) fn successes(
        &self,
    ) -> impl Iterator<Item = (StatusRange, At<'b>, &'b ReferenceOr<Response>)> {
        let at = self.at.key("responses");
        let responses = self.operation.responses.responses.iter();
        responses.filter_map(move |(status, response)| {
            Some((success(status)?, at.key(status_key(status)), response))
        })
    }
}

fn status_key(status: &StatusCode) -> String {
    match status {
        StatusCode::Code(code) => code.to_string(),
        StatusCode::Range(class) => format!("{class}XX"),
    }
}

fn success(status: &StatusCode) -> Option<StatusRange> {
    match status {
        StatusCode::Code(code @ 200..300) => Some(StatusRange::Code(*code)),
        StatusCode::Range(2) => Some(StatusRange::Class(2)),
        _ => None,
    }
}
