//! The input of the plan.

use crate::ir::Package;
use crate::plan::names::Names;

/// What the documents contain, and its names in Rust.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The intermediate representation.
    pub package: Package,
    /// The names of its items.
    pub names: Names,
}
