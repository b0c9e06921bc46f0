//! Checks of requests before they are sent.

use crate::ir::Operation;

/// Whether a request can be checked against the support matrix.
pub(crate) fn can_be_checked(operation: &Operation) -> bool {
    let matrix = &operation.matrix;
    matrix.integrations.is_some() || !matrix.query.is_empty() || !matrix.request.is_empty()
}
