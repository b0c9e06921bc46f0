//! The fourth phase: checks the consistency of the whole before anything is emitted.

mod extensions;
mod recursion;
mod unsupported;

use crate::diag::Diagnostics;
use crate::ir::Crate;

/// Reports contradictions.
pub fn check(krate: &Crate, diags: &mut Diagnostics) {
    extensions::check(krate, diags);
    recursion::check(krate, diags);
    unsupported::check(krate, diags);
}
