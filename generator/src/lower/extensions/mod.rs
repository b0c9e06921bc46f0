//! The `x-truto-*` extensions with structured values, and the scope of an API.

pub(super) mod live_support;
pub(super) mod pagination;
pub(super) mod reader;
pub(super) mod registry;
pub(super) mod samples;
pub(super) mod scope;
pub(super) mod support;
