//! What the `x-truto-*` extensions add to the plan: integrations, the rows of support matrices, and their pages.

pub(crate) mod cells;
pub(crate) mod checks;
pub(crate) mod forms;
pub(crate) mod integrations;
pub(crate) mod options;
pub(crate) mod pages;
pub(crate) mod sample_values;
pub(crate) mod sync;
pub(crate) mod verifier;
