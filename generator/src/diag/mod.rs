//! Diagnostics for the input: collected over the whole run, and shown together, sorted by location.

mod diagnostic;
mod diagnostics;
mod render;

pub use diagnostic::{Diagnostic, Severity};
pub use diagnostics::Diagnostics;
pub use render::{render, render_grouped};

pub(crate) use diagnostic::{described, one_of};
