//! What the `x-truto-*` extensions say about an operation: roles of parameters, pagination, envelope, support matrix.

pub(super) mod cells;
pub(super) mod envelope;
pub(super) mod excluded;
pub(super) mod pages;
pub(super) mod roles;
pub(super) mod scope;
pub(super) mod sort;
