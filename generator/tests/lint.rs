//! Definitions that could be better, with the expected advice: see [`cases`].
//!
//! After a deliberate change, run `UPDATE_GOLDENS=1 cargo test --package truto-codegen --test lint` and review the diff.

mod cases;

use truto_codegen::diag::Severity;
use truto_codegen::lint;

#[test]
fn advice_is_given_as_expected() {
    cases::check(
        "lint",
        |roots, files| lint(roots, files),
        |outcome| {
            let is_advised = outcome.diagnostics.count(Severity::Advice) > 0;
            let is_wrong = is_advised && outcome.diagnostics.has_errors();
            is_wrong.then(|| "there is advice despite errors".to_owned())
        },
    );
}
