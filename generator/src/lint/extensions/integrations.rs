//! Advice on operations without a list of the integrations that support them.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::Package;

/// Only applies if there is a registry and the API has a support matrix.
pub(crate) fn lint(package: &Package, diags: &mut Diagnostics) {
    let apis = package.apis.iter().filter(|api| package.has_matrix(api));
    let resources = apis.flat_map(|api| &api.resources);
    let operations = resources.flat_map(|resource| &resource.operations);
    for operation in operations.filter(|operation| operation.matrix.integrations.is_none()) {
        let message = format!(
            "the operation `{}` does not list the integrations that support it",
            operation.label()
        );
        let help =
            "add `x-truto-integrations` once the documentation of the API names the integrations";
        diags.push(Diagnostic::advice(operation.origin, message).help(help));
    }
}
