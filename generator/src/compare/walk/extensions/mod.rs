//! Compares what documents say with extensions: integrations and support matrices.

pub(super) mod matrix;
pub(super) mod registry;
