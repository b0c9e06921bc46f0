//! The `x-truto-*` extensions: their values, and those of root documents.
//!
//! What they mean for an operation or a schema is in `operations::extensions` and `schema::extensions`.

pub(super) mod keys;
pub(super) mod live_schemas;
pub(super) mod live_support;
pub(super) mod lookups;
pub(super) mod pagination;
pub(super) mod reader;
pub(super) mod registry;
pub(super) mod root;
pub(super) mod sample_values;
pub(super) mod samples;
pub(super) mod scope;
pub(super) mod support;
