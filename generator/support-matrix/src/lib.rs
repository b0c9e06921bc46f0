//! The support matrix: what the documentation says about the operations and fields that each integration supports.
//!
//! This crate has the rules that turn the documented data into an answer. The client, the generated reference (Markdown pages and
//! a page for choosing integrations), and `cargo xtask support` all use this crate, so they give the same answers. Its main
//! types:
//!
//! - [`OperationRow`]: the integrations listed for an operation. [`level`](OperationRow::level) is the answer for one of them.
//! - [`FieldRow`]: the integrations named or counted for a field. [`in_operation`](FieldRow::in_operation) returns its
//!   [`FieldSupport`], which infers names from a count where it can; [`level`](FieldSupport::level) is the answer for one of them.
//! - [`Relation`] and [`Finding`]: what a field means for an integration if a given set of fields is sent.
//!
//! The rows borrow their lists, so they work with constants as well as with parsed documents. The type of an integration is free,
//! for example an enum or a slug: it need only be comparable with the type that the caller passes.

#[macro_use]
mod names;

mod answer;
mod field;
#[cfg(feature = "forms")]
pub mod forms;
#[doc(hidden)]
pub mod members;
mod operation;
mod selection;

#[cfg(test)]
mod tests;

pub use answer::{Answer, Counts, Level, OperationLevel, Provenance};
pub use field::{FieldRow, FieldSupport, Names, Total};
#[doc(hidden)]
pub use names::NamedVariants;
pub use operation::OperationRow;
pub use selection::{Finding, Relation, enclosing};
#[doc(hidden)]
pub use serde;

/// Returns the path of a query parameter in the matrix: its name without a trailing `[]`. The path of `ids[]` is `ids`.
#[must_use]
pub fn parameter_path(name: &str) -> &str {
    name.strip_suffix("[]").unwrap_or(name)
}

/// Returns the name of a query parameter before its brackets. The row of that name applies if the parameter has none itself.
#[must_use]
pub fn outer_parameter(name: &str) -> Option<&str> {
    name.split_once('[').map(|(outer, _)| outer)
}
