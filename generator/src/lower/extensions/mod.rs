//! The `x-truto-*` extensions with structured values.

pub(super) mod live_support;
pub(super) mod pagination;
pub(super) mod reader;
pub(super) mod registry;
pub(super) mod samples;
pub(super) mod support;
