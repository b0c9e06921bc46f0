//! Reports templates of samples that match no operation.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Crate, Operation, SampleCall};

pub(super) fn check(krate: &Crate, diags: &mut Diagnostics) {
    for template in &krate.samples {
        for call in &template.calls {
            if !operations(krate).any(|operation| fits(call, operation)) {
                let diagnostic =
                    Diagnostic::error(call.origin, "no operation matches this pattern")
                        .help("correct the pattern, or remove it");
                diags.push(diagnostic);
            }
        }
    }
}

fn operations(krate: &Crate) -> impl Iterator<Item = &Operation> {
    let resources = krate.apis.iter().flat_map(|api| &api.resources);
    resources.flat_map(|resource| &resource.operations)
}

fn fits(call: &SampleCall, operation: &Operation) -> bool {
    let captures = call.pattern.captures(operation.http, &operation.path);
    captures.is_some()
}
