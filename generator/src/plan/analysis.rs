//! The input of the plan.

use crate::ir::Crate;
use crate::plan::names::Names;

/// What the documents contain, and its names in Rust.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The intermediate representation.
    pub krate: Crate,
    /// The names of its items.
    pub names: Names,
}
