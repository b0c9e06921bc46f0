//! Advice on the `x-truto-*` extensions.

pub(super) mod integrations;
