//! Writes the generated files to a directory: the only phase with side effects.
//!
//! [`WritePlan::new`] compares and decides without changing anything. [`WritePlan::differences`] returns the differences, for `--check`.
//! [`WritePlan::apply`] applies all changes, or none.
//!
//! The generator owns a file that begins with [`MARK`] in a comment. An owned directory must not contain other files: they would
//! be compiled into the crate without being checked. The generator never overwrites or deletes files that it does not own, and
//! does not follow symbolic links.

mod apply;
mod change;
mod diff;
mod disk;
mod error;
mod mark;
mod plan;
mod verify;

pub(crate) use apply::create_missing;
pub use change::{Applied, Difference, DifferenceKind};
pub use diff::diff_of_edit;
pub use error::{Error, Refusal};
pub use mark::{JSON_MARK, MARK, is_owned};
pub use plan::WritePlan;

#[cfg(test)]
mod tests;
