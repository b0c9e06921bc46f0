//! Definitions that could be better, and what is advised: see [`cases`].
//!
//! After a deliberate change run `UPDATE_GOLDENS=1 cargo test --package truto-codegen --test lint` and read what it changed.

mod cases;

use truto_codegen::diag::Severity;
use truto_codegen::lint;

#[test]
fn advice_is_given_as_expected() {
    cases::hold(
        "lint",
        |roots, files| lint(roots, files),
        |outcome| {
            let is_advised = outcome.diagnostics.count(Severity::Advice) > 0;
            let is_wrong = is_advised && outcome.diagnostics.has_errors();
            is_wrong.then(|| "advice is given beside errors".to_owned())
        },
    );
}
