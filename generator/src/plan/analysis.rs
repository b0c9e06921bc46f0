//! The input of the plan.

use crate::ir::Package;
use crate::plan::modules::Modules;
use crate::plan::names::Names;

/// What the documents contain, with the Rust modules and names that it has.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The intermediate representation.
    pub package: Package,
    /// The modules of its types.
    pub modules: Modules,
    /// The names of its items.
    pub names: Names,
}
