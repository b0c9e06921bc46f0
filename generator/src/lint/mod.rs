//! Advice: possible improvements of valid definitions.
//!
//! One module per rule:
//!
//! | advice on | module |
//! |---|---|
//! | an operation without a list of the integrations that support it | `extensions::integrations` |
//! | a field, parameter, enum or named schema without a description | `descriptions` |
//! | a description that is not a sentence, or whose first paragraph has more than two, in documents with a registry of integrations: all others have a style of their own | `descriptions`, `sentences` |
//! | an inline enum that repeats another enum | `enums` |
//! | two types with the same fields | `duplicates` |
//! | a schema of a root document that no operation uses | `unused` |
//!
//! Definitions that no root document refers to are reported as warnings by [`mod@crate::bundle`], and not repeated here.

mod descriptions;
mod duplicates;
mod enums;
mod extensions;
mod sentences;
mod unused;

use crate::bundle::Bundle;
use crate::diag::Diagnostics;
use crate::plan::Analysis;

/// Gives advice on documents without errors, and on their intermediate representation.
pub fn lint(bundles: &[Bundle<'_>], analysis: &Analysis, diags: &mut Diagnostics) {
    let has_style = analysis.package.registry.is_some();
    for bundle in bundles {
        let objects = bundle.objects();
        descriptions::missing(bundle, &objects, diags);
        if has_style {
            descriptions::style(bundle, &objects, diags);
        }
        enums::lint(bundle, &objects, diags);
        unused::lint(bundle, diags);
    }
    extensions::integrations::lint(&analysis.package, diags);
    duplicates::lint(analysis, diags);
}
