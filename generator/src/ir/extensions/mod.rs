//! What documents say with the `x-truto-*` extensions: integrations, support matrices, live capabilities, provenance, samples.

pub(super) mod field_name;
pub(super) mod live_support;
pub(super) mod matrix;
pub(super) mod provenance;
pub(super) mod samples;
pub(super) mod scope;
