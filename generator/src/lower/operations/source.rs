//! An operation of the document, before lowering.

use openapiv3::{Operation, PathItem, ReferenceOr, Response, StatusCode};
use serde_json::Value;

use crate::bundle::At;
use crate::ir::{self, HttpMethod, OperationId, Resource, StatusRange};
use crate::lower::context::Context;

/// An operation with its location and its parents.
#[derive(Clone, Copy)]
pub(crate) struct OperationSource<'c, 'b> {
    pub(crate) operation: &'b Operation,
    pub(crate) at: &'c At<'b>,
    pub(crate) http: HttpMethod,
    pub(crate) path: &'b str,
    pub(crate) item: &'b PathItem,
    pub(crate) tag: &'c str,
    pub(crate) id: OperationId,
}

impl<'b> OperationSource<'_, 'b> {
    /// Returns the extension `name`.
    pub(crate) fn extension(&self, name: &str) -> Option<&'b Value> {
        self.operation.extensions.get(name)
    }

    /// Returns the responses with a successful status, and their locations.
    pub(super) fn successes(
        &self,
    ) -> impl Iterator<Item = (StatusRange, At<'b>, &'b ReferenceOr<Response>)> {
        responses(self.operation, self.at).filter(|(status, ..)| status.is_success())
    }
}

/// Calls `each` with all lowered operations, and with their sources and locations.
pub(crate) fn for_each<'b>(
    cx: &mut Context<'b, '_>,
    resources: &mut [Resource],
    each: &mut dyn FnMut(&mut Context<'b, '_>, &mut ir::Operation, &'b Operation, &At<'b>),
) {
    for operation in resources.iter_mut().flat_map(|of| &mut of.operations) {
        let method = operation.http.as_str().to_lowercase();
        let at = cx.root.key("paths").key(operation.documented_path.clone());
        let item = cx.doc.paths.paths.get(&operation.documented_path);
        let Some(item) = item.and_then(ReferenceOr::as_item) else {
            continue;
        };
        if let Some((_, source)) = item.iter().find(|(name, _)| *name == method) {
            each(cx, operation, source, &at.key(method));
        }
    }
}

/// Returns all responses of the operation at `at`, and their locations.
pub(super) fn responses<'b>(
    operation: &'b Operation,
    at: &At<'b>,
) -> impl Iterator<Item = (StatusRange, At<'b>, &'b ReferenceOr<Response>)> {
    let at = at.key("responses");
    let default_at = at.key("default");
    let of_status = operation.responses.responses.iter();
    let of_status = of_status.map(move |(status, response)| {
        let (key, status) = match status {
            StatusCode::Code(code) => (code.to_string(), StatusRange::Code(*code)),
            StatusCode::Range(class) => {
                let class = u8::try_from(*class).unwrap_or_default();
                (format!("{class}XX"), StatusRange::Class(class))
            }
        };
        (status, at.key(key), response)
    });
    let default = operation.responses.default.iter();
    of_status
        .chain(default.map(move |response| (StatusRange::Default, default_at.clone(), response)))
}
