//! Invalid definitions, with the expected errors and warnings: see [`cases`]. A case can have an `overlay.yaml`, and an `only.txt` that selects operations.
//!
//! After a deliberate change, run `UPDATE_GOLDENS=1 cargo test --package truto-codegen --test diagnostics` and review the
//! diff.

mod cases;

use truto_codegen::{Options, Warnings, generate};

#[test]
fn every_fault_is_reported_as_expected() {
    cases::check(
        "diagnostics",
        |roots, files| {
            let overlays = ["overlay.yaml"].into_iter();
            let exists = |overlay: &&str| files.base.join(overlay).exists();
            let options = Options {
                only: cases::only(&files.base),
                overlays: overlays.filter(exists).map(str::to_owned).collect(),
                ..Options::default()
            };
            generate(roots, files, Warnings::Allow, &options)
        },
        |outcome| {
            let is_stopped = !outcome.diagnostics.has_errors() || outcome.files.is_empty();
            (!is_stopped).then(|| "files are generated despite errors".to_owned())
        },
    );
}
