//! Advice: what is not wrong in the definitions, but could be better.
//!
//! One module per rule:
//!
//! | what is advised against | module |
//! |---|---|
//! | an operation without a list of the integrations that support it | `integrations` |
//! | a field, parameter, enum or named schema without a description | `descriptions` |
//! | a description that is no sentence, or begins with more than two | `descriptions`, `sentences` |
//! | an enum that is written out again | `enums` |
//! | two names for one shape | `twins` |
//! | a schema of a root document that no operation uses | `unused` |
//!
//! What no document leads to is a warning of [`mod@crate::bundle`], and not said again.

mod descriptions;
mod enums;
mod integrations;
mod sentences;
mod twins;
mod unused;

use crate::bundle::Bundle;
use crate::diag::Diagnostics;
use crate::ir::Crate;

/// Advises on documents without errors and on the picture that was made of them.
pub fn lint(bundles: &[Bundle<'_>], krate: &Crate, diags: &mut Diagnostics) {
    for bundle in bundles {
        let objects = bundle.objects();
        descriptions::lint(bundle, &objects, diags);
        enums::lint(bundle, &objects, diags);
        unused::lint(bundle, diags);
    }
    integrations::lint(krate, diags);
    twins::lint(krate, diags);
}
