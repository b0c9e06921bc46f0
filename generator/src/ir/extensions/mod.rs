//! What documents say with the `x-truto-*` extensions: integrations, support matrices, live capabilities, provenance, samples,
//! roles of parameters, pagination, envelopes.

pub(super) mod envelope;
pub(super) mod field_name;
pub(super) mod live_schemas;
pub(super) mod live_support;
pub(super) mod lookup;
pub(super) mod matrix;
pub(super) mod pagination;
pub(super) mod provenance;
pub(super) mod role;
pub(super) mod sample_values;
pub(super) mod samples;
pub(super) mod scope;
pub(super) mod sync;
