//! The fourth phase: checks the consistency of the whole before anything is emitted.

mod extensions;
mod recursion;
mod tags;
mod unsupported;

use crate::diag::Diagnostics;
use crate::ir::Package;

/// Reports contradictions.
pub fn check(package: &Package, diags: &mut Diagnostics) {
    extensions::check(package, diags);
    recursion::check(package, diags);
    tags::check(package, diags);
    unsupported::check(package, diags);
}
