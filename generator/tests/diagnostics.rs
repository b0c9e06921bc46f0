//! Invalid definitions, with the expected errors and warnings: see [`cases`].
//!
//! After a deliberate change, run `UPDATE_GOLDENS=1 cargo test --package truto-codegen --test diagnostics` and review the
//! diff.

mod cases;

use truto_codegen::{Options, Warnings, generate};

#[test]
fn every_fault_is_reported_as_expected() {
    cases::check(
        "diagnostics",
        |roots, files| generate(roots, files, Warnings::Allow, &Options::default()),
        |outcome| {
            let is_stopped = !outcome.diagnostics.has_errors() || outcome.files.is_empty();
            (!is_stopped).then(|| "files are generated despite errors".to_owned())
        },
    );
}
