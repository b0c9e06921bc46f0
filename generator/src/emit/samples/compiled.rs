//! The samples of the pages, which a test compiles, so that none gets outdated.

use std::fmt::Write as _;

use crate::emit::output::{Language, Output};
use crate::emit::samples::call::Call;
use crate::plan::operation_ref::OperationRef;
use crate::plan::root::Plan;

/// Emits `tests/generated/samples.rs`: the Rust sample of every operation, as on its page.
///
/// ```text
/// pub(crate) mod desk {
///     pub(crate) mod people {
///         pub(crate) mod create {
///             use shop::Client;
///
///             pub(crate) async fn main() -> Result<(), Box<dyn std::error::Error>> { … }
///         }
///     }
/// }
/// ```
pub(crate) fn emit(plan: &Plan<'_>) -> Output {
    let mut out = String::from("//! The samples of the reference pages, compiled as a test.\n");
    for (api, of) in plan.package.apis.iter().enumerate() {
        if !plan.is_flat() {
            let _ = write!(out, "\npub(crate) mod {} {{\n", plan.names.api(of).module);
        }
        for (resource, of) in of.resources.iter().enumerate() {
            let _ = writeln!(
                out,
                "    pub(crate) mod {} {{",
                plan.names.resource(of).module
            );
            for operation in &of.operations {
                let place = OperationRef {
                    api,
                    resource,
                    operation,
                };
                if let Some(call) = Call::new(plan, place) {
                    out.push_str(&call.rust_module(&plan.options.package, "        "));
                }
            }
            out.push_str("    }\n");
        }
        if !plan.is_flat() {
            out.push_str("}\n");
        }
    }
    Output::new(Language::Rust, "tests/generated/samples.rs", out)
}
