//! An operation and where it belongs.

use crate::ir::{Operation, Package};

/// An operation, with the indexes of its API and resource.
#[derive(Clone, Copy)]
pub(crate) struct OperationRef<'a> {
    pub(crate) api: usize,
    pub(crate) resource: usize,
    pub(crate) operation: &'a Operation,
}

/// Every operation of the crate, in document order.
pub(crate) fn operations(package: &Package) -> impl Iterator<Item = OperationRef<'_>> {
    package.apis.iter().enumerate().flat_map(|(api, of)| {
        of.resources
            .iter()
            .enumerate()
            .flat_map(move |(resource, of)| {
                of.operations.iter().map(move |operation| OperationRef {
                    api,
                    resource,
                    operation,
                })
            })
    })
}
