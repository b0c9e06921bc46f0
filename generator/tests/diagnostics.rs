//! Broken definitions, and what is said of them: see [`cases`].
//!
//! After a deliberate change run `UPDATE_GOLDENS=1 cargo test --package truto-codegen --test diagnostics` and read what it
//! changed.

mod cases;

use truto_codegen::{Options, Warnings, generate};

#[test]
fn every_fault_is_reported_as_expected() {
    cases::hold(
        "diagnostics",
        |roots, files| generate(roots, files, Warnings::Allow, &Options::default()),
        |outcome| {
            let is_stopped = !outcome.diagnostics.has_errors() || outcome.files.is_empty();
            (!is_stopped).then(|| "files are generated in spite of errors".to_owned())
        },
    );
}
