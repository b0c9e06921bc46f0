//! Reports templates of samples that match no operation.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Operation, Package, SampleCall};

pub(super) fn check(package: &Package, diags: &mut Diagnostics) {
    for template in &package.samples {
        for call in &template.calls {
            if !operations(package).any(|operation| fits(call, operation)) {
                let diagnostic =
                    Diagnostic::error(call.origin, "no operation matches this pattern")
                        .help("correct the pattern, or remove it");
                diags.push(diagnostic);
            }
        }
    }
}

fn operations(package: &Package) -> impl Iterator<Item = &Operation> {
    let resources = package.apis.iter().flat_map(|api| &api.resources);
    resources.flat_map(|resource| &resource.operations)
}

fn fits(call: &SampleCall, operation: &Operation) -> bool {
    let captures = call.pattern.captures(operation.http, &operation.path);
    captures.is_some()
}
